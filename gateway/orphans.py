"""What an employee has who may not have it any more, waits again: no family is left with somebody who cannot answer."""

from __future__ import annotations

import asyncio
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import structlog

from conversations.handing import State
from conversations.holding import UnknownCaseError
from foundation.repeating import repeat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.presence import Presences
    from conversations.cases import Case, Cases
    from conversations.handovers import Handovers
    from conversations.holding import Touched
    from gateway.lookers import Lookers

# Seconds between two looks.
LOOK_EVERY = 10.0
log = structlog.get_logger()


async def let_go_always(
    cases: Cases, handovers: Handovers, presences: Presences, lookers: Lookers, seconds: float = LOOK_EVERY
) -> None:
    """Looks now and every so many seconds, until it is cancelled."""

    async def look() -> None:
        for touched in await asyncio.to_thread(let_go, cases, handovers, presences):
            await lookers.tell(touched)

    await repeat(look, seconds, "letting_go_failed")


def let_go(cases: Cases, handovers: Handovers, presences: Presences) -> list[Touched]:
    """One look; what was changed."""
    done = []
    for case, holder in _orphans(cases, presences):
        try:
            touched = handovers.let_go(case.id, holder)
        except UnknownCaseError:  # Forgotten just then.
            continue
        if touched is not None:
            log.info("case_let_go", case=case.id, kommune=case.kommune)
            done.append(touched)
    return done


def _orphans(cases: Cases, presences: Presences) -> Iterator[tuple[Case, int]]:
    """The open cases, with whoever has them, of those who take none there any more."""
    found = [case for state in (State.COORDINATOR, State.CALLBACK) for case in cases.open_everywhere(state)]
    for kommune, some in groupby(sorted(found, key=attrgetter("kommune")), key=attrgetter("kommune")):
        may = {one.id for one in presences.colleagues([kommune])}
        yield from ((case, case.holder) for case in some if case.holder is not None and case.holder not in may)
