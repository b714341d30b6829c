"""A PostgreSQL that hangs keeps nobody waiting for ever."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from foundation import postgresql
from foundation.database import explained, make_engine, reading
from foundation.errors import OperatorError
from tests.postgres import frozen, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

SECONDS = 0.5
PATIENCE = 30
# After so many times psycopg prepares a statement.
OFTEN = 8
PREPARED = text("SELECT count(*) FROM pg_prepared_statements")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that may be frozen: nobody else uses it."""
    with served() as address:
        yield address


@pytest.fixture
def engine(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Somebody who does not wait long."""
    monkeypatch.setattr(postgresql, "GRACE", SECONDS)
    made = make_engine(f"{server}/postgres", 2, SECONDS)
    yield made
    made.dispose()


@pytest.fixture
def one(server: str) -> Iterator[Engine]:
    """An engine of one connection."""
    made = make_engine(f"{server}/postgres", 1)
    yield made
    made.dispose()


def seconds_until_refused(engine: Engine, statement: str, words: str) -> float:
    """How long it takes until a statement is given up."""
    began = time.monotonic()
    with pytest.raises(OperatorError, match=words), explained(engine), engine.connect() as connection:
        connection.execute(text(statement))
    return time.monotonic() - began


def test_a_server_that_is_frozen_is_given_up_and_used_again_once_it_thaws(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    with frozen(engine):
        for _ in range(2):  # By the connection that there is, and by one that does not come about.
            assert seconds_until_refused(engine, "SELECT 1", "does not answer") < PATIENCE
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_server_that_freezes_amid_a_transaction_is_given_up(engine: Engine) -> None:
    with explained(engine), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        with frozen(engine), pytest.raises(OperatorError, match="does not answer"), explained(engine):
            connection.execute(text("SELECT 1"))


def test_a_statement_that_takes_too_long_is_ended_by_the_server(engine: Engine) -> None:
    assert seconds_until_refused(engine, "SELECT pg_sleep(60)", "took too long") < PATIENCE


def test_a_lock_that_is_not_let_go_is_given_up(engine: Engine) -> None:
    with engine.begin() as holder:
        holder.execute(text("SELECT pg_advisory_xact_lock(1)"))
        assert seconds_until_refused(engine, "SELECT pg_advisory_xact_lock(1)", "took too long") < PATIENCE


def test_all_connections_taken_is_told_within_the_same_time(engine: Engine) -> None:
    with engine.connect(), engine.connect():
        assert seconds_until_refused(engine, "SELECT 1", "are taken") < PATIENCE


def test_the_server_lets_go_of_a_gateway_that_vanished_in_a_transaction(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "30s"


def test_what_the_address_says_itself_holds(server: str) -> None:
    own = "-csearch_path%3Dhus%20-cstatement_timeout%3D7000"
    made = make_engine(f"{server}/postgres?options={own}", 2, SECONDS)
    with made.connect() as connection:
        said = [connection.execute(text(f"SHOW {name}")).scalar() for name in ("search_path", "statement_timeout")]
    assert said == ["hus", "7s"]
    made.dispose()


def test_whoever_waits_as_long_as_it_takes_has_no_limits(server: str) -> None:
    made = make_engine(f"{server}/postgres", 2, None)
    with made.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "0"
    made.dispose()


def test_a_connection_that_the_server_closed_is_replaced_before_it_is_lent(
    engine: Engine, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "FRESH", 0)
    with engine.connect() as connection:
        gone = connection.scalar(text("SELECT pg_backend_pid()"))
    other = make_engine(f"{server}/postgres", 1)
    with other.connect() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": gone})
    other.dispose()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != gone


def test_a_server_is_asked_for_a_sign_of_life_only_after_a_while_and_for_a_short_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def ping(connection: postgresql.PatientConnection) -> bool:
        asked.append(connection.patience)
        return True

    monkeypatch.setattr(engine.dialect, "do_ping", ping)
    for fresh in (60, 0):
        monkeypatch.setattr(postgresql, "FRESH", fresh)
        for _ in range(2):
            with engine.connect() as connection:
                driver = connection.connection.driver_connection
    assert asked == [postgresql.SIGN_OF_LIFE] * 2
    assert isinstance(driver, postgresql.PatientConnection)
    assert driver.patience == 2 * SECONDS


def test_what_is_read_often_stays_prepared(one: Engine) -> None:
    for _ in range(OFTEN):
        with reading(one) as session:
            assert session.scalar(text("SELECT 1")) == 1
    with reading(one) as session:
        assert session.scalar(PREPARED)
    # Why there is `reading` at all: where this holds no more, a session will do.
    with Session(one) as session:
        session.scalar(text("SELECT 1"))
    with reading(one) as session:
        assert not session.scalar(PREPARED)


def test_who_only_reads_begins_no_transaction_and_whoever_comes_next_does(one: Engine) -> None:
    is_by_itself = text("SELECT now() = statement_timestamp()")
    with reading(one) as session:
        session.scalar(text("SELECT 1"))
        assert session.scalar(is_by_itself)
    with one.connect() as connection:
        connection.execute(text("CREATE TABLE tried (number INTEGER)"))
        connection.rollback()
        assert not connection.scalar(text("SELECT count(*) FROM pg_tables WHERE tablename = 'tried'"))
