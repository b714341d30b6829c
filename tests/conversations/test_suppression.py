"""What is shown of a week leaves at least two values for every count of 1 to 4 that it hides: looked for in two ways.

With small numbers, all weeks that there can be are made, and put together by what is shown of them. With real ones,
another week is looked for that looks the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from itertools import pairwise, permutations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.figures import Week
from conversations.handing import HELPED, OUTCOMES
from conversations.suppression import FEWEST, ShownWeek, as_json, suppressed
from tests.fuzzing import cases

if TYPE_CHECKING:
    from collections.abc import Iterator

MONDAY = date(2026, 11, 2)
COUNTS = ("asked", "answered", "abandoned", "callbacks", "kept")
NAMES = tuple(field.name for field in fields(ShownWeek))
# So many other weeks are looked at before it is said that there is none that looks the same.
PATIENCE = 20_000


@dataclass(frozen=True)
class Truth:
    """What happened in a week, each family counted in one of these; `later` is not yet known where it is None."""

    closed: int = 0
    returned: int = 0
    abandoned: int = 0
    open: int = 0
    kept: int = 0
    late: int = 0
    uncalled: int = 0
    outcomes: tuple[int, ...] = (0,) * len(OUTCOMES)
    helped: tuple[int, ...] = (0,) * len(HELPED)
    later: tuple[int, ...] | None = (0,) * len(HELPED)
    waits: int = 0

    @property
    def ended(self) -> int:
        """To how many somebody was there to the end."""
        return self.closed + self.kept + self.late

    @property
    def heard(self) -> int:
        """How many may say whether it helped: whoever went back to the assistant is asked too."""
        return self.ended + self.returned

    @property
    def week(self) -> Week:
        """As it is counted."""
        answered = self.closed + self.returned
        later = self.later or (0,) * len(self.helped)
        return Week(
            week="2026-W45",
            since=MONDAY,
            asked=answered + self.abandoned + self.open,
            answered=answered,
            abandoned=self.abandoned,
            callbacks=self.kept + self.late + self.uncalled,
            kept=self.kept,
            waits=self.waits,
            median_wait=60,
            p90_wait=90,
            outcomes=dict(zip(OUTCOMES, self.outcomes, strict=False)),
            helped=dict(zip(HELPED, self.helped, strict=False)),
            helped_later=dict(zip(HELPED, later, strict=False)),
            later_from=MONDAY if self.later is None else None,
        )

    def can_be(self) -> bool:
        """Whether there can be such a week."""
        numbers = (self.closed, self.returned, self.abandoned, self.open, self.kept, self.late, self.uncalled)
        answers = (self.helped, self.later or ())
        answered = self.closed + self.returned
        return (
            min(*numbers, *self.outcomes, *self.helped, *(self.later or ()), 0) == 0
            and sum(self.outcomes) == self.ended
            and all(sum(one) <= self.heard for one in answers)
            and answered <= self.waits <= answered + self.abandoned + self.open
        )

    def counts(self) -> tuple[int, ...]:
        """All that anybody could wish to know, also what is never shown: the rest of each whole."""
        week = self.week
        silent = (self.heard - sum(self.helped), *(() if self.later is None else (self.heard - sum(self.later),)))
        without_outcome = self.returned + self.uncalled
        later = self.later or ()
        told = (week.asked, week.answered, week.abandoned, self.open, week.callbacks, week.kept)
        not_kept = self.late + self.uncalled
        return (*told, not_kept, without_outcome, *silent, *self.outcomes, *self.helped, *later)


def splits(whole: int, parts: int) -> list[tuple[int, ...]]:
    """All ways to split a whole into parts."""
    if parts == 1:
        return [(whole,)]
    return [(first, *rest) for first in range(whole + 1) for rest in splits(whole - first, parts - 1)]


@cache
def ways(whole: int, parts: int) -> tuple[tuple[int, ...], ...]:
    return tuple(splits(whole, parts))


@cache
def ways_up_to(whole: int, parts: int) -> tuple[tuple[int, ...], ...]:
    return tuple(one for less in range(whole + 1) for one in ways(less, parts))


def most_of(shown: ShownWeek, fewest: int) -> int:
    """How many there may have been in a week that looks like this: families that asked, and calls."""
    few = fewest - 1
    asked = (shown.answered or 0) + (shown.abandoned or 0) + few if shown.asked is None else shown.asked
    return asked + ((shown.kept or 0) + few if shown.callbacks is None else shown.callbacks)


def seen(shown: ShownWeek) -> tuple[object, ...]:
    """What is shown, to be compared."""
    found = (getattr(shown, name) for name in NAMES)
    return tuple(tuple(one.values()) if isinstance(one, dict) else one for one in found)


def pinned(truths: Iterator[Truth], fewest: int, most: int) -> list[tuple[object, ...]]:
    """What is shown where some count below `fewest` can be no other. All weeks that look alike have to be there."""
    values: defaultdict[tuple[object, ...], list[set[int]]] = defaultdict(list)
    for truth in truths:
        shown = suppressed(truth.week, fewest)
        if most_of(shown, fewest) > most:
            continue
        known = values[seen(shown)]
        for at, count in enumerate(truth.counts()):
            if at == len(known):
                known.append(set())
            known[at].add(count)
    return [
        look
        for look, all_known in values.items()
        if any(len(known) == 1 and 0 < max(known) < fewest for known in all_known)
    ]


def ended(most: int) -> Iterator[Truth]:
    """All weeks in which so many were answered or were to be called."""
    for closed, returned, kept, late, uncalled in ways_up_to(most, 5):
        waits = closed + returned
        yield Truth(closed, returned, 0, 0, kept, late, uncalled, waits=waits)


@pytest.mark.parametrize(("fewest", "outcomes", "helped", "most"), [(3, 3, 1, 6), (3, 2, 2, 6), (4, 2, 1, 8)])
def test_of_all_small_weeks_none_tells_what_it_hides(fewest: int, outcomes: int, helped: int, most: int) -> None:
    def truths() -> Iterator[Truth]:
        for truth in ended(most):
            for came, said in product(ways(truth.ended, outcomes), ways_up_to(truth.heard, helped)):
                yield replace(truth, outcomes=came, helped=said, later=None)

    assert pinned(truths(), fewest, most) == []


def test_nor_does_it_once_it_is_known_whether_it_helped_later() -> None:
    def truths() -> Iterator[Truth]:
        for truth in ended(6):
            of_helped = ways_up_to(truth.heard, 1)
            for came, said, later in product(ways(truth.ended, 2), of_helped, of_helped):
                yield replace(truth, outcomes=came, helped=said, later=later)

    assert pinned(truths(), 3, 6) == []


@pytest.mark.parametrize(("fewest", "most"), [(4, 16), (FEWEST, 20)])
def test_nor_do_those_who_asked_answered_or_not(fewest: int, most: int) -> None:
    def truths() -> Iterator[Truth]:
        for returned, abandoned, still in ways_up_to(most, 3):
            asked = returned + abandoned + still
            for waits in {returned, asked, max(returned, min(asked, fewest))}:
                yield Truth(returned=returned, abandoned=abandoned, open=still, waits=waits)

    assert pinned(truths(), fewest, most) == []


def test_a_rule_that_showed_every_total_would_be_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conversations.suppression._total", lambda total, _parts, fewest: total * (total >= fewest))
    truths = (Truth(returned=one, open=still, waits=one) for one, still in ways_up_to(12, 2))
    assert pinned(truths, FEWEST, 12)


SOME = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """A week as it may be."""
    closed, returned, abandoned, still, kept, late, uncalled = (draw(SOME) for _ in range(7))
    ended = closed + kept + late

    def some_of(parts: int, whole: int, *, all_of_them: bool) -> tuple[int, ...]:
        cuts = sorted(draw(st.lists(st.integers(0, whole), min_size=parts, max_size=parts)))
        found = [after - before for before, after in pairwise([0, *cuts])]
        if all_of_them:
            found[draw(st.integers(0, parts - 1))] += whole - sum(found)
        return tuple(found)

    def said() -> tuple[int, ...]:
        return some_of(len(HELPED), ended + returned, all_of_them=draw(st.booleans()))

    answered = closed + returned
    return Truth(
        *(closed, returned, abandoned, still, kept, late, uncalled),
        outcomes=some_of(len(OUTCOMES), ended, all_of_them=True),
        helped=said(),
        later=draw(st.one_of(st.none(), st.just(said()))),
        waits=draw(st.integers(answered, answered + abandoned + still)),
    )


def nudged(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The same, one more, one fewer, one moved, or in another order."""
    yield numbers
    for at, step in product(range(len(numbers)), (-1, 1)):
        yield tuple(one + step * (at == place) for place, one in enumerate(numbers))
    for more, less in permutations(range(len(numbers)), 2):
        yield tuple(one + (at == more) - (at == less) for at, one in enumerate(numbers))
        swapped = list(numbers)
        swapped[more], swapped[less] = numbers[less], numbers[more]
        yield tuple(swapped)


