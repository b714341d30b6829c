"""What holds for both memories, and how the one of a process forgets by itself."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, Awaitable, Callable, List
from uuid import uuid4

import pytest
from channels.memory import Memory, OwnMemory
from channels.redis_memory import RedisMemory
from channels.talk import Talk

from channels import memory

HOUR = 3600.0
TALK = Talk('{"events": []}', {1: [{"text": "Hei"}]})


@pytest.fixture(params=["own", "redis"])
def anywhere(request: pytest.FixtureRequest) -> Memory:
    if request.param == "own":
        return OwnMemory(12 * HOUR)
    return RedisMemory(request.getfixturevalue("redis").address, 12 * HOUR)


@pytest.fixture
def a() -> str:
    return uuid4().hex


@pytest.fixture
def b() -> str:
    return uuid4().hex


def run(memory: Memory, does: Callable[[], Awaitable[Any]]) -> Any:
    async def then_close() -> Any:
        try:
            return await does()
        finally:
            await memory.close()

    return asyncio.run(then_close())


async def keep(memory: Memory, sender: str, talk: Talk = TALK) -> bool:
    async with memory.claimed(sender) as claim:
        return await memory.keep(claim, talk)


async def read(memory: Memory, sender: str) -> Talk:
    async with memory.claimed(sender) as claim:
        return claim.talk


def test_what_is_kept_is_read_again_and_of_others_nothing(anywhere: Memory, a: str, b: str) -> None:
    async def kept() -> List[Any]:
        return [await keep(anywhere, a), await read(anywhere, a), await read(anywhere, b)]

    assert run(anywhere, kept) == [True, TALK, Talk()]


def test_what_is_kept_later_takes_the_place_of_what_was(anywhere: Memory, a: str) -> None:
    later = TALK.told(3, [])

    async def both() -> Talk:
        await keep(anywhere, a)
        await keep(anywhere, a, later)
        return await read(anywhere, a)

    assert run(anywhere, both) == later


def test_to_forget_drops_that_conversation_only(anywhere: Memory, a: str, b: str) -> None:
    async def forgotten() -> List[Talk]:
        await keep(anywhere, a)
        await keep(anywhere, b)
        await anywhere.forget(a)
        await anywhere.forget("never")
        return [await read(anywhere, a), await read(anywhere, b)]

    assert run(anywhere, forgotten) == [Talk(), TALK]


def test_a_conversation_that_was_forgotten_can_begin_anew(anywhere: Memory, a: str) -> None:
    async def anew() -> Talk:
        await keep(anywhere, a, TALK.told(3, []))
        await anywhere.forget(a)
        await keep(anywhere, a)
        return await read(anywhere, a)

    assert run(anywhere, anew) == TALK


def test_what_is_forgotten_while_it_is_answered_is_not_kept(anywhere: Memory, a: str) -> None:
    async def meanwhile() -> List[Any]:
        async with anywhere.claimed(a) as claim:
            await anywhere.forget(a)
            kept = await anywhere.keep(claim, TALK)
        return [kept, await read(anywhere, a)]

    assert run(anywhere, meanwhile) == [False, Talk()]


def test_a_claim_ends_with_its_turn(anywhere: Memory, a: str) -> None:
    async def too_late() -> List[Any]:
        async with anywhere.claimed(a) as claim:
            pass
        kept = await anywhere.keep(claim, TALK)
        return [kept, await read(anywhere, a), await keep(anywhere, a)]

    assert run(anywhere, too_late) == [False, Talk(), True]


def test_to_keep_ends_the_claim(anywhere: Memory, a: str) -> None:
    async def twice() -> List[Any]:
        async with anywhere.claimed(a) as claim:
            return [await anywhere.keep(claim, TALK), await anywhere.keep(claim, Talk()), claim.talk]

    assert run(anywhere, twice) == [True, False, Talk()]
    assert run(anywhere, lambda: read(anywhere, a)) == TALK


def test_a_memory_that_is_there_can_be_used(anywhere: Memory) -> None:
    run(anywhere, anywhere.check)


class Clock:
    """A clock that stands still until it is told the hour."""

    def __init__(self) -> None:
        self.hour = 100.0

    def monotonic(self) -> float:
        return self.hour * HOUR


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(memory, "time", SimpleNamespace(monotonic=stopped.monotonic))
    return stopped


@pytest.fixture
def own(clock: Clock) -> OwnMemory:
    assert clock.hour == 100.0
    return OwnMemory(12 * HOUR)


def save(own: OwnMemory, sender: str) -> None:
    run(own, lambda: keep(own, sender))


def kept(own: OwnMemory) -> List[str]:
    return sorted(own._talks)


@pytest.mark.parametrize(("hours", "left"), [(11.9, ["new", "old"]), (12.0, ["new"]), (500.0, ["new"])])
def test_a_conversation_is_forgotten_when_its_hours_have_passed(
    own: OwnMemory, clock: Clock, hours: float, left: List[str]
) -> None:
    save(own, "old")
    clock.hour += hours
    save(own, "new")
    assert kept(own) == left


def test_a_new_message_keeps_a_conversation_for_as_long_again(own: OwnMemory, clock: Clock) -> None:
    for hour, sender in [(100, "first"), (101, "second"), (110, "first")]:
        clock.hour = hour
        save(own, sender)
    clock.hour = 115
    save(own, "third")
    assert kept(own) == ["first", "third"]


def test_all_that_have_grown_old_are_forgotten_at_once(own: OwnMemory, clock: Clock) -> None:
    for sender in ["a", "b", "c"]:
        save(own, sender)
    clock.hour += 13
    save(own, "d")
    assert kept(own) == ["d"]


def test_a_conversation_is_forgotten_in_time_though_no_other_message_comes() -> None:
    own = OwnMemory(0.5)

    async def left_alone() -> List[List[str]]:
        await keep(own, "a")
        await asyncio.sleep(0.3)
        await keep(own, "b")
        await asyncio.sleep(0.4)
        first = kept(own)
        await asyncio.sleep(0.4)
        return [first, kept(own)]

    assert run(own, left_alone) == [["b"], []]
