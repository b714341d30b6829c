"""Rasa's memory of conversations: in this process only, forgotten on request and by itself."""

from __future__ import annotations

import time
from typing import Any, Dict, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

SECONDS = 3600


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Keeps a conversation until `hours` have passed without a message."""

    def __init__(
        self, domain: Domain, event_broker: Optional[EventBroker] = None, hours: float = 12.0, **_: Any
    ) -> None:
        """Starts empty."""
        super().__init__(domain, event_broker)
        self._hours = hours
        self._saved: Dict[Text, float] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps a conversation, and drops those that have grown old."""
        await super().save(tracker)
        # Python's dict keeps insertion order: what was saved longest ago stands first.
        self._saved.pop(tracker.sender_id, None)
        self._saved[tracker.sender_id] = time.monotonic()
        await self._drop_old()

    async def _drop_old(self) -> None:
        limit = time.monotonic() - self._hours * SECONDS
        for sender, saved in list(self._saved.items()):
            if saved > limit:
                break
            await self.forget(sender)

    async def forget(self, sender: Text) -> None:
        """Drops a conversation; nothing happens where there is none."""
        self._saved.pop(sender, None)
        self.store.pop(sender, None)
