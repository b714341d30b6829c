"""One message of a conversation at a time, in this process."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator, Dict, Text


class Waiting:
    """A conversation in which a message is being answered, and how many that is or wait for it."""

    def __init__(self) -> None:
        """None yet."""
        self.lock = asyncio.Lock()
        self.count = 0


class Turns:
    """The conversations in which a message is being answered, or waits to be. One in which none is, is gone."""

    def __init__(self) -> None:
        """Nothing is going on."""
        self._open: Dict[Text, Waiting] = {}

    def __len__(self) -> int:
        """How many conversations something is going on in."""
        return len(self._open)

    @asynccontextmanager
    async def taken(self, sender: Text) -> AsyncIterator[None]:
        """Waits until no other message of the conversation is being answered here."""
        waiting = self._open.setdefault(sender, Waiting())
        waiting.count += 1
        try:
            async with waiting.lock:
                yield
        finally:
            waiting.count -= 1
            if not waiting.count:
                del self._open[sender]
