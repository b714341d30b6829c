"""The turns of a conversation: one at a time, in order, not for ever, and no memory of those that are over."""

from __future__ import annotations

import asyncio

import pytest

from gateway.queues import Queues

LONG = 60.0


def in_(seconds: float) -> float:
    """A moment by the loop's clock."""
    return asyncio.get_running_loop().time() + seconds


async def test_one_has_the_turn_and_the_others_get_it_in_order() -> None:
    queues, order = Queues(), list[int]()

    async def take(number: int) -> None:
        async with queues.turn("a", in_(LONG)) as came:
            assert came
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(take(number) for number in range(5)))
    assert order == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert len(queues) == 0


async def test_conversations_do_not_wait_for_each_other() -> None:
    queues = Queues()
    async with queues.turn("a", in_(LONG)) as first, queues.turn("b", in_(LONG)) as second:
        assert (first, second, len(queues)) == (True, True, 2)
    assert len(queues) == 0


async def test_whoever_has_waited_too_long_goes_on_without_the_turn_and_leaves_it_to_the_next() -> None:
    queues = Queues()
    async with queues.turn("a", in_(LONG)):
        async with queues.turn("a", in_(0.01)) as came:
            assert not came
        async with queues.turn("a", in_(-1)) as came:
            assert not came
    async with queues.turn("a", in_(LONG)) as came:
        assert came
    assert len(queues) == 0


async def test_a_turn_is_given_back_after_errors_and_when_it_is_broken_off() -> None:
    queues = Queues()
    with pytest.raises(ZeroDivisionError):
        async with queues.turn("a", in_(LONG)):
            _ = 1 / 0
    async with queues.turn("a", in_(LONG)):
        waiting = asyncio.create_task(queues.turn("a", in_(LONG)).__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert len(queues) == 0
