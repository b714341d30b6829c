"""A week of conversations, played in both databases, and what is counted of it: that, once, and nothing else."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from conversations.store import ConversationRow, MessageRow
from conversations.usage import UsageRow, count_usage
from conversations.usage_figures import Stretch, Told, UsageFigures
from conversations.weeks import FIRST, WEEK, whole_before
from conversations.writing import UnknownConversationError
from foundation.database import make_engine
from tests.conversations.house import DANGER, KARI, Clock, House

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from conversations.usage_figures import Values

# A Wednesday, and the Monday of its week.
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
WORDS = "Per Olsen i Storgata 4 er så lei seg"
VALUES: Values = {
    "outcome": ("answered", "not_stated", "no_match", "acute", "clarification"),
    "language": ("nb", "nn", "en"),
    "role": ("forelder", "ungdom", "ansatt", "ukjent"),
    "answered": ("finn-hjelp", "kontakt", "pris"),
    "not_stated": ("finn-hjelp", "kontakt", "pris"),
    "acute": ("selvmord", "vold-overgrep"),
    "need": ("skolefravaer", "okonomi", "vold"),
    "need_no_route": ("skolefravaer", "okonomi", "vold"),
    "need_no_match": ("skolefravaer", "okonomi", "vold"),
    "level": ("gronn", "gul", "rod"),
    "service_not_stated": ("ppt", "bup"),
}


def answer(outcome: str = "answered", kind: str = "finn-hjelp", **other: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """An Answer, as far as it is counted, with words that must not be."""
    return {
        "question": WORDS,
        "reply": f"Svar på {WORDS}",
        "kommune": "oppdal",
        "role": "forelder",
        "language": "nb",
        "outcome": outcome,
        "question_type": kind,
        "needs": [],
        "acute": None,
        "services": [],
        **other,
    }


def needs(*ids: str) -> list[dict[str, Any]]:
    return [{"id": one, "confidence": 0.9} for one in ids]


def service(kind: str, *levels: str) -> dict[str, Any]:
    return {"id": f"oppdal/{kind}", "type": kind, "name": "Tjenesten", "level": list(levels)}


def asks(house: House, *answers: dict[str, Any], own: str | None = None, kommune: str = "oppdal") -> tuple[str, int]:
    """Somebody writes, and is answered: the conversation, and the message's number."""
    talk = own or house.talk(kommune)
    number = house.conversations.write(talk, WORDS).number
    house.conversations.reply(talk, number, answers)
    return talk, number


def counted(engine: Engine, kommune: str = "oppdal") -> dict[tuple[date, str, str], int]:
    with Session(engine) as session:
        rows = session.scalars(select(UsageRow).where(UsageRow.kommune == kommune))
        return {(row.monday, row.figure, row.value): row.count for row in rows}


def test_a_week_of_conversations_gives_exactly_these_counts(house: House, clock: Clock) -> None:
    """Given a week in which families ask all kinds of things, what is counted is told to the last message."""
    clock.now = NOON - timedelta(days=2)  # Monday.
    own, _ = asks(house, answer(needs=needs("skolefravaer", "okonomi"), services=[service("ppt", "gul", "gronn")]))
    asks(house, answer("clarification", needs=needs("okonomi")), own=own)
    clock.pass_by(days=2)
    asks(
        house,
        answer(kind="pris", role="ungdom", language="nn", services=[service("bup", "gul"), service("ppt", "gul")]),
    )
    asks(house, answer("not_stated", "kontakt", services=[service("ppt", "gul"), service("bup")], needs=needs("vold")))
    asks(house, answer("not_stated", needs=needs("skolefravaer")))
    clock.pass_by(days=4)  # Sunday.
    asks(house, answer("no_match", needs=needs("okonomi")))
    asks(house, answer("answered", needs=needs("vold"), acute=DANGER))
    asks(house, answer("smalltalk", "smaprat"), answer("acute", acute={"kind": "vold-overgrep"}))
    clock.pass_by(days=1)
    asks(house, answer())  # Next week.
    week = {
        ("outcome", "answered"): 2,
        ("outcome", "clarification"): 1,
        ("outcome", "not_stated"): 2,
        ("outcome", "no_match"): 1,
        ("outcome", "acute"): 2,
        ("language", "nb"): 7,
        ("language", "nn"): 1,
        ("role", "forelder"): 7,
        ("role", "ungdom"): 1,
        ("answered", "finn-hjelp"): 1,
        ("answered", "pris"): 1,
        ("not_stated", "kontakt"): 1,
        ("not_stated", "finn-hjelp"): 1,
        ("service_not_stated", "ppt"): 1,
        ("acute", "selvmord"): 1,
        ("acute", "vold-overgrep"): 1,
        ("need", "skolefravaer"): 1,
        ("need", "okonomi"): 1,
        ("need", "vold"): 2,
        ("need_no_route", "skolefravaer"): 1,
        ("need_no_match", "okonomi"): 1,
        ("level", "gul"): 2,
        ("level", "gronn"): 1,
    }
    after = {("outcome", "answered"), ("language", "nb"), ("role", "forelder"), ("answered", "finn-hjelp")}
    assert counted(house.engine) == {
        **{(MONDAY, *mark): count for mark, count in week.items()},
        **{(MONDAY + WEEK, *mark): 1 for mark in after},
    }


