"""A message as the reply to a question that was put beside the answer before it, or instead of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.answering.asking import DANGER, DANGER_NOW, NOT_NOW, PLACES, ROLES
from knowledge.flows.words import does_not_know, plain
from knowledge.query import LANGUAGES
from knowledge.safety import assess
from knowledge.texts import phrases, say
from knowledge.words import holds, phrase, stems
from understanding.phrases import AGE_BAND, AGE_IN_MONTHS, BEGINS_WITH_NO, BEGINS_WITH_YES, REPLY_WORDS, WILL_NOT_SAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.query import Replied
    from knowledge.records import Role
    from understanding.message import Message


@dataclass(frozen=True)
class Reply:
    """What a message says to our question `to`: `age`, `arena`, `role`, `kommune` or `danger`."""

    to: str
    says: Replied = "known"
    role: Role | None = None
    place: str | None = None
    in_danger: bool = False


def reply_of(message: Message) -> Reply | None:
    """The reply that a message is, and says little else; None where it is something else, or nothing was asked."""
    asked = (message.slots.get("spurt") or {}).get("for")
    if asked is None or message.slots.get("requested_slot") is not None:
        return None
    if asked == DANGER:
        return _of_danger(message)
    if message.words > REPLY_WORDS or assess(message.text) is not None:
        return None
    if does_not_know(stems(message.text)) or WILL_NOT_SAY.fullmatch(message.text.strip()):
        return Reply(asked, "unknown") if asked != "need" else None
    if asked == "role":
        return _of_role(message)
    # «I barnehagen» is a reply to how old as well.
    return _of_age(message) or _of_place(message) if asked in {"age", "arena"} else None


def _of_danger(message: Message) -> Reply | None:
    """Whoever begins with yes is in danger, whatever more they say; «nei» and «vet ikke» are replies only if short."""
    if _label(message, {DANGER_NOW: DANGER}) or BEGINS_WITH_YES.match(message.text):
        return Reply(DANGER, in_danger=True)
    alarm = assess(message.text)
    if message.words > REPLY_WORDS or (alarm is not None and alarm.certain):
        return None
    if _label(message, {NOT_NOW: DANGER}) or BEGINS_WITH_NO.match(message.text):
        return Reply(DANGER, "safe")
    return Reply(DANGER, "unknown") if does_not_know(stems(message.text)) else None


def _of_age(message: Message) -> Reply | None:
    told = message.values("alder") or message.values("trinn") or AGE_BAND.search(message.text)
    return Reply("age") if told or AGE_IN_MONTHS.search(message.text) else None


def _of_place(message: Message) -> Reply | None:
    named = next((one for one in message.values("arena") if one in PLACES.values()), None)
    place = _label(message, PLACES) or named
    return Reply("arena", place=place) if place is not None else None


def _of_role(message: Message) -> Reply | None:
    named = next((role for role in ROLES.values() if role in message.values("rolle")), None)
    words = stems(message.text)
    private = any(holds(words, phrase(one)) for one in phrases("private_person"))
    role = _label(message, ROLES) or named or ("ukjent" if private else None)
    return Reply("role", role=role) if role is not None else None


def _label[Value: str](message: Message, of: Mapping[str, Value]) -> Value | None:
    """What a pressed button stands for, whatever its language."""
    said = plain(message.text)
    return next((value for key, value in of.items() if said in {plain(say(key, one)) for one in LANGUAGES}), None)
