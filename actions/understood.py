"""From Rasa's tracker to one Query value: this message, and what the conversation remembers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from knowledge import Need, Query
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rasa_sdk import Tracker

    from knowledge.query import Language
    from knowledge.records import Role

# How sure the role classifier must be before a message's way of speaking says who writes.
SURE_OF_ROLE = 0.85
FIRST_GRADE_AGE = 5
# Without a letter that Norwegian uses there is nothing to understand: emoji, digits, another alphabet.
LATIN = re.compile(r"[a-zA-ZæøåÆØÅ]")
# How sure a need of a new message must be to join those of a danger that was told.
SURE_IN_DANGER = 0.4
# «Han er 14», «hun er ni år», «14».
AGE_WORDS = 5
AGE_ALONE = re.compile(r"(?:(?:han|hun|ho|hen|jeg|eg|æ|barnet|gutten|jenta)\s+er\s+)?\d{1,2}", re.IGNORECASE)
# A follow-up of so few words is about what was spoken of before.
FOLLOW_UP_WORDS = 8
NO_FOLLOW_UP = frozenset({"menneske", "smaprat", "personvern", "utenfor", "finn-hjelp", "definisjon", "om-planen"})


@dataclass(frozen=True)
class Message:
    """The latest message as Rasa parsed it, with the metadata that the gateway sent along."""

    data: Mapping[str, Any]
    slots: Mapping[str, Any] = field(default_factory=dict)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the gateway knows of the conversation: kommune, role, language, hidden."""
        return self.data.get("metadata") or {}

    @property
    def intent(self) -> str | None:
        """The question type; None where the understanding was unsure."""
        name = (self.data.get("intent") or {}).get("name")
        return name if name in ontology().question_types and LATIN.search(self.text) else None

    @property
    def text(self) -> str:
        """The words as the gateway masked them."""
        return self.data.get("text") or ""

    def values(self, entity: str) -> tuple[Any, ...]:
        """The values of an entity in the message, each once, in order."""
        found = (one["value"] for one in self.data.get("entities") or () if one["entity"] == entity)
        return tuple(dict.fromkeys(found))

    def needs(self, key: str) -> tuple[Need, ...]:
        """`needs` (told) or `needs_ranking` (nearest)."""
        return tuple(Need(one["id"], one["confidence"]) for one in self.data.get(key) or ())


def understand(tracker: Tracker) -> Query:
    """The query of the latest message."""
    message = Message(tracker.latest_message, tracker.slots)
    remembered = message.slots.get("fokus") or {}
    follows = _follows(message, remembered)
    services = message.values("service")
    danger = _danger(message)
    return Query(
        text=message.text,
        kommune=municipality_of(message),
        role=_role(message),
        language=_language(message),
        question_type=_question_type(message, remembered),
        needs=_needs(message, remembered, follows=follows, in_danger=danger is not None),
        nearest=message.needs("needs_ranking"),
        services=tuple(remembered.get("services", ())) if follows and not services else services,
        levels=message.values("niva"),
        risk_areas=message.values("risikoomrade") or (tuple(remembered.get("risk_areas", ())) if follows else ()),
        age=_age(message),
        hidden=tuple(message.metadata.get("hidden") or ()),
        from_context=follows,
        danger=danger,
        signed_in=bool(message.metadata.get("signed_in")),
        other_language=message.data.get("other_language"),
    )


def _follows(message: Message, remembered: Mapping[str, Any]) -> bool:
    """Whether a message goes on about what was spoken of before («og hva koster det?»)."""
    short = len(message.text.split()) <= FOLLOW_UP_WORDS
    names_nothing = not message.values("service")
    return bool(remembered) and short and names_nothing and message.intent not in NO_FOLLOW_UP


def _question_type(message: Message, remembered: Mapping[str, Any]) -> str | None:
    if _tells_only_an_age(message) and remembered.get("question_type"):
        return str(remembered["question_type"])
    return message.intent


def _tells_only_an_age(message: Message) -> bool:
    """«Ho er 7»: the question before is asked again, for somebody of that age."""
    ages = message.values("alder") or message.values("trinn") or AGE_ALONE.fullmatch(message.text.strip())
    return bool(ages) and len(message.text.split()) <= AGE_WORDS


def _needs(message: Message, remembered: Mapping[str, Any], *, follows: bool, in_danger: bool) -> tuple[Need, ...]:
    before = _remembered_needs(remembered)
    if _tells_only_an_age(message) and before:
        return before
    own = message.needs("needs") if LATIN.search(message.text) else ()
    if in_danger:
        # What was told of danger stays first; of the new message only what is sure joins it.
        told = {need.id: need for need in before}
        return (*before, *(need for need in own if need.confidence >= SURE_IN_DANGER and need.id not in told))
    return own or (before if follows else ())


def _danger(message: Message) -> str | None:
    """The kind of emergency that was spoken of a few messages ago."""
    remembered = message.slots.get("fare") or {}
    return remembered.get("kind") if remembered.get("turns", 0) > 0 else None


def _remembered_needs(remembered: Mapping[str, Any]) -> tuple[Need, ...]:
    return tuple(Need(one["id"], one["confidence"]) for one in remembered.get("needs", ()))


def municipality_of(message: Message) -> str | None:
    """Named in the message, else spoken of last, else sent with the call. An unknown id counts as not known."""
    named = message.values("kommune")
    candidates = (*named[:1], message.slots.get("kommune"), message.metadata.get("kommune"))
    return next((one for one in candidates if one in ontology().municipalities), None)


def _role(message: Message) -> Role:
    told = (message.metadata.get("role"), message.slots.get("rolle"))
    known: Role | None = next((role for role in told if role in ontology().roles and role != "ukjent"), None)
    return known or _role_in_passing(message)


def _role_in_passing(message: Message) -> Role:
    guessed = message.data.get("role") or {}
    sure = guessed.get("confidence", 0.0) >= SURE_OF_ROLE
    role: Role = guessed["id"] if sure and guessed.get("id") in ontology().roles else "ukjent"
    return role


def _language(message: Message) -> Language:
    if message.data.get("other_language"):
        return "en"  # What else is said is more likely understood than Norwegian.
    # What was written before goes before what the call says: the gateway always says one, asked for or not.
    seen = message.data.get("language") or message.slots.get("sprak") or message.metadata.get("language")
    language: Language = seen if seen in ("nb", "nn", "en") else "nb"
    return language


def _age(message: Message) -> int | None:
    ages = message.values("alder")
    grades = message.values("trinn")
    if ages:
        return int(ages[0])
    if grades:
        return int(grades[0]) + FIRST_GRADE_AGE
    if AGE_ALONE.fullmatch(message.text.strip()):
        return int(re.sub(r"\D", "", message.text))
    remembered = message.slots.get("alder")
    return None if remembered is None else int(remembered)


def needs_as_json(needs: Iterable[Need]) -> list[dict[str, Any]]:
    """Needs as Rasa's slots keep them."""
    return [{"id": need.id, "confidence": need.confidence} for need in needs]
