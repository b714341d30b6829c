"""The way in: signing in for the look-up without script, and what is drawn where a page is not there for somebody."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict

from accounts.errors import WrongPasswordError
from accounts.passwords import LONGEST
from accounts.store import LOGIN
from foundation.errors import DomainError
from gateway.api import Held
from gateway.drawing import draw
from gateway.headers import without_frames
from gateway.oppslag.addresses import ROOT, of_ours
from gateway.oppslag.drawing import NOT_FOUND_BY_SEARCH, draw_page
from gateway.oppslag.reader import ClosedPageError, NoSuchPageError, standard_asked
from gateway.oppslag.texts import texts
from gateway.vakt.cookies import SESSION, take_back
from gateway.vakt.guards import Token, from_our_form
from gateway.vakt.signing_in import signed_in_with, welcome
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.oppslag.reader import Reader
    from gateway.rooms import Rooms

router = APIRouter(prefix=ROOT, include_in_schema=False, default_response_class=HTMLResponse)
MAX_FIELDS = 40
# What the sign-in form calls what it carries along.
CARRIED = "carried_"


class Credentials(BaseModel):
    """What the form of the way in sends; what it carries along is read apart."""

    model_config = ConfigDict(extra="ignore")

    login: str = ""
    password: str = ""
    til: str = ROOT


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody was going, and what they had typed there, when they had to sign in."""

    til: str = ""
    carried: Mapping[str, str] = field(default_factory=dict)
    login: str = ""
    fault: str | None = None
    has_no_role: bool = False


@router.post("/inn")
async def sign_in(request: Request, rooms: Held, before: Token, sent: Annotated[Credentials, Form()]) -> Response:
    """Signs in with a password, and goes on to where the employee was going."""
    from_our_form(request, rooms)
    carried = await _carried(request)
    try:
        if len(sent.login) > LOGIN or len(sent.password) > LONGEST:
            raise WrongPasswordError
        token = await signed_in_with(rooms, request, sent.login, sent.password)
    except DomainError as error:
        return await draw_entrance(request, rooms, Way(sent.til, carried, sent.login, error.detail), error.status)
    response: Response = RedirectResponse(of_ours(sent.til), status_code=303)
    if carried:  # What was sent to the page is sent to it now: no redirect can carry it.
        language = standard_asked(request)
        told = {"t": texts(language), "root": ROOT, "til": of_ours(sent.til), "carried": carried}
        response = draw(request, "oppslag/carry_on.html", told, language=language)
        response.headers.update(without_frames(rooms.settings) | NOT_FOUND_BY_SEARCH)
    await welcome(rooms, response, before, token)
    return response


@router.post("/ut")
async def sign_out(request: Request, rooms: Held, token: Token) -> Response:
    """Ends the session."""
    from_our_form(request, rooms)
    await run_in_threadpool(rooms.accounts.sign_out, token)
    response = RedirectResponse(ROOT, status_code=303)
    take_back(response, SESSION, rooms.settings)
    return response


async def draw_entrance(request: Request, rooms: Rooms, way: Way | None = None, status: int = 200) -> HTMLResponse:
    """The way in; what was typed on the page that could not be opened goes along."""
    going = way or Way()
    language = standard_asked(request)
    told = {
        "t": texts(language),
        "root": ROOT,
        "way": replace(going, til=of_ours(going.til)),
        "local": await run_in_threadpool(rooms.accounts.users.any_local),
        "provider": rooms.provider.name if rooms.provider is not None else None,
        "lang_query": "?lang=nn" if language == "nn" else "",
        "open_to_all": [(one, ontology().municipalities[one].name) for one in rooms.settings.lookup_public],
    }
    response = draw(request, "oppslag/entrance.html", told, language=language)
    response.status_code = status
    response.headers.update(without_frames(rooms.settings) | NOT_FOUND_BY_SEARCH)
    return response


def draw_missing(request: Request, reader: Reader, replaced: list[tuple[str, str, str]] | None) -> HTMLResponse:
    """That something is not there: withdrawn, and by what it is replaced, or never here (`replaced` None)."""
    response = draw_page(request, reader, "missing.html", {"replaced": replaced})
    response.status_code = 404 if replaced is None else 410
    return response


async def ask_to_sign_in(request: Request, error: Exception) -> Response:
    """What a page of the look-up is to somebody who is not signed in; what they had typed goes along."""
    assert isinstance(error, ClosedPageError)  # noqa: S101 - the handler is for these only
    rooms: Rooms = request.app.state.rooms
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
        carried = {key: value for key, value in form.items() if isinstance(value, str)}
    way = request.url.path if not request.url.query else f"{request.url.path}?{request.url.query}"
    return await draw_entrance(request, rooms, Way(way, carried), status=401)


async def draw_nothing(request: Request, error: Exception) -> Response:
    """That there is no such page, to somebody of whom no municipality is known."""
    assert isinstance(error, NoSuchPageError)  # noqa: S101 - the handler is for these only
    language = standard_asked(request)
    rooms: Rooms = request.app.state.rooms
    response = draw(request, "oppslag/nothing.html", {"t": texts(language), "root": ROOT}, language=language)
    response.status_code = error.status
    response.headers.update(without_frames(rooms.settings) | NOT_FOUND_BY_SEARCH)
    return response


async def _carried(request: Request) -> dict[str, str]:
    """What was typed on the page that could not be opened."""
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
        sent = {key: value for key, value in form.items() if isinstance(value, str)}
    return {key.removeprefix(CARRIED): value for key, value in sent.items() if key.startswith(CARRIED)}
