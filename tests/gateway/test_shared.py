"""Reads that are shared: how often, how fresh, and what happens when one fails or somebody goes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import pytest

from gateway.shared import SharedReads

if TYPE_CHECKING:
    from collections.abc import Iterator

BREATH = 0.2


@dataclass
class Well:
    """What is read: when each read began."""

    begun: list[float] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    seconds: float = 0.0
    fails: bool = False

    def read(self) -> int:
        self.begun.append(time.monotonic())
        number = next(self.numbers)
        time.sleep(self.seconds)
        if self.fails:
            raise ValueError
        return number


@pytest.fixture
def shared() -> SharedReads:
    return SharedReads(BREATH)


@pytest.fixture
def well() -> Well:
    return Well()


async def test_what_many_want_at_once_is_read_once(shared: SharedReads, well: Well) -> None:
    now = time.monotonic()
    assert await asyncio.gather(*(shared.read("a", now, well.read) for _ in range(20))) == [1] * 20


async def test_each_key_is_read_by_itself(shared: SharedReads, well: Well) -> None:
    now = time.monotonic()
    assert sorted(await asyncio.gather(*(shared.read(key, now, well.read) for key in "abc"))) == [1, 2, 3]


async def test_whoever_was_told_of_something_never_sees_what_was_read_before(shared: SharedReads, well: Well) -> None:
    well.seconds = 0.1
    first = asyncio.create_task(shared.read("a", time.monotonic(), well.read))
    await asyncio.sleep(0.05)
    told = time.monotonic()
    assert list(await asyncio.gather(first, shared.read("a", told, well.read))) == [1, 2]
    assert well.begun[1] >= told


async def test_the_same_is_read_no_more_often_than_every_breath(shared: SharedReads, well: Well) -> None:
    first = time.monotonic()
    while time.monotonic() < first + 4 * BREATH:
        await shared.read("a", time.monotonic(), well.read)
    assert 1 < len(well.begun) <= 1 + (time.monotonic() - first) / BREATH


async def test_what_was_read_is_not_kept(shared: SharedReads, well: Well) -> None:
    now = time.monotonic()
    await shared.read("a", now, well.read)
    await asyncio.sleep(2 * BREATH)
    assert await shared.read("a", now, well.read) == 2


async def test_an_error_is_told_to_all_and_the_next_read_is_new(shared: SharedReads, well: Well) -> None:
    well.fails = True
    now = time.monotonic()
    told = await asyncio.gather(*(shared.read("a", now, well.read) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [ValueError] * 3
    well.fails = False
    assert await shared.read("a", time.monotonic(), well.read) == 2


async def test_whoever_goes_takes_it_from_nobody(shared: SharedReads, well: Well) -> None:
    well.seconds = 0.1
    now = time.monotonic()
    goes = asyncio.create_task(shared.read("a", now, well.read))
    stays = asyncio.create_task(shared.read("a", now, well.read))
    await asyncio.sleep(0.02)
    goes.cancel()
    assert await stays == 1
