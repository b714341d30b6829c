"""What a family saw of one try to send a message, read from what came back. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

PROBLEM = "application/problem+json"
# Those that stand in every problem document that tells of danger.
NUMBERS = ("112", "113")


class Shown(StrEnum):
    """By name. `ALONE`: answered from the library alone; `EARLY`: answered, but not stored yet, and sent again.

    `CUT`: the page says that there is no contact, and goes on trying; `HUNG`: nothing came in time.
    """

    FULL = "full"
    ALONE = "alone"
    EARLY = "early"
    PROBLEM = "problem"
    CUT = "cut"
    BLANK = "blank"
    HUNG = "hung"


ANSWERED = frozenset({Shown.FULL, Shown.ALONE})


@dataclass(frozen=True, slots=True)
class Try:
    """One try, by the clock that never jumps; `helps`: whether help lines, or their numbers, were in what came."""

    begun: float
    ended: float
    shown: Shown
    helps: bool = False
    status: int | None = None


@dataclass(slots=True)
class Sent:
    """One message, and every try to send it."""

    id: str
    is_danger: bool
    tries: list[Try] = field(default_factory=list)

    @property
    def is_acknowledged(self) -> bool:
        """Whether the page may forget it: it was answered."""
        return bool(self.tries) and self.tries[-1].shown in ANSWERED

    @property
    def is_full(self) -> bool:
        """Whether it was answered in full at the first try."""
        return [one.shown for one in self.tries] == [Shown.FULL]

    @property
    def seconds(self) -> float:
        """From the first try to the end of the last."""
        return self.tries[-1].ended - self.tries[0].begun if self.tries else 0.0


def read(status: int, media_type: str, body: bytes) -> tuple[Shown, bool]:
    """What a response shows, and whether it holds help lines or their numbers."""
    try:
        told = json.loads(body)
    except ValueError:
        return Shown.BLANK, False
    if not isinstance(told, dict):
        return Shown.BLANK, False
    if status == HTTPStatus.OK:
        answers = told.get("answers") or []
        is_said = bool(answers) and all(answer.get("reply") for answer in answers)
        shown = Shown.BLANK if not is_said else Shown.FULL if told.get("stored", True) else Shown.EARLY
        return shown, any(answer.get("acute") for answer in answers)
    detail = told.get("detail")
    if media_type.startswith(PROBLEM) and isinstance(detail, str) and detail.strip().endswith("."):
        return Shown.PROBLEM, all(one in detail for one in NUMBERS)
    return Shown.BLANK, False
