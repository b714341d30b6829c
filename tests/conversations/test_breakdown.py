"""What is shown of what was asked leaves at least two values for every count of 1 to 4 that it hides: looked for twice.

With small numbers, all stretches that there can be are made, and put together by what is shown of them. With real ones,
another stretch is looked for that looks the same.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import permutations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.breakdown import alone, breakdown
from conversations.suppression import FEWEST
from conversations.usage_figures import ALONE, UNDER, WEEKS, WHOLE, Told, shown_step, told
from tests.fuzzing import cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.suppression import Shown

type Table = dict[str, dict[str, int]]
# So many other stretches are looked at before it is said that there is none that looks the same.
PATIENCE = 4_000


def ways(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to split a whole into parts."""
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in ways(whole - first, parts - 1))


def named(parts: tuple[int, ...]) -> dict[str, int]:
    return {str(place): count for place, count in enumerate(parts)}


def pinned(looks: dict[object, list[tuple[int, ...]]], fewest: int) -> list[object]:
    """The looks by which some count below `fewest` can be no other."""
    return [
        look
        for look, tables in looks.items()
        if any(len(set(values)) == 1 and 0 < values[0] < fewest for values in zip(*tables, strict=True))
    ]


@pytest.mark.parametrize(("fewest", "parts"), [(3, 2), (3, 3), (3, 4), (4, 2), (4, 3), (FEWEST, 2), (FEWEST, 3)])
def test_of_all_small_breakdowns_of_a_known_whole_none_tells_what_it_hides(fewest: int, parts: int) -> None:
    for whole in range(fewest, 16):
        looks: defaultdict[object, list[tuple[int, ...]]] = defaultdict(list)
        for counts in ways(whole, parts):
            looks[tuple(breakdown(named(counts), fewest).values())].append(counts)
        assert pinned(looks, fewest) == []


def test_nor_do_they_together_with_others_of_the_same_whole_and_with_what_stands_under_one_part() -> None:
    looks: defaultdict[object, list[tuple[int, ...]]] = defaultdict(list)
    for whole in range(10):
        for answered, unstated, acute in ways(whole, 3):
            unders = product(ways(answered, 2), ways(unstated, 3))
            for (under, lacking), languages in product(unders, ways(whole, 2)):
                table = {
                    "outcome": {"answered": answered, "not_stated": unstated, "acute": acute},
                    "language": named(languages),
                    "role": {"0": whole, "1": 0},
                    WEEKS: {"0": whole, "1": 0},
                    "answered": named(under),
                    "not_stated": named(lacking),
                    "acute": {"0": acute},
                }
                look = str(shown_step(table, 3))
                looks[look].append((whole, answered, unstated, acute, *under, *lacking, *languages))
    assert pinned(looks, 3) == []


def test_a_rule_that_hid_only_what_is_few_would_be_found_out() -> None:
    looks: defaultdict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in ways(9, 2):
        looks[tuple(alone(named(counts)).values())].append(counts)
    assert pinned(looks, FEWEST)


SOME = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 40))


def split(draw: st.DrawFn, whole: int, parts: int) -> tuple[int, ...]:
    """A whole in parts of very different sizes."""
    counts = [0] * parts
    left = whole
    while left:
        taken = draw(st.integers(1, left))
        counts[draw(st.integers(0, parts - 1))] += taken
        left -= taken
    return tuple(counts)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """What was counted in four weeks, as it may be."""
    outcomes = dict(zip((*UNDER, "no_match", "smalltalk", "error"), (draw(SOME) for _ in range(6)), strict=True))
    whole = sum(outcomes.values())
    parts = {"language": 3, "role": 4, WEEKS: 4}
    of_all = {name: named(split(draw, whole, many)) for name, many in parts.items()}
    under = {
        name: named(split(draw, outcomes[name], many))
        for name, many in {"answered": 6, "not_stated": 6, "acute": 5}.items()
    }
    return {"outcome": outcomes, **of_all, **under}


