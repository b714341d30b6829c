"""What a lead may see of a week: no count of 1 to 4, and nothing that such a count could be reckoned from.

Everybody may read these rules, so a choice must not tell what it hides: each looks only at what is shown anyway, or
hides as much for several values. `tests/conversations/test_suppression.py` looks for the other week behind each.

1. Of the counts of a week (asked, answered, abandoned, call-backs, kept), 1 to 4 are hidden, and 0 is shown.
2. `asked` is answered + abandoned + still open, `callbacks` is kept + not kept. Such a total is hidden too where it
   would leave 1 to 4 when the parts that are shown are taken from it.
3. Of a breakdown (what came of it, whether it helped), only counts from 5 on are shown: 0 is hidden as 1 to 4 are, for
   a breakdown is no greater than its whole, and zeros would tell the others. Where the whole is 0, all of it is.
4. A breakdown is hidden whole where what is shown of it would tell a hidden count: of itself, of its whole, or of the
   other breakdowns.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from conversations.figures import Week

type Count = int | None
type Shown = dict[str, Count]
# k: the smallest count that is shown.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """A week as it may be shown; a count is None where it is hidden, a wait where fewer than five families waited.

    `later_from` is the day from which on `helped_later` is shown at all; None where that has come.
    """

    week: str
    since: date
    asked: Count
    answered: Count
    abandoned: Count
    callbacks: Count
    kept: Count
    median_wait: int | None
    p90_wait: int | None
    outcomes: Shown
    helped: Shown
    helped_later: Shown
    later_from: date | None


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is known of those to whom somebody was there to the end, of whom every breakdown tells.

    Whether it helped is told by whoever went back to the assistant too; they are among those who were answered.
    At least `least`; and no more than were answered or to be called, which is known to lie between `low` and `high`.
    """

    least: int
    low: int
    high: int


def suppressed(week: Week, fewest: int = FEWEST) -> ShownWeek:
    """A week as it may be shown. `fewest` is at least 4: of fewer, two hidden parts of a hidden total are one each."""
    answered, abandoned, kept = (_count(one, fewest) for one in (week.answered, week.abandoned, week.kept))
    callbacks = _total(week.callbacks, (kept,), fewest)
    whole = _whole(answered, callbacks, kept, fewest)
    outcomes, whole = _outcomes(week.outcomes, whole, fewest)
    room = _room(outcomes, fewest)
    helped, whole = _helped(week.helped, whole, room, fewest)
    is_early = week.later_from is not None
    later = dict.fromkeys(week.helped_later) if is_early else _helped(week.helped_later, whole, room, fewest)[0]
    is_told = week.waits >= fewest
    return ShownWeek(
        week=week.week,
        since=week.since,
        asked=_total(week.asked, (answered, abandoned), fewest),
        answered=answered,
        abandoned=abandoned,
        callbacks=callbacks,
        kept=kept,
        median_wait=week.median_wait if is_told else None,
        p90_wait=week.p90_wait if is_told else None,
        outcomes=outcomes,
        helped=helped,
        helped_later=later,
        later_from=week.later_from,
    )


def as_json(week: ShownWeek) -> dict[str, Any]:
    """A week as the desk reads it."""
    later = week.later_from
    return {**asdict(week), "since": week.since.isoformat(), "later_from": later and later.isoformat()}


def _count(count: int, fewest: int) -> Count:
    return None if 0 < count < fewest else count


def _total(total: int, parts: tuple[Count, ...], fewest: int) -> Count:
    """A total, unless few are left when the parts that are shown are taken from it."""
    return None if _count(total - sum(part or 0 for part in parts), fewest) is None else total


def _whole(answered: Count, callbacks: Count, kept: Count, fewest: int) -> _Whole:
    """What can be reckoned from the counts that are shown."""
    few = (1, fewest - 1)
    answers = few if answered is None else (answered, answered)
    calls = tuple((kept or 0) + one for one in few) if callbacks is None else (callbacks, callbacks)
    return _Whole(1 if kept is None else kept, answers[0] + calls[0], answers[1] + calls[1])


def _outcomes(parts: Mapping[str, int], whole: _Whole, fewest: int) -> tuple[Shown, _Whole]:
    """What came of it, whose sum is the whole, and what is known of that then."""
    if whole.high == 0:
        return dict(parts), whole
    shown, told = _parts(parts, fewest)
    hidden = [one for one in shown.values() if one is None]
    # One alone is what the others leave; and were the rest almost as many as can be hidden, each would be four.
    if len(hidden) <= 1 or told > whole.low or whole.least > told + len(hidden) * (fewest - 2):
        return dict.fromkeys(parts), whole
    return shown, replace(whole, least=max(whole.least, told))


def _room(outcomes: Shown, fewest: int) -> int | None:
    """How great the whole may be said to be without telling of the outcomes that are hidden; None: as it pleases."""
    told = sum(one or 0 for one in outcomes.values())
    return told + sum(one is None for one in outcomes.values()) * (fewest - 2) if told else None


def _helped(parts: Mapping[str, int], whole: _Whole, room: int | None, fewest: int) -> tuple[Shown, _Whole]:
    """Whether it helped, which not everybody says, and what is known of the whole then."""
    if whole.high == 0:
        return dict(parts), whole
    shown, told = _parts(parts, fewest)
    # Others may yet tell how great the whole is: then nobody is to know that one or two said nothing.
    tells_who_is_silent = None not in shown.values() and whole.high - told < fewest
    if told > whole.low or (room is not None and told > room) or tells_who_is_silent:
        return dict.fromkeys(parts), whole
    return shown, replace(whole, least=max(whole.least, told))


def _parts(parts: Mapping[str, int], fewest: int) -> tuple[Shown, int]:
    """The parts that are great enough, and how many they are together."""
    shown = {name: count if count >= fewest else None for name, count in parts.items()}
    return shown, sum(one or 0 for one in shown.values())
