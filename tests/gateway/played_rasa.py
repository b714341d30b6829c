"""Rasa's `gate` channel played over real HTTP, and the action server's health: it says what a test tells it to.

It remembers which messages it was told as the channel does (`bot/channels/gate.py`): one it knows gets the same answer,
and one that does not follow the last is refused.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from knowledge import to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer


def as_sent(answer: Answer) -> dict[str, Any]:
    """An answer as the action server sends it."""
    sent: dict[str, Any] = json.loads(json.dumps(to_json(answer)))
    return sent


class PlayedRasa:
    """What it says next, what it has heard, and what it was asked to forget."""

    def __init__(self) -> None:
        """Listens on a free port once it is entered."""
        self.reset()
        self._one_at_a_time = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def reset(self) -> None:
        """As new: answers at once, with nothing."""
        self.status = 200
        self.actions_status = 200
        self.health: bytes = b'{"status": "ok"}'
        self.body: bytes = b"[]"
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.before: Callable[[], object] = lambda: None
        # How it reads each text that it is to explain; None: `body` is sent as to anything else.
        self.reads: Callable[[str], dict[str, Any]] | None = None
        # All that reached it, and of that what it took for a message and moved the dialogue by.
        self.heard: list[dict[str, Any]] = []
        self.took: list[dict[str, Any]] = []
        # Under which request's id each of them came.
        self.ids: list[str | None] = []
        # And as part of which trace.
        self.traces: list[str | None] = []
        # Of each conversation the numbers of the messages and what was said to them.
        self.memory: defaultdict[str, dict[int, bytes]] = defaultdict(dict)
        self.forgot: list[str] = []

    def starts_anew(self) -> None:
        """Forgets everything, as a process does that is started anew."""
        self.memory.clear()

    def told(self) -> list[str]:
        """The words of the messages that it took, in order."""
        return [one["message"] for one in self.took]

    def takes(self, body: dict[str, Any], place: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body for a message that has a number."""
        with self._one_at_a_time:
            said = self.memory[body["sender"]]
            if place["number"] in said:
                return 200, said[place["number"]]
            last = next(reversed(said), None)
            if last != place["after"]:
                return 409, json.dumps({"status": "unknown conversation", "last": last}).encode()
            self.took.append(body)
            if self.status == HTTPStatus.OK and (self.body != b"[]" or place.get("again")):
                said[place["number"]] = self.body
            return self.status, self.body

    def says(self, *answers: dict[str, Any]) -> None:
        """Each Answer as Rasa sends it: the reply as text, then the custom payload."""
        messages = [part for one in answers for part in ({"text": one["reply"]}, {"custom": one})]
        self.body = json.dumps(messages).encode()

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


def _handler_of(rasa: PlayedRasa) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status = rasa.actions_status if self.path == "/health" else rasa.status
            self._answer(status, rasa.health)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            rasa.heard.append(body)
            rasa.ids.append(self.headers["X-Request-ID"])
            rasa.traces.append(self.headers["traceparent"])
            rasa.before()
            rasa.may_answer.wait(10)
            if self.path.endswith("/parse") and rasa.reads:
                self._answer(rasa.status, self._parsed())
            elif "number" in body.get("metadata", {}):
                self._answer(*rasa.takes(body, body["metadata"]))
            else:
                self._answer(rasa.status, rasa.body)

        def _parsed(self) -> bytes:
            assert rasa.reads is not None
            return json.dumps([rasa.reads(text) for text in rasa.heard[-1]["texts"]]).encode()

        def do_DELETE(self) -> None:
            sender = self.path.rpartition("/")[2]
            rasa.forgot.append(sender)
            rasa.memory.pop(sender, None)
            self._answer(204, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
