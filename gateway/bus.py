"""How gateways tell each other that something has happened: never what was said, only where to look."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from contextlib import AbstractContextManager

type Kind = Literal["written", "typing", "changed", "missed"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened: `topic` is whose business it is, `value` a small word such as who is writing."""

    topic: str
    kind: Kind
    value: str = ""


# What all are told who may not have heard of something: it is no topic of anybody's.
MISSED = Event("*", "missed")


class Bus(Protocol):
    """Carries events to whoever listens, here and in other gateways."""

    @property
    def is_whole(self) -> bool:
        """Whether everything that happens is heard of here, so that nobody needs to look often."""

    @property
    def reaches_others(self) -> bool | None:
        """Whether other gateways hear of what happens here; None where there is no way to them."""

    async def publish(self, event: Event) -> None:
        """Lets everyone who listens to its topic hear an event."""

    def subscribe(self, topics: Collection[str], heard: Callable[[Event], None]) -> AbstractContextManager[None]:
        """Calls `heard` with every event of some topics while the context lasts."""


class LocalBus:
    """The bus of a gateway that tells no other."""

    def __init__(self, *, is_whole: bool = True) -> None:
        """Nobody listens yet. `is_whole`: whether there is no other gateway."""
        self.is_whole = is_whole
        self._listening: defaultdict[str, list[Callable[[Event], None]]] = defaultdict(list)

    @property
    def reaches_others(self) -> bool | None:
        """There is no way to them."""
        return None

    async def publish(self, event: Event) -> None:
        """Lets everyone here hear it."""
        self.deliver(event)

    def deliver(self, event: Event) -> None:
        """As `publish`, at once."""
        for heard in tuple(self._listening.get(event.topic, ())):
            heard(event)

    def deliver_missed(self) -> None:
        """Lets everyone here look whether there is something new."""
        for topic in tuple(self._listening):
            self.deliver(Event(topic, MISSED.kind))

    @contextmanager
    def subscribe(self, topics: Collection[str], heard: Callable[[Event], None]) -> Iterator[None]:
        """Calls `heard` while the context lasts."""
        for topic in topics:
            self._listening[topic].append(heard)
        try:
            yield
        finally:
            for topic in topics:
                self._listening[topic].remove(heard)
                if not self._listening[topic]:
                    del self._listening[topic]


def of_conversation(conversation_id: str) -> str:
    """The topic of what happens in a conversation."""
    return f"conversation:{conversation_id}"


def of_desk(kommune: str) -> str:
    """The topic of what happens at a municipality's desk."""
    return f"desk:{kommune}"