def neighbours(truth: Truth) -> Iterator[Truth]:
    """Weeks that are a little different: a family more, fewer or elsewhere among the talks or the calls."""
    steps = (-1, 0, 1)
    for (closed, returned, still), outcomes in product(product(steps, repeat=3), nudged(truth.outcomes)):
        yield replace(
            truth,
            closed=truth.closed + closed,
            returned=truth.returned + returned,
            open=truth.open + still,
            outcomes=outcomes,
            waits=truth.waits + closed + returned,
        )
    for (kept, late, uncalled), outcomes in product(product(steps, repeat=3), nudged(truth.outcomes)):
        yield replace(
            truth,
            kept=truth.kept + kept,
            late=truth.late + late,
            uncalled=truth.uncalled + uncalled,
            outcomes=outcomes,
        )
    for abandoned, still, waits in product(steps, repeat=3):
        gave_up = truth.abandoned + abandoned
        yield replace(truth, abandoned=gave_up, open=truth.open + still, waits=truth.waits + waits)
    yield from (replace(truth, helped=helped) for helped in nudged(truth.helped))
    if truth.later is not None:
        yield from (replace(truth, later=later) for later in nudged(truth.later))


def certain(truth: Truth) -> set[int]:
    """Which counts of 1 to 4 no week that looks like this has otherwise, among many that were looked at."""
    look, own = seen(suppressed(truth.week)), truth.counts()
    open_ones = {at for at, count in enumerate(own) if 0 < count < FEWEST}
    known, waiting = {truth}, [truth]
    while open_ones and waiting and len(known) < PATIENCE:
        for other in neighbours(waiting.pop(0)):
            if other in known or not other.can_be() or seen(suppressed(other.week)) != look:
                continue
            known.add(other)
            waiting.append(other)
            open_ones -= {at for at in open_ones if other.counts()[at] != own[at]}
            if not open_ones:
                break
    return open_ones


