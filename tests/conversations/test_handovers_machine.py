"""Hand-overs in a real database, in any order, by several clients, with crashes between and within any two steps.

A model here says what every step comes to and what stands in the conversation then; the database must say the same.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, text

from conversations import handing
from conversations.handing import Handover, NotNowError, OverError, State, begin, whose
from conversations.holding import UnknownCaseError
from conversations.working import OnlyLeadsError
from foundation.database import make_engine
from foundation.errors import DomainError
from tests.conversations.house import DANGER, DUE, KARI, LEAD, OLA, PHONE, SERVICE, Clock, House, reply, wish
from tests.fuzzing import cases
from tests.postgres import new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from conversations.changing import Actor
    from conversations.handing import Event

TALKS, IDS = 2, 5
STEPS = 40
ENDS = {
    State.CANCELLED: "abandoned",
    State.RETURNED: "answered",
    State.CLOSED: "answered",
    State.CALLED: "called",
}
# Between this and one of those, a person has the conversation.
BEGINS, LETS_GO = {"claimed"}, {"released", "returned", "closed", "callback"}
# A step is done, is done twice as by a client that did not hear the answer, or breaks off as it is committed.
FAULT = {"fault": st.sampled_from(["none", "twice", "twice", "none", "broken"])}
WHICH = {"which": st.sampled_from([0, 0, 0, 1])}
WHERE = {"where": st.sampled_from(["oppdal", "oppdal", "oppdal", "oppdal", "rennebu"])}
NUMBER = {"number": st.integers(1, IDS)}
EMPLOYEES = {one.id: one for one in (KARI, OLA, LEAD)}
OF_FAMILY = {**WHICH, **FAULT}
# Where `who` is 0, it is whoever has the case.
OF_EMPLOYEE = {
    **OF_FAMILY,
    "pick": st.integers(0, 30),
    "who": st.sampled_from([0, 0, 0, 0, *EMPLOYEES]),
}
# What is drawn for each step, and how often it comes beside the others.
DRAWN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "crash": {},
    "writes": {**OF_FAMILY, **NUMBER},
    "replies": {
        **OF_FAMILY,
        "pick": st.integers(0, 30),
        "acute": st.sampled_from([(False,), (False,), (True,), (True, False)]),
    },
    "asks": {**OF_FAMILY, **WHERE},
    "leaves_a_number": {**OF_FAMILY, **WHERE, "days": st.integers(0, 3)},
    "lets_go": OF_FAMILY,
    "answers": {**OF_FAMILY, "proposal": st.integers(0, 2), "consent": st.booleans()},
    "claims": OF_EMPLOYEE,
    "takes_over": OF_EMPLOYEE,
    "releases": OF_EMPLOYEE,
    "passes": {**OF_EMPLOYEE, "to": st.sampled_from([KARI, LEAD])},
    "gives_back": OF_EMPLOYEE,
    "closes": {**OF_EMPLOYEE, "sure": st.integers(0, 3)},
    "calls": OF_EMPLOYEE,
    "proposes": {**OF_EMPLOYEE, "words": st.sampled_from("ab")},
    "speaks": {**OF_EMPLOYEE, **NUMBER},
}
OFTEN = [
    *DRAWN,
    *(4 * ["writes", "replies", "asks", "claims"]),
    *(2 * ["speaks", "proposes", "answers", "leaves_a_number"]),
]


class BrokenError(Exception):
    """The process ends as it commits."""


@dataclass
class Case:
    """A hand-over as it should be."""

    one: Handover
    kommune: str
    id: int = 0
    due: date | None = None
    words: str | None = None


@dataclass
class Talk:
    """A conversation as it should be: who said what in which order; the last case is the one that counts."""

    id: str
    said: list[tuple[str, str]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)
    spoken: dict[str, int] = field(default_factory=dict)
    answered: dict[int, tuple[dict[str, Any], ...]] = field(default_factory=dict)

    @property
    def last(self) -> Handover | None:
        """Its last hand-over."""
        return self.cases[-1].one if self.cases else None

    def tell(self, author: str, said: str) -> int:
        """Something is said; its number."""
        self.said.append((author, said))
        return len(self.said)


@dataclass(frozen=True)
class Deed:
    """What an employee does; `kind` is how the family is told, where they are."""

    by: Actor
    event: Event
    kind: str


@contextmanager
def broken(engine: Engine) -> Iterator[None]:
    """Nothing can be committed: the process ends just before."""

    def end(_connection: Connection) -> None:
        raise BrokenError

    event.listen(engine, "commit", end)
    try:
        yield
    finally:
        event.remove(engine, "commit", end)


def result(act: Callable[[], object]) -> object:
    """What comes of something: its value, or the kind of its refusal."""
    try:
        return act()
    except DomainError as error:
        return type(error)


class Desk(RuleBasedStateMachine):
    """Two families, three employees, one database."""

    opens: Callable[[], Engine]
    reopens: Callable[[Engine], Engine]

    @initialize(begins=st.sampled_from(["claims", "claims", "asks", "leaves_a_number", None]))
    def started(self, begins: str | None) -> None:
        """Opens the house, and somebody starts to talk; most often a person is there already."""
        self.clock, self.new = Clock(), count()
        self.house = House(type(self).opens(), self.clock)
        self.talks = [Talk(self.house.talk()) for _ in range(TALKS)]
        if begins in {"asks", "claims"}:
            self.asks(0, "oppdal", "none")
        if begins == "claims":
            self.claims(0, 0, KARI.id, "none")
        if begins == "leaves_a_number":
            self.leaves_a_number(0, "oppdal", 0, "none")

    def teardown(self) -> None:
        """All is there in the end, for a process that starts then."""
        if hasattr(self, "house"):
            self.crash()
            self.as_predicted()
            self.house.engine.dispose()

    @rule(
        what=st.sampled_from(OFTEN).flatmap(lambda name: st.tuples(st.just(name), st.fixed_dictionaries(DRAWN[name])))
    )
    def step(self, what: tuple[str, dict[str, Any]]) -> None:
        """Somebody does something. One rule: of many, hypothesis would leave out half of them in every order."""
        name, drawn = what
        getattr(self, name)(**drawn)

    def crash(self) -> None:
        """The process dies, and another starts."""
        self.house = House(type(self).reopens(self.house.engine), self.clock)

    def happens(self, fault: str, act: Callable[[], object], predict: Callable[[], object]) -> None:
        """Does something, and it comes to what the model says; what breaks off has never been."""
        if fault == "broken":
            with broken(self.house.engine), pytest.raises((BrokenError, DomainError)):
                act()
            self.crash()
            return
        for _ in range(2 if fault == "twice" else 1):
            expected = result(predict)
            assert result(act) == expected

    # The family and the assistant.

    def writes(self, which: int, number: int, fault: str) -> None:
        """The family sends a message, perhaps once more."""
        talk, client_id, said = self.talks[which], f"melding-nummer-{number:04}", f"Ord {next(self.new)}"

        def act() -> tuple[int, str, str | None]:
            written = self.house.conversations.write(talk.id, said, client_id)
            return written.number, written.text, written.client_id

        def predict() -> tuple[int, str, str | None]:
            if client_id not in talk.written:
                if whose(talk.last) == "closed":
                    raise OverError
                talk.written[client_id] = talk.tell("person", said)
            kept = talk.written[client_id]
            return kept, talk.said[kept - 1][1], client_id

        self.happens(fault, act, predict)

    def replies(self, which: int, pick: int, acute: tuple[bool, ...], fault: str) -> None:
        """The assistant answers some message, at once or late."""
        talk = self.talks[which]
        if not talk.written:
            return
        number = sorted(talk.written.values())[pick % len(talk.written)]
        answers = [reply(f"{next(self.new)}", DANGER if one else None) for one in acute]

        def predict() -> tuple[dict[str, Any], ...]:
            if number not in talk.answered:
                silent = whose(talk.last) in {"coordinator", "closed"}
                said = tuple(one for one in answers if one["acute"] or not silent)
                for one in said:
                    talk.tell("assistent", one["reply"])
                if not said:
                    return ()
                talk.answered[number] = said
            return talk.answered[number]

        self.happens(fault, lambda: self.house.conversations.reply(talk.id, number, answers).answers, predict)

    def asks(self, which: int, where: str, fault: str) -> None:
        """The family asks for a person."""
        talk = self.talks[which]

        def act() -> str:
            asked = self.house.handovers.ask(talk.id, wish(where))
            talk.cases[-1].id = asked.handover_id  # Predicted before.
            return asked.kommune

        def predict() -> str:
            return self.asked(talk, where, handing.Asked()).kommune

        self.happens(fault, act, predict)

    def leaves_a_number(self, which: int, where: str, days: int, fault: str) -> None:
        """The family asks to be called."""
        talk, due = self.talks[which], DUE + timedelta(days=days)

        def act() -> str:
            asked = self.house.handovers.call_back(talk.id, wish(where), PHONE, due)
            talk.cases[-1].id = asked.handover_id
            return asked.kommune

        def predict() -> str:
            case = self.asked(talk, where, handing.CallbackAsked())
            if case.due is None:
                talk.tell("status", "callback")
            case.due = min(due, case.due or due)
            return case.kommune

        self.happens(fault, act, predict)

    @staticmethod
    def asked(talk: Talk, where: str, asking: handing.Asked | handing.CallbackAsked) -> Case:
        """Somebody asks: anew, or again, or for something else, or somewhere else."""
        is_there = whose(talk.last) == "coordinator" and isinstance(asking, handing.Asked)
        if talk.last is not None and talk.last.is_open and talk.cases[-1].kommune != where and not is_there:
            let_go(talk)
        before = talk.last
        after = begin(before, asking)
        if before is None or not before.is_open:
            talk.cases.append(Case(after, where))
        elif after == before:
            return talk.cases[-1]
        case = talk.cases[-1]
        case.one, case.due = after, None
        if after.state is State.WAITING:
            talk.tell("status", "asked")
        return case

    def lets_go(self, which: int, fault: str) -> None:
        """The family does not want it any more."""
        talk = self.talks[which]
        self.happens(fault, lambda: self.house.handovers.cancel(talk.id) and None, lambda: let_go(talk))

    def answers(self, which: int, proposal: int, *, consent: bool, fault: str) -> None:
        """The family says yes or no, to some proposal or (0) to the last."""
        talk = self.talks[which]
        proposal = proposal or (talk.last.proposals if talk.last else 1)

        def predict() -> None:
            before = talk.last
            if before is None:
                raise NotNowError
            talk.cases[-1].one = handing.step(before, handing.ConsentAnswered(proposal, consent))
            if talk.cases[-1].one != before:
                talk.tell("status", "consent-given" if consent else "consent-refused")

        def act() -> None:
            self.house.handovers.answer_consent(talk.id, proposal, consent=consent)

        self.happens(fault, act, predict)

    # Employees.

    def case(self, which: int, pick: int) -> tuple[Talk, Case] | None:
        """A case, most often the last one."""
        talk = self.talks[which]
        back = pick % 6 if pick % 6 < len(talk.cases) else 0
        return (talk, talk.cases[-1 - back]) if talk.cases else None

    def who(self, which: int, who: int) -> Actor:
        """An employee; 0 for whoever has the conversation."""
        last = self.talks[which].last
        return EMPLOYEES[who or (last and last.holder) or KARI.id]

    def does(self, found: tuple[Talk, Case] | None, deed: Deed, act: Callable[[int], object], fault: str) -> None:
        """An employee does something with a case."""
        if found is None:
            return
        talk, case = found

        def predict() -> None:
            if case.kommune not in deed.by.kommuner:
                raise UnknownCaseError
            if isinstance(deed.event, handing.TakenOver) and case.kommune not in deed.by.leads:
                raise OnlyLeadsError
            before = case.one
            case.one = handing.step(before, deed.event)
            live = State.COORDINATOR in {before.state, case.one.state}
            if (live or deed.kind == "called") and case.one != before:
                talk.tell("status", deed.kind)

        self.happens(fault, lambda: act(case.id) and None, predict)

    def claims(self, which: int, pick: int, who: int, fault: str) -> None:
        """Takes it."""
        by = self.who(which, who)

        def act(one: int) -> object:
            return self.house.handovers.claim(one, by, "K")

        self.does(self.case(which, pick), Deed(by, handing.Claimed(by.id), "claimed"), act, fault)

    def takes_over(self, which: int, pick: int, who: int, fault: str) -> None:
        """Takes it from another."""
        by = self.who(which, who)

        def act(one: int) -> object:
            return self.house.handovers.take_over(one, by, "Haster")

        self.does(self.case(which, pick), Deed(by, handing.TakenOver(by.id), "taken-over"), act, fault)

    def releases(self, which: int, pick: int, who: int, fault: str) -> None:
        """Lets it go."""
        by = self.who(which, who)

        def act(one: int) -> object:
            return self.house.handovers.release(one, by)

        self.does(self.case(which, pick), Deed(by, handing.Released(by.id), "released"), act, fault)

    def passes(self, which: int, pick: int, who: int, to: Actor, fault: str) -> None:
        """Gives it to a colleague who may have it."""
        by = self.who(which, who)

        def act(one: int) -> object:
            return self.house.handovers.pass_to(one, by, to)

        self.does(self.case(which, pick), Deed(by, handing.Passed(by.id, to.id), "passed"), act, fault)

    def gives_back(self, which: int, pick: int, who: int, fault: str) -> None:
        """Lets the assistant answer again."""
        by = self.who(which, who)

        def act(one: int) -> object:
            return self.house.handovers.give_back(one, by)

        self.does(self.case(which, pick), Deed(by, handing.Returned(by.id), "returned"), act, fault)

    def closes(self, which: int, pick: int, who: int, sure: int, fault: str) -> None:
        """Ends it for good; not often, for nothing happens in the conversation afterwards."""
        by = self.who(which, who)

        def act(one: int) -> object:
            return self.house.handovers.close(one, by, "annet")

        if sure == 0:
            self.does(self.case(which, pick), Deed(by, handing.Closed(by.id), "closed"), act, fault)

    def calls(self, which: int, pick: int, who: int, fault: str) -> None:
        """Has called."""
        by = self.who(which, who)

        def act(one: int) -> object:
            return self.house.handovers.called(one, by, "annet")

        self.does(self.case(which, pick), Deed(by, handing.CalledBack(by.id), "called"), act, fault)

    def proposes(self, which: int, pick: int, who: int, words: str, fault: str) -> None:
        """Asks whether something may be passed on."""
        if (found := self.case(which, pick)) is None:
            return
        by = self.who(which, who)
        talk, case = found

        def predict() -> None:
            if case.kommune not in by.kommuner:
                raise UnknownCaseError
            after = handing.step(case.one, handing.ConsentAsked(by.id))
            if case.one.consent is handing.Consent.ASKED and case.words == words:
                return
            case.one, case.words = after, words
            talk.tell("status", "consent-asked")

        def act() -> None:
            self.house.handovers.propose(case.id, by, SERVICE, words)

        self.happens(fault, act, predict)

    def speaks(self, which: int, pick: int, number: int, who: int, fault: str) -> None:
        """Writes to the family, perhaps once more."""
        if (found := self.case(which, pick)) is None:
            return
        by = self.who(which, who)
        (talk, case), client_id, said = found, f"melding-nummer-{number:04}", f"Ord {next(self.new)}"

        def act() -> tuple[int, str]:
            spoken, _ = self.house.handovers.speak(case.id, by, client_id, said)
            return spoken.number, spoken.text

        def predict() -> tuple[int, str]:
            if case.kommune not in by.kommuner:
                raise UnknownCaseError
            if client_id not in talk.spoken:
                handing.step(case.one, handing.Spoken(by.id))
                talk.spoken[client_id] = talk.tell("koordinator", said)
            kept = talk.spoken[client_id]
            return kept, talk.said[kept - 1][1]

        self.happens(fault, act, predict)

    # What is always so.

    @invariant()
    def as_predicted(self) -> None:
        """Everything that was acknowledged is there once and in order, and nothing else is."""
        for talk in getattr(self, "talks", ()):
            messages = self.house.conversations.messages(talk.id)
            assert [one.number for one in messages] == list(range(1, len(messages) + 1))
            assert [(one.author, one.text or (one.event or {}).get("kind")) for one in messages] == talk.said
            assert silent_while_somebody_is_there(messages)
            assert self.house.conversations.turn(talk.id) == whose(talk.last)
            self.cases_as_predicted(talk)

    def cases_as_predicted(self, talk: Talk) -> None:
        """One case at most is open, and one at most has it; each is in the state that it should be in."""
        stored = self.rows(
            "SELECT handover.id, state, holder, open_for, handover.kommune, handover.due, contact, figure.end AS ends"
            " FROM handover JOIN handover_figure figure ON figure.handover_id = handover.id"
            " WHERE conversation_id = :talk ORDER BY 1",
            talk.id,
        )
        assert sum(row.open_for is not None for row in stored) <= 1
        assert [(row.id, row.state, row.holder, row.kommune) for row in stored] == [
            (case.id, case.one.state, case.one.holder, case.kommune) for case in talk.cases
        ]
        for row, case in zip(stored, talk.cases, strict=True):
            assert row.open_for == (talk.id if case.one.is_open else None)
            assert row.ends == ENDS.get(case.one.state)
            assert (row.contact is not None) == (case.one.state is State.CALLBACK)
            if case.one.state is State.CALLBACK:
                assert str(row.due) == str(case.due)

    def rows(self, sql: str, talk: str) -> list[Any]:
        """What the database says, past all our own code."""
        with self.house.engine.connect() as connection:
            return list(connection.execute(text(sql), {"talk": talk}))


def let_go(talk: Talk) -> None:
    """The family lets go of what it asked for."""
    if talk.last is None:
        raise NotNowError
    talk.cases[-1].one = handing.step(talk.last, handing.Cancelled())
    talk.tell("status", "returned" if talk.cases[-1].one.state is State.RETURNED else "cancelled")


def silent_while_somebody_is_there(messages: tuple[Any, ...]) -> bool:
    """Whether the assistant says nothing but help lines while a person has the conversation."""
    somebody = False
    for one in messages:
        kind = (one.event or {}).get("kind")
        somebody = (somebody or kind in BEGINS) and kind not in LETS_GO
        if somebody and one.author == "assistent" and not one.answer["acute"]:
            return False
    return True


def run(opens: Callable[[], Engine], reopens: Callable[[Engine], Engine], examples: int) -> None:
    """Tries so many orders of events."""
    kind = type("Desk", (Desk,), {"opens": staticmethod(opens), "reopens": staticmethod(reopens)})
    run_state_machine_as_test(kind, settings=settings(max_examples=examples, stateful_step_count=STEPS))


def test_in_any_order_with_any_crash_nothing_is_lost_or_said_twice_on_sqlite(tmp_path: Path) -> None:
    template, names = tmp_path / "mal.db", count()
    made = make_engine(f"sqlite:///{template}")
    House(made, Clock())
    made.dispose()

    def opens() -> Engine:
        path = tmp_path / f"{next(names)}.db"
        shutil.copy(template, path)
        return make_engine(f"sqlite:///{path}")

    def reopens(engine: Engine) -> Engine:
        """As after a power cut: the files as they lie, without anybody having closed them."""
        path, old = tmp_path / f"{next(names)}.db", str(engine.url.database)
        for end in ("", "-wal"):
            shutil.copy(f"{old}{end}", f"{path}{end}")
        engine.dispose()
        return make_engine(f"sqlite:///{path}")

    run(opens, reopens, cases(20, 20))


def test_in_any_order_with_any_crash_nothing_is_lost_or_said_twice_on_postgresql(postgres: str) -> None:
    with new_database(postgres) as made:
        address = made.url.render_as_string(hide_password=False)

        def reopens(engine: Engine) -> Engine:
            engine.dispose()
            return make_engine(address)

        run(lambda: make_engine(address), reopens, cases(4, 100))
