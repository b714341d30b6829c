"""`python -m benchmarks.faults [name …]`: one fault after the other with a light load on; one table, the same as JSON.

Six families at two gateways write a message every second and a half, one in ten of danger, and try again as the chat
page does. It ends with 1 where anybody saw a blank page, waited in vain, got no help lines, or lost a message.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.faults.counting import Row, counted
from benchmarks.faults.families import Family, families, writing
from benchmarks.faults.faults import FAULTS, Fault, Where, at_a_clock_of_its_own, small_disk
from benchmarks.servers import House, house
from foundation.errors import OperatorError
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORT = ROOT / "reports" / "faults.json"
BEFORE, AFTER, RECOVERY = 10, 4, 240
MEGABYTES = {Where.SMALL_SQLITE: 48, Where.SMALL_POSTGRES: 400}
WIDTH = 200
STOPPED = 143
SHOWN = {
    "fault": "fault",
    "messages": "sent",
    "full": "full",
    "alone": "library alone",
    "early_tries": "not stored yet",
    "problem_tries": "told to wait",
    "cut_tries": "no contact",
    "blank_tries": "blank",
    "hung_tries": "hung",
    "danger": "danger",
    "danger_unhelped": "no help lines",
    "unacknowledged": "never answered",
    "lost": "lost",
    "doubled": "doubled",
    "unanswered": "answer not stored",
    "longest_s": "longest, s",
    "after_begin_s": "full after begin, s",
    "after_end_s": "after end, s",
}


@contextmanager
def house_for(where: Where) -> Iterator[House]:
    """What runs under a fault."""
    if where in {Where.SHARED, Where.OWN_CLOCK}:
        with house() as built:
            if where is Where.OWN_CLOCK:
                at_a_clock_of_its_own(built)
            yield built
        return
    is_shared = where is Where.SMALL_POSTGRES
    with small_disk(MEGABYTES[where]) as disk, house(2 if is_shared else 1, shared=is_shared, under=disk) as built:
        yield built


async def played(built: House, fault: Fault) -> Row:
    """A fault under load, and what became of the messages."""
    await asyncio.to_thread(built.wait_until_ready)
    notes: list[str] = []
    async with families(built) as people:
        async with writing(people):
            await asyncio.sleep(BEFORE)
            begun = time.monotonic()
            lasting = fault.begun(built, notes)
            await asyncio.to_thread(lasting.__enter__)
            await asyncio.sleep(fault.seconds)
            await asyncio.to_thread(lasting.__exit__, None, None, None)
            ended = time.monotonic()
            await _all_full_again(people, ended)
            await asyncio.sleep(AFTER)
        talks = [(one.sent, await one.line.whole()) for one in people]
    return counted(fault.name, talks, begun, ended, by_hand=fault.by_hand, noted="; ".join(notes))


async def _all_full_again(people: Sequence[Family], since: float) -> None:
    """Until each family has been answered in full to a message written since then, or so long in vain."""
    give_up = time.monotonic() + RECOVERY
    # What the families have been told is looked at: no event tells of it.
    while time.monotonic() < give_up and not all(_is_full_again(one, since) for one in people):  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.2)


def _is_full_again(one: Family, since: float) -> bool:
    return any(message.is_full and message.tries[0].begun > since for message in one.sent)


def play(faults: Sequence[Fault]) -> Iterator[Row]:
    """Each fault's row, as soon as it is there; those that need the same house, in one."""
    for where, some in groupby(faults, key=lambda fault: fault.where):
        with house_for(where) as built:
            for fault in some:
                yield asyncio.run(played(built, fault))


def main() -> None:
    """Plays what is asked for, prints the table and writes the report, where rows of other faults stay."""
    by_name = {fault.name: fault for fault in FAULTS}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *by_name], default=[], help="faults; all where none is named")
    asked = parser.parse_args().names
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))  # So that all that was started ends too.
    rows = []
    for row in play([fault for fault in FAULTS if not asked or fault.name in asked]):
        rows.append(row)
        Console(stderr=True).print(f"{row.fault}: {'whole' if row.is_whole else 'NOT WHOLE'} {row.noted}")
        _write(row)
    _print(rows)
    if not all(row.is_whole for row in rows):
        sys.exit(1)


def _write(row: Row) -> None:
    before = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    told = asdict(row) | {"at": datetime.now(UTC).isoformat(timespec="minutes")}
    REPORT.write_text(json.dumps(before | {row.fault: told}, indent=2, ensure_ascii=False), encoding="utf-8")


def _print(rows: Sequence[Row]) -> None:
    table = Table(*SHOWN.values())
    for row in rows:
        table.add_row(*(str(asdict(row)[name]) for name in SHOWN))
    Console(width=WIDTH).print(table)


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
