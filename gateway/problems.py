"""Errors as RFC 9457 problem documents: Norwegian to people, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from foundation.errors import DomainError, OperatorError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger()
# What pydantic calls a fault, and what we tell the person who made it.
FAULTS = {
    "json_invalid": "Innholdet er ikke gyldig JSON.",
    "string_too_long": "Meldingen er for lang. Den kan ha opptil 2000 tegn. Del den gjerne i to.",
    "string_too_short": "Meldingen er tom. Skriv hva det gjelder, med dine egne ord.",
    "missing": "Feltet mangler.",
    "extra_forbidden": "Feltet er ukjent.",
    "string_type": "Feltet må være tekst.",
    "enum": "Verdien er ukjent.",
    "literal_error": "Verdien er ukjent.",
}
HTTP_TITLES = {
    404: ("ikke-funnet", "Siden finnes ikke", "Det er ingenting på denne adressen."),
    405: ("feil-metode", "Metoden kan ikke brukes her", "Se /api/docs for hva adressen tar imot."),
    413: ("for-stort", "Forespørselen er for stor", "Send en kortere melding."),
    415: ("feil-innholdstype", "Feil innholdstype", "Send JSON, med «Content-Type: application/json»."),
}


def problem(status: int, slug: str, title: str, detail: str) -> JSONResponse:
    """A problem document."""
    body = {"type": f"/problem/{slug}", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Every error of the application leaves as a problem document."""
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(OperatorError, _operator)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _domain(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)  # noqa: S101 - Starlette's handlers take any Exception
    return problem(error.status, error.slug, error.title, error.detail)


async def _operator(_: Request, error: Exception) -> JSONResponse:
    log.error("operator_error", error=str(error))
    detail = "Akkurat nå kan ikke meldingen lagres. Den er ikke gått tapt hos deg: prøv å sende den igjen om litt."
    return problem(503, "midlertidig-feil", "Tjenesten er utilgjengelig", detail)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - Starlette's handlers take any Exception
    faults = error.errors()
    status = 400 if any(fault["type"] == "json_invalid" for fault in faults) else 422
    detail = " ".join(dict.fromkeys(_say(fault["type"], fault["loc"], fault["msg"]) for fault in faults))
    return problem(status, "ugyldig-foresporsel", "Forespørselen kan ikke brukes", detail)


def _say(kind: str, location: tuple[int | str, ...], message: str) -> str:
    if kind == "value_error":  # Our own validators speak Norwegian already.
        return message.removeprefix("Value error, ")
    said = FAULTS.get(kind, "Verdien kan ikke brukes.")
    field = ".".join(str(part) for part in location if part != "body")
    named = kind in {"missing", "extra_forbidden", "string_type", "enum", "literal_error"} or kind not in FAULTS
    return f"{field}: {said}" if field and named else said


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette's handlers take any Exception
    slug, title, detail = HTTP_TITLES.get(
        error.status_code, ("feil", "Noe gikk galt", "Prøv igjen, eller ta kontakt med kommunen.")
    )
    return problem(error.status_code, slug, title, detail)


async def _unexpected(_: Request, error: Exception) -> JSONResponse:
    # The type only: the text of an error may hold the words of a message.
    log.error("unexpected_error", error=type(error).__name__)
    detail = "Feilen er registrert. Prøv igjen om litt, eller ta kontakt med kommunen."
    return problem(500, "intern-feil", "Noe gikk galt hos oss", detail)
