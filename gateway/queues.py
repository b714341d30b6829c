"""One message of a conversation at a time; the others wait for their turn, but not for longer than for Rasa."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway.metrics import stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(slots=True)
class Queue:
    """Those of one conversation; `waiting` counts whoever has the turn too."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Queues:
    """The queues of one gateway. One that nobody stands in any more is gone."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._queues: dict[str, Queue] = {}

    def __len__(self) -> int:
        """How many conversations somebody waits in."""
        return len(self._queues)

    @asynccontextmanager
    async def turn(self, conversation_id: str, deadline: float) -> AsyncIterator[bool]:
        """Waits for the turn, at the longest until `deadline` (by the loop's clock), and gives it back at the end.

        False where it did not come in time: somebody else has it still.
        """
        queue = self._queues.setdefault(conversation_id, Queue())
        queue.waiting += 1
        try:
            with stage("queue"):
                came = await _acquired(queue.lock, deadline)
            try:
                yield came
            finally:
                if came:
                    queue.lock.release()
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                del self._queues[conversation_id]


async def _acquired(lock: asyncio.Lock, deadline: float) -> bool:
    try:
        async with asyncio.timeout_at(deadline):
            return await lock.acquire()
    except TimeoutError:
        return False
