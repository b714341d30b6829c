"""A collector of OpenTelemetry's, over real HTTP: what is sent to it, as bytes and as spans."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.trace import SpanKind, StatusCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

PATIENCE = 20
# How the protocol numbers what OpenTelemetry's own enumerations number otherwise.
KINDS = {1: SpanKind.INTERNAL, 2: SpanKind.SERVER, 3: SpanKind.CLIENT}


@dataclass(frozen=True)
class Told:
    """A span as it was sent."""

    service: str
    name: str
    kind: SpanKind
    trace: str
    id: str
    parent: str
    attributes: dict[str, Any]
    failed: bool
    events: int

    @property
    def place(self) -> str:
        """How another process is told that it goes on from here, before the flags."""
        return f"00-{self.trace}-{self.id}"


class Collector:
    """Listens on a free port once it is entered; takes nothing in while it `may_answer` is cleared."""

    def __init__(self) -> None:
        """Has received nothing."""
        self.received: list[bytes] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def variables(self) -> dict[str, str]:
        """What a process is started with that sends here, without long waiting."""
        return {"OTEL_EXPORTER_OTLP_ENDPOINT": self.address, "OTEL_BSP_SCHEDULE_DELAY": "50"}

    @property
    def bytes(self) -> bytes:
        """All that has been received."""
        return b"".join(self.received)

    @property
    def spans(self) -> tuple[Told, ...]:
        """All spans that have been received."""
        return tuple(span for body in tuple(self.received) for span in _spans_in(body))

    def trace_of(self, request_id: str, *, spans: int) -> dict[str, Told]:
        """The spans of the trace that a request is a part of, by service and name, once so many have come."""
        found: tuple[Told, ...] = ()
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            traces = {one.trace for one in self.spans if one.attributes.get("endorinn.request_id") == request_id}
            found = tuple(one for one in self.spans if one.trace in traces)
            if len(found) >= spans:
                return {f"{one.service.removeprefix('endorinn-')} {one.name}": one for one in found}
            time.sleep(0.05)
        pytest.fail(f"The collector has {[one.name for one in found]} of {request_id}.")

    def __enter__(self) -> Self:
        """Starts."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stops."""
        self.may_answer.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler_of(collector: Collector) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            collector.may_answer.wait(PATIENCE)
            if self.path == "/v1/traces":
                collector.received.append(body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler


def _spans_in(body: bytes) -> Iterator[Told]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        service = str(_values(resource.resource.attributes)["service.name"])
        for span in (one for scope in resource.scope_spans for one in scope.spans):
            yield Told(
                service=service,
                name=span.name,
                kind=KINDS[span.kind],
                trace=span.trace_id.hex(),
                id=span.span_id.hex(),
                parent=span.parent_span_id.hex(),
                attributes=_values(span.attributes),
                failed=span.status.code == StatusCode.ERROR.value,
                events=len(span.events),
            )


def _values(pairs: Iterator[KeyValue] | Any) -> dict[str, Any]:  # noqa: ANN401 - a container of protobuf's
    return {one.key: _value(one.value) for one in pairs}


def _value(value: AnyValue) -> Any:  # noqa: ANN401 - a text, a number or a list
    if value.WhichOneof("value") == "array_value":
        return [_value(one) for one in value.array_value.values]
    return getattr(value, value.WhichOneof("value") or "string_value")
