"""Figures of what the assistant was asked, as a lead may see them: nothing else is read out of the counts.

Counts are laid together over whole stretches of weeks, and what may be shown of each stretch is settled once and for
all: four weeks for what every message has one of, twelve for what few messages have. Whatever is shown of a longer
time is the sum of what is shown of its stretches, and tells nothing that they do not tell. So it does not matter how
often somebody looks, or for how long a time.

The whole of a stretch, its outcomes, languages, roles and weeks share that whole and nothing else; what stands under an
outcome is shown where that outcome is. What else is counted adds up to nothing, so each count of it stands alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from conversations.breakdown import alone, breakdown
from conversations.suppression import FEWEST
from conversations.usage import UsageRow
from conversations.weeks import WEEK, name_of, whole_before
from foundation.clock import NORWAY, utc_now
from foundation.database import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Engine

    from conversations.suppression import Count, Shown
    from conversations.usage import Figure

STEP, TERM = 4, 12
# Each message has one of each, and one outcome; what stands under some of those.
WHOLE: tuple[Figure, ...] = ("outcome", "language", "role")
UNDER: tuple[Figure, ...] = ("answered", "not_stated", "acute")
ALONE: tuple[Figure, ...] = ("need", "need_no_route", "need_no_match", "level", "service_not_stated")
# The weeks of a stretch break it down as languages do.
WEEKS = "week"

type Counts = Mapping[str, Mapping[str, int]]
type Values = Mapping[Figure, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A sum of what is shown: None where nothing is; `is_least`: where something that is hidden would come to it."""

    count: Count
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole weeks: from a Monday up to, and without, another."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked in a municipality. `steps` is the time of what every message has one of, `terms` of the rest."""

    steps: Stretch
    terms: Stretch
    asked: Told
    weeks: Shown
    figures: Mapping[Figure, Mapping[str, Told]]


class UsageFigures:
    """Reads the usage of one database. The tables are those of `Conversations`, which makes them."""

    def __init__(self, engine: Engine, values: Values, clock: Callable[[], datetime] = utc_now) -> None:
        """`values` are all that each figure can have, in the order in which they are shown."""
        self._engine = engine
        self._values = values
        self._clock = clock

    def of(self, kommune: str, weeks: int) -> Usage:
        """A municipality's last weeks that are over: so many, rounded up to whole stretches of each kind."""
        today = self._clock().astimezone(NORWAY).date()
        steps, terms = _stretches(today, weeks, STEP), _stretches(today, weeks, TERM)
        with reading(self._engine) as session:
            rows = session.scalars(
                select(UsageRow).where(
                    UsageRow.kommune == kommune,
                    UsageRow.monday >= min(steps[0].since, terms[0].since),
                    UsageRow.monday < max(steps[-1].until, terms[-1].until),
                )
            ).all()
        shown_steps = [shown_step(_counts(rows, step, self._values)) for step in steps]
        shown_terms = [shown_term(_counts(rows, term, self._values)) for term in terms]
        return Usage(
            steps=Stretch(steps[0].since, steps[-1].until),
            terms=Stretch(terms[0].since, terms[-1].until),
            asked=told(shown["asked"]["all"] for shown in shown_steps),
            weeks={week: count for shown in shown_steps for week, count in shown[WEEKS].items()},
            figures={
                **{figure: _summed(figure, shown_steps) for figure in (*WHOLE, *UNDER)},
                **{figure: _summed(figure, shown_terms) for figure in ALONE},
            },
        )


def shown_step(counts: Counts, fewest: int = FEWEST) -> dict[str, Shown]:
    """A stretch of what every message has one of, as it may be shown; of fewer than five messages nothing."""
    of_all = {name: counts[name] for name in (*WHOLE, WEEKS)}
    asked = sum(counts["outcome"].values())
    if 0 < asked < fewest:
        hidden: dict[str, Shown] = {name: dict.fromkeys(counts[name]) for name in (*of_all, *UNDER)}
        return {"asked": {"all": None}, **hidden}
    shown = {name: breakdown(parts, fewest) for name, parts in of_all.items()}
    for outcome in UNDER:
        is_known = shown["outcome"][outcome] is not None
        shown[outcome] = breakdown(counts[outcome], fewest) if is_known else dict.fromkeys(counts[outcome])
    return {"asked": {"all": asked}, **shown}


def shown_term(counts: Counts, fewest: int = FEWEST) -> dict[str, Shown]:
    """A stretch of what few messages have, as it may be shown."""
    return {name: alone(counts[name], fewest) for name in ALONE}


def told(counts: Iterable[Count]) -> Told:
    """What is shown, together; where no more than nought is, and something is hidden, nothing is told."""
    all_of_them = tuple(counts)
    shown, is_least = sum(one or 0 for one in all_of_them), None in all_of_them
    return Told(None if is_least and shown == 0 else shown, is_least and shown > 0)


def _stretches(today: date, weeks: int, size: int) -> list[Stretch]:
    """The last whole stretches of a size that hold so many weeks, the oldest first."""
    end, many = whole_before(today, size), -(-weeks // size)
    return [Stretch(end - back * size * WEEK, end - (back - 1) * size * WEEK) for back in range(many, 0, -1)]


def _counts(rows: Sequence[UsageRow], stretch: Stretch, values: Values) -> Counts:
    """What was counted in a stretch, by figure and value; what was not asked is nought."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if stretch.since <= row.monday < stretch.until:
            found[row.figure][row.value] += row.count
            if row.figure == "outcome":
                found[WEEKS][name_of(row.monday)] += row.count
    weeks = [name_of(stretch.since + number * WEEK) for number in range((stretch.until - stretch.since) // WEEK)]
    counts: dict[str, Mapping[str, int]] = {WEEKS: dict.fromkeys(weeks, 0) | found[WEEKS]}
    return counts | {figure: dict.fromkeys(values[figure], 0) | found[figure] for figure in (*WHOLE, *UNDER, *ALONE)}


def _summed(figure: Figure, stretches: Sequence[Mapping[str, Shown]]) -> dict[str, Told]:
    """Each value over all stretches, in the order in which they are shown."""
    values = dict.fromkeys(value for shown in stretches for value in shown[figure])
    return {value: told(shown[figure].get(value) for shown in stretches) for value in values}
