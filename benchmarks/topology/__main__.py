"""`python -m benchmarks.topology`: one gateway, Rasa and action server after the other is lost while families write.

Each is killed (`kill -9`), and then ended as an upgrade does (SIGTERM); it is away for ten seconds, and started again.
At last all are started anew, one after the other, with changed content and another model.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

import httpx
from rich.console import Console
from rich.table import Table

from benchmarks.servers import ACTIONS, GATEWAY, RASA
from benchmarks.talk import NEED, WORDS
from benchmarks.topology.people import Family, stored
from benchmarks.topology.renewal import MARK, renew
from benchmarks.topology.town import Town, instances, town
from foundation.errors import OperatorError
from foundation.internal import INTERNAL_HEADER, internal_token
from foundation.settings import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

REPORT = ROOT / "reports" / "bench-topology.json"
FAMILIES, QUIET_SECONDS, AWAY_SECONDS, AFTER_SECONDS = 4, 10, 10, 5
WIDTH = 120
LOST = (f"{GATEWAY}-1", f"{RASA}-1", f"{ACTIONS}-1")
# What a gateway logs when it answers from the library alone.
ALONE = ('"event": "rasa_down"', '"event": "rasa_busy"')


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the messages of one phase. `alone`: answered by the library, without Rasa."""

    what: str
    sent: int
    acknowledged: int
    whole: int
    alone: int
    failed: int
    lost: int
    longest_s: float

    @property
    def is_safe(self) -> bool:
        """Whether everything that was sent was answered, and all of it is kept."""
        return not self.failed and not self.lost


@asynccontextmanager
async def writing(built: Town, families: int) -> AsyncIterator[list[Family]]:
    """Families that write while it lasts, and have all their answers at its end."""
    ours = {INTERNAL_HEADER: internal_token(settings())}
    async with httpx.AsyncClient(base_url=built.address, headers=ours, verify=built.trust, trust_env=False) as client:
        crowd, done = [Family(client) for _ in range(families)], asyncio.Event()
        tasks = [asyncio.create_task(family.write(done)) for family in crowd]
        try:
            yield crowd
        finally:
            done.set()
            await asyncio.gather(*tasks)


async def phase(built: Town, families: int, what: str, happens: Callable[[], None] | None = None) -> Row:
    """Families write, something happens in the middle, and what became of their messages is counted."""
    before = answered_alone()
    async with writing(built, families) as crowd:
        await asyncio.sleep(QUIET_SECONDS)
        if happens is not None:
            await asyncio.to_thread(happens)
        await asyncio.sleep(AFTER_SECONDS)
    return await counted(built, crowd, what, answered_alone() - before)


def away(built: Town, name: str, lose: Callable[[], None]) -> None:
    """One is lost, and comes back."""
    lose()
    time.sleep(AWAY_SECONDS)
    built.servers[name].start()
    built.wait_for(name)


async def counted(built: Town, crowd: Sequence[Family], what: str, alone: int) -> Row:
    """The messages of a phase, and which of them are kept."""
    said = [one for family in crowd for one in family.said]
    answered = [one for one in said if one.answered_at is not None and one.answers]
    async with httpx.AsyncClient(base_url=built.address, verify=built.trust, trust_env=False) as client:
        talks = {one.line.path: one.line for one in said}
        for line in talks.values():
            line.client = client
        kept = {path: await stored(line) for path, line in talks.items()}
    return Row(
        what=what,
        sent=len(said),
        acknowledged=sum(one.answered_at is not None for one in said),
        whole=len(answered) - alone,
        alone=alone,
        failed=len(said) - len(answered),
        lost=sum(one.id not in kept[one.line.path] for one in answered),
        longest_s=round(max((one.answered_at - one.sent_at for one in answered if one.answered_at), default=0.0), 1),
    )


def answered_alone() -> int:
    """How many messages the gateways have answered from the library alone."""
    logs = [ROOT / "reports" / f"bench-{name}.log" for name in instances() if name.startswith(GATEWAY)]
    return sum(log.read_text(encoding="utf-8").count(mark) for log in logs for mark in ALONE if log.exists())


async def play(families: int, lost: Sequence[str]) -> list[Row]:
    """All phases, one after the other, in one town."""
    with town() as built:
        rows = [await phase(built, families, "nothing")]
        for name in lost:
            server = built.servers[name]
            rows.append(await phase(built, families, f"{name} killed", partial(away, built, name, server.kill)))
            rows.append(await phase(built, families, f"{name} ended", partial(away, built, name, server.leave)))
        rows.append(await phase(built, families, "all renewed", partial(renew, built)))
        if not await tells(built, MARK):
            message = "All were started anew, and still tell what the content said before. Look in reports/bench-*.log."
            raise OperatorError(message)
        return rows


async def tells(built: Town, mark: str) -> bool:
    """Whether the answer to a need holds a mark, whoever answers."""
    ours = {INTERNAL_HEADER: internal_token(settings())}
    async with httpx.AsyncClient(base_url=built.address, headers=ours, verify=built.trust, trust_env=False) as client:
        lines = [await Family(client).begun() for _ in instances()]
        told = [await line.post("/messages", {"text": WORDS[NEED]}) for line in lines]
    return all(mark in json.dumps(one, ensure_ascii=False) for one in told)


def main() -> None:
    """Prints the table and writes the report; exits with 1 when a message failed, or an acknowledged one was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=FAMILIES)
    parser.add_argument("--lost", nargs="*", default=list(LOST), choices=instances())
    asked = parser.parse_args()
    begun = time.monotonic()
    rows = asyncio.run(play(asked.families, asked.lost))
    _print(rows)
    sys.stdout.write(f"{round(time.monotonic() - begun)} seconds\n")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(row) for row in rows], indent=2), encoding="utf-8")
    if not all(row.is_safe for row in rows):
        sys.exit(1)


def _print(rows: Sequence[Row]) -> None:
    names = ("lost", "sent", "acknowledged", "whole answers", "library alone", "failed", "messages lost", "longest, s")
    table = Table(*names)
    for row in rows:
        table.add_row(*(str(value) for value in asdict(row).values()))
    Console(width=WIDTH).print(table)


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
