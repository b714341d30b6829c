"""Rasa's tracker store: it holds a conversation only while one of its messages is answered.

A message's turn takes the conversation out of the memory behind and lays it back in one piece, with what was said. So a
message is remembered wholly or not at all, and Rasa, which carries on with an empty tracker where a store fails, never
meets a store that fails.

Of a conversation the last two messages are kept as events, and what the slots hold. Our rules look no further back
(`data/rules`), and what is to be remembered for longer lies in slots. Rasa reads, writes, plays back and sends to the
action server all that it keeps with every message: without an end to it the two hundredth message took three times as
long as the second. What the assistant said is not kept as events either, for nothing reads it there: each Answer is
longer than all the rest, and lies in `Talk.said` as long as it may be asked for again.
"""

from __future__ import annotations

import json
import os
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, List, Optional, Set, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels.memory import Claim, Memory, OwnMemory
from channels.redis_memory import RedisMemory
from channels.talk import Said, Talk
from channels.turns import Turns

SECONDS = 3600
# Messages whose events are kept: the last one, and the one before it.
KEPT = 2
# Not in endpoints.yml: a password may hold what YAML reads as something else.
ADDRESS = "ENDORINN_REDIS_URL"


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Keeps a conversation until `hours` have passed without a message: in Redis if there is one, else in the process.

    Rasa itself saves and retrieves within a turn only; what it saves outside of one is not kept.
    """

    def __init__(
        self, domain: Domain, event_broker: Optional[EventBroker] = None, hours: float = 12.0, **_: Any
    ) -> None:
        """Nothing is open.

        Raises:
            ValueError: where ENDORINN_REDIS_URL is no address of a Redis.
        """
        super().__init__(domain, event_broker)
        self.memory = memory_for(hours)
        self._turns = Turns()
        self._open: Set[Text] = set()

    @asynccontextmanager
    async def turn(self, sender: Text) -> AsyncIterator[Turn]:
        """Opens a conversation for one message, when no other message of it is being answered anywhere.

        Raises:
            MemoryDownError: where the memory cannot be reached.
        """
        async with self._turns.taken(sender), self.memory.claimed(sender) as claim:
            if claim.talk.tracker is not None:
                self.store[sender] = claim.talk.tracker
            self._open.add(sender)
            try:
                yield Turn(self, claim)
            finally:
                self._open.discard(sender)
                self.store.pop(sender, None)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Holds the end of the conversation for the rest of the turn."""
        if tracker.sender_id in self._open:
            await self.stream_events(tracker)
            end = Dialogue(tracker.sender_id, self._end_of(tracker))
            self.store[tracker.sender_id] = json.dumps(end.as_dict())

    async def forget(self, sender: Text) -> None:
        """Drops a conversation; whoever answers a message of it just then keeps nothing.

        Raises:
            MemoryDownError: where it may still be there.
        """
        await self.memory.forget(sender)

    @staticmethod
    def _end_of(tracker: DialogueStateTracker) -> List[Event]:
        events = [event for event in tracker.events if not isinstance(event, BotUttered)]
        messages = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
        if len(messages) <= KEPT:
            return events
        # The listening that the first kept message answers stands right before it.
        kept = events[max(messages[-KEPT] - 1, 0) :]
        held: List[Event] = [
            SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value is not None
        ]
        if tracker.active_loop_name and not any(isinstance(event, ActiveLoop) for event in kept):
            held.append(ActiveLoop(tracker.active_loop_name))  # A form that began before goes on.
        return [*held, *kept]


class Turn:
    """One message's turn in a conversation; to keep it ends it. What it does not keep is as if it had not been."""

    def __init__(self, store: ForgettingTrackerStore, claim: Claim) -> None:
        """`claim`: the right to it, and what was remembered when it began."""
        self._store = store
        self._claim = claim

    @property
    def talk(self) -> Talk:
        """What was remembered when the turn began."""
        return self._claim.talk

    async def keep(self, number: Optional[int] = None, said: Optional[Said] = None) -> bool:
        """Remembers what Rasa has saved and, where the message has a number, what was said to it; whether it did.

        Nothing is kept where the conversation was forgotten meanwhile, or where Rasa has saved nothing.

        Raises:
            MemoryDownError: where the memory cannot be reached.
        """
        tracker = self._store.store.get(self._claim.sender)
        if tracker is None:
            return False
        talk = Talk(tracker, self.talk.said)
        if number is not None:
            talk = talk.told(number, said or [])
        return await self._store.memory.keep(self._claim, talk)

    async def forget(self) -> None:
        """Drops the conversation.

        Raises:
            MemoryDownError: where it may still be there.
        """
        await self._store.forget(self._claim.sender)


def memory_for(hours: float) -> Memory:
    """Redis where the settings of the house name one, else this process.

    Raises:
        ValueError: where what they name is no address of a Redis.
    """
    address = os.environ.get(ADDRESS)
    return RedisMemory(address, hours * SECONDS) if address else OwnMemory(hours * SECONDS)
