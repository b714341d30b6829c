"""The pure machine: what every event does in every state, and what no order of events can break."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conversations.handing import (
    ANSWERED,
    OPEN,
    WHOSE,
    Asked,
    CallbackAsked,
    CalledBack,
    Cancelled,
    Claimed,
    Closed,
    Consent,
    ConsentAnswered,
    ConsentAsked,
    Handover,
    NotNowError,
    OverError,
    Passed,
    Released,
    Returned,
    Spoken,
    State,
    TakenError,
    TakenOver,
    begin,
    step,
    whose,
)
from tests.fuzzing import cases

if TYPE_CHECKING:
    from conversations.handing import Event
    from foundation.errors import DomainError

ONE, TWO = 1, 2
WAITING, LIVE, CALLBACK = Handover(State.WAITING), Handover(State.COORDINATOR, ONE), Handover(State.CALLBACK)
HELD_CALL = Handover(State.CALLBACK, ONE)
PROPOSED = replace(LIVE, proposals=1, consent=Consent.ASKED)
AGREED, DECLINED = replace(PROPOSED, consent=Consent.GIVEN), replace(PROPOSED, consent=Consent.REFUSED)
OVER = {
    "returned": Handover(State.RETURNED),
    "cancelled": Handover(State.CANCELLED),
    "closed": Handover(State.CLOSED, ONE),
    "called": Handover(State.CALLED, ONE),
}
STATES: dict[str, Handover] = {
    "waiting": WAITING,
    "live": LIVE,
    "proposed": PROPOSED,
    "agreed": AGREED,
    "declined": DECLINED,
    "callback": CALLBACK,
    "held call": HELD_CALL,
    **OVER,
}
EVENTS: dict[str, Event] = {
    "ask": Asked(),
    "ask for a call": CallbackAsked(),
    "cancel": Cancelled(),
    "yes": ConsentAnswered(1, consent=True),
    "no": ConsentAnswered(1, consent=False),
    "yes to another": ConsentAnswered(2, consent=True),
    "claim": Claimed(ONE),
    "other claims": Claimed(TWO),
    "take over": TakenOver(TWO),
    "release": Released(ONE),
    "other releases": Released(TWO),
    "pass": Passed(ONE, TWO),
    "other passes": Passed(TWO, TWO),
    "propose": ConsentAsked(ONE),
    "other proposes": ConsentAsked(TWO),
    "speak": Spoken(ONE),
    "other speaks": Spoken(TWO),
    "return": Returned(ONE),
    "other returns": Returned(TWO),
    "close": Closed(ONE),
    "other closes": Closed(TWO),
    "called": CalledBack(ONE),
    "other called": CalledBack(TWO),
}
NOW, TAKEN, END = NotNowError, TakenError, OverError
OTHERS = {name: TAKEN for name in EVENTS if name.startswith("other")}
OF_HOLDER = ("release", "pass", "propose", "speak", "return", "close")
ONLY_LIVE = ("yes", "no", "yes to another", "propose", "speak", "return", "close")
UNHELD: dict[str, Handover | type[DomainError]] = {
    **dict.fromkeys(("yes", "no", "yes to another", "take over", *OF_HOLDER), NOW),
    **{f"other {verb}": NOW for verb in ("releases", "passes", "proposes", "speaks", "returns", "closes")},
}
IN_LIVE: dict[str, Handover | type[DomainError]] = {
    **OTHERS,
    "ask for a call": CALLBACK,
    "cancel": Handover(State.RETURNED),
    "take over": replace(LIVE, holder=TWO),
    "release": WAITING,
    "pass": replace(LIVE, holder=TWO),
    "propose": PROPOSED,
    "return": Handover(State.RETURNED),
    "close": Handover(State.CLOSED, ONE),
    "called": NOW,
    **dict.fromkeys(("yes", "no", "yes to another"), NOW),
}


def with_proposal(consent: Consent) -> dict[str, Handover | type[DomainError]]:
    """What comes of each event where somebody talks with the family and has proposed something once."""
    kept: dict[str, Handover | type[DomainError]] = {
        name: replace(after, proposals=1, consent=consent) if isinstance(after, Handover) else after
        for name, after in IN_LIVE.items()
    }
    unanswered = consent is Consent.ASKED
    return {
        **kept,
        "ask for a call": replace(CALLBACK, proposals=1),
        "release": replace(WAITING, proposals=1, consent=None if unanswered else consent),
        "propose": replace(PROPOSED, proposals=2),
        "yes": NOW if consent is Consent.REFUSED else AGREED,
        "no": NOW if consent is Consent.GIVEN else DECLINED,
    }


# What stands here not leaves everything as it is.
AFTER: dict[str, dict[str, Handover | type[DomainError]]] = {
    "waiting": {
        **UNHELD,
        "ask for a call": CALLBACK,
        "cancel": Handover(State.CANCELLED),
        "claim": LIVE,
        "other claims": replace(LIVE, holder=TWO),
        "called": NOW,
        "other called": NOW,
    },
    "live": IN_LIVE,
    "proposed": with_proposal(Consent.ASKED),
    "agreed": with_proposal(Consent.GIVEN),
    "declined": with_proposal(Consent.REFUSED),
    "callback": {
        **UNHELD,
        "ask": WAITING,
        "cancel": Handover(State.CANCELLED),
        "claim": HELD_CALL,
        "other claims": replace(HELD_CALL, holder=TWO),
        "called": Handover(State.CALLED, ONE),
        "other called": Handover(State.CALLED, TWO),
    },
    "held call": {
        **dict.fromkeys(ONLY_LIVE, NOW),
        **OTHERS,
        "ask": WAITING,
        "cancel": Handover(State.CANCELLED),
        "take over": replace(HELD_CALL, holder=TWO),
        "release": CALLBACK,
        "pass": replace(HELD_CALL, holder=TWO),
        "called": Handover(State.CALLED, ONE),
    },
    "returned": dict.fromkeys(EVENTS, NOW),
    "cancelled": dict.fromkeys(EVENTS, NOW),
    "called": dict.fromkeys(EVENTS, NOW),
    "closed": dict.fromkeys(EVENTS, END),
}


@pytest.mark.parametrize(("state", "event"), list(product(STATES, EVENTS)))
def test_every_event_does_in_every_state_what_the_table_says(state: str, event: str) -> None:
    before = STATES[state]
    expected = AFTER[state].get(event, before)
    if isinstance(expected, Handover):
        assert step(before, EVENTS[event]) == expected
    else:
        with pytest.raises(expected) as raised:
            step(before, EVENTS[event])
        assert type(raised.value) is expected


def test_the_table_names_no_event_that_there_is_not() -> None:
    assert set(AFTER) == set(STATES)
    assert {event for after in AFTER.values() for event in after} == set(EVENTS)
    assert {type(event) for event in EVENTS.values()} >= {type(event) for event in HAPPENS}
    assert {one.state for one in STATES.values()} == set(State)


@pytest.mark.parametrize("event", [Asked(), CallbackAsked()])
@pytest.mark.parametrize("last", [None, "returned", "cancelled", "called"])
def test_whoever_asks_when_nobody_is_asked_begins_anew(last: str | None, event: Asked | CallbackAsked) -> None:
    state = State.WAITING if isinstance(event, Asked) else State.CALLBACK
    assert begin(OVER[last] if last else None, event) == Handover(state)


@pytest.mark.parametrize("event", [Asked(), CallbackAsked()])
@pytest.mark.parametrize("last", ["waiting", "live", "proposed", "agreed", "declined", "callback", "held call"])
def test_whoever_asks_again_goes_on_with_the_open_one(last: str, event: Asked | CallbackAsked) -> None:
    assert begin(STATES[last], event) == step(STATES[last], event)


@pytest.mark.parametrize("event", [Asked(), CallbackAsked()])
def test_in_a_closed_conversation_nobody_is_asked(event: Asked | CallbackAsked) -> None:
    with pytest.raises(OverError):
        begin(OVER["closed"], event)


@pytest.mark.parametrize(
    ("state", "turn"),
    [
        (None, "assistant"),
        ("waiting", "waiting"),
        ("live", "coordinator"),
        ("callback", "callback"),
        ("held call", "callback"),
        ("returned", "assistant"),
        ("cancelled", "assistant"),
        ("called", "assistant"),
        ("closed", "closed"),
    ],
)
def test_whose_turn_it_is_follows_from_the_last_one(state: str | None, turn: str) -> None:
    assert whose(STATES[state] if state else None) == turn


def test_every_state_has_its_turn_and_is_open_or_over() -> None:
    assert set(WHOSE) == set(State)
    assert {state for state in State if Handover(state).is_open} == OPEN
    assert not OPEN & ANSWERED


def test_whether_it_helped_is_asked_wherever_somebody_was_there_and_is_no_more() -> None:
    assert {State.RETURNED, State.CLOSED, State.CALLED} == ANSWERED


@pytest.mark.parametrize(
    ("error", "slug", "says"),
    [
        (NotNowError, "gar-ikke-na", "Se på den på nytt"),
        (TakenError, "opptatt", "Velg en annen"),
        (OverError, "avsluttet", "ring 113 eller 112"),
    ],
)
def test_every_refusal_says_what_to_do(error: type[DomainError], slug: str, says: str) -> None:
    refusal = error()  # type: ignore[call-arg]
    assert (refusal.status, refusal.slug) == (409, slug)
    assert says in refusal.detail


EMPLOYEES = (1, 2, 3)
LEAD = 3
HAPPENS: tuple[Event, ...] = (
    Asked(),
    CallbackAsked(),
    Cancelled(),
    *(ConsentAnswered(proposal, consent=said) for proposal in (1, 2) for said in (True, False)),
    *(
        kind(by)
        for kind in (Claimed, Released, ConsentAsked, Spoken, Returned, Closed, CalledBack, TakenOver)
        for by in EMPLOYEES
        if kind is not TakenOver or by == LEAD
    ),
    *(Passed(by, to) for by in EMPLOYEES for to in EMPLOYEES),
)
# What happens once however often it is said, and may be said again.
AGAIN = (Asked, CallbackAsked, ConsentAnswered, Claimed, TakenOver, Spoken)
BY_HOLDER = (Released, Passed, ConsentAsked, Spoken, Returned, Closed)
# After which the assistant answers again, or nobody does.
LETS_GO = (Cancelled, CallbackAsked, Released, Returned, Closed)


class Handing(RuleBasedStateMachine):
    """A conversation in which several employees, a lead and the family do whatever they like in any order."""

    @initialize(event=st.sampled_from([Asked(), CallbackAsked()]))
    def asked(self, event: Asked | CallbackAsked) -> None:
        """Somebody asks."""
        self.one = begin(None, event)
        self.ended = 0

    @precondition(lambda self: self.one.is_open)
    @rule(event=st.sampled_from(HAPPENS))
    def happens(self, event: Event) -> None:
        """Anything, by anybody."""
        before = self.one
        try:
            self.one = step(before, event)
        except TakenError:
            assert before.holder not in {None, getattr(event, "by", None)}
            return
        except NotNowError:
            return
        self.ended += not self.one.is_open
        self.owned(before, event)
        if isinstance(event, AGAIN):
            assert step(self.one, event) == self.one

    def owned(self, before: Handover, event: Event) -> None:
        """Only the holder's deeds count, and only by some of them another becomes the holder."""
        if isinstance(event, BY_HOLDER):
            assert before.holder == event.by
        if isinstance(event, Spoken):
            assert before.state is State.COORDINATOR
        if before.holder is not None and self.one.holder not in {None, before.holder}:
            assert isinstance(event, Passed | TakenOver)
        if before.state is State.COORDINATOR and whose(self.one) != "coordinator":
            assert isinstance(event, LETS_GO)
        if self.one.proposals != before.proposals:
            assert isinstance(event, ConsentAsked)
            assert self.one.proposals == before.proposals + 1

    @precondition(lambda self: not self.one.is_open)
    @rule(event=st.sampled_from(HAPPENS), again=st.sampled_from([Asked(), CallbackAsked()]))
    def over(self, event: Event, again: Asked | CallbackAsked) -> None:
        """What is over takes nothing more; asked again, a new one begins, unless it was closed."""
        with pytest.raises(OverError if self.one.state is State.CLOSED else NotNowError):
            step(self.one, event)
        if self.one.state is State.CLOSED:
            with pytest.raises(OverError):
                begin(self.one, again)
        else:
            self.one = begin(self.one, again)
            assert (self.one.holder, self.one.proposals, self.one.consent) == (None, 0, None)

    @invariant()
    def one_owner(self) -> None:
        """Who waits has nobody; who talks has one; a question about passing on has somebody who asked it."""
        one = self.one
        if one.state in {State.WAITING, State.RETURNED, State.CANCELLED}:
            assert one.holder is None
        if one.state in {State.COORDINATOR, State.CLOSED, State.CALLED}:
            assert one.holder in EMPLOYEES
        if one.is_open and one.consent is Consent.ASKED:
            assert one.state is State.COORDINATOR
        if one.consent is not None:
            assert one.proposals >= 1


def test_no_order_of_events_gives_a_conversation_two_owners_or_loses_one() -> None:
    run_state_machine_as_test(Handing, settings=settings(max_examples=cases(150), stateful_step_count=25))
