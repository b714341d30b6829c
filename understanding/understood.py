"""From what Rasa parsed to one Query value: this message, and what the conversation remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foundation.settings import settings
from knowledge import Need, Query
from knowledge.answering.cite import DANGER_TO_LIFE
from knowledge.answering.urgency import KIND_OF
from knowledge.ontology import ontology
from knowledge.query import LANGUAGES
from understanding.following import Following
from understanding.message import GROWN, Message
from understanding.phrases import AGE_ALONE, AGE_BAND, AGE_IN_MONTHS, AGE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.query import Corrected, Language
    from knowledge.records import Role

# How sure the role classifier must be before a message's way of speaking says who writes.
SURE_OF_ROLE = 0.85
FIRST_GRADE_AGE = 5
# Whoever says «i barnehagen», asked where it is difficult, has told the age as well as it is needed.
KINDERGARTEN_AGE = 3
OF_PUPILS = frozenset({"skolefravaer", "leksehjelp", "sfo"})


def understand(message: Message) -> Query:
    """The query of a message."""
    following = Following(message, message.slots.get("fokus") or {})
    danger, reply = _danger(message), following.reply
    in_kindergarten = reply is not None and reply.place == "barnehage"
    age = KINDERGARTEN_AGE if in_kindergarten else _age(message)
    asked = message.slots.get("spurt") or {}
    kommune = _known_municipality(message) if _passes_through(following) else municipality_of(message)
    return Query(
        text=following.text,
        kommune=kommune,
        role=(reply.role if reply else None) or _role(message),
        language=_language(message),
        question_type=following.question_type,
        needs=tuple(_of_age(following.needs(in_danger=danger is not None), age)),
        nearest=message.needs("needs_ranking"),
        services=following.services(),
        levels=message.values("niva"),
        refused=message.unwanted,
        own_services=_own_services(message),
        risk_areas=following.risk_areas(),
        age=age,
        hidden=tuple(message.metadata.get("hidden") or ()),
        from_context=following.goes_on,
        danger=danger,
        danger_heard=message.danger,
        calm=message.is_calm,
        danger_now=_danger_now(following, danger) if reply is not None and reply.in_danger else None,
        signed_in=bool(message.metadata.get("signed_in")),
        has_desk=settings().desk_of(kommune) is not None,
        other_language=message.data.get("other_language"),
        corrected=tuple(_corrected(following)),
        misses=int(message.slots.get("bom") or 0),
        questions=int(asked.get("times") or 0),
        standing=_standing(message),
        asked=frozenset(asked.get("before") or ()),
        replied=reply.says if reply is not None else None,
    )


def _passes_through(following: Following) -> bool:
    """«Går det buss til Vinstra?»: a place in what lies outside is not where somebody lives."""
    return following.question_type == "utenfor" and _known_municipality(following.message) is not None


def _of_age(needs: Iterable[Need], age: int | None) -> Iterator[Need]:
    """«Han er 4, går ikke på skolen»: what no child of that age needs is left out."""
    too_young = age is not None and age < FIRST_GRADE_AGE
    return (need for need in needs if not (too_young and need.id in OF_PUPILS))


def _corrected(following: Following) -> Iterator[Corrected]:
    """What the message says otherwise than it was known."""
    message = following.message
    known = _known_municipality(message)
    if known is not None and municipality_of(message) != known and not _passes_through(following):
        yield "kommune"
    said, role = _said_role(message), _known_role(message)
    if said is not None and role is not None and said != role:
        yield "role"


def _danger(message: Message) -> str | None:
    """The kind of emergency that was spoken of a few messages ago."""
    remembered = message.slots.get("fare") or {}
    return remembered.get("kind") if remembered.get("turns", 0) > 0 else None


def _danger_now(following: Following, danger: str | None) -> str:
    """The kind of emergency that somebody says yes to: the one remembered, else that of what was told."""
    return danger or next((KIND_OF[need.id] for need in following.before if need.id in KIND_OF), DANGER_TO_LIFE)


def municipality_of(message: Message) -> str | None:
    """Named in the message, else spoken of last, else sent with the call. An unknown id counts as not known."""
    named = message.municipality
    return named if named in ontology().municipalities else _known_municipality(message)


def _known_municipality(message: Message) -> str | None:
    candidates = (message.slots.get("kommune"), message.metadata.get("kommune"))
    return next((one for one in candidates if one in ontology().municipalities), None)


def _standing(message: Message) -> tuple[str, int] | None:
    """The process whose steps were told before."""
    told = message.slots.get("steg")
    return (str(told["id"]), int(told["shown"])) if told else None


def _own_services(message: Message) -> frozenset[str]:
    """Where whoever writes has said that they work."""
    return message.own_services or frozenset(message.slots.get("egne") or ())


def _role(message: Message) -> Role:
    return _said_role(message) or _known_role(message) or _role_in_passing(message)


def _said_role(message: Message) -> Role | None:
    age = message.own_age
    if message.is_no_parent:
        return "ungdom"
    if message.role is not None or age is None:
        return message.role
    # «Jeg er 22 og gravid»: whoever is grown may well be the parent or employee that they are known as.
    return "ungdom" if age < GROWN or _known_role(message) is None else None


def _known_role(message: Message) -> Role | None:
    told = (message.slots.get("rolle_sagt"), message.metadata.get("role"), message.slots.get("rolle"))
    known: Role | None = next((role for role in told if role in ontology().roles and role != "ukjent"), None)
    return known


def _role_in_passing(message: Message) -> Role:
    if message.is_private:
        return "ukjent"
    guessed = message.data.get("role") or {}
    sure = guessed.get("confidence", 0.0) >= SURE_OF_ROLE
    role: Role = guessed["id"] if sure and guessed.get("id") in ontology().roles else "ukjent"
    return role


def _language(message: Message) -> Language:
    if message.data.get("other_language"):
        return "en"  # What else is said is more likely understood than Norwegian.
    # What was written before goes before what the call says: the gateway always says one, asked for or not.
    seen = message.data.get("language") or message.slots.get("sprak") or message.metadata.get("language")
    language: Language = seen if seen in LANGUAGES else "nb"
    return language


def _age(message: Message) -> int | None:
    short = message.words <= AGE_WORDS
    if short and (band := AGE_BAND.search(message.text)):
        return (int(band["low"]) + int(band["high"])) // 2
    asked = (message.slots.get("spurt") or {}).get("for") == "age"
    if short and asked and (told := AGE_IN_MONTHS.search(message.text)):
        return int(told["number"] or 0) // 12 if told["unit"].lower().startswith("m") else 0
    ages = message.values("alder")
    grades = message.values("trinn")
    if ages:
        # «Jeg er 23, sønnen min er 4»: whoever writes and is grown up is not whom it is about.
        return int(next((age for age in ages if age not in message.own_ages or int(age) < GROWN), ages[0]))
    if grades:
        return int(grades[0]) + FIRST_GRADE_AGE
    in_a_flow = message.slots.get("veiviser") is not None  # There a number is a button's.
    if not in_a_flow and (alone := AGE_ALONE.fullmatch(message.text.strip())):
        return int(alone["age"])
    remembered = message.slots.get("alder")
    return None if remembered is None else int(remembered)


def needs_as_json(needs: Iterable[Need]) -> list[dict[str, Any]]:
    """Needs as Rasa's slots keep them."""
    return [{"id": need.id, "confidence": need.confidence} for need in needs]
