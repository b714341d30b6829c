"""What a family lets a coordinator know: the draft that they are shown, and what they make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from conversations.wishing import Request, Summary
from foundation.masking import mask
from gateway.shapes import NO_TEXT, KnownMunicipality, KnownRole, Strict, without_control
from knowledge.ontology import ontology
from knowledge.texts import in_words, topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conversations.service import Conversation
    from gateway.words import Language
    from knowledge import Library
    from knowledge.library import View

MOST = 20
# A message that was answered so tells nothing of the child.
ABOUT_NOTHING = frozenset({"handover", "smalltalk", "privacy", "out_of_scope", "error"})
MAX_AGE = 25
MAX_WORDS = 2_000
type Ids = Annotated[tuple[Annotated[str, Field(max_length=80)], ...], Field(max_length=MOST)]


class SummaryBody(Strict):
    """What goes along; every field but the municipality may be empty, and all of them may."""

    kommune: KnownMunicipality
    role: KnownRole | None = None
    age: Annotated[int, Field(ge=0, le=MAX_AGE), NO_TEXT] | None = None
    needs: Ids = Field((), description="Ids of needs; one that is not known is left out.")
    services: Ids = Field((), description="Ids of services; one that is not known is left out.")
    words: (
        Annotated[
            str,
            StringConstraints(max_length=MAX_WORDS, strip_whitespace=True),
            BeforeValidator(without_control),
        ]
        | None
    ) = Field(None, description="Their own words. Personal data is hidden in them.")


class NewHandover(Strict):
    """A wish for a person."""

    summary: SummaryBody
    share_talk: bool = Field(
        default=False, strict=True, description="Whether the coordinator may read what was said before."
    )

    def request(self, library: Library, view: View) -> Request:
        """As it is stored: with what is known here, and personal data hidden."""
        told = self.summary
        services = service_names(view, "nb")
        return Request(
            Summary(
                kommune=told.kommune,
                role=told.role,
                age=told.age,
                needs=tuple(need for need in told.needs if need in ontology().needs),
                services=tuple(one for one in told.services if one in services),
                words=mask(told.words, library.public_names).text if told.words else None,
            ),
            shares_talk=self.share_talk,
        )


def draft(conversation: Conversation, answers: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    """What is known of them so far, to be edited; `answers` with the last one first."""
    needs = dict.fromkeys(need["id"] for body in reversed(answers) for need in body.get("needs", ()))
    services = {one["id"]: one["name"] for body in reversed(answers) for one in _services(body)}
    about = (body for body in reversed(answers) if body["outcome"] not in ABOUT_NOTHING)
    told = [body["question"] for body in about if body.get("question")]
    return {
        "role": conversation.role if conversation.role != "ukjent" else _last(answers, "role", "ukjent"),
        "age": _last(answers, "age", None),
        "kommune": conversation.kommune or _last(answers, "kommune", None),
        "needs": [named_need(need, language) for need in list(needs)[-MOST:]],
        "services": [{"id": id_, "name": name} for id_, name in list(services.items())[-MOST:]],
        "words": "\n".join(dict.fromkeys(told))[-MAX_WORDS:] or None,
    }


def _services(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of an answer; one that does not hold to the contract has none."""
    found = body.get("services")
    return found if isinstance(found, list) else []


def _last(answers: Sequence[dict[str, Any]], key: str, nothing: object) -> object:
    """What was last known."""
    return next((body[key] for body in answers if body.get(key) not in {None, nothing}), nothing)


def named_need(need: str, language: Language) -> dict[str, str]:
    """A need as it is shown."""
    return {"id": need, "name": topic(need, language)}


def named_services(ids: Iterable[str], view: View, language: Language) -> list[dict[str, str]]:
    """Services as they are shown; one that the library no longer has is left out."""
    names = service_names(view, language)
    return [{"id": one, "name": names[one]} for one in ids if one in names]


def service_names(view: View, language: Language) -> dict[str, str]:
    """What the services of a municipality are called."""
    return {one.id: in_words(one.name, language) for one in view.services.values() if one.name}
