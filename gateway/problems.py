"""Errors as RFC 9457 problem documents: Norwegian to people, with what to do."""

from __future__ import annotations

from http import HTTPStatus
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from foundation.errors import DomainError, OperatorError
from foundation.request_id import current_request_id
from gateway.shapes import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE = "application/problem+json"
# What a person in danger must know though nothing else can be said; the numbers are those of the content.
EMERGENCY = "Er noen i fare nå, ring 113 eller 112. Barn og unge kan ringe 116 111 hele døgnet."
RETRY_SECONDS = "60"
log = structlog.get_logger()
# The field that holds a message; what is told of its length speaks of messages.
MESSAGE = "text"
NO_OBJECT = "model_attributes_type"
METHODS = ("DELETE", "GET", "HEAD", "POST", "PUT")
# What pydantic calls a fault, and what we tell the person who made it.
FAULTS = {
    "json_invalid": "Innholdet er ikke gyldig JSON.",
    "string_too_long": "Meldingen er for lang. Den kan ha opptil 2000 tegn. Del den gjerne i to.",
    "string_too_short": "Meldingen er tom. Skriv hva det gjelder, med dine egne ord.",
    "missing": "Feltet mangler.",
    "extra_forbidden": "Feltet er ukjent.",
    "string_type": "Feltet må være tekst.",
    "string_pattern_mismatch": "Id-en må være 16 til 64 bokstaver fra a til z, tall og bindestreker.",
    "enum": "Verdien er ukjent.",
    "literal_error": "Verdien er ukjent.",
    NO_OBJECT: "Innholdet må være et JSON-objekt.",
}
HTTP_TITLES = {
    400: ("ugyldig-foresporsel", "Forespørselen kan ikke brukes", "Innholdet er ikke gyldig JSON."),
    404: ("ikke-funnet", "Siden finnes ikke", "Det er ingenting på denne adressen."),
    405: ("feil-metode", "Metoden kan ikke brukes her", "Se /api/docs for hva adressen tar imot."),
    408: ("for-sent", "Forespørselen kom for sent", "Hele meldingen kom ikke fram i tide. Send den igjen."),
    413: ("for-stort", "Forespørselen er for stor", "Send en kortere melding."),
    415: ("feil-innholdstype", "Feil innholdstype", "Send JSON, med «Content-Type: application/json»."),
}


def problem(status: int, slug: str, title: str, detail: str) -> JSONResponse:
    """A problem document; of a fault of ours it tells the id under which the logs tell more."""
    body: dict[str, Any] = {"type": f"/problem/{slug}", "title": title, "status": status, "detail": detail}
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and (request_id := current_request_id()) is not None:
        body["request_id"] = request_id
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def described(problems: dict[int, str]) -> dict[int | str, dict[str, Any]]:
    """Problem documents as OpenAPI describes an address's responses: status to what it means."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": description, "content": content} for status, description in problems.items()}


def add_problem_handlers(app: FastAPI) -> None:
    """Every error of the application leaves as a problem document."""
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(OperatorError, _operator)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Crashes)


def refusal(error: DomainError) -> JSONResponse:
    """An error as its problem document, with the headers that its status asks for."""
    response = problem(error.status, error.slug, error.title, error.detail)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


async def _domain(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)  # noqa: S101 - Starlette's handlers take any Exception
    return refusal(error)


async def _operator(_: Request, error: Exception) -> JSONResponse:
    log.error("operator_error", error=str(error))
    detail = "Akkurat nå kan ikke meldingen lagres. Den er ikke gått tapt hos deg: prøv å sende den igjen om litt."
    return problem(503, "midlertidig-feil", "Tjenesten er utilgjengelig", f"{detail} {EMERGENCY}")


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - Starlette's handlers take any Exception
    faults = error.errors()
    if any(fault["type"] == NO_OBJECT for fault in faults) and not _is_json(request):
        return problem(415, *HTTP_TITLES[415])
    status = 400 if any(fault["type"] == "json_invalid" for fault in faults) else 422
    detail = " ".join(
        dict.fromkeys(_say(fault["type"], fault["loc"], fault["msg"], fault.get("ctx", {})) for fault in faults)
    )
    return problem(status, "ugyldig-foresporsel", "Forespørselen kan ikke brukes", detail)


def _is_json(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


def _say(kind: str, location: tuple[int | str, ...], message: str, limits: Mapping[str, Any]) -> str:
    if kind == "value_error":  # Our own validators speak Norwegian already.
        return message.removeprefix("Value error, ")
    said = FAULTS.get(kind, "Verdien kan ikke brukes.")
    field = ".".join(str(part) for part in location if part != "body")
    if kind == "string_too_long" and field != MESSAGE:
        return f"{field}: Teksten er for lang. Den kan ha opptil {limits['max_length']} tegn."
    if kind == "string_too_short" and field != MESSAGE:
        return f"{field}: Feltet er tomt."
    named = kind in {"missing", "extra_forbidden", "string_type", "enum", "literal_error"} or kind not in FAULTS
    return f"{field}: {said}" if field and named else said


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette's handlers take any Exception
    slug, title, detail = HTTP_TITLES.get(
        error.status_code, ("feil", "Noe gikk galt", "Prøv igjen, eller ta kontakt med kommunen.")
    )
    response = problem(error.status_code, slug, title, detail)
    response.headers.update(error.headers or {})
    if "allow" in response.headers:
        response.headers["Allow"] = ", ".join(_methods(request))
    return response


def _methods(request: Request) -> list[str]:
    """What the address takes: where several routes share one, the header of the first names only its own."""
    scopes = {method: {**request.scope, "method": method} for method in METHODS}
    routes = request.app.routes
    return [one for one, scope in scopes.items() if any(route.matches(scope)[0] is Match.FULL for route in routes)]


class Crashes:
    """Turns a crash into a problem document, and logs its type and place.

    Not an exception handler: Starlette raises a crash anew after its handler, and the server would then write
    the error's text to its log, which may hold the words of a message.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wraps `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sender(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sender)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            place = extract_tb(error.__traceback__)[-1]
            log.error("unexpected_error", error=type(error).__name__, place=f"{place.filename}:{place.lineno}")  # noqa: TRY400 - a stack trace would hold the words
            if not begun:
                detail = "Feilen er registrert. Prøv igjen om litt, eller ta kontakt med kommunen."
                await problem(500, "intern-feil", "Noe gikk galt hos oss", f"{detail} {EMERGENCY}")(
                    scope, receive, send
                )
