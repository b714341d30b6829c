"""Signing in and out of the desk: with a password, or by way of a provider of OpenID Connect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.errors import NoProviderError, SignInAgainError, WrongPasswordError
from accounts.tries import TooManyTriesError
from foundation.errors import DomainError
from gateway.api import Held
from gateway.drawing import draw
from gateway.headers import without_frames
from gateway.oppslag.addresses import of_ours
from gateway.problems import RETRY_SECONDS
from gateway.rates import TooManyError
from gateway.vakt.cookies import GOING, SECONDS_UNDER_WAY, SESSION, UNDER_WAY, give, sent, take_back
from gateway.vakt.guards import Employee, Token, desk_router
from gateway.vakt.shapes import Credentials, Me, PresenceBody, WaysIn

if TYPE_CHECKING:
    from accounts.oidc import OpenIdProvider
    from gateway.rooms import Rooms

DESK = "/vakt"
router = desk_router()
# Where a browser is led to the provider and back again. They only read, so no header is asked for.
ways = APIRouter(include_in_schema=False)


@router.get("/ways-in")
async def ways_in(rooms: Held) -> WaysIn:
    """How one can sign in."""
    local = await run_in_threadpool(rooms.accounts.users.any_local)
    return WaysIn(local=local, oidc=rooms.provider and rooms.provider.name)


@router.post("/sign-in")
async def sign_in(body: Credentials, before: Token, rooms: Held, request: Request, response: Response) -> Me:
    """Signs in with a password; whoever was signed in with this browser is not any more."""
    token = await signed_in_with(rooms, request, body.login, body.password)
    await welcome(rooms, response, before, token)
    return await _me(rooms, await run_in_threadpool(rooms.accounts.open, token))


@router.post("/sign-out", status_code=204)
async def sign_out(token: Token, rooms: Held) -> Response:
    """Ends the session, on the server too. Whoever is not signed in need not be."""
    response = Response(status_code=204)
    await run_in_threadpool(rooms.accounts.sign_out, token)
    take_back(response, SESSION, rooms.settings)
    return response


@router.get("/me")
async def me(employee: Employee, rooms: Held) -> Me:
    """Who is signed in."""
    return await _me(rooms, employee)


@router.put("/presence")
async def put_presence(body: PresenceBody, employee: Employee, rooms: Held) -> Me:
    """Says whether one takes conversations."""
    await run_in_threadpool(rooms.accounts.presence.put, employee.id, body.state, body.text)
    return await _me(rooms, employee)


@ways.get("/vakt/inn")
async def begin(request: Request, rooms: Held) -> Response:
    """Sends the browser to the provider."""
    try:
        return await _sent_to_provider(request, rooms)
    except DomainError as error:
        return refused(request, rooms, error)


@ways.get("/vakt/inn/svar")
async def answered(request: Request, rooms: Held, before: Token) -> Response:
    """The provider sends the browser back: with a code that is changed for who it is, or with an error."""
    try:
        token = await _vouched(request, rooms)
    except DomainError as error:
        return refused(request, rooms, error)
    going = sent(request, GOING, rooms.settings)
    response = RedirectResponse(of_ours(going) if going else DESK, status_code=302)
    await welcome(rooms, response, before, token)
    for cookie in (UNDER_WAY, GOING):
        take_back(response, cookie, rooms.settings)
    return response


async def signed_in_with(rooms: Rooms, request: Request, login: str, password: str) -> str:
    """Signs in with a password; the session's token.

    Raises:
        WrongPasswordError, TooManyTriesError, TooManyError: when it is refused.
    """
    async with rooms.at_the_door:
        await rooms.rates.look_at_sign_ins(request)
        try:
            _, token = await run_in_threadpool(rooms.accounts.sign_in, login, password)
        except (WrongPasswordError, TooManyTriesError):
            await rooms.rates.count_refused(request)
            raise
    return token


async def welcome(rooms: Rooms, response: Response, before: str, token: str) -> None:
    """Gives the browser the session that is new, and ends the one that it had."""
    if before:
        await run_in_threadpool(rooms.accounts.sign_out, before)
    give(response, SESSION, token, rooms.settings)


async def _me(rooms: Rooms, employee: Employee) -> Me:
    return Me.of(employee, await run_in_threadpool(rooms.accounts.presence.of, employee.id))


def _provider(rooms: Rooms) -> OpenIdProvider:
    if rooms.provider is None:
        raise NoProviderError
    return rooms.provider


async def _sent_to_provider(request: Request, rooms: Rooms) -> Response:
    provider = _provider(rooms)
    await rooms.rates.count_way_in(request)
    begun = await run_in_threadpool(rooms.accounts.pending.begin)
    response = RedirectResponse(await provider.address_for(begun), status_code=302)
    give(response, UNDER_WAY, begun.browser, rooms.settings, SECONDS_UNDER_WAY)
    if going := request.query_params.get("til", ""):
        give(response, GOING, of_ours(going), rooms.settings, SECONDS_UNDER_WAY)
    return response


async def _vouched(request: Request, rooms: Rooms) -> str:
    provider, browser = _provider(rooms), sent(request, UNDER_WAY, rooms.settings)
    state, code, iss = (request.query_params.get(name, "") for name in ("state", "code", "iss"))
    begun = await run_in_threadpool(rooms.accounts.pending.take, state, browser)
    if begun is None or not code:  # Another browser's, an old one, or the person said no.
        raise SignInAgainError
    identity = await provider.identity(begun, code, iss)
    _, token = await run_in_threadpool(rooms.accounts.signed_in_by_provider, identity)
    return token


def refused(request: Request, rooms: Rooms, error: DomainError) -> HTMLResponse:
    """A page that says why somebody gets no further."""
    response = draw(request, "vakt_inn.html", {"title": error.title, "detail": error.detail})
    response.status_code = error.status
    response.headers.update(without_frames(rooms.settings))
    if error.status == TooManyError.status:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
