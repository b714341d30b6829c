"""The plain form of the chat page: which page it is, what it holds, and the conversation that its key opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool

from conversations.writing import UnknownConversationError
from gateway.telling import Line, lines_of
from gateway.words import Language, language_of
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.datastructures import FormData

    from conversations.service import Conversation
    from gateway.rooms import Rooms

PANEL = "panel"
MESSAGE_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Which page it is: the municipality's, and whether it stands in the widget's frame."""

    kommune: str
    panel: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form holds."""

    id: str | None
    text: str
    pressed: str
    role: str
    language: Language
    conversation: str
    token: str
    forget: bool
    learn: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that the form's key opens."""

    conversation: Conversation
    token: str
    lines: tuple[Line, ...] = ()


def sent_of(form: FormData) -> Sent:
    """What a form of the page holds, as far as it can be used."""
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    role = given.get("role", "")
    return Sent(
        id=given.get("id") if MESSAGE_ID.fullmatch(given.get("id", "")) else None,
        text=given.get("text", ""),
        pressed=given.get("pressed", ""),
        role=role if role in ontology().roles else "ukjent",
        language=language_of(given.get("language", "")),
        conversation=given.get("conversation", ""),
        token=given.get("token", ""),
        forget="forget" in given,
        learn="learn" in given,
    )


async def opened(rooms: Rooms, place: Place, sent: Sent) -> Talk | None:
    """The conversation that the form holds the key to; none where it opens nothing, or another municipality's."""
    try:
        conversation = await run_in_threadpool(rooms.conversations.open, sent.conversation, sent.token)
        messages = await run_in_threadpool(rooms.conversations.messages, conversation.id)
    except UnknownConversationError:
        return None
    if conversation.kommune != place.kommune:
        return None
    return Talk(conversation, sent.token, lines_of(messages, sent.language))


async def started(request: Request, place: Place, sent: Sent) -> Talk:
    """A new conversation.

    Raises:
        TooManyError: where too many were started from the same address.
    """
    rooms: Rooms = request.app.state.rooms
    await rooms.rates.count_start(request)
    conversation, token = await run_in_threadpool(rooms.conversations.start, place.kommune, sent.role, sent.language)
    return Talk(conversation, token)
