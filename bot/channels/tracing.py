"""Rasa's part of a trace, for OpenTelemetry: each message, how long it took to understand, and the calls of actions.

Loaded only where a collector is named (`foundation/tracing.py` says what holds for all processes). A span holds names
that are known beforehand and the id of its request: never words, and of an error only the type, whose text may hold them.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import Any, Awaitable, Callable, Dict, Iterator, Optional

import structlog
from adapters import connections
from opentelemetry import trace
from opentelemetry.context import Context, attach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse
from structlog.contextvars import get_contextvars

from channels import watched

SERVICE = "endorinn-rasa"
SERVED = (watched.WEBHOOK, watched.PARSE)
TRACE_HEADER = "traceparent"
W3C = TraceContextTextMapPropagator()
# So long the end of the process waits for its last spans to be taken.
STOP_SECONDS = 1
log = structlog.get_logger()


class Exporter(OTLPSpanExporter):
    """Sends spans; says once that the collector does not take them, and once that it does again."""

    _lost = False

    def export(self, spans: Any) -> SpanExportResult:
        """Some spans, as OpenTelemetry sends them; it may raise what `requests` raises."""
        try:
            result = super().export(spans)
        except Exception:  # noqa: BLE001 - OpenTelemetry would log it with the collector's address
            result = SpanExportResult.FAILURE
        lost = result is not SpanExportResult.SUCCESS
        if lost is not self._lost:
            self._lost = lost
            log.warning("traces_lost" if lost else "traces_back")
        return result


class TracedEndpoint(watched.WatchedEndpoint):
    """The action server, each call of which is a part of the trace and is told to which one it belongs."""

    async def request(self, *args: Any, **kwargs: Any) -> Optional[Any]:
        """One call, as Rasa makes it."""
        action = kwargs["json"]["next_action"]
        with part(self.tracer, action, SpanKind.CLIENT) as span:
            span.set_attribute("endorinn.action", action)
            return await super().request(*args, **kwargs)

    tracer: Tracer

    def carried(self) -> Dict[str, str]:
        """What is sent along with a call."""
        headers = super().carried()
        W3C.inject(headers)
        return headers


def follow(gate: Blueprint) -> None:
    """Has each message and each reading of a text be a span of the trace that its request belongs to."""
    # It would log every failure, with the address of the collector, which may hold a key.
    logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL)
    named = Resource.create({SERVICE_NAME: SERVICE}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=named, shutdown_on_exit=False)
    tracer = provider.get_tracer("endorinn")

    @gate.middleware("request")
    async def begin(request: Request) -> None:
        name = next((one for one in SERVED if request.path.endswith(one)), None)
        request.ctx.span = INVALID_SPAN if name is None else _begun(tracer, name, request)
        attach(trace.set_span_in_context(request.ctx.span, Context()))

    @gate.middleware("response")
    async def end(request: Request, sent: BaseHTTPResponse) -> None:
        span = request.ctx.span
        span.set_attribute("http.response.status_code", sent.status)
        if request.path.endswith(watched.WEBHOOK):
            span.set_attribute("endorinn.result", watched.result_of(sent))
        if sent.status >= 500:  # noqa: PLR2004 - HTTP's own
            span.set_status(StatusCode.ERROR)
        span.end()

    @gate.after_server_start
    async def start(app: Sanic, loop: Any) -> None:
        provider.add_span_processor(BatchSpanProcessor(Exporter()))
        await connections.keep(_endpoint_of(tracer), app, loop)
        processor = app.ctx.agent.processor
        if processor is not None:  # Without a model there is none.
            processor.parse_message = partial(_understood, tracer, processor.parse_message)

    @gate.after_server_stop
    async def stop(_: Sanic, __: Any) -> None:
        last = Thread(target=provider.shutdown, daemon=True)
        last.start()
        last.join(STOP_SECONDS)
