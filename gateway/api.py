"""The conversation API: each address parses, calls and returns."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sse_starlette import EventSourceResponse

from conversations.service import Conversation, MissingTokenError
from foundation.errors import OperatorError
from gateway.bus import of_conversation
from gateway.following import follow as follow_conversation
from gateway.problems import described
from gateway.rates import address_of
from gateway.rooms import Rooms
from gateway.shapes import Answers, KeptMessage, NewConversation, NewMessage, StartedConversation
from gateway.streams import EventStream, Inbox
from gateway.turn import Taken

# The largest number of a message that every database can hold.
MAX_NUMBER = 2**31 - 1
log = structlog.get_logger()
PROBLEMS = {
    400: "The body is no JSON.",
    401: "No key was sent.",
    404: "No such conversation, or the key is another's.",
    408: "The body was not sent in time.",
    409: "Nothing was written yet, or another message was put in the place of this one.",
    413: "The body is too large.",
    415: "The body is not sent as JSON.",
    422: "A field cannot be used; `detail` says which and why.",
    429: "Too many requests from this address, or messages in this conversation; wait a minute.",
    503: "The store is not available; nothing was lost, send again.",
}
router = APIRouter(prefix="/api", tags=["conversations"], responses=described(PROBLEMS))
bearer = HTTPBearer(auto_error=False, description="The token that came with the new conversation.")


def rooms_of(request: Request) -> Rooms:
    """What the application holds while it runs."""
    rooms: Rooms = request.app.state.rooms
    return rooms


type Held = Annotated[Rooms, Depends(rooms_of)]


async def opened(
    conversation_id: str, rooms: Held, key: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Conversation:
    """The conversation of the address, if the key opens it."""
    if key is None:
        raise MissingTokenError
    return await run_in_threadpool(rooms.conversations.open, conversation_id, key.credentials)


async def opened_if_readable(
    conversation_id: str, rooms: Held, key: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Conversation | None:
    """The same; None where the store cannot be read."""
    try:
        return await opened(conversation_id, rooms, key)
    except OperatorError as error:
        log.error("operator_error", error=str(error))  # noqa: TRY400 - a trace may hold words
        return None


type Opened = Annotated[Conversation, Depends(opened)]
type OpenedIfReadable = Annotated[Conversation | None, Depends(opened_if_readable)]


@router.post("/conversations", status_code=201, summary="Start a conversation")
async def start(body: NewConversation, rooms: Held, request: Request) -> StartedConversation:
    """Gives an id and the key to it. Nobody is asked who they are."""
    await rooms.rates.count_start(request)
    is_counted = not rooms.rates.is_ours(request)
    conversation, token = await run_in_threadpool(
        rooms.conversations.start, body.kommune, body.role, body.language, is_counted=is_counted
    )
    return StartedConversation(id=conversation.id, token=token)


@router.post("/conversations/{conversation_id}/messages", summary="Write a message")
async def write(body: NewMessage, conversation: OpenedIfReadable, rooms: Held, request: Request) -> Answers:
    """Stores the message, then answers it. Personal data is hidden before anything is stored.

    With an `id` it can be sent until it is answered: it counts once. «Glem meg» deletes the conversation instead; the
    answer then has `forgotten`.
    """
    if conversation is None:
        return Answers(answers=await rooms.turns.unopened(body.text), stored=False)
    kept = await rooms.turns.kept(conversation, body)
    if kept is None and not await rooms.rates.may_write(request, conversation.id):
        taken = Taken(await rooms.turns.refuse(conversation, body.text))
    else:
        taken = await rooms.turns.take(conversation, body, address_of(request), kept)
    state = taken.turn or await rooms.turns.whose(conversation)
    return Answers(answers=taken.answers, state=state, stored=taken.lacks is None)


@router.get(
    "/conversations/{conversation_id}/events", summary="Follow a conversation", response_class=EventSourceResponse
)
async def follow(
    conversation: Opened, rooms: Held, request: Request, last_event_id: Annotated[int, Header(ge=0, le=MAX_NUMBER)] = 0
) -> EventSourceResponse:
    """Server-sent events: `message`, what the person wrote, `answer`, an Answer, and more; the id is the number there.

    From the beginning they tell the whole talk, after `Last-Event-ID` what came since; a comment follows what had been
    said before. The data of a `message` is
    `{"id", "text", "at", "replaces", "to"}`: the client's own id or null, the text as it is stored, when, the number
    that it was put in the place of, or null, and whom it was written to. Whatever is numbered from that on and below
    the message itself is gone. `coordinator` is what a coordinator wrote (`{"id", "text", "at", "by", "answer"}`),
    `status` what happened to the hand-over (`{"kind", "at", …}`). Two kinds have no id, for they are stored nowhere:
    `handover`, where a wish for a person stands, and `typing`.
    """
    inbox = Inbox()
    events = follow_conversation(rooms, conversation, last_event_id, inbox)
    topics = [of_conversation(conversation.id)]
    return EventStream(events, rooms.streams.opened(conversation.id, address_of(request), topics, inbox))


@router.post("/conversations/{conversation_id}/candidate", status_code=201, summary="Let a message be learnt from")
async def keep(conversation: Opened, rooms: Held) -> KeptMessage:
    """Keeps the person's last message, as it was masked, for those who improve the understanding.

    To call it is to consent, so call it only when the person has said yes. It goes with the conversation.
    """
    candidate = await run_in_threadpool(rooms.candidates.keep, conversation.id)
    return KeptMessage(text=candidate.text)


@router.delete("/conversations/{conversation_id}", status_code=204, summary="Forget a conversation")
async def forget(conversation: Opened, rooms: Held) -> Response:
    """Deletes the conversation and everything in it, at once."""
    await rooms.turns.forget(conversation)
    return Response(status_code=204)
