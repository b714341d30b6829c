"""A collector of OpenTelemetry's, over real HTTP: what is sent to it, as bytes and as spans."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

PATIENCE = 20
SERVER, CLIENT = 2, 3


class Collector:
    """Listens on a free port as long as it is entered."""

    def __init__(self) -> None:
        self.received: List[bytes] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def spans(self, count: int) -> Dict[str, Any]:
        """All spans, by name, once so many have come."""
        found: List[Any] = []
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            resources = [
                one for body in self.received for one in ExportTraceServiceRequest.FromString(body).resource_spans
            ]
            found = [span for one in resources for scope in one.scope_spans for span in scope.spans]
            if len(found) >= count:
                return {span.name: span for span in found}
            time.sleep(0.05)
        pytest.fail(f"The collector has {[span.name for span in found]}.")

    def __enter__(self) -> "Collector":  # noqa: PYI034 - Python 3.10 has no Self
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def attributes_of(span: Any) -> Dict[str, Any]:
    """What a span says, as text and numbers."""
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in span.attributes}


def _handler_of(collector: Collector) -> Any:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
