"""What the load bench counts, and which targets it holds it to."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from benchmarks.load.crowd import Line, Load, played
from benchmarks.load.memory import megabytes
from benchmarks.load.targets import ANNEX, SHARED, SMALL, STOCK, Measured, targets
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Iterator


def measured(name: str, per_second: float, p50_ms: float, *, memory_mb: float = 1000, alone: int = 0) -> Measured:
    loads = tuple(Load(clients, 100, per_second, p50_ms, 2 * p50_ms, 3 * p50_ms) for clients in (1, 8, 32))
    return Measured(name, 10.0, 100.0, memory_mb, alone, loads, unhurried=loads[1])


def missed(
    *, whole: float = 90, p50: float = 20, shared: float = 90, memory_mb: float = 1000, alone: int = 0
) -> set[str]:
    """Return the targets that are missed, beside a stock Rasa that takes 30 messages a second at 40 ms."""
    every = (
        measured(STOCK, 30, 40),
        measured(ANNEX, 100, 10),
        measured(SMALL, whole, p50, memory_mb=memory_mb),
        measured(SHARED, shared, p50, alone=alone),
    )
    return {one.what for one in targets({one.name: one for one in every}) if not one.is_met}


def test_three_times_the_messages_at_half_the_time_is_enough() -> None:
    assert missed() == set()


def test_what_is_not_reached_is_told_for_each_number_of_clients() -> None:
    assert len(missed(whole=89)) == len(missed(p50=21)) == 3


def test_the_shared_databases_may_cost_a_fifth() -> None:
    assert missed(shared=72) == set()
    assert missed(shared=71) == {"PostgreSQL and Redis beside SQLite, 8 clients"}


def test_what_is_just_missed_is_missed() -> None:
    assert missed(shared=71.8) == {"PostgreSQL and Redis beside SQLite, 8 clients"}
    assert len(missed(whole=89.9)) == len(missed(p50=20.1)) == 3


def test_memory_slow_answers_and_answers_without_rasa_are_told() -> None:
    assert missed(memory_mb=1401) == {"memory of all processes, MB"}
    assert missed(alone=1) == {"messages answered without Rasa"}
    assert "p95 of the whole, 8 clients, ms" in missed(p50=61)


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent; refuses what says so."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(503 if b"refuse" in body else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def echo() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class EchoTalk:
    """A conversation with an echo."""

    ended = 0

    def __init__(self, address: str, word: str = "hei") -> None:
        self._line = Line(address)
        self._word = word

    def say(self, number: int) -> None:
        assert self._line.send("POST", "/", {"word": self._word, "number": number})["number"] == number

    def end(self) -> None:
        self._line.close()
        EchoTalk.ended += 1


def test_every_message_of_every_client_is_counted(echo: str) -> None:
    load = played(lambda: EchoTalk(echo), 3, 0.3)
    assert load.clients == 3
    assert load.messages > 3
    assert 0 < load.p50_ms <= load.p95_ms <= load.p99_ms
    assert EchoTalk.ended >= 3


def test_whoever_reads_in_between_writes_less(echo: str) -> None:
    load = played(lambda: EchoTalk(echo), 2, 0.5, pause_s=0.4)
    assert 2 <= load.messages <= 6


def test_a_message_that_is_refused_ends_the_bench(echo: str) -> None:
    with pytest.raises(OperatorError, match="answered with 503"):
        played(lambda: EchoTalk(echo, "refuse"), 2, 0.3)


def test_memory_counts_a_process_and_all_that_it_started() -> None:
    own = megabytes([os.getpid()])
    holds = "x = bytearray(80_000_000); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert megabytes([os.getpid()]) > own + 70
        child.kill()


def test_a_process_that_has_ended_holds_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    assert megabytes([child.pid]) == 0
