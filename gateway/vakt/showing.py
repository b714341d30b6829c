"""Cases as the desk draws them: ids with their names, who holds them, and what the one who looks may do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from conversations.changing import STATUS
from conversations.contacts import ContactKind
from conversations.handing import Outcome, State
from conversations.service import COORDINATOR, PERSON
from foundation.clock import today
from gateway.shapes import AnswerBody
from gateway.standing import Named
from gateway.summaries import named_need, named_services
from gateway.words import standard_of
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Collection

    from conversations.cases import Case, WholeCase
    from conversations.changing import Actor
    from conversations.service import Message
    from knowledge import Library

type Deed = Literal[
    "claim",
    "release",
    "take-over",
    "pass",
    "pass-on",
    "return",
    "close",
    "write",
    "name",
    "note",
    "attempted",
    "called",
]
KINDS = {PERSON: "message", COORDINATOR: "coordinator", STATUS: "status"}


class Holder(BaseModel):
    """Who has a case, and whether their desk is open somewhere."""

    id: int
    name: str
    here: bool


class ShownCase(BaseModel):
    """A case in the queue. `contact_kind` is null where there is no contact, and once it is deleted."""

    id: int
    kommune: Named
    state: State
    acute: str | None
    age: int | None
    role: str | None
    needs: list[Named]
    language: str
    asked_at: datetime
    claimed_at: datetime | None
    ended_at: datetime | None
    holder: Holder | None
    mine: bool
    due: date | None
    overdue: bool
    unread: int
    outcome: Outcome | None
    contact_kind: ContactKind | None


class ShownSummary(BaseModel):
    """What the family has let be told."""

    role: str | None
    age: int | None
    kommune: Named
    needs: list[Named]
    services: list[Named]
    words: str | None


class ShownEntry(BaseModel):
    """One message of the talk."""

    number: int
    kind: Literal["message", "answer", "coordinator", "status"]
    at: datetime
    text: str
    by: str | None
    id: str | None
    answer: AnswerBody | None
    status: dict[str, Any] | None


class ShownNote(BaseModel):
    """What a colleague wrote for the others."""

    id: int
    at: datetime
    by: str
    text: str


class ShownDeed(BaseModel):
    """Who did what when; `by` is null where it was the family."""

    at: datetime
    by: str | None
    kind: str
    detail: str | None


class ShownContact(BaseModel):
    """Where to call or write."""

    phone: str | None = None
    email: str | None = None
    when: str | None


class ShownConsent(BaseModel):
    """What was proposed last, and what the family said."""

    proposal: int
    service: Named
    words: str
    state: Literal["asked", "given", "refused"]


class ShownWhole(ShownCase):
    """A case whole."""

    summary: ShownSummary
    is_empty: bool
    shares_talk: bool
    entries: list[ShownEntry]
    notes: list[ShownNote]
    history: list[ShownDeed]
    contact: ShownContact | None
    consent: ShownConsent | None
    may: list[Deed]
    helped: str | None


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks, and which employees are at their desks."""

    actor: Actor
    here: Collection[int]


def shown_case(case: Case, here: Collection[int]) -> ShownCase:
    """A case in the queue, for nobody in particular; `here`: who is at their desk."""
    return ShownCase.model_validate(_fields(case, here))


def seen_by[Shown: ShownCase](actor: Actor, case: Shown) -> Shown:
    """The same case as an employee sees it: it may be theirs."""
    is_theirs = case.holder is not None and case.holder.id == actor.id
    return case.model_copy(update={"mine": True}) if is_theirs else case


def shown_whole(whole: WholeCase, entries: tuple[Message, ...], looker: Looker, library: Library) -> ShownWhole:
    """A case whole, with what may be read of its talk."""
    case, proposed = whole.case, whole.proposed
    contact = whole.contact
    shown = ShownWhole.model_validate(
        _fields(case, looker.here)
        | {
            "summary": _summary(case, library),
            "is_empty": not any(value for key, value in case.summary.items() if key != "kommune"),
            "shares_talk": whole.shares_talk,
            "entries": [shown_entry(message) for message in entries],
            "notes": [asdict(note) for note in whole.notes],
            "history": [asdict(deed) for deed in whole.history],
            "contact": contact and {contact.kind: contact.value, "when": contact.when},
            "consent": proposed and whole.consent and {**proposed, "proposal": whole.proposals, "state": whole.consent},
            "may": may(case, looker.actor),
            "helped": whole.helped,
        }
    )
    return seen_by(looker.actor, shown)


def shown_entry(message: Message) -> ShownEntry:
    """A message as the desk draws it; of a coordinator's, whose it is within the house."""
    event = message.event or {}
    return ShownEntry.model_validate(
        {
            "number": message.number,
            "kind": KINDS.get(message.author, "answer"),
            "at": message.created_at,
            "text": message.text,
            "by": event.get("name"),
            "id": message.client_id,
            "answer": message.answer,
            "status": event if message.author == STATUS else None,
        }
    )


def may(case: Case, actor: Actor) -> list[Deed]:
    """What somebody may do with a case now."""
    is_mine, leads = case.holder == actor.id, case.kommune in actor.leads
    match case.state:
        case State.WAITING:
            return ["claim", "note"]
        case State.COORDINATOR if is_mine:
            return ["write", "release", "pass", "pass-on", "return", "close", "name", "note"]
        case State.CALLBACK if case.holder is None:
            return ["claim", "attempted", "called", "note"]
        case State.CALLBACK if is_mine:
            return ["attempted", "called", "release", "pass", "note"]
        case State.COORDINATOR | State.CALLBACK:
            return ["take-over", "note"] if leads else ["note"]
        case _:
            return []


def kommune_named(kommune: str) -> Named:
    """A municipality by its name."""
    return Named(id=kommune, name=ontology().municipalities[kommune].name)


def _fields(case: Case, here: Collection[int]) -> dict[str, Any]:
    holder = case.holder
    language = standard_of(case.language)
    return {
        "id": case.id,
        "kommune": kommune_named(case.kommune),
        "state": case.state.value,
        "acute": case.acute,
        "age": case.summary["age"],
        "role": case.summary["role"],
        "needs": [named_need(need, language) for need in case.summary["needs"]],
        "language": case.language,
        "asked_at": case.asked_at,
        "claimed_at": case.claimed_at,
        "ended_at": case.ended_at,
        "holder": holder and {"id": holder, "name": case.holder_name or "", "here": holder in here},
        "mine": False,
        "due": case.due,
        "overdue": case.due is not None and case.state is State.CALLBACK and case.due < today(),
        "unread": case.unread,
        "outcome": case.outcome,
        "contact_kind": case.contact_kind,
    }


def _summary(case: Case, library: Library) -> dict[str, Any]:
    language = standard_of(case.language)
    view = library.view(case.kommune, today())
    return case.summary | {
        "kommune": kommune_named(case.kommune),
        "needs": [named_need(need, language) for need in case.summary["needs"]],
        "services": named_services(case.summary["services"], view, language),
    }