@settings(max_examples=cases(150, 10))
@given(truth=truths())
@example(truth=Truth(closed=9, outcomes=(8, 1, 0, 0, 0, 0, 0), waits=9))
@example(truth=Truth(closed=4, outcomes=(1, 1, 1, 1, 0, 0, 0), waits=4))
@example(truth=Truth(kept=10, outcomes=(9, 1, 0, 0, 0, 0, 0)))
@example(truth=Truth(kept=28, outcomes=(4,) * 7))
@example(truth=Truth(closed=15, returned=1, outcomes=(15, 0, 0, 0, 0, 0, 0), helped=(5, 5, 5), waits=16))
@example(truth=Truth(returned=16, helped=(5, 5, 5), waits=16))
@example(truth=Truth(closed=6, returned=5, outcomes=(6, *(0,) * 6), helped=(10, 0, 0), later=(11, 0, 0), waits=11))
@example(truth=Truth(closed=36, outcomes=(6, 5, 5, 5, 5, 5, 5), waits=36))
def test_for_every_week_there_is_another_that_looks_the_same(truth: Truth) -> None:
    assert truth.can_be()
    assert certain(truth) == set()


@settings(max_examples=cases(200))
@given(truth=truths())
def test_no_count_of_one_to_four_is_shown(truth: Truth) -> None:
    shown = suppressed(truth.week)
    told = [getattr(shown, name) for name in COUNTS]
    told += [*shown.outcomes.values(), *shown.helped.values(), *shown.helped_later.values()]
    assert [one for one in told if one is not None and 0 < one < FEWEST] == []


@settings(max_examples=cases(200))
@given(truth=truths())
def test_what_is_shown_is_true(truth: Truth) -> None:
    week, shown = truth.week, suppressed(truth.week)
    for name in COUNTS:
        assert getattr(shown, name) in {None, getattr(week, name)}
    for name in ("outcomes", "helped", "helped_later"):
        counts, told = getattr(week, name), getattr(shown, name)
        assert list(told) == list(counts)
        assert all(told[part] in {None, counts[part]} for part in told)


def test_zero_stays_zero_in_a_week_without_anything() -> None:
    assert as_json(suppressed(Week("2026-W45", MONDAY))) == {
        "week": "2026-W45",
        "since": "2026-11-02",
        **dict.fromkeys(COUNTS, 0),
        "median_wait": None,
        "p90_wait": None,
        "outcomes": dict.fromkeys(OUTCOMES, 0),
        "helped": dict.fromkeys(HELPED, 0),
        "helped_later": dict.fromkeys(HELPED, 0),
        "later_from": None,
    }


def test_a_great_week_is_shown_but_for_what_is_few() -> None:
    truth = Truth(
        closed=30, returned=10, abandoned=6, kept=12, outcomes=(20, 12, 10, 0, 0, 0, 0), helped=(20, 9, 2), waits=40
    )
    shown = suppressed(truth.week)
    assert [getattr(shown, name) for name in COUNTS] == [46, 40, 6, 12, 12]
    assert (shown.median_wait, shown.p90_wait) == (60, 90)
    assert list(shown.outcomes.values()) == [20, 12, 10, None, None, None, None]
    assert shown.helped == {"yes": 20, "partly": 9, "no": None}


def test_a_total_goes_where_it_would_tell_who_gave_up_or_was_not_called() -> None:
    shown = suppressed(Truth(returned=8, abandoned=1, kept=9, uncalled=1, outcomes=(9, *(0,) * 6), waits=8).week)
    assert [getattr(shown, name) for name in COUNTS] == [None, 8, None, None, 9]


@pytest.mark.parametrize(("waits", "shown"), [(4, (None, None)), (5, (60, 90))])
def test_waits_are_told_of_no_fewer_than_five(waits: int, shown: tuple[int | None, int | None]) -> None:
    week = suppressed(Truth(abandoned=20, waits=waits).week)
    assert (week.median_wait, week.p90_wait) == shown


def test_whether_it_helped_later_is_not_told_before_its_time() -> None:
    truth = Truth(closed=30, outcomes=(30, *(0,) * 6), helped=(20, 0, 0), later=None, waits=30)
    assert as_json(suppressed(truth.week))["helped_later"] == dict.fromkeys(HELPED)
    assert as_json(suppressed(truth.week))["later_from"] == "2026-11-02"
