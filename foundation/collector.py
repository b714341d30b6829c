"""The way of spans to a collector, over OTLP and HTTP. Loaded only where one is named.

Where it is and how it is spoken to is what OpenTelemetry's own variables say (OTEL_…). Spans are sent from a thread of
their own; while the collector is away they are dropped, and nobody waits.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Tracer

# So long the end of a process waits for its last spans to be taken.
STOP_SECONDS = 1
log = structlog.get_logger()


class Exporter(OTLPSpanExporter):
    """Sends spans; says once that the collector does not take them, and once that it does again."""

    _lost = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Some spans, as OpenTelemetry sends them."""
        result = super().export(spans)
        lost = result is not SpanExportResult.SUCCESS
        if lost is not self._lost:
            self._lost = lost
            log.warning("traces_lost" if lost else "traces_back")
        return result


@contextmanager
def sending(service: str) -> Iterator[Tracer]:
    """What makes spans, which are sent meanwhile."""
    # It would log every failure, with the address of the collector, which may hold a key.
    logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL)
    named = Resource.create({SERVICE_NAME: service}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=named, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(Exporter()))
    try:
        yield provider.get_tracer("endorinn")
    finally:
        last = Thread(target=provider.shutdown, daemon=True)
        last.start()
        last.join(STOP_SECONDS)
