"""A long conversation's end is compared with its beginning, message by message."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from benchmarks.talk import BEGINNING, END, TURNS, WORDS, Turn, compare_all, kind_of, orders
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def talks(ms: Callable[[int, str], float], reply: Callable[[int], str] = lambda _: "svar") -> list[list[Turn]]:
    """Return the conversations as if a turn had taken `ms(number, kind)` and been answered `reply(number)`."""
    numbers = range(1, TURNS + 1)
    kinds_of = [[(number, kind_of(order, number)) for number in numbers] for order in orders()]
    return [[Turn(kind, reply(number), ms(number, kind)) for number, kind in talk] for talk in kinds_of]


def kinds(turns: Sequence[int]) -> Counter[str]:
    return Counter(kind_of(order, number) for order in orders() for number in turns)


def test_every_conversation_has_every_kind_of_message_once_a_round_in_an_order_of_its_own() -> None:
    assert [sorted(order) for order in orders()] == [sorted(WORDS)] * 4
    assert len(set(orders())) == 4


def test_a_flow_is_left_right_after_it_was_started() -> None:
    assert {order[order.index("flow started") + 1] for order in orders()} == {"flow left"}


def test_beginning_and_end_hold_the_same_messages() -> None:
    assert kinds(BEGINNING) == kinds(END) == dict.fromkeys(WORDS, 4)


def test_the_second_turn_and_the_last_hold_the_same_messages() -> None:
    assert kinds([2]) == kinds([200])


def test_a_conversation_as_quick_at_its_end_has_the_ratio_one() -> None:
    whole = compare_all(talks(lambda *_: 80.0))[-1]
    assert (whole.beginning_ms, whole.end_ms, whole.ratio, whole.pair_ratio) == (80.0, 80.0, 1.0, 1.0)
    assert whole.is_within


def test_the_end_may_cost_half_as_much_again_and_no_more() -> None:
    most = compare_all(talks(lambda number, _: 150.0 if number in END else 100.0))[-1]
    more = compare_all(talks(lambda number, _: 151.0 if number in END else 100.0))[-1]
    assert (most.ratio, most.pair_ratio, most.is_within) == (1.5, 1.5, True)
    assert (more.ratio, more.pair_ratio, more.is_within) == (1.51, 1.51, False)


def test_a_cost_that_grows_with_every_turn_is_above() -> None:
    assert not compare_all(talks(lambda number, _: 100.0 + number))[-1].is_within


def test_one_slow_turn_does_not_count() -> None:
    assert compare_all(talks(lambda number, _: 8000.0 if number == 195 else 100.0))[-1].ratio == 1.0


def test_each_kind_has_figures_of_its_own() -> None:
    *each, whole = compare_all(talks(lambda number, kind: len(kind) * (2.0 if number in END else 1.0)))
    assert {one.kind: (one.pairs, one.beginning_ms, one.ratio) for one in each} == {
        kind: (4, len(kind), 2.0) for kind in WORDS
    }
    assert (whole.kind, whole.pairs, whole.pair_ratio) == ("all", 40, 2.0)


def test_quick_and_slow_kinds_that_become_slower_are_seen_in_their_pairs() -> None:
    begin = dict.fromkeys(WORDS, 50.0) | dict.fromkeys(("thanks", "age", "price"), 10.0)
    begin |= dict.fromkeys(("need", "number", "referral"), 100.0)
    end = {kind: ms if ms == 50.0 else 2 * ms for kind, ms in begin.items()}
    whole = compare_all(talks(lambda number, kind: (end if number in END else begin)[kind]))[-1]
    assert (whole.ratio, whole.pair_ratio, whole.is_within) == (1.0, 2.0, False)


def test_what_is_answered_otherwise_is_not_compared() -> None:
    with pytest.raises(OperatorError, match=r"compared: (\w|, | )+\."):
        compare_all(talks(lambda *_: 80.0, lambda number: "et annet" if number == TURNS else "svar"))
