"""`python -m benchmarks.handover`: the load, then every process killed under it; one table, the same as JSON.

Two gateways on one PostgreSQL and one Redis; each family is at one gateway, its coordinator at the other. A message is
delivered when the other end's event stream has it; its time runs from the first try to send it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.handover.scene import Scene, scene
from benchmarks.servers import ACTIONS, GATEWAY, POSTGRES, RASA, REDIS, House, house
from foundation.errors import OperatorError
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from benchmarks.handover.people import Line

REPORT = ROOT / "reports" / "bench-handover.json"
FAMILIES, COORDINATORS, PER_SECOND, SECONDS = 200, 20, 20, 300
LIMIT_MS = 300
WIDTH = 120
# Of so many messages one is written by a family that waits, and answered by the assistant.
TO_ASSISTANT = 20
FAULT_SECONDS, KILLED_AFTER = 40, 8
# By then everything that was sent has come where it can be reached.
SETTLED = 20
DICE = random.Random(1)  # noqa: S311 - who speaks next, and no secret
FAULTS = (GATEWAY, RASA, ACTIONS, POSTGRES, REDIS)


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the messages of one phase, counted over both ends. `late`: delivered after the limit."""

    killed: str
    sent: int
    acknowledged: int
    lost: int
    doubled: int
    out_of_order: int
    queue_lost: int
    p50_ms: float
    p95_ms: float
    late: int
    longest_s: float

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost, doubled or out of order."""
        return self.sent == self.acknowledged and not any((self.lost, self.doubled, self.out_of_order, self.queue_lost))


@asynccontextmanager
async def followed(played: Scene) -> AsyncIterator[None]:
    """Every line is followed while it lasts."""
    tasks = [asyncio.create_task(line.follow(kinds)) for line, kinds in played.followed]
    try:
        await asyncio.sleep(3)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def phase(built: House, played: Scene, killed: str, seconds: float) -> Row:
    """So many seconds of messages, one process killed in the middle, and the look at what became of them."""
    queued, begun = await played.in_queue(), time.monotonic()
    tasks: list[asyncio.Task[None]] = []
    numbers: dict[int, asyncio.Lock] = {}
    while (passed := time.monotonic() - begun) < seconds:
        line = _speaker(played)
        tasks.append(asyncio.create_task(_say(line, numbers.setdefault(id(line), asyncio.Lock()))))
        if killed and KILLED_AFTER <= passed < KILLED_AFTER + 1 / PER_SECOND:
            tasks.append(asyncio.create_task(asyncio.to_thread(built.kill, killed)))
        await asyncio.sleep(max(0.0, begun + len(tasks) / PER_SECOND - time.monotonic()))
    await asyncio.wait(tasks, timeout=60)
    await asyncio.sleep(SETTLED if killed else 3)
    await asyncio.to_thread(built.wait_until_ready)
    return await _counted(played, killed or "none", begun, queued)


def _speaker(played: Scene) -> Line:
    if DICE.randrange(TO_ASSISTANT) == 0:
        return DICE.choice(played.waiting)
    pair = DICE.choice(played.pairs)
    return DICE.choice((pair.family, pair.desk))


async def _say(line: Line, turn: asyncio.Lock) -> None:
    async with turn:  # As a page does: one message after the other.
        await line.say("Takk, det skal jeg prøve i morgen.")


async def _counted(played: Scene, killed: str, begun: float, queued: set[int]) -> Row:
    waits: list[float] = []
    sent = acknowledged = lost = doubled = out_of_order = 0
    for pair in played.pairs:
        stored = [data["id"] for _, event, data in await pair.family.whole() if event in {"message", "coordinator"}]
        for near, far in ((pair.family, pair.desk), (pair.desk, pair.family)):
            ids = [id_ for id_, at in near.sent_at.items() if at >= begun]
            done = [id_ for id_ in near.acknowledged if near.sent_at[id_] >= begun]
            sent, acknowledged = sent + len(ids), acknowledged + len(done)
            lost += sum(id_ not in stored or id_ not in far.seen.at for id_ in done)
            doubled += sum(stored.count(id_) > 1 for id_ in ids)
            out_of_order += done != [id_ for id_ in stored if id_ in set(done)]
            waits += [far.seen.at[id_] - near.sent_at[id_] for id_ in done if id_ in far.seen.at]
            numbers = near.seen.numbers
            doubled += len(numbers) - len(set(numbers))
            out_of_order += numbers != sorted(numbers)
    for line in played.waiting:
        stored = [data["id"] for _, event, data in await line.whole() if event == "message"]
        done = [id_ for id_ in line.acknowledged if line.sent_at[id_] >= begun]
        sent, acknowledged = sent + sum(at >= begun for at in line.sent_at.values()), acknowledged + len(done)
        lost += sum(id_ not in stored for id_ in done)
        doubled += sum(stored.count(id_) > 1 for id_ in done)
    missing = queued - await played.in_queue()
    ordered = sorted(waits)
    return Row(
        killed=killed,
        sent=sent,
        acknowledged=acknowledged,
        lost=lost,
        doubled=doubled,
        out_of_order=out_of_order,
        queue_lost=len(missing),
        p50_ms=_ms(ordered, 0.50),
        p95_ms=_ms(ordered, 0.95),
        late=sum(1000 * wait > LIMIT_MS for wait in waits),
        longest_s=round(max(waits, default=0.0), 1),
    )


def _ms(ordered: Sequence[float], share: float) -> float:
    """The nearest rank, in milliseconds."""
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0


async def play(families: int, coordinators: int, seconds: float, faults: Sequence[str]) -> list[Row]:
    """All phases, one after the other, on one house."""
    with house() as built:
        async with scene(built, families, coordinators) as played, followed(played):
            rows = [await phase(built, played, "", seconds)]
            rows += [await phase(built, played, fault, FAULT_SECONDS) for fault in faults]
            return rows


def main() -> None:
    """Prints the table and writes the report; exits with 1 when anything was lost, doubled, out of order or late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=FAMILIES)
    parser.add_argument("--coordinators", type=int, default=COORDINATORS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--faults", nargs="*", default=list(FAULTS), choices=FAULTS)
    asked = parser.parse_args()
    rows = asyncio.run(play(asked.families, asked.coordinators, asked.seconds, asked.faults))
    _print(rows)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(row) for row in rows], indent=2), encoding="utf-8")
    if not all(row.is_whole for row in rows) or rows[0].p95_ms > LIMIT_MS:
        sys.exit(1)


def _print(rows: Sequence[Row]) -> None:
    names = ("killed", "sent", "acknowledged", "lost", "doubled", "out of order", "queue lost", "p50, ms", "p95, ms")
    table = Table(*names, f"over {LIMIT_MS} ms", "longest, s")
    for row in rows:
        table.add_row(*(str(value) for value in asdict(row).values()))
    Console(width=WIDTH).print(table)


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
