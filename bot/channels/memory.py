"""Rasa's memory of conversations: in this process only, forgotten on request and by itself.

Of a long conversation the last messages are kept, and what the slots hold. Rasa sends all that it keeps to the action
server with every message: without an end to it the two hundredth message took three times as long as the second.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, Dict, List, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

Said = List[Dict[Text, Any]]
SECONDS = 3600
# Seconds after which what has grown old is surely old by the clock.
MARGIN = 0.1
# So many messages are kept, and as many are told again where nothing is (`gateway/retelling.py`). What the conversation
# should remember for longer lies in slots.
MESSAGES = 10


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Keeps a conversation until `hours` have passed without a message."""

    def __init__(
        self, domain: Domain, event_broker: Optional[EventBroker] = None, hours: float = 12.0, **_: Any
    ) -> None:
        """Starts empty."""
        super().__init__(domain, event_broker)
        self._hours = hours
        self._saved: Dict[Text, float] = {}
        # Of each conversation the numbers of the last messages that it was told, in order, and what it said to each.
        self._said: Dict[Text, Dict[int, Said]] = {}
        self._next_look: Optional[asyncio.TimerHandle] = None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the end of a conversation, and drops the conversations that have grown old."""
        await super().save(self._end_of(tracker))
        # Python's dict keeps insertion order: what was saved longest ago stands first.
        self._saved.pop(tracker.sender_id, None)
        self._saved[tracker.sender_id] = time.monotonic()
        self._drop_old()
        self._look_later()

    def _end_of(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        events = list(tracker.events)
        messages = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
        if len(messages) <= MESSAGES:
            return tracker
        # The listening that the first kept message answers stands right before it.
        kept = events[max(messages[-MESSAGES] - 1, 0) :]
        held: List[Event] = [
            SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value is not None
        ]
        if tracker.active_loop_name and not any(isinstance(event, ActiveLoop) for event in kept):
            held.append(ActiveLoop(tracker.active_loop_name))  # A form that began before goes on.
        return DialogueStateTracker.from_events(tracker.sender_id, [*held, *kept], self.domain.slots)

    def last_told(self, sender: Text) -> Optional[int]:
        """The number of the message that a conversation was told last; None where nothing is remembered of it."""
        return next(reversed(self._said_in(sender)), None)

    def said_to(self, sender: Text, number: int) -> Optional[Said]:
        """What was said to a message, if that is remembered."""
        return self._said_in(sender).get(number)

    def keep_said(self, sender: Text, number: int, said: Said) -> None:
        """Remembers what was said to the last message, as long as the conversation itself."""
        if sender not in self.store:
            return
        told = self._said.setdefault(sender, {})
        told[number] = said
        for old in list(told)[:-MESSAGES]:
            del told[old]

    def _said_in(self, sender: Text) -> Dict[int, Said]:
        return self._said.get(sender, {}) if sender in self.store else {}

    def _drop_old(self) -> None:
        limit = time.monotonic() - self._hours * SECONDS
        for sender, saved in list(self._saved.items()):
            if saved > limit:
                break
            self._drop(sender)

    def _look_later(self) -> None:
        """Looks again when the oldest conversation has grown old, whether or not another message comes till then."""
        if self._next_look is None and self._saved:
            age = time.monotonic() - next(iter(self._saved.values()))
            left = max(self._hours * SECONDS - age, 0.0)
            self._next_look = asyncio.get_running_loop().call_later(left + MARGIN, self._look)

    def _look(self) -> None:
        self._next_look = None
        self._drop_old()
        self._look_later()

    async def forget(self, sender: Text) -> None:
        """Drops a conversation; nothing happens where there is none."""
        self._drop(sender)

    def _drop(self, sender: Text) -> None:
        self._saved.pop(sender, None)
        self._said.pop(sender, None)
        self.store.pop(sender, None)
