"""The chat page of a municipality, and without script the whole chat as a plain form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from pydantic import ValidationError
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException

from conversations.candidates import NothingToKeepError
from conversations.handing import OverError
from conversations.writing import UnknownConversationError
from foundation.errors import OperatorError
from gateway.chat_page import View, page, texts, view_of
from gateway.drawing import draw_choice
from gateway.form import PANEL, Place, Sent, opened, sent_of, started
from gateway.rates import TooManyError, address_of
from gateway.shapes import NewMessage
from gateway.telling import Line, lines_of_answers
from gateway.texts import interface
from gateway.turn import Taken
from gateway.words import Words, language_of
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.rooms import Rooms

MAX_FIELDS = 20
TOO_LONG = "string_too_long"
log = structlog.get_logger()


class KnownMunicipality(StringConvertor):
    """Only these take a form: another address still says which methods it knows."""

    regex = "|".join(ontology().municipalities)


register_url_convertor("kommune", KnownMunicipality())
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


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


def _done(sent: Sent) -> Callable[[Request, Place, Sent], Awaitable[View]]:
    return _forgotten if sent.forget else _learnt if sent.learn else _written


def _undone(sent: Sent) -> Words:
    return texts().not_deleted if sent.forget else texts().not_kept if sent.learn else texts().not_stored


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
        taken = await rooms.turns.take(talk.conversation, said, address_of(request), None)
    else:
        taken = Taken(await rooms.turns.refuse(talk.conversation, said.text))
    # A coordinator answers later. Else the answers are shown as they came, for those to danger may be stored nowhere.
    after = (
        _after(view, said.text, taken.answers)
        if taken.answers
        else view_of(
            sent, await opened(rooms, place, replace(sent, conversation=talk.conversation.id, token=talk.token))
        )
    )
    if taken.lacks == "message":
        return replace(after, words=sent.text, news=texts().not_stored.of(sent.language))
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
