"""What the desk is told as it happens: the queue, and what is said in the case that is open."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import Header, Request
from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse, ServerSentEvent

from accounts.errors import NotSignedInError
from conversations.changing import STATUS
from conversations.holding import UnknownCaseError
from gateway.api import MAX_NUMBER, Held
from gateway.bus import of_conversation, of_desk
from gateway.lookers import typing_of
from gateway.rates import address_of
from gateway.streams import EventStream, Inbox
from gateway.vakt.cases import actor_of, whole_case
from gateway.vakt.guards import Employee, Token, desk_router
from gateway.vakt.queue import queue_for, read_queue
from gateway.vakt.showing import shown_entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from conversations.cases import Case
    from conversations.changing import Actor
    from conversations.service import Message
    from gateway.rooms import Rooms

# Rights that were withdrawn, and colleagues who went, are seen by then though nothing happens.
LOOK_SECONDS = 5.0
# Of one employee: the queue and some cases, in some tabs.
MOST = 20
router = desk_router()


@router.get("/events", response_class=EventSourceResponse)
async def follow_desk(employee: Employee, token: Token, rooms: Held, request: Request) -> EventSourceResponse:
    """The queue, whole, at once and whenever it has changed; `gone` once one is not signed in any more."""
    inbox = Inbox()
    topics = [of_desk(kommune) for kommune in employee.kommuner("koordinator")]
    place = rooms.streams.opened(f"employee:{employee.id}", address_of(request), topics, inbox, MOST)
    return EventStream(_desk(rooms, token, inbox), place)


async def _desk(rooms: Rooms, token: str, inbox: Inbox) -> AsyncIterator[ServerSentEvent]:
    told, since = None, time.monotonic()
    try:
        actor = await run_in_threadpool(_at_the_desk, rooms, token)
        while True:
            read = partial(read_queue, rooms, actor.kommuner)
            queue = await rooms.shared.read(("queue", actor.kommuner), since, read)
            before, actor = actor, await run_in_threadpool(_at_the_desk, rooms, token)
            if actor.kommuner != before.kommuner:
                continue
            queue = queue_for(actor, queue)
            if (shown := queue.model_dump_json(exclude={"at"})) != told:
                told = shown
                yield ServerSentEvent(queue.model_dump_json(), event="queue")
            since = inbox.told_at if await inbox.wait(LOOK_SECONDS) else time.monotonic()
    except NotSignedInError:
        yield ServerSentEvent("{}", event="gone")


def _at_the_desk(rooms: Rooms, token: str) -> Actor:
    """Whom the token stands for, with the rights that hold now; that their desk is open is noted."""
    employee = rooms.accounts.open(token)
    rooms.accounts.presence.seen(employee.id)
    return actor_of(employee)


@router.get("/cases/{number}/events", response_class=EventSourceResponse)
async def follow_case(
    number: int,
    token: Token,
    rooms: Held,
    request: Request,
    last_event_id: Annotated[int, Header(ge=0, le=MAX_NUMBER)] = 0,
) -> EventSourceResponse:
    """What is said, by number; the case whole when its state changes; and whether the family is writing."""
    inbox = Inbox()
    actor, case = await run_in_threadpool(_opened, rooms, number, token)
    topics = [of_conversation(case.conversation_id)]
    place = rooms.streams.opened(f"employee:{actor.id}", address_of(request), topics, inbox, MOST)
    return EventStream(_case(rooms, number, token, last_event_id, inbox), place)


async def _case(rooms: Rooms, number: int, token: str, after: int, inbox: Inbox) -> AsyncIterator[ServerSentEvent]:
    is_first, has_changed = True, False
    while True:
        try:
            actor, entries = await run_in_threadpool(_entries, rooms, number, token, after)
            for message in entries:
                after = message.number
                data = shown_entry(message).model_dump_json()
                yield ServerSentEvent(data, event="entry", id=str(message.number))
            if is_first or has_changed or any(message.author == STATUS for message in entries):
                whole = await whole_case(rooms, number, actor)
                yield ServerSentEvent(whole.model_dump_json(), event="case")
        except (NotSignedInError, UnknownCaseError):  # Signed out, no longer allowed, or forgotten.
            yield ServerSentEvent("{}", event="gone")
            return
        heard = await inbox.wait(min(rooms.streams.look_seconds, LOOK_SECONDS))
        if (typing := typing_of(heard, "family")) is not None:
            yield ServerSentEvent(json.dumps({"typing": typing}), event="typing")
        is_first, has_changed = False, any(event.kind in {"changed", "missed"} for event in heard)


def _opened(rooms: Rooms, number: int, token: str) -> tuple[Actor, Case]:
    actor = actor_of(rooms.accounts.open(token))
    return actor, rooms.cases.looked_at(number, actor)


def _entries(rooms: Rooms, number: int, token: str, after: int) -> tuple[Actor, Sequence[Message]]:
    actor = actor_of(rooms.accounts.open(token))
    return actor, rooms.cases.entries(number, actor, after)
