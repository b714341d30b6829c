"""What one message, one look of the desk and one purge ask of a large database is found by index, not by reading all.

The statements are those that are really sent: they are listened to while a talk is played.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert, text

from accounts.service import Accounts
from accounts.store import GrantRow, SessionRow, UserRow
from benchmarks.growth import fill
from conversations.candidates import Candidates
from conversations.handover_rows import HandoverEventRow, HandoverRow, NoteRow
from conversations.stopping import Stops
from conversations.store import CandidateRow, ConversationRow, MessageRow, WithdrawnRow
from foundation.clock import utc_now
from foundation.providers import Grant
from tests.accounts.conftest import CHEAP, PASSWORD
from tests.conversations.house import DANGER, KARI, OLA, SERVICE, Clock, House, reply
from tests.postgres import empty_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

TALKS, STAFF = 20_000, 3_000
# What grows with the families and the years. Counts of weeks are left out: they are read whole, and seldom.
LARGE = frozenset(
    row.__tablename__
    for row in (
        *(ConversationRow, MessageRow, WithdrawnRow, CandidateRow, HandoverRow, HandoverEventRow, NoteRow),
        SessionRow,
    )
)
# All of a table, or of an index that holds all of it; `ix_handover_open` holds the few that are open.
SCANS = re.compile(r"SCAN (\w+)(?!.* ix_handover_open)")
ONE, OTHER = "melding-nummer-0001", "melding-nummer-0002"
# What of an Answer is kept of one that is learnt from.
UNDERSTOOD = {"outcome": "answered", "question_type": "smaprat", "needs": []}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that has been lived in for long."""
    file = tmp_path_factory.mktemp("plans") / "samtaler.db"
    with empty_database(request.param, file, lambda: request.getfixturevalue("postgres")) as engine:
        made = House(engine, Clock(utc_now()))
        Accounts(engine)
        fill(engine, TALKS, [reply("Hei")])
        with engine.begin() as connection:
            for row, values in _old().items():
                connection.execute(insert(row), values)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        yield made


def _old() -> dict[type[Any], list[dict[str, Any]]]:
    """Hand-overs that are over, employees who are signed in."""
    then, numbers = utc_now() - timedelta(days=20), range(1, STAFF + 1)
    over = {"kommune": "tynset", "language": "nb", "state": "closed", "asked_at": then, "ended_at": then, "since": 1}
    rest = {"until": 2, "shares_talk": False, "summary": {}, "proposals": 0}
    by = {"at": then, "by": 1, "by_name": "Siv Annetsteds"}
    ids = [(number, f"{number:032x}") for number in numbers]
    return {
        HandoverRow: [{"conversation_id": own, **over, **rest} for _, own in ids],
        HandoverEventRow: [
            {"handover_id": number, "kind": kind, **by} for number in numbers for kind in ("asked", "claimed", "closed")
        ],
        NoteRow: [{"handover_id": number, "text": "Notat", **by} for number in numbers],
        WithdrawnRow: [{"conversation_id": own, "client_id": own} for _, own in ids],
        CandidateRow: [
            {"conversation_id": own, "number": 1, "text": "Hei", "role": "ukjent", "understood": {}, "created_at": then}
            for _, own in ids
        ],
        UserRow: [{"login": f"n{number}", "name": "Siv", "is_active": True, "created_at": then} for number in numbers],
        GrantRow: [{"user_id": number, "kommune": "tynset", "role": "koordinator"} for number in numbers],
        SessionRow: [
            {
                "token_hash": f"{number:064x}",
                "user_id": number,
                "created_at": then,
                "seen_at": utc_now(),
                "expires_at": utc_now() + timedelta(days=1),
            }
            for number in numbers
        ],
    }


