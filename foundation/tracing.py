"""Where the time of a request goes, in all processes that it goes through, for OpenTelemetry.

Nothing is made or sent unless a collector is named. A span holds names that are known beforehand, and the id of its
request: never words, and never whose they are. Of an error it holds the type, whose text may hold words.

The provider is ours alone and not OpenTelemetry's global one, by which rasa-sdk would tell the ids of conversations.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from dotenv import dotenv_values
from opentelemetry.context import Context, attach
from opentelemetry.trace import INVALID_SPAN, NoOpTracer, SpanKind, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from foundation.request_id import current_request_id
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from opentelemetry.trace import Span, Tracer

PREFIX = "OTEL_"
# One of them switches tracing on.
COLLECTOR = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
TRACE_HEADER = "traceparent"
# What names of attributes begin with that are not OpenTelemetry's own.
OURS = "endorinn."
W3C = TraceContextTextMapPropagator()


class _Process:
    """What makes the spans of this process; nothing does until tracing begins."""

    tracer: Tracer = NoOpTracer()


def standard_variables() -> dict[str, str]:
    """The variables of OpenTelemetry that stand in `.env`, where OpenTelemetry does not look."""
    return {name: value for name, value in dotenv_values(ROOT / ".env").items() if name.startswith(PREFIX) and value}


@contextmanager
def tracing(service: str) -> Iterator[None]:
    """Makes and sends spans meanwhile, as those of `service`, if the environment names a collector."""
    if not any(map(os.environ.get, COLLECTOR)):
        yield
        return
    from foundation import collector  # noqa: PLC0415 - only who sends spans loads what that takes

    with collector.sending(service) as tracer:
        _Process.tracer = tracer
        try:
            yield
        finally:
            _Process.tracer = NoOpTracer()


def follow(headers: Mapping[str, str]) -> None:
    """What is served from here on is a part of the trace that the headers tell of; of a new one where they tell none.

    Vendors' own words beside it (`tracestate`) are left out: they may say anything.
    """
    sent = headers.get(TRACE_HEADER)
    attach(W3C.extract({TRACE_HEADER: sent} if sent else {}, Context()))


@contextmanager
def served(name: str) -> Iterator[Span]:
    """A request that this process answers."""
    with _opened(name, SpanKind.SERVER) as span:
        if (request_id := current_request_id()) is not None:
            span.set_attribute(f"{OURS}request_id", request_id)
        yield span


def part(name: str, kind: SpanKind = SpanKind.INTERNAL) -> AbstractContextManager[Span]:
    """A part of the request that is traced; nothing where none is."""
    return _opened(name, kind) if get_current_span().get_span_context().is_valid else nullcontext(INVALID_SPAN)


def carried() -> dict[str, str]:
    """The header by which another process of ours goes on with the trace."""
    headers: dict[str, str] = {}
    W3C.inject(headers)
    return headers


@contextmanager
def _opened(name: str, kind: SpanKind) -> Iterator[Span]:
    with _Process.tracer.start_as_current_span(
        name, kind=kind, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except BaseException as error:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)
            raise
