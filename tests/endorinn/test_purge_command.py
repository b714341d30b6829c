"""`endorinn purge`: what is kept too long goes by the settings, and what is not stays."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from conversations.candidates import Candidates
from conversations.service import ASSISTANT, PERSON, Conversations
from foundation.clock import utc_now
from foundation.database import make_engine
from foundation.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.endorinn.conftest import Ran

    type Endorinn = Callable[..., Ran]
    type Talk = Callable[[float], str]

ANSWER = {"question": "Hei", "role": "ukjent", "outcome": "no_match", "question_type": "pris", "needs": []}


@pytest.fixture
def talk() -> Iterator[Talk]:
    """Makes a conversation, kept to learn from, whose last message is so many days old; its id."""
    engine = make_engine(settings().database_url)

    def made(days: float) -> str:
        conversations = Conversations(engine, clock=lambda: utc_now() - timedelta(days=days))
        own, _ = conversations.start("oppdal", "ukjent", "nb")
        conversations.tell(own.id, PERSON, "Hei")
        conversations.tell(own.id, ASSISTANT, "Hei.", ANSWER)
        Candidates(engine).keep(own.id)
        return own.id

    yield made
    engine.dispose()


def left(own: Path) -> list[tuple[str, ...]]:
    """The conversations of each table, past all our own code."""
    tables = {"conversation": "id", "message": "conversation_id", "candidate": "conversation_id"}
    with closed(own) as connection:
        return [
            tuple(row[0] for row in connection.execute(f"SELECT DISTINCT {column} FROM {table} ORDER BY 1"))  # noqa: S608 - our own names
            for table, column in tables.items()
        ]


def closed(own: Path) -> AbstractContextManager[sqlite3.Connection]:
    """The database, closed afterwards."""
    return closing(sqlite3.connect(own / "endorinn.db"))


def test_what_is_kept_too_long_is_deleted_and_counted(endorinn: Endorinn, talk: Talk, own: Path) -> None:
    for days in (31, 40, 400):
        talk(days)
    young = talk(29)
    ran = endorinn("purge")
    assert (ran.code, ran.out, ran.err) == (0, "Conversations deleted: 3\n", "")
    assert left(own) == [(young,)] * 3
    assert endorinn("purge").out == "Conversations deleted: 0\n"


def test_how_long_is_a_setting(endorinn: Endorinn, talk: Talk, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk(3)
    young = talk(1)
    monkeypatch.setenv("ENDORINN_KEEP_TALKS", "2")
    settings.cache_clear()
    assert endorinn("purge").out == "Conversations deleted: 1\n"
    assert left(own) == [(young,)] * 3


def test_each_class_has_its_own_setting(
    endorinn: Endorinn, talk: Talk, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {keep_as: talk(3) for keep_as in ("samtale", "overlevering", "tilbakeringing")}
    with closed(own) as connection, connection:
        connection.executemany("UPDATE conversation SET keep_as = ? WHERE id = ?", kept.items())
    gone = []
    for name in ("KEEP_CALLBACKS", "KEEP_HANDOVERS", "KEEP_TALKS"):
        monkeypatch.setenv(f"ENDORINN_{name}", "2")
        settings.cache_clear()
        before = set(left(own)[0])
        endorinn("purge")
        gone.append(before - set(left(own)[0]))
    assert gone == [{kept["tilbakeringing"]}, {kept["overlevering"]}, {kept["samtale"]}]


def test_a_dry_run_counts_and_deletes_nothing(endorinn: Endorinn, talk: Talk, own: Path) -> None:
    both = tuple(sorted([talk(31), talk(1)]))
    ran = endorinn("purge", "--dry-run")
    assert (ran.code, ran.out) == (0, "Conversations to delete: 1\n")
    assert left(own) == [both] * 3


def test_a_new_database_has_nothing_to_delete(endorinn: Endorinn) -> None:
    assert endorinn("purge").out == "Conversations deleted: 0\n"


def test_a_locked_database_says_what_to_do(
    endorinn: Endorinn, talk: Talk, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.database.BUSY_SECONDS", 0.2)
    old = talk(31)
    with closed(own) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = endorinn("purge")
    assert (ran.code, ran.out) == (1, "")
    assert "endorinn.db is locked by another program. Stop that program, then try again." in ran.err
    assert left(own)[0] == (old,)
