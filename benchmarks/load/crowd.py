"""People who write at once: each in conversations of their own, the next message when the answer is there.

Threads and `http.client` rather than an asynchronous client: they take a tenth of the processor time, and the load is
made on the machine that is measured.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from statistics import quantiles
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE = 60.0
# Turns of one conversation before the next one is begun.
TURNS = 10


class Line:
    """A connection to one address that stays open."""

    def __init__(self, address: str) -> None:
        """`address`: scheme, host and port."""
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)

    def send(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        """What is answered, read as JSON; None where nothing is.

        Raises:
            OperatorError: when it is refused.
        """
        sent = None if body is None else json.dumps(body).encode()
        self._connection.request(method, path, sent, {"Content-Type": "application/json", **(headers or {})})
        response = self._connection.getresponse()
        read = response.read()
        if response.status >= HTTPStatus.BAD_REQUEST:
            self.close()
            message = f"{method} {path} was answered with {response.status}; the load cannot be measured."
            raise OperatorError(message)
        return json.loads(read) if read else None

    def close(self) -> None:
        """Closes it."""
        self._connection.close()


class Talk(Protocol):
    """One conversation, as long as it lasts."""

    def say(self, number: int) -> None:
        """Sends the message of that number, counted from 0, and waits for what is answered.

        Raises:
            OperatorError: when nothing is.
        """

    def end(self) -> None:
        """Ends it; forgotten where that can be asked for."""


@dataclass(frozen=True, slots=True)
class Load:
    """What so many people at once got: messages a second, and milliseconds from message to answer."""

    clients: int
    messages: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


def played(begin: Callable[[], Talk], clients: int, seconds: float, pause_s: float = 0.0) -> Load:
    """The load that so many clients make for so long, where each reads for so long before it writes again.

    Raises:
        OperatorError: when a message was not answered.
    """
    crowd = [_Client(begin, seconds, pause_s) for _ in range(clients)]
    begun = time.perf_counter()
    for client in crowd:
        client.start()
    for client in crowd:
        client.join()
    passed = time.perf_counter() - begun
    for client in crowd:
        if client.fault is not None:
            raise client.fault
    times = [one for client in crowd for one in client.times]
    cuts = quantiles(times, n=100, method="inclusive")
    return Load(clients, len(times), round(len(times) / passed, 1), *(round(cuts[at - 1], 1) for at in (50, 95, 99)))


class _Client(threading.Thread):
    def __init__(self, begin: Callable[[], Talk], seconds: float, pause_s: float) -> None:
        super().__init__(daemon=True)
        self._begin = begin
        self._seconds = seconds
        self._pause_s = pause_s
        self.times: list[float] = []
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self._write()
        except (OperatorError, OSError) as error:
            self.fault = error

    def _write(self) -> None:
        until = time.perf_counter() + self._seconds
        while time.perf_counter() < until:
            talk = self._begin()
            for number in range(TURNS):
                begun = time.perf_counter()
                talk.say(number)
                self.times.append(1000 * (time.perf_counter() - begun))
                if time.perf_counter() > until:
                    break
                time.sleep(self._pause_s)
            talk.end()
