"""`endorinn database move`: everything comes across, to PostgreSQL and back, or nothing does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import JSON, func, insert, inspect, null, select, text

from accounts.service import Accounts
from conversations.handover_rows import HandoverFigureRow, HandoverRow
from conversations.replies import CannedReplies, CannedReply
from conversations.stopping import By, Stops
from conversations.stopping import Message as StopMessage
from conversations.store import CandidateRow, ConversationRow, MessageRow
from endorinn import moving
from endorinn.asking import free_ports
from endorinn.moving import ROOMS, move, tables
from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.providers import Grant
from foundation.settings import ROOT, Settings
from knowledge.store import load_content
from notices.due import Notice
from notices.outbox import Outbox
from tests.accounts.conftest import CHEAP, PASSWORD
from tests.conversations.house import DANGER, KARI, Clock, House, reply
from tests.gateway.running import FAST, serving
from tests.postgres import new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from knowledge.content import Content
    from tests.endorinn.conftest import Ran

NOW = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
SAID = "Hei, æøå"
WHOLE = {
    "outcome": "answered",
    "language": "nb",
    "role": "forelder",
    "question_type": "pris",
    "needs": [{"id": "skolevegring"}],
    "services": [],
}


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory, content: Content) -> tuple[Path, str, str]:
    """A database with something in every table, and the last conversation in it: its id and token."""
    path = tmp_path_factory.mktemp("moving") / "endorinn.db"
    engine = make_engine(f"sqlite:///{path}")
    own, token = _live(engine, content)
    engine.dispose()
    return path, own, token


def _live(engine: Engine, content: Content) -> tuple[str, str]:
    load_content(engine, content)
    changed = content.records[0].model_copy(update={"review_by": NOW.date()})
    load_content(engine, replace(content, records=(changed, *content.records[1:])))
    house = House(engine, Clock(NOW))
    talks, handovers = house.conversations, house.handovers
    accounts = Accounts(engine, clock=Clock(NOW), passwords=CHEAP)
    accounts.users.add("kari", "Kari", PASSWORD, [Grant(kommune="oppdal", role="koordinator")])
    accounts.sign_in("kari", PASSWORD)
    accounts.presence.put(1, "away", "tilbake kl. 13")
    accounts.pending.begin()
    Outbox(engine, Clock(NOW)).put(Notice("waiting-1", "oppdal", "waiting", ("vakt@example.org",), {"waiting": 1}))
    Stops(engine, Clock(NOW)).stop("tynset", By("Kari"), StopMessage("Vi er straks tilbake."))
    CannedReplies(engine).add(CannedReply("oppdal", "Hilsen", "Hei", "Hei"))
    _, live = house.live()
    handovers.speak(live, KARI, "melding-nummer-0009", "Hei")
    handovers.note(live, KARI, "Notat")
    house.to_call()
    gone, _ = house.asked()
    talks.forget(gone)
    started, token = talks.start("oppdal", "forelder", "nb")
    first = talks.write(started.id, "Skriver feil", "melding-nummer-0001")
    talks.reply(started.id, first.number, [reply(SAID) | WHOLE])
    second = talks.write(started.id, SAID, "melding-nummer-0002", "melding-nummer-0001")
    talks.reply(started.id, second.number, [reply(SAID, DANGER) | WHOLE])
    with engine.begin() as connection:
        keep = {"conversation_id": started.id, "number": second.number, "text": SAID, "role": "forelder"}
        more: dict[str, Any] = {"understood": {"needs": []}, "label": None, "created_at": NOW}
        connection.execute(insert(CandidateRow), [keep | more])
    return started.id, token


@pytest.fixture
def closed_port() -> int:
    """A port that nobody listens on."""
    [port] = free_ports(1)
    return port


@pytest.fixture
def source(lived_in: tuple[Path, str, str], tmp_path: Path) -> Iterator[Engine]:
    """A copy of it."""
    path = tmp_path / "endorinn.db"
    path.write_bytes(lived_in[0].read_bytes())
    made = make_engine(f"sqlite:///{path}", seconds=None)
    yield made
    made.dispose()


@pytest.fixture
def target(postgres: str) -> Iterator[Engine]:
    """An empty PostgreSQL."""
    with new_database(postgres) as made:
        yield made


@pytest.fixture
def back(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite."""
    made = make_engine(f"sqlite:///{tmp_path}/back.db", seconds=None)
    yield made
    made.dispose()


