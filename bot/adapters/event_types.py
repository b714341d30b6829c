"""The class of an event by its name, found once.

Stock Rasa walks through every class of events for every event that it reads, and asks of each whether it is abstract;
it reads all events of a conversation anew with every message.
"""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.core.events import Event

stock = Event.resolve_by_type
resolve_by_type = lru_cache(maxsize=None)(stock)


def apply() -> None:
    """Finds them so from now on."""
    Event.resolve_by_type = staticmethod(resolve_by_type)
