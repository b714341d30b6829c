"""Handing a conversation to a person and back: which states there are, and what each event does in each of them.

Pure: nothing is stored or sent here. `step` takes what is and what happens, and gives what is then, or says why it
cannot happen. One owner at a time: `holder` is the only one whose words go out, and nobody gets it past another but a
lead who gives a reason.

    nothing ─ask─▶ waiting ─claim─▶ coordinator ─return─▶ returned (the assistant answers again)
                     │  ▲─release──────┘  └──close──▶ closed (for good)
                     ├─cancel─▶ cancelled
                     └─or at once─▶ callback ─called─▶ called
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, assert_never, get_args

from foundation.errors import DomainError

type Whose = Literal["assistant", "waiting", "coordinator", "callback", "closed"]
# What may come of a hand-over, and what families may say of it.
type Outcome = Literal["svar-gitt", "time-avtalt", "formidlet", "melding-sendt", "nodetat", "ingen-svar", "annet"]
type Helped = Literal["yes", "partly", "no"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome.__value__)
HELPED: tuple[Helped, ...] = get_args(Helped.__value__)
# What ends a promise without anybody having been reached.
UNREACHED: Outcome = "ingen-svar"


class State(StrEnum):
    """Where a hand-over is."""

    WAITING = "waiting"
    COORDINATOR = "coordinator"
    CALLBACK = "callback"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    CALLED = "called"


OPEN = frozenset({State.WAITING, State.COORDINATOR, State.CALLBACK})
WHOSE: dict[State, Whose] = {
    State.WAITING: "waiting",
    State.COORDINATOR: "coordinator",
    State.CALLBACK: "callback",
    State.CLOSED: "closed",
    State.RETURNED: "assistant",
    State.CANCELLED: "assistant",
    State.CALLED: "assistant",
}
# Somebody was there, and is no more: only then there is anything to ask about.
ANSWERED = frozenset({State.CLOSED, State.CALLED, State.RETURNED})


class Consent(StrEnum):
    """What the family says to being passed on to another service."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class NotNowError(DomainError):
    """What is asked for cannot happen in the state that the hand-over is in."""

    status = 409
    slug = "gar-ikke-na"
    title = "Det går ikke nå"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Samtalen har endret seg. Se på den på nytt før du prøver igjen.")


class TakenError(DomainError):
    """Somebody else has the conversation."""

    status = 409
    slug = "opptatt"
    title = "En annen har samtalen"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("En annen har tatt samtalen. Velg en annen i køen, eller be en leder om å overta.")


class OverError(DomainError):
    """The conversation was closed: nothing more can be said in it."""

    status = 409
    slug = "avsluttet"
    title = "Samtalen er avsluttet"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__(
            "Samtalen er avsluttet. Start en ny samtale hvis det er noe mer. Haster det, ring 113 eller 112."
        )


@dataclass(frozen=True, slots=True)
class Handover:
    """One request for a person. `holder` is the id of the employee who has it; `proposals` counts what was proposed."""

    state: State
    holder: int | None = None
    proposals: int = 0
    consent: Consent | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for a person, or has one."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Asked:
    """The family asks for a person."""


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """The family leaves a number or an address instead of waiting."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The family does not want to wait or to go on; the assistant answers again."""


@dataclass(frozen=True, slots=True)
class ConsentAnswered:
    """The family says yes or no to a proposal."""

    proposal: int
    consent: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """An employee takes it."""

    by: int


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A lead takes it from whoever has it."""

    by: int


@dataclass(frozen=True, slots=True)
class Released:
    """Whoever has it lets it go: it waits again."""

    by: int


@dataclass(frozen=True, slots=True)
class Passed:
    """Whoever has it gives it to a colleague."""

    by: int
    to: int


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """Whoever has it proposes to pass something on to another service."""

    by: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whoever has it writes to the family."""

    by: int


