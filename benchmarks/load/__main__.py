"""`python -m benchmarks.load`: stock Rasa, our annex, and our whole path on both databases; part of `make bench`.

All in one run on one machine, so that what counts are the ratios. What is loaded is started on free ports, without
anything else; the load comes from the same machine, so the clients take their part of the processors too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.load.crowd import played
from benchmarks.load.memory import megabytes
from benchmarks.load.ours import AnnexTalk, WholeTalk, annex_alone
from benchmarks.load.stock import StockTalk, stock_rasa
from benchmarks.load.targets import ANNEX, MANY, SHARED, SMALL, STOCK, Measured, targets
from benchmarks.servers import GATEWAY, house
from endorinn.progress import working
from foundation.errors import OperatorError
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from benchmarks.load.crowd import Talk
    from benchmarks.load.targets import Target
    from benchmarks.servers import Server

REPORT = ROOT / "reports" / "bench-load.json"
CLIENTS = (1, MANY, 32)
# As people write who read the answer: less than any of them takes, so that they meet.
READING_S = 2.0
SECONDS, WARMING_CLIENTS, WARMING_SECONDS = 20.0, 4, 10.0
WIDTH = 140
# What a gateway writes in its log when a message was answered without Rasa.
ALONE = ('"rasa_down"', '"rasa_busy"')


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


WAYS: dict[str, Callable[[], AbstractContextManager[Running]]] = {
    STOCK: _stock,
    ANNEX: _annex,
    SMALL: partial(_whole, shared=False),
    SHARED: partial(_whole, shared=True),
}


def measure(name: str, seconds: float, training_s: float | None) -> Measured:
    """Starts one of them, loads it, and stops it.

    Raises:
        OperatorError: when it does not start, or does not answer a message.
    """
    with WAYS[name]() as running:
        played(running.begin, WARMING_CLIENTS, WARMING_SECONDS)
        before = _alone(running.servers)
        loads = tuple(played(running.begin, clients, seconds) for clients in CLIENTS)
        unhurried = played(running.begin, MANY, seconds, READING_S)
        used = megabytes(server.process.pid for server in running.servers if server.process is not None)
        trained = running.training_s if running.training_s is not None else training_s
        return Measured(name, running.start_s, trained, used, _alone(running.servers) - before, loads, unhurried)


def _alone(servers: Sequence[Server]) -> int:
    logs = [server.log.read_text(encoding="utf-8") for server in servers if server.name == GATEWAY]
    return sum(log.count(event) for log in logs for event in ALONE)


def trained_anew() -> float:
    """Seconds that `endorinn train` takes, into a folder of its own.

    Raises:
        OperatorError: when it fails.
    """
    command = [sys.executable, "-m", "endorinn.main", "train"]
    with TemporaryDirectory() as folder:
        own = dict(os.environ) | {"ENDORINN_VAR_DIR": folder}
        begun = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        if done.returncode:
            raise OperatorError(done.stderr.strip())
        return round(time.perf_counter() - begun, 1)


def main() -> None:
    """Prints one table, and whether the targets are met; writes both as JSON. Exits with 1 where one is not.

    Raises:
        OperatorError: when one of them does not start, or does not answer a message.
    """
    chosen = _chosen()
    training_s = None if chosen.skip_training else trained_anew()
    measured = []
    for name in WAYS:
        with working(name):
            measured.append(measure(name, chosen.seconds, None if name == STOCK else training_s))
    _print(measured)
    met = targets({one.name: one for one in measured})
    body = {"measured": [asdict(one) for one in measured], "targets": [asdict(one) for one in met]}
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(body, indent=2, ensure_ascii=False), encoding="utf-8")
    _print_targets(met)
    if not all(one.is_met for one in met):
        sys.exit(1)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each load lasts")
    parser.add_argument("--skip-training", action="store_true", help="do not train our model anew")
    return parser.parse_args()


def _print(measured: Sequence[Measured]) -> None:
    headings = (
        "",
        "clients",
        "messages/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "MB",
        "ready after s",
        "trained in s",
        "alone",
    )
    table = Table(*headings)
    for one in measured:
        for load in (*one.loads, one.unhurried):
            first = load is one.loads[0]
            name, *whole = (
                (one.name, one.memory_mb, one.start_s, one.training_s or "", one.alone) if first else [""] * 5
            )
            clients = f"{load.clients}, reading {READING_S:g} s" if load is one.unhurried else load.clients
            figures = (clients, load.per_second, load.p50_ms, load.p95_ms, load.p99_ms, *whole)
            table.add_row(name, *map(str, figures))
    Console(width=WIDTH).print(table)


def _print_targets(met: Sequence[Target]) -> None:
    table = Table("target", "at most or at least", "measured", "met")
    for one in met:
        table.add_row(one.what, str(one.bound), str(one.measured), "yes" if one.is_met else "NO")
    Console(width=WIDTH).print(table)


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