def test_an_answer_that_is_delivered_again_is_not_counted_again(house: House) -> None:
    own, number = asks(house, answer())
    house.conversations.reply(own, number, [answer()])
    house.conversations.reply(own, number, [answer("no_match")])
    assert set(counted(house.engine).values()) == {1}


def test_what_is_not_stored_is_not_counted(house: House) -> None:
    own = house.talk()
    number = house.conversations.write(own, WORDS).number
    house.conversations.forget(own)
    with pytest.raises(UnknownConversationError):
        house.conversations.reply(own, number, [answer()])
    assert counted(house.engine) == {}


def test_counts_stay_when_the_conversation_is_forgotten(house: House) -> None:
    own, _ = asks(house, answer())
    house.conversations.forget(own)
    assert counted(house.engine)[(MONDAY, "outcome", "answered")] == 1


def test_what_is_written_to_a_coordinator_is_no_question_to_the_assistant(house: House) -> None:
    own, case = house.live()
    asks(house, own=own)
    asks(house, answer("acute", acute=DANGER), own=own)
    late = house.conversations.write(own, WORDS).number
    house.handovers.give_back(case, KARI)
    house.conversations.reply(own, late, [answer("acute", acute=DANGER)])
    assert counted(house.engine) == {}
    asks(house, answer(), own=own)
    assert counted(house.engine)[(MONDAY, "outcome", "answered")] == 1


def test_what_our_own_commands_ask_is_not_counted(house: House) -> None:
    own = house.conversations.start("oppdal", "forelder", "nb", is_counted=False)[0].id
    asks(house, answer(), own=own)
    assert counted(house.engine) == {}


def test_it_counts_for_the_municipality_by_whose_door_it_came_else_for_that_it_is_about(house: House) -> None:
    asks(house, answer(kommune="tynset"), kommune="oppdal")
    without = house.conversations.start(None, "ukjent", "nb")[0].id
    asks(house, answer(kommune="tolga"), own=without)
    asks(house, answer(kommune=None), own=without)
    assert [len(counted(house.engine, one)) for one in ("oppdal", "tynset", "tolga")] == [4, 0, 4]
    with Session(house.engine) as session:
        assert set(session.scalars(select(UsageRow.kommune))) == {"oppdal", "tolga"}


def test_the_week_is_norways(house: House, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 29, 22, 59, tzinfo=UTC)  # A minute to midnight on Sunday.
    asks(house, answer())
    clock.pass_by(minutes=1)
    asks(house, answer())
    assert {monday for monday, _, _ in counted(house.engine)} == {MONDAY, MONDAY + WEEK}


def test_nothing_that_leads_to_somebody_is_in_the_table(house: House) -> None:
    own, _ = asks(house, answer(needs=needs("skolefravaer", WORDS, "Per Olsen"), services=[service("ppt", "gul")]))
    columns = {column["name"]: str(column["type"]) for column in inspect(house.engine).get_columns("usage_count")}
    assert list(columns) == ["kommune", "monday", "figure", "value", "count"]
    assert columns["monday"] == "DATE"
    with house.engine.connect() as connection:
        stored = {value for row in connection.execute(select(UsageRow.__table__)) for value in row}
        token_hash = connection.scalar(select(ConversationRow.token_hash))
    assert stored == {
        *("oppdal", MONDAY, 1),
        *("outcome", "answered", "language", "nb", "role", "forelder", "finn-hjelp"),
        *("need", "skolefravaer", "level", "gul"),
    }
    assert not {own, token_hash} & stored


def test_what_is_no_whole_answer_is_not_counted(house: House) -> None:
    asks(house, {"question": "Hei", "reply": "Hei på deg"})
    assert counted(house.engine) == {}


