"""Rasa's part of a trace, for OpenTelemetry: its messages, how long they took to understand, and its calls of actions.

Loaded only where a collector is named. A span holds names that are known beforehand and the id of its request: never
words, and of an error the type only, whose text may hold them (`foundation/tracing.py` does the same for the others).
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import wraps
from threading import Thread
from typing import Any, Awaitable, Callable, Dict, Iterator, Optional

import structlog
from adapters import connections
from opentelemetry.context import Context, attach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, StatusCode, get_current_span, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse
from structlog.contextvars import get_contextvars

from channels import watched

TRACE_HEADER = "traceparent"
W3C = TraceContextTextMapPropagator()
SERVED = {watched.WEBHOOK: "webhook", watched.PARSE: "parse"}
# So long the end of the process waits for its last spans to be taken.
STOP_SECONDS = 1
NAMED = Resource.create({SERVICE_NAME: "endorinn-rasa"}).merge(OTELResourceDetector().detect())
provider = TracerProvider(resource=NAMED, shutdown_on_exit=False)
tracer = provider.get_tracer("endorinn")
log = structlog.get_logger()


class Exporter(OTLPSpanExporter):
    """Sends spans; says once that the collector does not take them, and once that it does again."""

    _lost = False

    def export(self, spans: Any) -> SpanExportResult:
        """Some spans, as OpenTelemetry sends them."""
        try:
            result = super().export(spans)
        except Exception:  # noqa: BLE001 - whatever it is, it would be logged with the address of the collector
            result = SpanExportResult.FAILURE
        lost = result is not SpanExportResult.SUCCESS
        if lost is not self._lost:
            self._lost = lost
            log.warning("traces_lost" if lost else "traces_back")
        return result


class TracedEndpoint(watched.WatchedEndpoint):
    """The action server, which is told to which trace a call belongs."""

    async def request(self, *args: Any, **kwargs: Any) -> Optional[Any]:
        """One call, as Rasa makes it."""
        action = kwargs["json"]["next_action"]
        with part(action, SpanKind.CLIENT) as span:
            span.set_attribute("endorinn.action", action)
            return await super().request(*args, **kwargs)

    def carried(self) -> Dict[str, str]:
        """The headers that a call has beside its own."""
        headers = super().carried()
        W3C.inject(headers)
        return headers


def trace(gate: Blueprint) -> None:
    """Has all that the gate is told be spans, and sends them while Rasa serves."""
    # It would log every failure, with the address of the collector, which may hold a key.
    logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL)
    gate.after_server_start(_start)
    gate.after_server_stop(_stop)

    @gate.middleware("request")
    async def begin(request: Request) -> None:
        request.ctx.span = _begun(request)
        attach(set_span_in_context(request.ctx.span, Context()))  # For one request; the next has its own.

    @gate.middleware("response")
    async def end(request: Request, sent: BaseHTTPResponse) -> None:
        span = request.ctx.span
        span.set_attribute("http.response.status_code", sent.status)
        if request.path.endswith(watched.WEBHOOK):
            span.set_attribute("endorinn.result", watched.result_of(sent))
        if sent.status >= 500:  # noqa: PLR2004 - HTTP's own
            span.set_status(StatusCode.ERROR)
        span.end()


def _begun(request: Request) -> Span:
    """A span for a message or for texts that are to be read, in the trace that the gateway tells of."""
    name = next((name for path, name in SERVED.items() if request.path.endswith(path)), None)
    if name is None:
        return INVALID_SPAN
    sent = request.headers.get(TRACE_HEADER)
    context = W3C.extract({TRACE_HEADER: sent} if sent else {}, Context())
    span = tracer.start_span(name, context, SpanKind.SERVER)
    request_id = get_contextvars().get(watched.FIELD)
    if request_id is not None:
        span.set_attribute("endorinn.request_id", request_id)
    return span


@contextmanager
def part(name: str, kind: SpanKind = SpanKind.INTERNAL) -> Iterator[Span]:
    """A part of what the gate was told; nothing where it was told nothing."""
    if not get_current_span().get_span_context().is_valid:
        yield INVALID_SPAN
        return
    with tracer.start_as_current_span(name, kind=kind, record_exception=False, set_status_on_exception=False) as span:
        try:
            yield span
        except BaseException as error:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)
            raise


async def _start(app: Sanic, _: Any) -> None:
    provider.add_span_processor(BatchSpanProcessor(Exporter()))
    connections.keep(TracedEndpoint, app)
    processor = app.ctx.agent.processor
    if processor is not None:  # Without a model there is none.
        processor.parse_message = _timed(processor.parse_message)


def _timed(parse_message: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @wraps(parse_message)
    async def parse(*args: Any, **kwargs: Any) -> Any:
        with part("understanding"):
            return await parse_message(*args, **kwargs)

    return parse


async def _stop(_: Sanic, __: Any) -> None:
    last = Thread(target=provider.shutdown, daemon=True)
    last.start()
    last.join(STOP_SECONDS)
