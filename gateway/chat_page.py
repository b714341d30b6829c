"""The chat page as it is drawn: the shell that the face in the browser fills, and the talk where there is no script."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool

from conversations.writing import UnknownConversationError
from foundation.clock import today
from foundation.errors import OperatorError
from foundation.yaml_files import read_yaml
from gateway.drawing import draw
from gateway.facing import LEAVE, setup_of
from gateway.privacy import emergency
from gateway.problems import RETRY_SECONDS
from gateway.rates import TooManyError
from gateway.shapes import MAX_CHARACTERS
from gateway.stand import stand_of
from gateway.standing import handover_view
from gateway.starts import starts
from gateway.themes import look_of
from gateway.words import Language, Strict, Words
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import HTMLResponse

    from gateway.form import Place, Sent, Talk
    from gateway.rooms import Rooms
    from gateway.standing import HandoverView
    from gateway.telling import Line

TEXTS = Path(__file__).parent / "templates" / "chat.yml"


class Texts(Strict):
    """What only the page without script says."""

    too_many: Words
    not_stored: Words
    not_deleted: Words
    gone: Words
    not_kept: Words
    role_of: Words
    fetch: Words


@cache
def texts() -> Texts:
    """The file, read once."""
    return Texts.model_validate(read_yaml(TEXTS))


@dataclass(frozen=True, slots=True)
class View:
    """What changes from page to page. `fault` stands beside the field, `news` above it; `words` stand in it.

    `learnt`: what was kept to learn from, word for word.
    """

    language: Language
    role: str = "ukjent"
    conversation: str = ""
    token: str = ""
    lines: tuple[Line, ...] = ()
    words: str = ""
    fault: str | None = None
    news: str | None = None
    learnt: str | None = None
    status: int = 200


def view_of(sent: Sent, talk: Talk | None) -> View:
    """The page of a talk as it is; of none, an empty one."""
    if talk is None:
        return View(sent.language, sent.role)
    return View(sent.language, talk.conversation.role, talk.conversation.id, talk.token, talk.lines)


async def page(request: Request, place: Place, view: View) -> HTMLResponse:
    """The page of a talk, with where it stands with a person."""
    rooms: Rooms = request.app.state.rooms
    look = look_of(place.kommune, rooms.settings)
    standing = await _standing(rooms, place, view)
    setup = await run_in_threadpool(setup_of, rooms, place.kommune, look.name, view.language, panel=place.panel)
    told = {
        "name": look.name,
        "panel": place.panel,
        "view": view,
        "own": texts(),
        "fetch": texts().fetch.of(view.language),
        "stopped": setup["stopped"] and setup["stopped"][view.language],
        "starts": starts(view.role, view.language),
        "roles": ontology().roles,
        "emergency": emergency(rooms.library.view(None, today()), view.language),
        "leave": LEAVE,
        "most": MAX_CHARACTERS,
        "message_id": secrets.token_hex(16),
        "setup": json.dumps(setup, ensure_ascii=False),
        "stand": standing and stand_of(standing, view.language),
        # Before there is a conversation, and where nobody can tell, one may ask.
        "has_desk": setup["desk"]["exists"],
        "can_ask": setup["desk"]["exists"] and (standing is None or standing.state == "assistant"),
    }
    response = draw(request, "chat.html", told, language=view.language, kommune=place.kommune)
    response.status_code = view.status
    if view.status == TooManyError.status:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


async def _standing(rooms: Rooms, place: Place, view: View) -> HandoverView | None:
    """None where there is no conversation, or where it cannot be read."""
    if not view.conversation:
        return None
    try:
        conversation = await run_in_threadpool(rooms.conversations.open, view.conversation, view.token)
        if conversation.kommune != place.kommune:
            return None
        return await run_in_threadpool(handover_view, rooms, conversation)
    except (UnknownConversationError, OperatorError):
        return None
