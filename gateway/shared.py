"""What many streams want to know at once is read once for all of them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

# The same is read no more often than this, in seconds: many messages come at once.
BREATH = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """A read that begins, or began, at a moment of `time.monotonic()`."""

    begins: float
    task: asyncio.Task[Any]


class SharedReads:
    """The reads of one gateway. What was read is kept for a breath, and no longer."""

    def __init__(self, breath: float = BREATH) -> None:
        """`breath`: seconds between two reads of the same."""
        self._breath = breath
        self._reads: dict[Hashable, Read] = {}

    async def read[Told](self, key: Hashable, since: float, how: Callable[[], Told]) -> Told:
        """What `how` returns, called in a thread at `since` (of `time.monotonic()`) or later.

        Whoever asks for the same `key` shares the read, and its error where it fails.
        """
        read = self._reads.get(key)
        if read is None or read.begins < since:
            begins = max(time.monotonic(), read.begins + self._breath if read else 0.0)
            read = self._reads[key] = Read(begins, asyncio.create_task(_later(begins, how)))
            read.task.add_done_callback(lambda _: self._drop_later(key, read))
        told: Told = await asyncio.shield(read.task)  # Whoever goes does not take it from the others.
        return told

    def _drop_later(self, key: Hashable, read: Read) -> None:
        if not read.task.cancelled():
            read.task.exception()  # Those who waited for it were told.
        asyncio.get_running_loop().call_later(self._breath, self._drop, key, read)

    def _drop(self, key: Hashable, read: Read) -> None:
        if self._reads.get(key) is read:
            del self._reads[key]


async def _later[Told](begins: float, how: Callable[[], Told]) -> Told:
    await asyncio.sleep(begins - time.monotonic())
    return await run_in_threadpool(how)
