"""The chat page: the shell that the face in the browser fills, and without script the whole chat as a plain form."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
import yaml
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from pydantic import ValidationError
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException

from conversations.candidates import NothingToKeepError
from conversations.handing import OverError
from conversations.writing import UnknownConversationError
from foundation.clock import today
from foundation.errors import OperatorError
from gateway.drawing import draw, draw_choice
from gateway.facing import LEAVE, setup_of
from gateway.privacy import emergency
from gateway.problems import RETRY_SECONDS
from gateway.rates import TooManyError, address_of
from gateway.shapes import MAX_CHARACTERS, NewMessage
from gateway.stand import stand_of
from gateway.standing import handover_view
from gateway.starts import starts
from gateway.telling import Line, lines_of, lines_of_answers
from gateway.texts import interface
from gateway.themes import look_of
from gateway.words import Language, Strict, Words, language_of
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.datastructures import FormData

    from conversations.service import Conversation
    from gateway.rooms import Rooms
    from gateway.standing import HandoverView

TEXTS = Path(__file__).parent / "templates" / "chat.yml"
PANEL = "panel"
MAX_FIELDS = 20
MESSAGE_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
TOO_LONG = "string_too_long"
log = structlog.get_logger()


class KnownMunicipality(StringConvertor):
    """Only these take a form: another address still says which methods it knows."""

    regex = "|".join(ontology().municipalities)


register_url_convertor("kommune", KnownMunicipality())
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


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
    return Texts.model_validate(yaml.safe_load(TEXTS.read_text(encoding="utf-8")))


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


@router.api_route("/{kommune}", methods=["GET", "HEAD"])
async def chat(request: Request, kommune: str, lang: str = "nb", vis: str = "") -> HTMLResponse:
    """The chat page of a municipality, before anything is written."""
    if kommune not in ontology().municipalities:
        return _missing(request)
    return await page(request, Place(kommune, vis == PANEL), View(language_of(lang)))


@router.post("/{kommune:kommune}")
async def write(request: Request, kommune: str, vis: str = "") -> HTMLResponse:
    """The same page without script, with what was written and its answer.

    It is no redirect: the key to the conversation would stand in an address, and be kept in the browser's history.
    """
    place, sent = Place(kommune, vis == PANEL), await _sent(request)
    view = View(sent.language, sent.role, sent.conversation, sent.token, words=sent.text)
    try:
        view = await _done(sent)(request, place, sent)
    except TooManyError:
        view = await _kept(request, place, sent, replace(view, fault=texts().too_many.of(sent.language), status=429))
    except OperatorError as error:
        log.error("operator_error", error=str(error))  # noqa: TRY400 - a trace may hold words
        view = await _kept(request, place, sent, replace(view, fault=_undone(sent).of(sent.language), status=503))
    except OverError:
        refused = replace(view, fault=interface(sent.language).closed_unsent, status=OverError.status)
        view = await _kept(request, place, sent, refused)
    except (UnknownConversationError, NothingToKeepError):
        view = View(sent.language, sent.role, words=sent.text, fault=texts().gone.of(sent.language), status=404)
    return await page(request, place, view)


def _missing(request: Request) -> HTMLResponse:
    if "text/html" not in request.headers.get("accept", ""):
        raise HTTPException(404)
    return draw_choice(request, missing=True)


async def _sent(request: Request) -> Sent:
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
        return sent_of(form)


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


def _done(sent: Sent) -> Callable[[Request, Place, Sent], Awaitable[View]]:
    return _forgotten if sent.forget else _learnt if sent.learn else _written


def _undone(sent: Sent) -> Words:
    return texts().not_deleted if sent.forget else texts().not_kept if sent.learn else texts().not_stored


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


async def _written(request: Request, place: Place, sent: Sent) -> View:
    """One message taken, and the page after it."""
    rooms: Rooms = request.app.state.rooms
    talk = await opened(rooms, place, sent)
    view = view_of(sent, talk)
    try:
        said = NewMessage(text=sent.pressed or sent.text, id=sent.id)
    except ValidationError as error:
        own = interface(sent.language)
        fault = own.too_long if error.errors()[0]["type"] == TOO_LONG else own.empty
        return replace(view, words=sent.text, fault=fault, status=422)
    if talk is None:
        talk = await started(request, place, sent)
        view = view_of(sent, talk)
        view = replace(view, news=interface(sent.language).failure_404 if sent.conversation else None)
    kept = await rooms.turns.kept(talk.conversation, said)
    if kept is not None:  # The page was loaded anew.
        await rooms.turns.take(talk.conversation, said, address_of(request), kept)
        return view_of(sent, await opened(rooms, place, sent))
    if await rooms.rates.may_write(request, talk.conversation.id):
        bodies = await rooms.turns.take(talk.conversation, said, address_of(request), None)
    else:
        bodies = await rooms.turns.refuse(talk.conversation, said.text)
    # A coordinator answers later. Else the answers are shown as they came, for those to danger may be stored nowhere.
    after = (
        _after(view, said.text, bodies)
        if bodies
        else view_of(
            sent, await opened(rooms, place, replace(sent, conversation=talk.conversation.id, token=talk.token))
        )
    )
    # What was typed while a button was pressed stays in the field.
    return replace(after, words=sent.text if sent.pressed else "")


def _after(view: View, text: str, bodies: list[dict[str, Any]]) -> View:
    answers = lines_of_answers(bodies)
    if any(body.get("forgotten") for body in bodies):
        return View(view.language, view.role, lines=answers)
    kept = next((line.answer.question for line in answers if line.answer and line.answer.question), text)
    return replace(view, lines=(*view.lines, Line(kept), *answers))


async def _forgotten(request: Request, place: Place, sent: Sent) -> View:
    rooms: Rooms = request.app.state.rooms
    talk = await opened(rooms, place, sent)
    if talk is not None:
        await rooms.turns.forget(talk.conversation)
    return View(sent.language, sent.role, news=interface(sent.language).forgotten)


async def _learnt(request: Request, place: Place, sent: Sent) -> View:
    """The last message kept to learn from; the button that was pressed is the consent."""
    rooms: Rooms = request.app.state.rooms
    talk = await opened(rooms, place, sent)
    if talk is None:
        raise UnknownConversationError
    candidate = await run_in_threadpool(rooms.candidates.keep, talk.conversation.id)
    return replace(view_of(sent, talk), words=sent.text, learnt=candidate.text)


async def _kept(request: Request, place: Place, sent: Sent, view: View) -> View:
    """A page that refuses, with the conversation so far where it can still be read."""
    try:
        talk = await opened(request.app.state.rooms, place, sent)
    except OperatorError:
        return view
    return replace(view, lines=talk.lines if talk else ())


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
