"""What a family is told as it happens: messages, answers, a coordinator's words, and where the hand-over stands."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool
from sse_starlette import ServerSentEvent

from conversations.changing import STATUS
from conversations.service import COORDINATOR, PERSON
from conversations.writing import UnknownConversationError
from gateway.lookers import typing_of
from gateway.shapes import CoordinatorMessage, WrittenMessage
from gateway.standing import handover_view, moved_on, waiting_room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from conversations.service import Conversation, Message
    from gateway.rooms import Rooms
    from gateway.standing import HandoverView
    from gateway.streams import Inbox

# So often whoever waits is told anew which place they have, and whether somebody is there.
PLACE_SECONDS = 5.0


async def follow(rooms: Rooms, conversation: Conversation, after: int, inbox: Inbox) -> AsyncIterator[ServerSentEvent]:
    """Events from a number on, until the conversation is forgotten. What has a number is stored; the others pass."""
    try:
        async for event in _events(rooms, conversation, after, inbox):
            yield event
    except UnknownConversationError:  # Forgotten meanwhile: nothing more will come.
        return


async def _events(rooms: Rooms, conversation: Conversation, after: int, inbox: Inbox) -> AsyncIterator[ServerSentEvent]:
    messages = await run_in_threadpool(rooms.conversations.messages, conversation.id, after)
    for message in messages:
        yield numbered(message)
    yield ServerSentEvent(comment="that was all until now")
    standing = Standings(rooms, conversation)
    yield _passing("handover", await standing.first())
    while True:
        after = messages[-1].number if messages else after
        heard = await inbox.wait(standing.within(rooms.streams.look_seconds))
        messages = await run_in_threadpool(rooms.conversations.messages, conversation.id, after)
        for message in messages:
            yield numbered(message)
        if (view := await standing.next(messages)) is not None:
            yield _passing("handover", view)
        if (typing := typing_of(heard, "coordinator")) is not None:
            yield ServerSentEvent(json.dumps({"typing": typing}), event="typing")


class Standings:
    """Where a wish for a person stands, looked at when something has happened, or when it is time."""

    def __init__(self, rooms: Rooms, conversation: Conversation) -> None:
        """Nothing is known yet."""
        self._rooms = rooms
        self._conversation = conversation
        self._view: HandoverView | None = None
        self._looked = 0.0

    async def first(self) -> HandoverView:
        """As it is now."""
        self._looked = time.monotonic()
        self._view = await run_in_threadpool(handover_view, self._rooms, self._conversation)
        return self._view

    def within(self, seconds: float) -> float:
        """So long nobody needs to look, of so many seconds: whoever waits is told of their place meanwhile."""
        if self._view is None or self._view.state != "waiting":
            return seconds
        return min(seconds, max(0.0, self._looked + PLACE_SECONDS - time.monotonic()))

    async def next(self, messages: Sequence[Message]) -> HandoverView | None:
        """As it is now; None where nothing has changed, or nobody needs to look."""
        before = self._view
        if before is None or any(message.author == STATUS for message in messages):
            return await self.first()
        if before.state != "waiting" or time.monotonic() - self._looked < PLACE_SECONDS:
            return None
        self._looked, kommune = time.monotonic(), before.desk.kommune
        read = partial(waiting_room, self._rooms, kommune)
        there = await self._rooms.shared.read(("waiting", kommune), self._looked, read)
        self._view = moved_on(self._conversation.id, before, there) or await self.first()
        return None if self._view == before else self._view


def numbered(message: Message) -> ServerSentEvent:
    """A stored message as an event; its id is its number in the talk."""
    kind, data = _told(message)
    return ServerSentEvent(data, event=kind, id=str(message.number))


def _told(message: Message) -> tuple[str, str]:
    event = message.event or {}
    if message.author == PERSON:
        to = "coordinator" if message.addressee == COORDINATOR else "assistant"
        written = WrittenMessage(
            id=message.client_id, text=message.text, at=message.created_at, replaces=message.replaces, to=to
        )
        return "message", written.model_dump_json()
    if message.author == COORDINATOR:
        said = CoordinatorMessage(
            id=message.client_id, text=message.text, at=message.created_at, by=event.get("by"), answer=message.answer
        )
        return "coordinator", said.model_dump_json()
    told = event if message.author == STATUS else message.answer
    return "status" if message.author == STATUS else "answer", json.dumps(told, ensure_ascii=False)


def _passing(kind: str, view: HandoverView) -> ServerSentEvent:
    return ServerSentEvent(view.model_dump_json(), event=kind)
