"""Cards that a coordinator sends along, and the search that finds them: facts come from the library only."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import structlog
from fastapi.concurrency import run_in_threadpool

from foundation.clock import now, today
from foundation.errors import DomainError
from foundation.masking import mask
from gateway.rasa import OutOfStepError, RasaDownError
from gateway.summaries import service_names
from gateway.words import language_of, standard_of
from knowledge import Need, Query, answer, to_json
from knowledge.texts import in_words

if TYPE_CHECKING:
    from conversations.cases import Case
    from gateway.rooms import Rooms
    from gateway.words import Language
    from knowledge import Library
    from knowledge.applied import AppliedService

log = structlog.get_logger()


class UnknownCardError(DomainError):
    """The library has no such service in the municipality."""

    status = 404
    slug = "ukjent-tjeneste"
    title = "Tjenesten finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Tjenesten finnes ikke i kunnskapsbasen lenger. Søk på nytt.")


# A family has read its summary before it was sent.
CERTAIN = 1.0
NOTHING: dict[str, Any] = {
    "statements": [],
    "clarification": None,
    "plan": [],
    "process": None,
    "responsibility": [],
    "suggestions": [],
    "notices": [],
    "body": [],
    "question_back": None,
    "coordinator": None,
    "acute": None,
    "acute_opening": None,
}


def card(library: Library, case: Case, service_id: str) -> dict[str, Any] | None:
    """An Answer that holds one service, as the family may see it; None where the library has none of that id."""
    view = library.view(case.kommune, today())
    found = next((one for one in view.services.values() if one.id == service_id), None)
    if found is None:
        return None
    language = language_of(case.language)
    query = Query(
        text=service_names(view, language).get(service_id, found.type),
        kommune=case.kommune,
        role=case.summary["role"] or "ukjent",
        language=language,
        services=(found.type,),
        question_type="finn-hjelp",
    )
    body = to_json(answer(query, library, now()))
    services = [one for one in body["services"] if one["id"] == service_id]
    if not services:
        return None
    shown = services[0] | _told(found, language)
    return body | NOTHING | {"outcome": "answered", "services": [shown], "reply": _in_words(shown)}


def suggestions(library: Library, case: Case) -> dict[str, Any] | None:
    """What the family's own summary leads to, as the family may see it; None where it tells of no need or service.

    The library alone answers, by ids: what the family wrote in its own words is not read.
    """
    told = case.summary
    kinds = {one.id: one.type for one in library.view(case.kommune, today()).services.values()}
    services = tuple(kinds[one] for one in told["services"] if one in kinds)
    if not (told["needs"] or services):
        return None
    query = Query(
        text="",
        kommune=case.kommune,
        role=told["role"] or "ukjent",
        language=language_of(case.language),
        question_type="finn-hjelp",
        needs=tuple(Need(need, CERTAIN) for need in told["needs"]),
        services=services,
        age=told["age"],
    )
    return to_json(answer(query, library, now()))


def _told(service: AppliedService, language: Language) -> dict[str, str]:
    """What the service does, where the content says it: nobody has asked, so there is no other reason for the card."""
    if service.text is None:
        return {}
    return {"why": in_words(service.text, language), **({"why_language": "nb"} if language == "en" else {})}


def _in_words(service: dict[str, Any]) -> str:
    """The card as plain text: what it says, and no more."""
    contacts = [f"{one['label']}: {one['value']}" for one in service["contacts"]]
    return "\n".join([f"{service['name']}: {service['why']}", *filter(None, [service["access"]]), *contacts])


async def search(rooms: Rooms, case: Case, text: str) -> dict[str, Any]:
    """What the assistant would answer an employee who asks about this family; the library alone where Rasa is down.

    Asked in a conversation of its own, which is forgotten at once.
    """
    language = standard_of(case.language)
    masked = mask(text, rooms.library.public_names)
    sender = secrets.token_hex(16)
    told = {"kommune": case.kommune, "role": "ansatt", "language": language, "signed_in": True, "number": 1}
    try:
        answers = await rooms.rasa.answers(sender, masked.text, told | {"hidden": list(masked.hidden), "after": None})
        await rooms.rasa.forget(sender)
        return answers[-1]
    except (RasaDownError, OutOfStepError):
        log.warning("rasa_down", conversation=sender)
    query = Query(
        text=masked.text,
        kommune=case.kommune,
        role="ansatt",
        language=language,
        hidden=masked.hidden,
        signed_in=True,
        alone=True,
    )
    return to_json(await run_in_threadpool(answer, query, rooms.library, now()))