def held(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as every database tells them."""
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(_plain(value) for value in row)
                for row in connection.execute(
                    select(
                        table, *(column.is_(null()) for column in table.c if isinstance(column.type, JSON))
                    ).order_by(*table.primary_key)
                )
            ]
            for table in tables()
        }


def _plain(value: Any) -> Any:  # noqa: ANN401 - of any column
    is_moment = isinstance(value, datetime)
    return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)) if is_moment else value


def test_everything_comes_to_postgresql_and_back_as_it_was(source: Engine, target: Engine, back: Engine) -> None:
    before = held(source)
    assert [name for name, rows in before.items() if not rows] == []
    move(source, target)
    assert held(target) == before
    move(target, back)
    assert held(back) == before


def test_numbers_go_on_where_they_were_and_none_is_given_twice(source: Engine, target: Engine, back: Engine) -> None:
    with source.connect() as connection:
        last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'handover'")).scalar_one()
        assert last > (connection.execute(select(func.max(HandoverRow.id))).scalar() or 0)
    move(source, target)
    _, first = House(target, Clock(NOW)).asked()
    move(target, back)
    _, second = House(back, Clock(NOW)).asked()
    assert (first, second) == (last + 1, last + 2)
    with back.connect() as connection:
        assert connection.execute(select(func.max(HandoverFigureRow.handover_id))).scalar() == second


def test_a_family_goes_on_where_it_was(
    source: Engine, target: Engine, lived_in: tuple[Path, str, str], closed_port: int
) -> None:
    move(source, target)
    _, own, token = lived_in
    nobody = f"http://127.0.0.1:{closed_port}"
    address = target.url.render_as_string(hide_password=False)
    settings = Settings(database_url=address, rasa_url=nobody, actions_url=nobody, log_level="ERROR", **FAST)
    with target.connect() as connection:
        of_it = MessageRow.conversation_id == own
        last = connection.execute(select(func.max(MessageRow.number)).where(of_it)).scalar_one()
    # It must not be over by the time of the test.
    with target.begin() as connection:
        connection.execute(text("UPDATE conversation SET last_at = now()"))
    with serving(settings, 5) as at, httpx.Client(base_url=at, timeout=60, trust_env=False) as client:
        key = {"Authorization": f"Bearer {token}"}
        client.post(f"/api/conversations/{own}/messages", json={"text": "Hvem er PPT?"}, headers=key).raise_for_status()
        with target.connect() as connection:
            new = connection.execute(
                select(MessageRow.number, MessageRow.author).where(of_it, MessageRow.number > last)
            )
            assert sorted(map(tuple, new)) == [(last + 1, "person"), (last + 2, "assistent")]
    assert Accounts(target, passwords=CHEAP).sign_in("kari", PASSWORD)[0].user_id == 1


def test_what_fails_half_way_leaves_the_target_empty(
    source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = moving._copy  # noqa: SLF001 - breaks it

    def breaking(read: Any, write: Any, table: Any) -> int:  # noqa: ANN401 - as it is called
        if table.name == "mail":
            message = "Strømmen gikk."
            raise OperatorError(message)
        return copy(read, write, table)

    monkeypatch.setattr(moving, "_copy", breaking)
    with pytest.raises(OperatorError, match="Strømmen"):
        move(source, target)
    assert {name for name, rows in held(target).items() if rows} == set()
    monkeypatch.undo()
    move(source, target)
    assert held(target) == held(source)


def test_rows_that_do_not_all_come_across_are_not_moved(
    source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = moving._read  # noqa: SLF001 - breaks it
    monkeypatch.setattr(moving, "_read", lambda *where: (rows[:-1] for rows in read(*where)))
    with pytest.raises(OperatorError, match=r"rows of \d+ came across\. Nothing was moved"):
        move(source, target)
    assert {name for name, rows in held(target).items() if rows} == set()


def test_a_target_that_holds_something_is_refused_and_left_alone(source: Engine, back: Engine) -> None:
    House(back, Clock(NOW)).talk()
    with pytest.raises(OperatorError, match=r"not empty: there are rows in conversation\. Nothing was moved"):
        move(source, back)
    with back.connect() as connection:
        assert connection.execute(select(func.count()).select_from(ConversationRow)).scalar() == 1


def test_many_rows_come_across_in_batches(source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "BATCH", 7)
    move(source, target)
    assert held(target) == held(source)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nobody_writes_to_the_source_meanwhile(
    source: Engine, target: Engine, back: Engine, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("foundation.database.BUSY_SECONDS", 0.1)
    if kind == "postgresql":
        move(source, target)
    at, to = (source, back) if kind == "sqlite" else (target, back)
    other = make_engine(at.url.render_as_string(hide_password=False), 2, 0.2)
    tried: list[str] = []

    def write(name: str, _rows: int) -> None:
        if name == "conversation":
            with pytest.raises(OperatorError) as caught:
                House(other, Clock(NOW)).talk()
            tried.append(str(caught.value))

    move(at, to, write)
    other.dispose()
    assert len(tried) == 1


def test_a_table_that_the_move_does_not_know_is_not_left_behind(source: Engine, target: Engine) -> None:
    with source.begin() as connection:
        connection.execute(text("CREATE TABLE dagbok (id INTEGER PRIMARY KEY)"))
    with pytest.raises(OperatorError, match="does not know: dagbok"):
        move(source, target)


def test_every_room_that_has_migrations_is_moved() -> None:
    folders = {path.parent for path in ROOT.glob("*/migrations/env.py")}
    assert folders == {room.migrations for room in ROOMS}


def test_every_table_that_migrations_make_is_moved(source: Engine) -> None:
    with source.connect() as connection:
        made = set(inspect(connection).get_table_names())
    assert made - {room.versions for room in ROOMS} == {table.name for table in tables()}


def test_the_command_moves_and_says_what(
    endorinn: Callable[..., Ran], source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(source)
    source.dispose()
    monkeypatch.setenv("ENDORINN_MOVE_TO", target.url.render_as_string(hide_password=False))
    ran = endorinn("database", "move")
    assert ran.code == 0
    assert held(target) == before
    assert "Everything was moved. Set DATABASE_URL" in ran.out
    assert f"{'staff_user':24}{1:>10}" in ran.out


def test_a_gateway_that_runs_is_not_moved_away_from(
    endorinn: Callable[..., Ran], source: Engine, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = f"http://127.0.0.1:{closed_port}"
    address = source.url.render_as_string(hide_password=False)
    settings = Settings(database_url=address, rasa_url=nobody, actions_url=nobody, log_level="ERROR", **FAST)
    with serving(settings, 5) as at:
        monkeypatch.setenv("ENDORINN_GATEWAY_PORT", at.rpartition(":")[2])
        ran = endorinn("database", "move", "--to", "sqlite:////tmp/finnes-ikke/x.db")
    assert (ran.code, "A gateway is running at" in ran.err) == (1, True)


@pytest.mark.parametrize(
    "address", ["postgresql+ukjent://u:hemmelig@vert/x", "postgresql+psycopg://u:hemmelig@127.0.0.1:1/x"]
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(
    endorinn: Callable[..., Ran], address: str
) -> None:
    ran = endorinn("database", "move", "--to", address)
    assert ran.code == 1
    assert "hemmelig" not in ran.out + ran.err


def test_the_same_database_is_refused(endorinn: Callable[..., Ran], own: Path) -> None:
    ran = endorinn("database", "move", "--to", f"sqlite:///{own}/endorinn.db")
    assert (ran.code, "Name another one" in ran.err) == (1, True)