def test_a_talk_with_the_assistant(house: House) -> None:
    conversations = house.conversations
    talk, token = conversations.start("oppdal", "forelder", "nb")

    def play() -> None:
        conversations.open(talk.id, token)
        conversations.written(talk.id, ONE)
        first = conversations.write(talk.id, "Hei", ONE)
        conversations.told(talk.id, first.number, 10)
        conversations.reply(talk.id, first.number, [reply("Hei", DANGER), reply("Hei")])
        conversations.turn(talk.id)
        second = conversations.write(talk.id, "Hei", OTHER)
        conversations.reply(talk.id, second.number, [reply("Hei") | {"role": "forelder"} | UNDERSTOOD])
        conversations.last_written(talk.id)
        conversations.last_answers(talk.id, 5)
        conversations.messages(talk.id, 1)
        house.cases.standing(talk.id)
        house.cases.desk_of(talk.id)
        Candidates(house.engine).keep(talk.id)
        conversations.write(talk.id, "Hei igjen", f"{OTHER}-b", OTHER)
        Stops(house.engine).in_force()

    assert scans(house.engine, play) == []


def test_a_talk_is_forgotten_and_old_ones_are_purged(house: House) -> None:
    own, _ = house.live()

    def play() -> None:
        house.conversations.forget(own)
        house.conversations.count_over()
        house.conversations.purge()

    assert scans(house.engine, play) == []


def test_a_talk_with_a_coordinator(house: House) -> None:
    handovers, cases = house.handovers, house.cases

    def play() -> None:
        own, case = house.asked()
        cases.standing(own)
        cases.line("oppdal")
        cases.waits()
        handovers.claim(case, KARI, "Kari")
        house.conversations.write(own, "Hei", ONE)
        cases.open_in({"oppdal"})
        cases.looked_at(case, OLA)
        cases.whole(case, KARI)
        cases.entries(case, KARI)
        cases.held_by(case, KARI)
        cases.silences()
        handovers.speak(case, KARI, ONE, "Hei")
        handovers.note(case, KARI, "Notat")
        handovers.propose(case, KARI, SERVICE, "Ord")
        handovers.pass_to(case, KARI, OLA)
        handovers.close(case, OLA, "annet")
        cases.standing(own)
        _, call = house.to_call()
        cases.open_in({"oppdal"})
        handovers.called(call, KARI, "annet")
        cases.ended_in("oppdal")

    assert scans(house.engine, play) == []


def test_an_employee_signs_in_and_follows_the_queue(house: House) -> None:
    accounts = Accounts(house.engine, passwords=CHEAP)
    accounts.users.add("kari", "Kari", PASSWORD, [Grant(kommune="oppdal", role="koordinator")])

    def play() -> None:
        _, token = accounts.sign_in("kari", PASSWORD)
        user = accounts.open(token).id
        accounts.presence.seen(user)
        accounts.presence.of(user)
        accounts.presence.someone_here("oppdal")
        accounts.sign_out(token)

    assert scans(house.engine, play) == []


def scans(engine: Engine, play: Callable[[], None]) -> list[str]:
    """The statements among those sent while something is played that read all of a large table."""
    with _heard(engine) as sent:
        play()
    assert sent
    with engine.connect() as connection:
        return [statement for statement, values in sent.items() if _scanned(connection, statement, values) & LARGE]


@contextmanager
def _heard(engine: Engine) -> Iterator[dict[str, Any]]:
    """Statements as they were sent, with what they were sent with."""
    sent: dict[str, Any] = {}

    def hear(*heard: Any) -> None:  # noqa: ANN401 - as SQLAlchemy tells
        _, _, statement, values, _, is_many = heard
        if not is_many and statement.startswith(("SELECT", "UPDATE", "DELETE")):
            sent[statement] = values

    event.listen(engine, "before_cursor_execute", hear)
    yield sent
    event.remove(engine, "before_cursor_execute", hear)


def _scanned(connection: Connection, statement: str, values: Any) -> set[str]:  # noqa: ANN401 - a driver's parameters
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        return {found[1] for *_, detail in plan if (found := SCANS.match(detail))}
    told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    return set(_read_whole(told[0]["Plan"]))


def _read_whole(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _read_whole(below)
