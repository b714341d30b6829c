"""The event streams that are open: how many, and what they hear."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sse_starlette import EventSourceResponse

from foundation.errors import DomainError
from gateway.seats import NoSeatError, Seats

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterator
    from contextlib import AbstractContextManager

    from sse_starlette import ServerSentEvent
    from starlette.types import Receive, Scope, Send

    from gateway.bus import Bus, Event

# A client that has not read what it was sent by then is gone.
SEND_SECONDS = 30
# A person has some tabs and devices, and no more.
PER_CONVERSATION = 5
# So many events are kept until they are looked at; whoever is late looks in the store anyway.
MOST_EVENTS = 50
# Seconds between looks of a stream that hears of everything: a net under the net.
SELDOM = 15.0


class TooManyStreamsError(DomainError):
    """Too many streams are open: of this conversation, from this address, or at all."""

    status = 503
    slug = "for-mange-strommer"
    title = "For mange åpne forbindelser"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Lukk noen av fanene der samtalen er åpen, eller prøv igjen om litt.")


class Inbox:
    """What one stream has heard since it looked last."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._events: deque[Event] = deque(maxlen=MOST_EVENTS)
        self._came = asyncio.Event()
        self._told_at = 0.0

    def hear(self, event: Event) -> None:
        """Takes an event; what was there already moves to the end, and of too many the oldest goes."""
        if event in self._events:
            self._events.remove(event)
        self._events.append(event)
        self._came.set()
        self._told_at = time.monotonic()

    @property
    def told_at(self) -> float:
        """When the last event came, by `time.monotonic()`: whoever looks later than that sees what it tells of."""
        return self._told_at

    async def wait(self, seconds: float) -> tuple[Event, ...]:
        """What has come, as soon as something has; nothing after so many seconds, when it is time to look anyway."""
        try:
            async with asyncio.timeout(seconds):
                await self._came.wait()
        except TimeoutError:
            pass
        heard = tuple(self._events)
        self._events.clear()
        self._came.clear()
        return heard


class Streams:
    """All open streams of one gateway."""

    def __init__(self, most: int, bus: Bus, often: float = 1.0) -> None:
        """`most`: how many may be open at once; `often`: seconds between looks where events may be missed."""
        self._seats = Seats(most)
        self._bus = bus
        self._often = often
        self._open: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many are open."""
        return len(self._seats)

    @property
    def look_seconds(self) -> float:
        """Seconds after which a stream that has heard nothing looks in the store, as things are now."""
        return max(self._often, SELDOM) if self._bus.is_whole else self._often

    @contextmanager
    def opened(
        self, owner: str, address: str, topics: Collection[str], inbox: Inbox, most: int = PER_CONVERSATION
    ) -> Iterator[None]:
        """Counts a stream while it is open, and lets `inbox` hear what happens.

        `owner` is whose it is, a conversation or an employee, who may have `most`; one address may have half of all.

        Raises:
            TooManyStreamsError: where no more may be opened.
        """
        if self._open[owner] >= most:
            raise TooManyStreamsError
        try:
            with self._seats.taken(address), self._counted(owner), self._bus.subscribe(topics, inbox.hear):
                yield
        except NoSeatError as error:
            raise TooManyStreamsError from error

    @contextmanager
    def _counted(self, owner: str) -> Iterator[None]:
        self._open[owner] += 1
        try:
            yield
        finally:
            self._open[owner] -= 1
            if not self._open[owner]:
                del self._open[owner]


class EventStream(EventSourceResponse):
    """Server-sent events that have a place among the open streams before they begin, and give it back at their end."""

    def __init__(self, events: AsyncIterator[ServerSentEvent], place: AbstractContextManager[None]) -> None:
        """`place` is entered when the stream begins; where that fails, the failure is the answer."""
        super().__init__(events, send_timeout=SEND_SECONDS)
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streams."""
        with self._place:
            await super().__call__(scope, receive, send)