def test_it_costs_one_statement_to_read_and_one_to_count(house: House) -> None:
    own = house.talk()
    number = house.conversations.write(own, WORDS).number
    statements: list[str] = []
    event.listen(house.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    house.conversations.reply(own, number, [answer(needs=needs("vold", "okonomi"), services=[service("ppt", "gul")])])
    assert len([one for one in statements if "usage_count" in one]) == 1
    assert len([one for one in statements if "is_counted" in one]) == 1


def test_all_count_in_one_order_so_that_no_two_wait_for_each_other(house: House) -> None:
    sent: list[object] = []
    event.listen(house.engine, "before_cursor_execute", lambda *args: sent.append(args[3]) if "usage" in args[2] else 0)
    for ids in (("vold", "okonomi", "skolefravaer"), ("skolefravaer", "vold", "okonomi")):
        asks(house, answer(needs=needs(*ids)))
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_two_gateways_that_count_at_once_lose_nothing_and_never_wait_for_ever(house: House, clock: Clock) -> None:
    """All count the same and other values, in another order each time."""
    made = make_engine(house.engine.url.render_as_string(hide_password=False))
    houses, rounds, start = (house, House(made, clock)), 15, Barrier(4)
    several = [answer(needs=needs("vold", "okonomi")), answer(language="nn", needs=needs("okonomi", "vold"))]

    def play(place: int) -> None:
        start.wait()
        for round_ in range(rounds):
            asks(houses[place % 2], several[(place + round_) % 2])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(play, range(4)))
    made.dispose()
    found: Counter[tuple[str, str]] = Counter()
    for (_, figure, value), count in counted(house.engine).items():
        found[figure, value] += count
    assert found[("outcome", "answered")] == found[("need", "vold")] == found[("need", "okonomi")] == 4 * rounds
    assert found[("language", "nb")] == found[("language", "nn")] == 2 * rounds


# What is read of it.
@pytest.mark.parametrize("weeks", [1, 4, 12])
def test_stretches_lie_end_to_end_and_end_when_they_are_over(weeks: int) -> None:
    for day in range(200):
        today = date(2026, 6, 3) + timedelta(days=day)
        end = whole_before(today, weeks)
        assert (end - FIRST).days % (7 * weeks) == 0
        assert end <= today < end + weeks * WEEK + WEEK


@pytest.fixture
def figures(house: House, clock: Clock) -> UsageFigures:
    return UsageFigures(house.engine, VALUES, clock)


def stored(engine: Engine, monday: date, answers: Sequence[dict[str, Any]]) -> None:
    """Counts messages in a week."""
    with Session(engine) as session, session.begin():
        for one in answers:
            count_usage(session, "oppdal", [one], monday)


def weeks_before(today: datetime) -> Iterator[date]:
    """The Mondays of the last stretch of twelve weeks that is over."""
    end = whole_before(today.date(), 12)
    return (end - back * WEEK for back in range(12, 0, -1))


def test_a_stretch_is_shown_once_it_is_over_and_never_changes(
    house: House, clock: Clock, figures: UsageFigures
) -> None:
    end = whole_before(clock.now.date(), 4)
    stored(house.engine, end - WEEK, [answer()] * 9)
    stored(house.engine, end, [answer()] * 9)
    seen = figures.of("oppdal", 4)
    assert (seen.steps, seen.asked) == (Stretch(end - 4 * WEEK, end), Told(9))
    clock.now = datetime(end.year, end.month, end.day, 12, tzinfo=UTC) + 4 * WEEK - timedelta(days=1)
    assert figures.of("oppdal", 4) == seen
    clock.pass_by(days=1)
    assert figures.of("oppdal", 4).steps.since == end


def test_a_longer_time_is_told_by_the_same_stretches(house: House, clock: Clock, figures: UsageFigures) -> None:
    for monday in weeks_before(clock.now):
        stored(house.engine, monday, [answer(needs=needs("skolefravaer"))] * 3)
    clock.now = datetime.combine(whole_before(clock.now.date(), 12), datetime.min.time(), UTC) + timedelta(hours=12)
    year, quarter, month = (figures.of("oppdal", weeks) for weeks in (48, 12, 4))
    assert (year.asked, quarter.asked, month.asked) == (Told(36), Told(36), Told(12))
    assert {one.figures["need"]["skolefravaer"] for one in (quarter, month)} == {Told(36)}
    assert year.figures["need"]["skolefravaer"] == Told(36, is_least=True)
    assert quarter.figures["need"]["vold"] == Told(None)
    # Three a week are few: nothing but the whole is told of their weeks.
    assert set(quarter.weeks.values()) == {None}


def test_of_fewer_than_five_in_four_weeks_nothing_is_told(house: House, clock: Clock, figures: UsageFigures) -> None:
    stored(house.engine, whole_before(clock.now.date(), 4) - WEEK, [answer()] * 4)
    seen = figures.of("oppdal", 4)
    assert seen.asked == Told(None)
    assert {one for told in seen.figures.values() for one in told.values()} == {Told(None)}
    assert set(seen.weeks.values()) == {None}


def test_another_municipality_has_its_own(house: House, clock: Clock, figures: UsageFigures) -> None:
    stored(house.engine, whole_before(clock.now.date(), 4) - WEEK, [answer()] * 30)
    assert figures.of("tynset", 4).asked == Told(0)


def test_counts_are_kept_as_long_as_the_figures_of_hand_overs(house: House, clock: Clock) -> None:
    asks(house, answer())
    clock.pass_by(weeks=261)
    house.conversations.purge()
    assert len(counted(house.engine)) == 4
    clock.pass_by(weeks=1)
    house.conversations.purge()
    assert counted(house.engine) == {}
    with Session(house.engine) as session:
        assert session.scalar(select(MessageRow.id).limit(1)) is None
