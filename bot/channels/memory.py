"""Where conversations lie between their messages: here in this process, in `redis_memory.py` for several.

Whoever answers a message claims its conversation first. To forget a conversation drops the claim on it too, so that
what was forgotten while it was answered does not come back with its answer.
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from contextlib import asynccontextmanager
from typing import AsyncContextManager, AsyncIterator, Dict, NamedTuple, Optional, Text, Tuple
from uuid import uuid4

from channels.talk import Talk

# Seconds after which what has grown old is surely old by the clock.
MARGIN = 0.1


class MemoryDownError(Exception):
    """The memory cannot be used now; the text is the name of the error behind it."""


class Claim(NamedTuple):
    """The right to answer in a conversation, and what was remembered of it when it was given."""

    sender: Text
    token: Text  # What no other claim has.
    talk: Talk


class Memory(ABC):
    """Conversations, each kept for so many seconds after its last message."""

    @abstractmethod
    def claimed(self, sender: Text) -> AsyncContextManager[Claim]:
        """The claim on a conversation, once no other process has it. Of this process only one asks at a time.

        Raises:
            MemoryDownError: where it cannot be had.
        """

    @abstractmethod
    async def keep(self, claim: Claim, talk: Talk) -> bool:
        """Remembers all of a talk or, where the claim does not hold any more, nothing; whether it did.

        The claim ends with it: whoever waits for the conversation need not wait for the rest of the turn.

        Raises:
            MemoryDownError: where it cannot be told whether it did.
        """

    @abstractmethod
    async def forget(self, sender: Text) -> None:
        """Drops a conversation and the claim on it; nothing happens where there is none.

        Raises:
            MemoryDownError: where it may still be there.
        """

    @abstractmethod
    async def check(self) -> None:
        """Looks whether the memory can be used.

        Raises:
            MemoryDownError: where it cannot.
        """

    @abstractmethod
    async def close(self) -> None:
        """Lets go of what it holds open; it can be used again."""


class OwnMemory(Memory):
    """The memory of this process, gone with it."""

    def __init__(self, seconds: float) -> None:
        """Starts empty."""
        self._seconds = seconds
        # Python's dict keeps insertion order: what was kept longest ago stands first.
        self._talks: Dict[Text, Tuple[float, Talk]] = {}
        self._claims: Dict[Text, Text] = {}
        self._next_look: Optional[asyncio.TimerHandle] = None

    def __len__(self) -> int:
        """How many conversations are remembered."""
        return len(self._talks)

    @asynccontextmanager
    async def claimed(self, sender: Text) -> AsyncIterator[Claim]:
        """The claim on a conversation; nobody else can have one."""
        _, talk = self._talks.get(sender, (0.0, Talk()))
        claim = Claim(sender, uuid4().hex, talk)
        self._claims[sender] = claim.token
        try:
            yield claim
        finally:
            self._claims.pop(sender, None)

    async def keep(self, claim: Claim, talk: Talk) -> bool:
        """Remembers a talk unless it was forgotten meanwhile, and drops those that have grown old."""
        holds = self._claims.get(claim.sender) == claim.token
        if holds:
            del self._claims[claim.sender]
            self._talks.pop(claim.sender, None)
            self._talks[claim.sender] = (time.monotonic(), talk)
        self._drop_old()
        self._look_later()
        return holds

    async def forget(self, sender: Text) -> None:
        """Drops a conversation and the claim on it."""
        self._talks.pop(sender, None)
        self._claims.pop(sender, None)

    async def check(self) -> None:
        """Nothing can fail here."""

    async def close(self) -> None:
        """Stops looking for conversations that have grown old."""
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None

    def _drop_old(self) -> None:
        limit = time.monotonic() - self._seconds
        for sender, (kept, _) in list(self._talks.items()):
            if kept > limit:
                break
            del self._talks[sender]

    def _look_later(self) -> None:
        """Looks again when the oldest conversation has grown old, whether or not another message comes till then."""
        if self._next_look is None and self._talks:
            kept, _ = next(iter(self._talks.values()))
            left = max(self._seconds - (time.monotonic() - kept), 0.0)
            self._next_look = asyncio.get_running_loop().call_later(left + MARGIN, self._look)

    def _look(self) -> None:
        self._next_look = None
        self._drop_old()
        self._look_later()
