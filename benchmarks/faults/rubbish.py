"""A server in the action server's place that answers, but with nothing that can be used."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Status, media type and body by name; None where the connection is closed instead.
RUBBISH = {
    "HTML": (200, "text/html", b"<html><body><h1>It works!</h1></body></html>"),
    "other JSON": (200, "application/json", b'{"events": "none", "responses": {"text": 1}}'),
    "an empty Answer": (200, "application/json", b'{"events": [], "responses": [{"custom": {}}]}'),
    "500": (500, "text/plain", b"Internal Server Error"),
    "a closed connection": None,
}


@contextmanager
def rubbish(what: str, port: int) -> Iterator[None]:
    """Answers with it on a port of this machine while it lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (_Handler,), {"said": RUBBISH[what]}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    said: tuple[int, str, bytes] | None

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.do_GET()

    def do_GET(self) -> None:
        if self.said is None:
            self.close_connection = True
            return
        status, media_type, body = self.said
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the gateway's and Rasa's logs tell enough."""