def neighbours(table: Table) -> Iterator[Table]:
    """Stretches in which one message was another: moved within a breakdown, with what stands under it."""
    for name, counts in table.items():
        for more, less in permutations(counts, 2):
            if counts[less] == 0:
                continue
            moved = {**table, name: {**counts, more: counts[more] + 1, less: counts[less] - 1}}
            if name != "outcome":
                yield moved
                continue
            for gone, come in product(*(_changed(table.get(side, {}), by) for side, by in ((less, -1), (more, 1)))):
                yield {**moved, **({less: gone} if less in UNDER else {}), **({more: come} if more in UNDER else {})}


def _changed(counts: dict[str, int], by: int) -> list[dict[str, int]]:
    """All ways in which one more or one fewer can have been counted; only one where nothing is."""
    return [{**counts, one: count + by} for one, count in counts.items() if count + by >= 0] or [counts]


def hidden_few(table: Table) -> set[tuple[str, str]]:
    """Where the counts of 1 to 4 are."""
    return {(name, one) for name, counts in table.items() for one, count in counts.items() if 0 < count < FEWEST}


def certain(table: Table) -> set[tuple[str, str]]:
    """Which counts of 1 to 4 no stretch that looks like this has otherwise, among many that were looked at."""
    look, open_ones = shown_step(table), hidden_few(table)
    known, waiting = {str(table)}, [table]
    while open_ones and waiting and len(known) < PATIENCE:
        for other in neighbours(waiting.pop(0)):
            if str(other) in known or shown_step(other) != look:
                continue
            known.add(str(other))
            waiting.append(other)
            open_ones -= {(name, one) for name, one in open_ones if other[name][one] != table[name][one]}
            if not open_ones:
                break
    return open_ones


@settings(max_examples=cases(100, 20))
@given(table=tables())
def test_for_every_stretch_there_is_another_that_looks_the_same(table: Table) -> None:
    # Of fewer than five messages only that is told: one more or one fewer looks the same.
    if not 0 < sum(table["outcome"].values()) < FEWEST:
        assert certain(table) == set()


@settings(max_examples=cases(300))
@given(table=tables())
def test_what_is_shown_is_true_and_never_few(table: Table) -> None:
    shown = shown_step(table)
    told_of = [(table[name][one], count) for name in table for one, count in shown[name].items()]
    assert all(count in {None, true} for true, count in told_of)
    assert not [count for _, count in told_of if count is not None and 0 < count < FEWEST]
    assert set(shown) == {*WHOLE, *UNDER, WEEKS, "asked"}


@settings(max_examples=cases(300))
@given(parts=st.dictionaries(st.sampled_from("abcdefgh"), SOME, min_size=1))
def test_counts_that_add_up_to_nothing_could_each_be_any_that_is_few(parts: dict[str, int]) -> None:
    shown = alone(parts)
    for one in parts:
        if shown[one] is None:
            assert all(alone({**parts, one: other}) == shown for other in range(FEWEST))


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"nb": 0, "nn": 0, "en": 0}, {"nb": 0, "nn": 0, "en": 0}),
        ({"nb": 31, "nn": 9, "en": 0}, {"nb": 31, "nn": 9, "en": 0}),
        ({"nb": 31, "nn": 9, "en": 2}, {"nb": None, "nn": None, "en": None}),
        ({"nb": 30, "nn": 3, "en": 3}, {"nb": 30, "nn": None, "en": None}),
        ({"nb": 30, "nn": 4, "en": 4}, {"nb": None, "nn": None, "en": None}),
        ({"a": 40, "b": 8, "c": 2, "d": 1, "e": 0}, {"a": 40, "b": None, "c": None, "d": None, "e": None}),
    ],
)
def test_the_smallest_of_the_others_go_with_what_is_few(parts: dict[str, int], shown: Shown) -> None:
    assert breakdown(parts) == shown


@pytest.mark.parametrize(
    ("counts", "sum_of_them"),
    [
        ((12, 8), Told(20)),
        ((0, 0), Told(0)),
        ((12, None), Told(12, is_least=True)),
        ((0, None), Told(None)),
        ((None, None), Told(None)),
    ],
)
def test_a_longer_time_is_the_sum_of_what_is_shown(counts: tuple[int | None, ...], sum_of_them: Told) -> None:
    assert told(counts) == sum_of_them


def test_every_figure_is_shown_in_one_way() -> None:
    assert len({*WHOLE, *UNDER, *ALONE}) == len((*WHOLE, *UNDER, *ALONE))
