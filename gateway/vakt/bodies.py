"""What the desk's pages send."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool, StringConstraints

from conversations.handing import Outcome
from gateway.shapes import MAX_CHARACTERS, MessageId, Strict, one_line, without_control

type Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_CHARACTERS, strip_whitespace=True),
    BeforeValidator(without_control),
]
type Name = Annotated[
    str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True), BeforeValidator(one_line)
]
type Reason = Annotated[
    str, StringConstraints(min_length=3, max_length=500, strip_whitespace=True), BeforeValidator(without_control)
]


class ClaimBody(Strict):
    """`name`: what the family is told, if anything."""

    name: Name | None = None


class NameBody(Strict):
    """`name`: what the family is told from now on."""

    name: Name


class TakeOverBody(ClaimBody):
    """A lead takes a case from a colleague."""

    reason: Reason


class PassBody(Strict):
    """To a colleague, by the colleague's number."""

    to: int


class PassOnBody(Strict):
    """What is to be passed on, and to which service."""

    service: Annotated[str, Field(max_length=80)]
    words: Words


class OutcomeBody(Strict):
    """What came of it."""

    outcome: Outcome


class NoteBody(Strict):
    """For colleagues."""

    text: Words


class CardBody(Strict):
    """A service of the library, sent along as a card."""

    service: Annotated[str, Field(max_length=80)]
    question: str | None = Field(None, max_length=MAX_CHARACTERS, description="What was searched for; not stored.")


class SayBody(Strict):
    """What the coordinator writes; under the same `id` it is stored once."""

    id: MessageId
    text: Words
    card: CardBody | None = None


class TypingBody(Strict):
    """Whether somebody is writing; never what."""

    typing: StrictBool
