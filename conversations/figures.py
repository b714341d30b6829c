"""Figures of a municipality's hand-overs, week by week, for whoever leads its coordinators: raw, not yet suppressed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select, update

from conversations.changing import ABANDONED, ANSWERED, CALL, CALLED, LIVE
from conversations.handing import HELPED, OUTCOMES
from conversations.handover_rows import HandoverFigureRow, HandoverRow
from conversations.weeks import (
    KEPT,
    LATER,
    WEEK,
    first_answerable,
    first_kept,
    first_unsettled,
    monday_of,
    name_of,
)
from foundation.clock import NORWAY, utc_now
from foundation.database import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

MEDIAN, P90 = 50, 90


@dataclass(frozen=True, slots=True)
class Week:
    """What is counted of one week, of hand-overs that are settled.

    Attributes:
        week: as ISO 8601 writes it, 2026-W48.
        since: its Monday.
        asked: who asked for somebody to talk to at once, and did not choose a call-back instead.
        answered: of them, those whom somebody talked with.
        abandoned: of them, those who gave up. The rest still waits or talks.
        callbacks: calls promised for this week, without those that the family called off in time.
        kept: of them, those that were made by the day promised. A call that was never made is not kept.
        waits: of how many of `asked` it is known how long they waited for somebody.
        median_wait, p90_wait: percentiles of these waits in seconds, by nearest rank: the shortest wait that at least
            so many per cent of them do not exceed. None where nobody waited.
        outcomes: what came of those to whom somebody was there to the end, talking or calling.
        helped: what those said then, and those who went back to the assistant after a talk; not all do.
        helped_later: what they said some weeks later, by a link; see `later_from`.
        later_from: the day from which on `helped_later` does not change any more; None where that has come.
    """

    week: str
    since: date
    asked: int = 0
    answered: int = 0
    abandoned: int = 0
    callbacks: int = 0
    kept: int = 0
    waits: int = 0
    median_wait: int | None = None
    p90_wait: int | None = None
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    helped: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HELPED, 0))
    helped_later: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HELPED, 0))
    later_from: date | None = None


class Figures:
    """Reads the figures of one database. The tables are those of `Conversations`, which makes them."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        """`clock` says what time it is, in UTC."""
        self._engine = engine
        self._clock = clock

    def of(self, kommune: str, weeks: int) -> tuple[Week, ...]:
        """A municipality's last settled weeks, the oldest first; so many, from 1 to 260. Empty ones are zeros.

        The last of them is the week before the last: see `conversations.weeks`.
        """
        today = self._clock().astimezone(NORWAY).date()
        end = first_unsettled(today)
        counted_on = HandoverFigureRow.counted_on
        mondays = [end - back * WEEK for back in range(min(max(weeks, 1), KEPT), 0, -1)]
        chosen = select(HandoverFigureRow).where(
            HandoverFigureRow.kommune == kommune, counted_on >= mondays[0], counted_on < end
        )
        with reading(self._engine) as session:
            rows: defaultdict[date, list[HandoverFigureRow]] = defaultdict(list)
            for row in session.scalars(chosen):
                rows[monday_of(row.counted_on)].append(row)
            return tuple(counted(monday, rows[monday], today) for monday in mondays)


def counted(monday: date, rows: Sequence[HandoverFigureRow], today: date) -> Week:
    """One week, of its rows."""
    live = [row for row in rows if row.kind == LIVE]
    calls = [row for row in rows if row.kind == CALL and not (row.end == ABANDONED and row.is_kept is None)]
    ended = [row for row in rows if row.outcome is not None]
    heard = [row for row in rows if row.end in {ANSWERED, CALLED}]
    waits = sorted(row.waited for row in live if row.waited is not None)
    return Week(
        week=name_of(monday),
        since=monday,
        asked=len(live),
        answered=sum(row.end == ANSWERED for row in live),
        abandoned=sum(row.end == ABANDONED for row in live),
        callbacks=len(calls),
        kept=sum(row.is_kept is True for row in calls),
        waits=len(waits),
        median_wait=percentile(waits, MEDIAN),
        p90_wait=percentile(waits, P90),
        outcomes=_by_name(OUTCOMES, (row.outcome for row in ended)),
        helped=_by_name(HELPED, (row.helped for row in heard)),
        helped_later=_by_name(HELPED, (row.helped_later for row in heard)),
        later_from=None if monday < first_answerable(today) else monday + LATER,
    )


def percentile(ordered: Sequence[int], percent: int) -> int | None:
    """By nearest rank: the first of the ordered values that at least so many per cent do not exceed."""
    rank = -(-len(ordered) * percent // 100)
    return ordered[rank - 1] if ordered else None


def purge_figures(session: Session, today: date) -> None:
    """Deletes figures older than five years whose hand-overs are gone, and what knows a link that leads nowhere."""
    counted_on = HandoverFigureRow.counted_on
    is_kept = exists().where(HandoverRow.id == HandoverFigureRow.handover_id)
    is_old = (counted_on < first_kept(today)) & ~is_kept
    session.execute(delete(HandoverFigureRow).where(is_old))
    is_unanswerable = (counted_on < first_answerable(today)) & HandoverFigureRow.follow_up.is_not(None)
    session.execute(update(HandoverFigureRow).where(is_unanswerable).values(follow_up=None))


def _by_name(names: tuple[str, ...], found: Iterable[str | None]) -> dict[str, int]:
    counts = Counter(found)
    return {name: counts[name] for name in names}
