from __future__ import annotations

import asyncio
from typing import List

import pytest
from channels.turns import Turns


def test_messages_of_a_conversation_take_turns_in_order_and_nothing_is_left_of_them() -> None:
    async def all_of_them() -> List[int]:
        turns, order = Turns(), []

        async def take(number: int) -> None:
            async with turns.taken("a"):
                order.append(number)
                await asyncio.sleep(0)
                order.append(number)

        await asyncio.gather(*(take(number) for number in range(3)))
        assert len(turns) == 0
        return order

    assert asyncio.run(all_of_them()) == [0, 0, 1, 1, 2, 2]


def test_another_conversation_does_not_wait() -> None:
    async def both() -> int:
        turns = Turns()
        async with turns.taken("a"), turns.taken("b"):
            return len(turns)

    assert asyncio.run(both()) == 2


def test_a_turn_ends_with_an_error_too() -> None:
    async def fail(turns: Turns) -> None:
        async with turns.taken("a"):
            _ = 1 / 0

    turns = Turns()
    with pytest.raises(ZeroDivisionError):
        asyncio.run(fail(turns))
    assert len(turns) == 0
