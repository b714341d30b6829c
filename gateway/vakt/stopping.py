"""The kill switch at the desk: whoever leads a municipality stops its automatic answers, and lets them go on.

Drawn by the server and without script, so that it works when little else does. Nothing is done at the first press: the
page asks whether that is meant, and shows what families will read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.rights import NotAllowedError
from conversations.stopping import By
from foundation.errors import DomainError
from gateway.api import Held
from gateway.vakt.guards import Token, from_our_form, signed_in
from gateway.vakt.signing_in import refused
from gateway.vakt.stop_page import ADDRESS, Sent, draw_page, name_of, read_places

if TYPE_CHECKING:
    from accounts.rights import SignedIn
    from gateway.rooms import Rooms
    from knowledge.lookup.reading import Standard

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def page(request: Request, rooms: Held, token: Token, lang: str = "nb") -> Response:
    """How it stands in the municipalities that one leads."""
    try:
        employee = await _lead(rooms, token)
    except DomainError as error:
        return refused(request, rooms, error)
    return await _standing(request, rooms, employee, _standard(lang))


@router.post(ADDRESS)
async def switch(
    request: Request, rooms: Held, token: Token, sent: Annotated[Sent, Form()], lang: str = "nb"
) -> Response:
    """Asks whether it is meant, and does it once that is said."""
    language = _standard(lang)
    try:
        from_our_form(request, rooms)
        employee = await _lead(rooms, token)
        employee.must("leder", sent.kommune)
    except DomainError as error:
        return refused(request, rooms, error)
    if sent.is_too_long:
        return await _standing(request, rooms, employee, language, sent)
    if sent.do.startswith("ask"):
        return await _asked(request, rooms, language, sent)
    await _done(rooms, By(employee.name, employee.id), sent)
    return RedirectResponse(f"{ADDRESS}?lang={language}#{sent.kommune}", status_code=303)


async def _lead(rooms: Rooms, token: str) -> SignedIn:
    """Who is signed in, and leads somewhere.

    Raises:
        NotSignedInError: when nobody is.
        NotAllowedError: when they lead nowhere.
    """
    employee = await signed_in(token, rooms)
    if not employee.kommuner("leder"):
        message = "Bare en leder i kommunen kan stoppe svarene. Ring lederen din, eller dem som drifter tjenesten."
        raise NotAllowedError(message)
    return employee


async def _standing(
    request: Request, rooms: Rooms, employee: SignedIn, language: Standard, sent: Sent | None = None
) -> HTMLResponse:
    """How it stands; with what was sent where that cannot be used."""
    places = await run_in_threadpool(read_places, rooms, employee.kommuner("leder"), language, sent)
    response = draw_page(request, rooms, language, {"places": places})
    response.status_code = 200 if sent is None else 422
    return response


async def _asked(request: Request, rooms: Rooms, language: Standard, sent: Sent) -> HTMLResponse:
    """Whether it is meant, and what families will read then."""
    holding = await run_in_threadpool(rooms.stops.in_force)
    changes = "change" if sent.kommune in holding else "stop"
    told = {
        "asked": "start" if sent.do == "ask-start" else changes,
        "sent": sent,
        "name": name_of(sent.kommune),
        "read": rooms.stopping.told(rooms.library, sent.kommune, sent.message),
    }
    return draw_page(request, rooms, language, told)


async def _done(rooms: Rooms, by: By, sent: Sent) -> None:
    """Done, and known here at once; other gateways see it within seconds."""
    if sent.do == "stop":
        await run_in_threadpool(rooms.stops.stop, sent.kommune, by, sent.message)
    else:
        await run_in_threadpool(rooms.stops.lift, sent.kommune, by)
    await rooms.stopping.look()


def _standard(lang: str) -> Standard:
    return "nn" if lang == "nn" else "nb"
