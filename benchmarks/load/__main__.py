"""`python -m benchmarks.load`: stock Rasa, our annex, and our whole path on both databases; part of `make bench`.

All in one run on one machine, so that what counts are the ratios. What is loaded is started on free ports, without
anything else; the load comes from the same machine, so the clients take their part of the processors too.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.load.crowd import Load, played
from benchmarks.load.memory import megabytes
from benchmarks.load.ours import AnnexTalk, WholeTalk, annex_alone
from benchmarks.load.stock import StockTalk, stock_rasa
from benchmarks.servers import GATEWAY, house
from endorinn import training
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.load.crowd import Talk
    from benchmarks.servers import Server

REPORT = ROOT / "reports" / "bench-load.json"
CLIENTS = (1, 8, 32)
SECONDS, WARMING_CLIENTS, WARMING_SECONDS = 20.0, 4, 10.0
STOCK, ANNEX, SMALL, SHARED = "stock Rasa", "our annex alone", "the whole, SQLite", "the whole, PostgreSQL and Redis"
# What a gateway writes in its log when a message was answered without Rasa.
ALONE = ('"rasa_down"', '"rasa_busy"')


@dataclass(frozen=True, slots=True)
class Measured:
    """What one of them did. `alone`: messages that the library answered, because Rasa was not there in time."""

    name: str
    start_s: float
    training_s: float | None
    memory_mb: float
    alone: int
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class Running:
    """One of them, ready."""

    begin: Callable[[], Talk]
    servers: Sequence[Server]
    start_s: float
    training_s: float | None = None


@contextmanager
def _stock() -> Iterator[Running]:
    with stock_rasa() as served:
        yield Running(partial(StockTalk, served.address), served.servers, served.start_s, served.training_s)


@contextmanager
def _annex() -> Iterator[Running]:
    with annex_alone() as (address, servers, start_s):
        yield Running(partial(AnnexTalk, address), servers, start_s)


@contextmanager
def _whole(*, shared: bool) -> Iterator[Running]:
    with house(1, shared=shared) as whole:
        yield Running(partial(WholeTalk, whole.addresses[0]), tuple(whole.servers.values()), whole.start_s)


WAYS = {STOCK: _stock, ANNEX: _annex, SMALL: partial(_whole, shared=False), SHARED: partial(_whole, shared=True)}


def measure(name: str, seconds: float, training_s: float | None) -> Measured:
    """Starts one of them, loads it, and stops it.

    Raises:
        OperatorError: when it does not start, or does not answer a message.
    """
    with WAYS[name]() as running:
        played(running.begin, WARMING_CLIENTS, WARMING_SECONDS)
        before = _alone(running.servers)
        loads = tuple(played(running.begin, clients, seconds) for clients in CLIENTS)
        used = megabytes(server.process.pid for server in running.servers if server.process is not None)
        trained = running.training_s if running.training_s is not None else training_s
        return Measured(name, running.start_s, trained, used, _alone(running.servers) - before, loads)


def _alone(servers: Sequence[Server]) -> int:
    logs = [server.log.read_text(encoding="utf-8") for server in servers if server.name == GATEWAY]
    return sum(log.count(event) for log in logs for event in ALONE)


def trained_anew() -> float:
    """Seconds that the training of our model takes, into a folder of its own."""
    before = os.environ.get("ENDORINN_VAR_DIR")
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        training.train_into(folder)
        seconds = time.perf_counter() - begun
    assert os.environ.get("ENDORINN_VAR_DIR") == before  # noqa: S101
    return round(seconds, 1)
