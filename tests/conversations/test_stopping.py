"""The kill switch in the database: what holds, since when, and that all that was done stays told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from conversations.stopping import By, Message, Stops

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from conversations.service import Conversations
    from tests.conversations.house import Clock

KARI, SERVER = By("Kari Leder", 7), By("drift")
WORDS = Message("Vi retter en feil.", "Vi rettar ein feil.")


@pytest.fixture
def stops(conversations: Conversations, engine: Engine, clock: Clock) -> Stops:  # noqa: ARG001 - makes the tables
    """The switch; nothing is stopped yet."""
    return Stops(engine, clock)


def test_nothing_is_stopped_to_begin_with(stops: Stops) -> None:
    assert (stops.in_force(), stops.history()) == ({}, ())


def test_a_stop_says_since_when_by_whom_and_what_families_are_told(stops: Stops, clock: Clock) -> None:
    stops.stop("oppdal", KARI, WORDS)
    [(kommune, stop)] = stops.in_force().items()
    assert (kommune, stop.since, stop.by, stop.message) == ("oppdal", clock.now, KARI, WORDS)
    assert stop.since == stop.at


def test_another_message_leaves_since_when_it_is_stopped(stops: Stops, clock: Clock) -> None:
    stops.stop("oppdal", KARI, WORDS)
    began = clock.now
    clock.pass_by(hours=1)
    stops.stop("oppdal", SERVER, Message())
    stop = stops.in_force()["oppdal"]
    assert (stop.since, stop.at, stop.by, stop.message) == (began, clock.now, SERVER, Message())


def test_a_municipality_and_all_are_stopped_and_lifted_apart(stops: Stops) -> None:
    stops.stop("oppdal", KARI, WORDS)
    stops.stop(None, SERVER, Message())
    assert set(stops.in_force()) == {"oppdal", None}
    assert stops.lift(None, SERVER)
    assert set(stops.in_force()) == {"oppdal"}
    assert stops.lift("oppdal", KARI)
    assert stops.in_force() == {}


def test_what_is_not_stopped_is_not_lifted(stops: Stops) -> None:
    stops.stop(None, SERVER, Message())
    assert not stops.lift("oppdal", KARI)
    assert [one.kommune for one in stops.history()] == [None]


def test_a_stop_after_a_lifted_one_begins_anew(stops: Stops, clock: Clock) -> None:
    stops.stop("oppdal", KARI, WORDS)
    stops.lift("oppdal", KARI)
    clock.pass_by(days=1)
    stops.stop("oppdal", KARI, WORDS)
    assert stops.in_force()["oppdal"].since == clock.now


def test_everything_that_was_done_stays_told_the_last_first(stops: Stops, clock: Clock) -> None:
    stops.stop("oppdal", KARI, WORDS)
    clock.pass_by(hours=2)
    stops.lift("oppdal", SERVER)
    stops.stop("tynset", By("Tove", 9), Message())
    told = [(one.kommune, one.is_stop, one.by.name, one.message) for one in stops.history()]
    assert told == [
        ("tynset", True, "Tove", Message()),
        ("oppdal", False, "drift", Message()),
        ("oppdal", True, "Kari Leder", WORDS),
    ]
    assert [one.kommune for one in stops.history("oppdal", None)] == ["oppdal", "oppdal"]


def test_two_switches_on_one_database_say_the_same(stops: Stops, engine: Engine) -> None:
    stops.stop("oppdal", KARI, WORDS)
    assert Stops(engine).in_force() == stops.in_force()


def test_words_that_look_like_sql_are_words(stops: Stops, engine: Engine) -> None:
    odd = Message("'); DROP TABLE stop; --", "«ææ» <b>")
    stops.stop("oppdal", KARI, odd)
    assert stops.in_force()["oppdal"].message == odd
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM stop")).scalar_one() == 1


def test_a_moment_comes_back_in_utc(stops: Stops) -> None:
    stops.stop(None, SERVER, Message())
    assert stops.history()[0].at.utcoffset() == timedelta(0)
