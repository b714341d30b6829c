"""`python -m benchmarks.nation`: what the whole country would need, reckoned and simulated from the measured load.

The busiest hour of a working day, second by second: chats begin at random (Poisson), their messages follow, and each
message takes a pair of processors for as long as `python -m benchmarks.load` has measured that a message takes one.
How many people write is reckoned from the only figure that is published: about 80,000 chats a month for 80
municipalities at the largest national provider. Everything else here is an assumption, and named as one.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import asdict, dataclass
from heapq import heapify, heapreplace
from statistics import quantiles
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.load.__main__ import REPORT as LOAD
from benchmarks.load.targets import SHARED
from foundation.errors import OperatorError
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORT = ROOT / "reports" / "bench-nation.json"
# Published: chats a month, and municipalities that have them.
KNOWN_CHATS, KNOWN_MUNICIPALITIES = 80_000, 80
MUNICIPALITIES, TIMES = 357, 5
# Assumed: messages of a chat and seconds between them; working days of a month, and the share of chats on them; the
# share of a day in its busiest hour; and that such an hour may be twice as busy after a letter to all homes.
MESSAGES, PAUSE = 6, 45.0
WORKING_DAYS, ON_WORKING_DAYS = 21, 0.9
BUSIEST_HOUR, RUSH = 0.12, 2.0
HOUR = 3600.0
# Of the processors, so much is left for the system, for restarts and for the loss of one.
SPARE = 0.5


@dataclass(frozen=True, slots=True)
class Waits:
    """How so many pairs of processors did: seconds from a message to its answer, and how busy they were."""

    pairs: int
    busy: float
    p50_s: float
    p95_s: float
    p99_s: float
    beyond: float


def chats_in_the_busiest_hour() -> float:
    """As reckoned from what is known and assumed."""
    a_month = KNOWN_CHATS / KNOWN_MUNICIPALITIES * MUNICIPALITIES * TIMES
    return a_month * ON_WORKING_DAYS / WORKING_DAYS * BUSIEST_HOUR * RUSH


def arrivals(chats: float, seed: int = 1) -> list[float]:
    """The seconds of an hour in which messages come, in order; the same for the same seed."""
    return sorted(_messages(chats, random.Random(seed)))  # noqa: S311 - chance, and no secret


def _messages(chats: float, dice: random.Random) -> Iterator[float]:
    begun = dice.expovariate(chats / HOUR)
    while begun < HOUR:
        at = begun
        for _ in range(MESSAGES):
            yield at
            at += dice.expovariate(1 / PAUSE)
        begun += dice.expovariate(chats / HOUR)


def simulated(times: Sequence[float], seconds: float, pairs: int, patience: float = 8.0) -> Waits:
    """What each message waits, first come first served, where a pair of processors takes `seconds` for one.

    `beyond`: the share that waited longer than the gateway does (`ENDORINN_ANSWER_TIMEOUT`).
    """
    free = [0.0] * pairs
    heapify(free)
    waited = []
    for at in times:
        done = max(at, free[0]) + seconds
        heapreplace(free, done)
        waited.append(done - at)
    p50, p95, p99 = (round(quantiles(waited, n=100, method="inclusive")[at - 1], 3) for at in (50, 95, 99))
    busy = len(times) * seconds / (pairs * max(*free, HOUR))
    late = sum(wait > patience for wait in waited) / len(waited)
    return Waits(pairs, round(busy, 3), p50, p95, p99, round(late, 4))


def measured_rate() -> float:
    """Messages a second of a pair of processors, as `python -m benchmarks.load` has measured them.

    Raises:
        OperatorError: where that has not been run.
    """
    try:
        rows = json.loads(LOAD.read_text(encoding="utf-8"))["measured"]
        loads = next(row["loads"] for row in rows if row["name"] == SHARED)
    except (OSError, ValueError, KeyError, StopIteration) as error:
        message = f"{LOAD} holds no load that was measured. Run `uv run python -m benchmarks.load` first."
        raise OperatorError(message) from error
    return float(max(load["per_second"] for load in loads))


def main() -> None:
    """Prints what so many pairs of processors would do in that hour, and writes the same as JSON.

    Raises:
        OperatorError: where no load has been measured.
    """
    rate, chats = measured_rate(), chats_in_the_busiest_hour()
    times = arrivals(chats)
    a_second = len(times) / HOUR
    needed = max(1, round(a_second / rate / SPARE + 0.5))
    waits = [simulated(times, 1 / rate, pairs) for pairs in range(1, needed + 3)]
    table = Table("pairs of processors", "busy", "p50 s", "p95 s", "p99 s", "share beyond 8 s")
    for one in waits:
        table.add_row(*map(str, asdict(one).values()))
    console = Console()
    console.print(table)
    console.print(
        f"{chats:.0f} chats and {len(times)} messages in the busiest hour, {a_second:.1f} a second. A pair of "
        f"processors takes {rate} a second here; half of them kept in reserve, that makes {needed}."
    )
    REPORT.parent.mkdir(exist_ok=True)
    body = {"messages_per_second": a_second, "rate": rate, "needed": needed, "waits": [asdict(one) for one in waits]}
    REPORT.write_text(json.dumps(body, indent=2), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
