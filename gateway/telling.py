"""A talk as the page without script shows it: who says what, and what has happened, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import structlog
from pydantic import ValidationError

from conversations.changing import STATUS
from conversations.service import COORDINATOR, PERSON
from gateway.answers import Answer
from gateway.days import day_in_words
from gateway.texts import interface

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conversations.service import Message
    from gateway.words import Language

type Kind = Literal["person", "assistant", "coordinator", "event"]
# After any of these a proposal can be answered no more.
ENDS_PROPOSAL = frozenset(
    {"consent-asked", "consent-given", "consent-refused", "released", "returned", "closed", "cancelled", "callback"}
)
CONSENT = {"consent-asked": "consent_ask", "consent-given": "consent_given", "consent-refused": "consent_refused"}
# Told by their own texts, without a blank.
PLAIN = frozenset({"asked", "released", "returned", "closed", "cancelled", "called", "attempted"})
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a coordinator would pass on, and to whom; `is_open`: whether it still can be answered."""

    number: int
    words: str
    service: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said, or that happened. `speaker`: what a coordinator is called."""

    text: str
    kind: Kind = "person"
    answer: Answer | None = None
    speaker: str | None = None
    proposal: Proposal | None = None


def lines_of(messages: Sequence[Message], language: Language) -> tuple[Line, ...]:
    """All of a talk, in a language where it is the house that speaks."""
    last = next((one.number for one in reversed(messages) if _kind(one) in ENDS_PROPOSAL), None)
    lines = (_line(message, language, is_last=message.number == last) for message in messages)
    return tuple(line for line in lines if line is not None)


def lines_of_answers(bodies: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Answers that have just been given."""
    return tuple(Line(str(body["reply"]), "assistant", read_answer(body)) for body in bodies)


def read_answer(body: Mapping[str, Any]) -> Answer:
    """An answer; one that does not hold to the contract is its reply alone."""
    try:
        return Answer.model_validate(body)
    except ValidationError as error:
        log.error("answer_not_drawn", faults=[fault["loc"] for fault in error.errors()])  # noqa: TRY400 - it holds words
        return Answer(outcome="error", reply=str(body["reply"]))


def someone_here(name: str | None, language: Language) -> str:
    """That a coordinator is there, by the name that they let be shown."""
    said = interface(language)
    return said.live_here if name is None else said.live_here_named.format(name=name)


def _kind(message: Message) -> str | None:
    return (message.event or {}).get("kind") if message.author == STATUS else None


def _line(message: Message, language: Language, *, is_last: bool) -> Line | None:
    event, answer = message.event or {}, read_answer(message.answer) if message.answer else None
    if message.author == PERSON:
        return Line(message.text)
    if message.author == COORDINATOR:
        return Line(message.text, "coordinator", answer, _speaker(event.get("by"), language))
    if message.author == STATUS:
        return _event(event, language, is_last=is_last)
    return Line(message.text, "assistant", answer)


def _speaker(name: str | None, language: Language) -> str:
    said = interface(language)
    return said.coordinator_role if name is None else said.coordinator_named.format(name=name)


def _event(event: Mapping[str, Any], language: Language, *, is_last: bool) -> Line | None:
    """None for what this page has no words for."""
    text = _said(event, language)
    if text is None:
        return None
    line = Line(text, "event")
    if event["kind"] != "consent-asked":
        return line
    proposal = Proposal(event["proposal"], event["words"], event["service"]["name"], is_open=is_last)
    return replace(line, proposal=proposal)


def _said(event: Mapping[str, Any], language: Language) -> str | None:
    said, by, kind = interface(language), event.get("by"), str(event.get("kind"))
    match kind:
        case "claimed" | "named":
            return someone_here(by, language)
        case "taken-over" | "passed":
            return said.happened_colleague if by is None else said.happened_colleague_named.format(name=by)
        case "callback":
            return said.happened_callback_by.format(date=day_in_words(date.fromisoformat(event["by"]), language))
        case "consent-asked" | "consent-given" | "consent-refused":
            return said.of(CONSENT[kind]).format(name=event["service"]["name"])
        case _:
            return said.of(f"happened_{kind}") if kind in PLAIN else None
