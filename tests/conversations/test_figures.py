"""Figures of hand-overs that really happened, in both databases: what is counted, when it is settled, and how long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conversations.changing import Actor
from conversations.contacts import Contact, Contacts
from conversations.figures import Figures, Week, percentile
from conversations.handover_rows import HandoverFigureRow
from conversations.handovers import Handovers
from conversations.retention import Retention
from conversations.service import PERSON, Conversations
from conversations.weeks import LATER, WEEK, first_answerable, first_unsettled, name_of
from conversations.wishing import Request, Summary

if TYPE_CHECKING:
    from sqlalchemy import Engine

OPPDAL = Request(Summary("oppdal"))
ELSEWHERE = Request(Summary("tynset"))
KARI = Actor(1, "Koordinator Én", frozenset({"oppdal", "tynset"}))
# The Monday of week 46; all begins on its Wednesday, at noon.
MONDAY = date(2026, 11, 9)
BEGUN = datetime(2026, 11, 11, 12, tzinfo=UTC)
DUE = date(2026, 11, 13)
OVER = timedelta(days=400)


class House:
    """Conversations, hand-overs and figures of one database, and a clock that a test moves."""

    def __init__(self, engine: Engine, retention: Retention | None = None) -> None:
        """Begins on a Wednesday."""
        self.now = BEGUN
        self.engine = engine
        self.conversations = Conversations(engine, retention, self.clock)
        self.handovers = Handovers(engine, Contacts((Fernet.generate_key().decode(),)), self.clock)
        self.figures = Figures(engine, self.clock)
        self._numbers = count(1)

    def clock(self) -> datetime:
        """What time it is."""
        return self.now

    def after(self, **passed: float) -> None:
        """Moves the clock to some time after the beginning."""
        self.now = BEGUN + timedelta(**passed)

    def talk(self) -> str:
        """The id of a new conversation."""
        own, _ = self.conversations.start("oppdal", "forelder", "nb")
        self.conversations.tell(own.id, PERSON, "Hei")
        return own.id

    def asked(self, request: Request = OPPDAL) -> tuple[str, int]:
        """A family that asks for a person: its conversation and its hand-over."""
        own = self.talk()
        return own, self.handovers.ask(own, request).handover_id

    def to_be_called(self, due: date = DUE) -> tuple[str, int]:
        """A family that asks to be called."""
        own = self.talk()
        return own, self.handovers.call_back(own, OPPDAL, Contact("phone", "91234567"), due).handover_id

    def closed(self, outcome: str = "svar-gitt") -> str:
        """A family that somebody talked with until the end; its conversation."""
        own, case = self.asked()
        self.handovers.claim(case, KARI)
        self.handovers.close(case, KARI, outcome)
        return own

    def settled(self) -> Week:
        """The week that all begins in, once it is settled."""
        self.now = max(self.now, BEGUN + timedelta(days=14))
        return next(week for week in self.figures.of("oppdal", 100) if week.since == MONDAY)

    def rows(self) -> int:
        """How many figures there are."""
        with Session(self.engine) as session:
            return session.scalars(select(func.count()).select_from(HandoverFigureRow)).one()


@pytest.fixture
def house(engine: Engine) -> House:
    """Nothing has happened there yet."""
    return House(engine)


def token_of(house: House, own: str) -> str:
    """The link that the family was given."""
    events = (message.event for message in house.conversations.messages(own))
    return next(str(event["follow_up"]) for event in events if event and "follow_up" in event)


def test_weeks_without_anything_are_zeros(house: House) -> None:
    weeks = house.figures.of("oppdal", 3)
    assert weeks == (
        Week("2026-W42", date(2026, 10, 12), later_from=date(2026, 12, 14)),
        Week("2026-W43", date(2026, 10, 19), later_from=date(2026, 12, 21)),
        Week("2026-W44", date(2026, 10, 26), later_from=date(2026, 12, 28)),
    )


@pytest.mark.parametrize(("wished", "given"), [(-1, 1), (0, 1), (1, 1), (52, 52), (260, 260), (10_000, 260)])
def test_there_are_as_many_weeks_as_wished_within_reason(house: House, wished: int, given: int) -> None:
    assert len(house.figures.of("oppdal", wished)) == given


def test_a_hand_over_is_counted_as_what_became_of_it(house: House) -> None:
    house.closed("svar-gitt")
    house.closed("annet")
    returned, case = house.asked()
    house.handovers.claim(case, KARI)
    house.handovers.give_back(case, KARI)
    given_up, _ = house.asked()
    house.handovers.cancel(given_up)
    house.asked()
    week = house.settled()
    assert (week.asked, week.answered, week.abandoned) == (5, 3, 1)
    assert {code for code, many in week.outcomes.items() if many} == {"svar-gitt", "annet"}
    assert house.conversations.turn(returned) == "assistant"


def test_another_municipalitys_are_not_counted(house: House) -> None:
    house.asked(ELSEWHERE)
    assert house.settled().asked == 0


def test_waits_are_told_by_nearest_rank(house: House) -> None:
    for minutes in range(1, 11):
        house.now = BEGUN
        _, case = house.asked()
        house.after(minutes=minutes)
        house.handovers.claim(case, KARI)
    week = house.settled()
    assert (week.waits, week.median_wait, week.p90_wait) == (10, 300, 540)


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([], 50, None),
        ([7], 50, 7),
        ([7], 90, 7),
        ([1, 2], 50, 1),
        ([1, 2, 3], 50, 2),
        (range(1, 21), 90, 18),
        (range(1, 22), 90, 19),
    ],
)
def test_a_percentile_is_the_first_value_that_enough_do_not_exceed(
    values: list[int], percent: int, expected: int | None
) -> None:
    assert percentile(values, percent) == expected


def test_what_families_say_is_counted_of_those_whom_somebody_was_there_for(house: House) -> None:
    for said in ("yes", "yes", "no", None):
        own = house.closed()
        if said:
            house.handovers.say_helped(own, said)
    assert house.settled().helped == {"yes": 2, "partly": 0, "no": 1}


def test_whoever_went_back_to_the_assistant_is_counted_among_those_who_say_whether_it_helped(house: House) -> None:
    own, case = house.asked()
    house.handovers.claim(case, KARI)
    house.handovers.give_back(case, KARI)
    house.handovers.say_helped(own, "no")
    assert house.handovers.say_helped_later(token_of(house, own), "yes")
    week = house.settled()
    assert (week.helped, sum(week.outcomes.values())) == ({"yes": 0, "partly": 0, "no": 1}, 0)
    assert week.helped_later["yes"] == 1


@pytest.mark.parametrize(("days", "kept"), [(0, 1), (2, 1), (3, 0)])
def test_a_call_is_kept_when_it_was_made_by_its_day(house: House, days: int, kept: int) -> None:
    _, case = house.to_be_called()
    house.after(days=days)
    house.handovers.called(case, KARI, "svar-gitt")
    week = house.settled()
    assert (week.asked, week.callbacks, week.kept, week.outcomes["svar-gitt"]) == (0, 1, kept, 1)


def test_a_call_that_was_never_made_is_not_kept(house: House) -> None:
    house.to_be_called()
    week = house.settled()
    assert (week.callbacks, week.kept) == (1, 0)


def test_nor_is_one_that_the_family_waited_for_in_vain_before_it_called_it_off(house: House) -> None:
    own, _ = house.to_be_called()
    house.after(days=3)
    house.handovers.cancel(own)
    week = house.settled()
    assert (week.callbacks, week.kept) == (1, 0)


@pytest.mark.parametrize("forgets", [True, False])
def test_a_call_that_the_family_calls_off_in_time_is_no_promise(house: House, forgets: bool) -> None:  # noqa: FBT001 - a case
    own, _ = house.to_be_called()
    house.after(days=2)
    (house.conversations.forget if forgets else house.handovers.cancel)(own)
    week = house.settled()
    assert (house.rows(), week.callbacks, week.kept) == (1, 0, 0)


def test_a_call_that_was_not_made_before_its_conversation_was_forgotten_is_not_kept(house: House) -> None:
    own, _ = house.to_be_called()
    house.after(days=3)
    house.conversations.forget(own)
    week = house.settled()
    assert (week.callbacks, week.kept) == (1, 0)


def test_a_call_counts_in_the_week_that_it_is_promised_for(house: House) -> None:
    house.to_be_called(date(2026, 11, 16))
    assert house.settled().callbacks == 0
    house.after(days=21)
    last = house.figures.of("oppdal", 1)[0]
    assert (last.week, last.callbacks) == ("2026-W47", 1)


def test_whoever_would_rather_wait_after_all_asks_anew(house: House) -> None:
    own, _ = house.to_be_called()
    house.after(days=7)
    assert house.handovers.ask(own, OPPDAL).conversation_id == own
    house.after(days=21)
    first, second = house.figures.of("oppdal", 2)
    assert [(week.week, week.asked, week.callbacks) for week in (first, second)] == [
        ("2026-W46", 0, 0),
        ("2026-W47", 1, 0),
    ]


def test_whose_wait_begins_anew_has_waited_from_then_on(house: House) -> None:
    own, case = house.asked()
    house.after(minutes=30)
    house.handovers.claim(case, KARI)
    house.handovers.release(case, KARI)
    house.handovers.call_back(own, OPPDAL, Contact("phone", "91234567"), DUE)
    house.after(minutes=60)
    house.handovers.ask(own, OPPDAL)
    house.after(minutes=62)
    house.handovers.claim(case, KARI)
    assert house.settled().median_wait == 120


def test_whoever_would_rather_be_called_asked_for_that(house: House) -> None:
    own, _ = house.asked()
    house.handovers.call_back(own, OPPDAL, Contact("phone", "91234567"), DUE)
    week = house.settled()
    assert (week.asked, week.abandoned, week.callbacks) == (0, 0, 1)


def test_a_forgotten_conversation_stays_counted(house: House) -> None:
    talked, case = house.asked()
    house.handovers.claim(case, KARI)
    for own in (talked, house.asked()[0], house.closed()):
        house.conversations.forget(own)
    week = house.settled()
    assert (week.asked, week.answered, week.abandoned) == (3, 2, 1)


def test_a_week_begins_on_monday_in_norway(house: House) -> None:
    house.now = datetime(2026, 11, 8, 22, 59, tzinfo=UTC)
    house.asked()
    house.now = datetime(2026, 11, 8, 23, 0, tzinfo=UTC)
    house.asked()
    house.now = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert [(week.week, week.asked) for week in house.figures.of("oppdal", 2)] == [("2026-W45", 1), ("2026-W46", 1)]


def test_a_week_is_shown_when_the_next_one_is_over(house: House) -> None:
    house.asked()
    house.now = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)
    assert house.figures.of("oppdal", 1)[0].week == "2026-W45"
    house.now = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert house.figures.of("oppdal", 1)[0].week == "2026-W46"


def test_what_has_been_shown_of_a_week_never_changes(house: House) -> None:
    waiting, called = house.asked()[1], house.to_be_called()[1]
    cancelling, changing, forgotten, overdue = (
        house.asked()[0],
        house.asked()[0],
        house.asked()[0],
        house.to_be_called()[0],
    )
    said = house.closed()
    before = house.settled()
    house.handovers.claim(waiting, KARI)
    house.handovers.close(waiting, KARI, "annet")
    house.handovers.called(called, KARI, "annet")
    house.handovers.cancel(cancelling)
    house.handovers.call_back(changing, OPPDAL, Contact("phone", "91234567"), date(2026, 11, 27))
    house.handovers.ask(overdue, OPPDAL)
    house.handovers.say_helped(said, "no")
    for own in (forgotten, said):
        house.conversations.forget(own)
    assert house.settled() == before
    house.now = BEGUN + OVER
    house.conversations.purge()
    assert house.settled() == Week(**{**{name: getattr(before, name) for name in Week.__slots__}, "later_from": None})


def test_whether_it_helped_later_is_counted_until_that_is_shown(house: House) -> None:
    own = house.closed()
    token = token_of(house, own)
    house.now = datetime.combine(MONDAY, datetime.min.time(), UTC) + LATER - timedelta(hours=2)
    assert house.handovers.is_follow_up(token)
    assert house.handovers.say_helped_later(token, "partly")
    assert house.settled().later_from == MONDAY + LATER
    house.now += timedelta(hours=2)
    week = house.settled()
    assert (week.later_from, week.helped_later["partly"]) == (None, 1)
    assert not house.handovers.is_follow_up(token)
    assert not house.handovers.say_helped_later(token, "no")
    assert house.settled() == week


def test_who_was_answered_after_the_week_was_settled_is_not_counted_later_either(house: House) -> None:
    own, case = house.asked()
    house.after(days=20)
    house.handovers.claim(case, KARI)
    house.handovers.close(case, KARI, "annet")
    assert house.handovers.say_helped_later(token_of(house, own), "yes")
    house.after(days=70)
    week = house.settled()
    assert (sum(week.outcomes.values()), sum(week.helped_later.values())) == (0, 0)


def test_what_knows_a_link_goes_when_it_leads_nowhere_any_more(house: House) -> None:
    house.closed()
    house.after(days=60)
    house.conversations.purge()
    assert _hashes(house) == 1
    house.now = datetime.combine(MONDAY + LATER, datetime.min.time(), UTC)
    house.conversations.purge()
    assert (_hashes(house), house.rows()) == (0, 1)


def test_figures_go_after_five_years(house: House) -> None:
    house.asked()
    last = datetime(2031, 11, 16, 22, 59, tzinfo=UTC)
    house.now = last
    house.conversations.purge()
    assert (house.rows(), house.figures.of("oppdal", 260)[0].since, house.figures.of("oppdal", 260)[0].asked) == (
        1,
        MONDAY,
        1,
    )
    house.now = last + timedelta(minutes=1)
    house.conversations.purge()
    assert house.rows() == 0


def test_figures_stay_as_long_as_their_hand_over_does(engine: Engine) -> None:
    house = House(engine, Retention(talks=3_000))
    house.asked()
    house.now = BEGUN + 6 * timedelta(days=365)
    assert house.conversations.purge() == ()
    assert house.rows() == 1


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 12, 28), "2026-W53"), (date(2027, 1, 4), "2027-W01"), (date(2024, 12, 30), "2025-W01")],
)
def test_a_week_is_called_as_the_calendar_calls_it(day: date, name: str) -> None:
    assert name_of(day) == name


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 29)])
def test_all_days_of_a_week_show_the_same_weeks(day: date) -> None:
    assert (first_unsettled(day), first_answerable(day)) == (date(2026, 11, 16), date(2026, 9, 28))
    assert date(2026, 11, 16) - WEEK == MONDAY


def _hashes(house: House) -> int:
    with Session(house.engine) as session:
        return session.scalars(select(func.count(HandoverFigureRow.follow_up))).one()
