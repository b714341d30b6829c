"""What a process does over and over goes on whatever fails, until it is cancelled."""

from __future__ import annotations

import asyncio

import pytest

from foundation.repeating import repeat
from tests.logs import captured

WORDS = "Ordene til en familie"


async def test_what_fails_is_logged_without_its_words_and_tried_again() -> None:
    done = 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal done
        done += 1
        if done == 1:
            raise ValueError(WORDS)
        again.set()

    with captured() as entries:
        task = asyncio.create_task(repeat(work, 0.01, "work_failed"))
        async with asyncio.timeout(10):
            await again.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert entries == [{"event": "work_failed", "error": "ValueError", "log_level": "error"}]


async def test_it_is_done_at_once_and_then_seldom() -> None:
    times = []

    async def work() -> None:
        times.append(asyncio.get_running_loop().time())

    task = asyncio.create_task(repeat(work, 60, "work_failed"))
    await asyncio.sleep(0.05)
    task.cancel()
    assert len(times) == 1
