"""The event streams that are open: how many, and who must look now because something was written."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sse_starlette import EventSourceResponse

from foundation.errors import DomainError
from gateway.seats import NoSeatError, Seats

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from contextlib import AbstractContextManager

    from sse_starlette import ServerSentEvent
    from starlette.types import Receive, Scope, Send

# A client that has not read what it was sent by then is gone.
SEND_SECONDS = 30
# A person has some tabs and devices, and no more.
PER_CONVERSATION = 5


class TooManyStreamsError(DomainError):
    """Too many streams are open: of this conversation, from this address, or at all."""

    status = 503
    slug = "for-mange-strommer"
    title = "For mange åpne forbindelser"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Lukk noen av fanene der samtalen er åpen, eller prøv igjen om litt.")


class Streams:
    """All open streams of one gateway."""

    def __init__(self, most: int) -> None:
        """`most`: how many may be open at once."""
        self._seats = Seats(most)
        self._open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def opened(self, conversation_id: str, address: str, written: asyncio.Event) -> Iterator[None]:
        """Counts a stream while it is open; `written` is set whenever something was written.

        One address may have half of all.

        Raises:
            TooManyStreamsError: where no more may be opened.
        """
        if len(self._open.get(conversation_id, ())) >= PER_CONVERSATION:
            raise TooManyStreamsError
        try:
            with self._seats.taken(address), self._listed(conversation_id, written):
                yield
        except NoSeatError as error:
            raise TooManyStreamsError from error

    @contextmanager
    def _listed(self, conversation_id: str, written: asyncio.Event) -> Iterator[None]:
        self._open[conversation_id].add(written)
        try:
            yield
        finally:
            self._open[conversation_id].discard(written)
            if not self._open[conversation_id]:
                del self._open[conversation_id]

    def wake(self, conversation_id: str) -> None:
        """Lets the streams of a conversation look at once."""
        for written in self._open.get(conversation_id, ()):
            written.set()


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


async def wait(written: asyncio.Event, seconds: float) -> None:
    """Waits until something was written here, or long enough that another gateway may have written."""
    try:
        async with asyncio.timeout(seconds):
            await written.wait()
    except TimeoutError:
        pass
    written.clear()