@dataclass(frozen=True, slots=True)
class Returned:
    """Whoever has it gives the conversation back to the assistant."""

    by: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Whoever has it closes the conversation."""

    by: int


@dataclass(frozen=True, slots=True)
class CalledBack:
    """Somebody has called or written to the family."""

    by: int


@dataclass(frozen=True, slots=True)
class Attempted:
    """Somebody has called, and nobody answered."""

    by: int


type OfFamily = Asked | CallbackAsked | Cancelled | ConsentAnswered
type OfHolder = Released | Passed | ConsentAsked | Spoken | Returned | Closed
type Event = OfFamily | Claimed | TakenOver | CalledBack | Attempted | OfHolder


def whose(handover: Handover | None) -> Whose:
    """Whose turn it is in a conversation whose last hand-over this is."""
    return "assistant" if handover is None else WHOSE[handover.state]


def begin(last: Handover | None, event: Asked | CallbackAsked) -> Handover:
    """The hand-over after the family has asked: a new one, or the open one. `last` is the conversation's last.

    Raises:
        OverError: when the conversation is closed.
    """
    if whose(last) == "closed":
        raise OverError
    if last is not None and last.is_open:
        return step(last, event)
    return Handover(State.WAITING if isinstance(event, Asked) else State.CALLBACK)


def step(handover: Handover, event: Event) -> Handover:
    """What is after an event. What is said twice happens once.

    Raises:
        OverError: when the conversation is closed.
        TakenError: when another employee has it.
        NotNowError: when the state does not take the event.
    """
    if handover.state is State.CLOSED:
        raise OverError
    if not handover.is_open:
        raise NotNowError
    match event:
        case Asked() | CallbackAsked() | Cancelled() | ConsentAnswered():
            return _by_family(handover, event)
        case Claimed(by):
            return _claimed(handover, by)
        case TakenOver(by):
            return _taken_over(handover, by)
        case CalledBack(by):
            _refuse_others(handover, by)
            return _only(handover, State.CALLBACK, replace(handover, state=State.CALLED, holder=by))
        case Attempted(by):
            _refuse_others(handover, by)
            return _only(handover, State.CALLBACK, handover)
        case _:
            if handover.holder is None:
                raise NotNowError
            _refuse_others(handover, event.by)
            return _by_holder(handover, event)


def _by_family(handover: Handover, event: OfFamily) -> Handover:
    match event:
        case Asked():
            # Whoever is waited for, or is there, is not asked for anew; whoever is to be called may rather wait.
            return _unheld(handover, State.WAITING) if handover.state is State.CALLBACK else handover
        case CallbackAsked():
            return handover if handover.state is State.CALLBACK else _unheld(handover, State.CALLBACK)
        case Cancelled():
            talks = handover.state is State.COORDINATOR
            return replace(handover, state=State.RETURNED if talks else State.CANCELLED, holder=None)
        case ConsentAnswered(proposal, consent):
            return _answered(handover, proposal, Consent.GIVEN if consent else Consent.REFUSED)
        case _:
            assert_never(event)


def _unheld(handover: Handover, state: State) -> Handover:
    return replace(handover, state=state, holder=None, consent=None)


def _answered(handover: Handover, proposal: int, said: Consent) -> Handover:
    if proposal != handover.proposals or handover.consent not in {Consent.ASKED, said}:
        raise NotNowError
    return _only(handover, State.COORDINATOR, replace(handover, consent=said))


def _claimed(handover: Handover, by: int) -> Handover:
    _refuse_others(handover, by)
    return replace(handover, state=_held(handover.state), holder=by)


def _taken_over(handover: Handover, by: int) -> Handover:
    if handover.holder is None:  # There is nobody to take it from.
        raise NotNowError
    return replace(handover, state=_held(handover.state), holder=by)


def _by_holder(handover: Handover, event: OfHolder) -> Handover:
    match event:
        case Released():
            let_go = State.WAITING if handover.state is State.COORDINATOR else handover.state
            return replace(handover, state=let_go, holder=None, consent=_open_consent(handover))
        case Passed(_, to):
            return replace(handover, holder=to)
        case ConsentAsked():
            asked = replace(handover, proposals=handover.proposals + 1, consent=Consent.ASKED)
            return _only(handover, State.COORDINATOR, asked)
        case Spoken():
            return _only(handover, State.COORDINATOR, handover)
        case Returned():
            return _only(handover, State.COORDINATOR, replace(handover, state=State.RETURNED, holder=None))
        case Closed():
            return _only(handover, State.COORDINATOR, replace(handover, state=State.CLOSED))
        case _:
            assert_never(event)


def _held(state: State) -> State:
    return State.COORDINATOR if state is State.WAITING else state


def _open_consent(handover: Handover) -> Consent | None:
    """A proposal that was not answered goes with whoever made it."""
    return None if handover.consent is Consent.ASKED else handover.consent


def _only(handover: Handover, state: State, after: Handover) -> Handover:
    if handover.state is not state:
        raise NotNowError
    return after


def _refuse_others(handover: Handover, by: int) -> None:
    if handover.holder is not None and handover.holder != by:
        raise TakenError
