"""The Answer of the contract (`answer.schema.json`) as frozen values, and its JSON form."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from knowledge.query import Language, Need
    from knowledge.records import Audience, Channel, Level, Role

type Outcome = Literal[
    "answered",
    "clarification",
    "not_stated",
    "no_match",
    "out_of_scope",
    "acute",
    "handover",
    "smalltalk",
    "privacy",
    "error",
]


# What a question back asks for; a flow asks for no municipality.
type AsksFor = Literal["role", "age", "need", "service", "arena"]


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a fact stands; `checked` is an ISO date."""

    title: str
    locator: str
    url: str | None
    quote: str | None
    checked: str


@dataclass(frozen=True, slots=True)
class ContactRef:
    """One way to reach a service."""

    kind: Channel
    value: str
    label: str
    opening_hours: str | None
    open_now: bool | None
    audience: Audience
    source: SourceRef


@dataclass(frozen=True, slots=True)
class ServiceFound:
    """Where to go, and why.

    `level_names` say `level` in words, in the same order; `next` is what happens after one has made contact.
    `why_language` is the language of `why` where that is not the answer's.
    """

    id: str
    type: str
    name: str
    why: str
    level: tuple[Level, ...]
    access: str | None
    contacts: tuple[ContactRef, ...]
    sources: tuple[SourceRef, ...]
    level_names: tuple[str, ...] = ()
    next: str | None = None
    why_language: Language | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact with its sources."""

    text: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step for a message with several needs; `service` is the id of an entry of `services`."""

    text: str
    service: str | None
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """A step of a process."""

    text: str
    deadline: str | None
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class ProcessFound:
    """Ordered steps."""

    id: str
    title: str
    steps: tuple[ProcessStep, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a responsibility table; `services` are ontology ids in the plan's order.

    `level_name`, `risk_area_name` and `service_names` are the words that the reply has for them.
    """

    level: Level
    risk_area: str
    services: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    level_name: str
    risk_area_name: str
    service_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to press: what it says, and the words that it sends."""

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Clarification:
    """One question back."""

    asks_for: AsksFor | Literal["kommune"]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Acute:
    """Help lines for a kind of emergency, the first to call first."""

    kind: str
    contacts: tuple[ContactRef, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """Whether a person is offered, and why."""

    offered: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one message.

    `reply` says it all. `body`, `acute_opening`, `question_back` and `coordinator` are the parts of the reply that
    stand in no other field, for a client that draws the others as cards.
    """

    question: str
    kommune: str | None
    role: Role
    language: Language
    outcome: Outcome
    question_type: str
    needs: tuple[Need, ...]
    acute: Acute | None
    services: tuple[ServiceFound, ...]
    statements: tuple[Statement, ...]
    clarification: Clarification | None
    handover: Handover
    reply: str
    plan: tuple[PlanStep, ...] = ()
    process: ProcessFound | None = None
    responsibility: tuple[Cell, ...] = ()
    suggestions: tuple[Option, ...] = ()
    notices: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    acute_opening: str | None = None
    question_back: str | None = None
    coordinator: str | None = None
    age: int | None = None
    forgotten: bool = False
    id: str | None = None


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as the JSON object of the contract.

    `id` is left out where the caller gave none, and `forgotten` where nothing was deleted.
    """
    body = asdict(answer, dict_factory=_jsonable)
    if body["id"] is None:
        del body["id"]
    if not body["forgotten"]:
        del body["forgotten"]
    return body


def _jsonable(items: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in items}


def is_miss(outcome: Outcome, clarification: Clarification | None) -> bool:
    """Whether nothing was answered: not understood, or a question back about what it is about."""
    asks = clarification is not None and clarification.asks_for != "kommune"
    return outcome == "no_match" or (outcome == "clarification" and asks)
