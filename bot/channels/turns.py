"""One message of a conversation at a time, and whether the conversation was forgotten while it was answered."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator, Dict, Text


class Turn:
    """What is going on in a conversation."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.forgotten = False


class Turns:
    """The conversations in which a message is being answered, or waits to be. One in which none is, is gone."""

    def __init__(self) -> None:
        """Nothing is going on."""
        self._open: Dict[Text, Turn] = {}

    def __len__(self) -> int:
        """How many conversations something is going on in."""
        return len(self._open)

    @asynccontextmanager
    async def taken(self, sender: Text) -> AsyncIterator[Turn]:
        """Waits until no other message of the conversation is being answered."""
        turn = self._open.setdefault(sender, Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                turn.forgotten = False
                yield turn
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                del self._open[sender]

    def forget(self, sender: Text) -> None:
        """Tells whatever is going on in a conversation that it was forgotten."""
        if sender in self._open:
            self._open[sender].forgotten = True
