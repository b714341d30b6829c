"""Each class of conversation is kept for its days after the last message, and nothing of it is left afterwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from conversations.candidates import Candidates
from conversations.retention import CALLBACK, HANDOVER, TALK, Retention
from conversations.service import ASSISTANT, PERSON, Conversation, Conversations
from conversations.writing import UnknownConversationError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

BEGUN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAYS = {TALK: 3, HANDOVER: 9, CALLBACK: 2}
RETENTION = Retention(talks=DAYS[TALK], handovers=DAYS[HANDOVER], callbacks=DAYS[CALLBACK])
A_MOMENT = timedelta(seconds=1)
MARK = "Merkeordet7Q"
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """Begins in March."""
        self.time = BEGUN

    def __call__(self) -> datetime:
        """What time it is."""
        return self.time

    def after(self, **passed: float) -> None:
        """Moves it to some time after the beginning."""
        self.time = BEGUN + timedelta(**passed)


@pytest.fixture
def clock() -> Clock:
    """The clock of these conversations."""
    return Clock()


@pytest.fixture
def conversations(engine: Engine, clock: Clock) -> Conversations:
    """All conversations; none yet."""
    return Conversations(engine, RETENTION, clock)


def kept_as(engine: Engine, conversation: Conversation, keep_as: str) -> None:
    """Makes a conversation one of another class."""
    with engine.begin() as connection:
        statement = text("UPDATE conversation SET keep_as = :keep_as WHERE id = :id")
        connection.execute(statement, {"keep_as": keep_as, "id": conversation.id})


def counted(engine: Engine) -> dict[str, int]:
    """How many rows each table holds, past all our own code."""
    with engine.connect() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - our own names
            for table in ("conversation", "message", "candidate")
        }


def answer_to(question: str) -> dict[str, object]:
    """What the assistant stored, as far as it matters here."""
    told = {"question": question, "role": "forelder", "outcome": "no_match", "question_type": "pris", "needs": []}
    return {**told, "reply": f"Jeg er ikke sikker på «{question}»."}


def talk(conversations: Conversations, conversation: Conversation, question: str) -> None:
    """A message and its answer."""
    answer = answer_to(question)
    conversations.tell(conversation.id, PERSON, question)
    conversations.tell(conversation.id, ASSISTANT, str(answer["reply"]), answer)


def test_the_classes_and_their_days_are_these() -> None:
    assert Retention().days == {"samtale": 30, "overlevering": 90, "tilbakeringing": 14}


@pytest.mark.parametrize(("keep_as", "days"), DAYS.items())
def test_each_class_is_deleted_after_its_own_days(
    conversations: Conversations, engine: Engine, clock: Clock, keep_as: str, days: int
) -> None:
    own, token = conversations.start("oppdal", "forelder", "nb")
    talk(conversations, own, "Hei")
    kept_as(engine, own, keep_as)
    clock.time = BEGUN + timedelta(days=days)
    assert conversations.purge() == ()
    assert conversations.open(own.id, token) == own
    clock.time += A_MOMENT
    assert conversations.purge() == (own.id,)
    assert counted(engine) == {"conversation": 0, "message": 0, "candidate": 0}


def test_a_new_conversation_is_one_with_the_assistant(conversations: Conversations, engine: Engine) -> None:
    conversations.start(None, "ukjent", "nb")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT keep_as FROM conversation")).scalars().all() == [TALK]


def test_of_all_classes_at_once_only_those_go_whose_time_is_over(
    conversations: Conversations, engine: Engine, clock: Clock
) -> None:
    own = {keep_as: conversations.start(None, "ukjent", "nb")[0] for keep_as in DAYS}
    for keep_as, one in own.items():
        kept_as(engine, one, keep_as)
        talk(conversations, one, keep_as)
    gone = []
    for passed in (1, 2.5, 3.5, 9.5, 10):
        clock.after(days=passed)
        gone.append(conversations.purge())
    assert gone == [(), (own[CALLBACK].id,), (own[TALK].id,), (own[HANDOVER].id,), ()]


@pytest.mark.parametrize("author", [PERSON, ASSISTANT])
def test_a_message_renews_the_time(conversations: Conversations, clock: Clock, author: str) -> None:
    own, token = conversations.start(None, "ukjent", "nb")
    clock.after(days=2)
    conversations.tell(own.id, author, "Hei igjen")
    clock.after(days=5)
    assert conversations.purge() == ()
    assert conversations.open(own.id, token) == own
    clock.after(days=5, seconds=1)
    assert conversations.purge() == (own.id,)


def test_to_open_and_to_read_renews_nothing(conversations: Conversations, clock: Clock) -> None:
    own, token = conversations.start(None, "ukjent", "nb")
    clock.after(days=2)
    conversations.open(own.id, token)
    conversations.messages(own.id)
    clock.after(days=3, seconds=1)
    assert conversations.purge() == (own.id,)


def test_a_conversation_without_a_message_goes_too(conversations: Conversations, clock: Clock) -> None:
    own, _ = conversations.start(None, "ukjent", "nb")
    clock.after(days=3, seconds=1)
    assert conversations.purge() == (own.id,)


def test_a_clock_that_is_set_back_ages_nothing(conversations: Conversations, clock: Clock) -> None:
    own, token = conversations.start(None, "ukjent", "nb")
    clock.after(days=-20)
    conversations.tell(own.id, PERSON, "Skrevet mens klokka gikk feil")
    assert conversations.purge() == ()
    assert conversations.open(own.id, token) == own
    clock.after(days=3)
    assert conversations.purge() == ()
    clock.after(days=3, seconds=1)
    assert conversations.purge() == (own.id,)


def test_what_is_over_cannot_be_opened_before_it_is_deleted(conversations: Conversations, clock: Clock) -> None:
    own, token = conversations.start(None, "ukjent", "nb")
    talk(conversations, own, "Hei")
    clock.after(days=3, seconds=1)
    with pytest.raises(UnknownConversationError):
        conversations.open(own.id, token)
    clock.after(days=3)
    assert conversations.open(own.id, token) == own


def test_candidates_go_with_their_conversation_and_the_others_stay(
    conversations: Conversations, engine: Engine, clock: Clock
) -> None:
    candidates = Candidates(engine)
    old, _ = conversations.start(None, "ukjent", "nb")
    talk(conversations, old, "Gammel")
    candidates.keep(old.id)
    clock.after(days=2)
    new, _ = conversations.start(None, "ukjent", "nb")
    talk(conversations, new, "Ny")
    candidates.keep(new.id)
    clock.after(days=4)
    assert conversations.purge() == (old.id,)
    assert [one.text for one in candidates.listed()] == ["Ny"]
    assert [one.text for one in conversations.messages(new.id)] == ["Ny", "Jeg er ikke sikker på «Ny»."]


def test_many_more_than_one_statement_may_name_are_deleted(
    conversations: Conversations, engine: Engine, clock: Clock
) -> None:
    with engine.begin() as connection:
        rows = [{"id": f"{number:032x}"} for number in range(1_201)]
        insert = "INSERT INTO conversation (id, token_hash, role, language, created_at, keep_as, last_at) "
        statement = text(insert + "VALUES (:id, 'x', 'ukjent', 'nb', :then, 'samtale', :then)")
        connection.execute(statement, [{**row, "then": "2026-03-01 12:00:00.000000"} for row in rows])
    clock.after(days=5)
    assert len(conversations.purge()) == 1_201
    assert counted(engine)["conversation"] == 0


def test_what_is_over_is_counted_without_being_deleted(
    conversations: Conversations, engine: Engine, clock: Clock
) -> None:
    for _ in range(2):
        conversations.start(None, "ukjent", "nb")
    clock.after(days=3)
    conversations.start(None, "ukjent", "nb")
    assert conversations.count_over() == 0
    clock.after(days=3, seconds=1)
    assert conversations.count_over() == 2
    assert counted(engine)["conversation"] == 3


def left_in(database: Path) -> list[str]:
    """The files of the database in which the marked word stands."""
    return [file.name for file in sorted(database.parent.iterdir()) if MARK.encode() in file.read_bytes()]


def much_said(conversations: Conversations, marked: str) -> list[Conversation]:
    """Some conversations told turn by turn at the same time, with messages short and long: every other is marked."""
    own = [conversations.start("oppdal", "forelder", "nb")[0] for _ in range(4)]
    for turn in range(30):
        for place, one in enumerate(own):
            word = marked if place % 2 else "Annet ord"
            talk(conversations, one, f"{word} {turn} " + f"{word} " * (turn * 7 % 190))
    return own


@only_sqlite
def test_after_forgetting_no_byte_of_a_message_is_left_in_any_file(
    conversations: Conversations, engine: Engine, database: Path
) -> None:
    own = much_said(conversations, MARK)
    Candidates(engine).keep(own[1].id)
    assert left_in(database) != []
    for one in own[1::2]:
        conversations.forget(one.id)
    assert left_in(database) == []
    assert len(conversations.messages(own[0].id)) == 60


@only_sqlite
def test_after_a_purge_no_byte_of_a_message_is_left_in_any_file(
    conversations: Conversations, engine: Engine, database: Path, clock: Clock
) -> None:
    own = much_said(conversations, MARK)
    Candidates(engine).keep(own[1].id)
    clock.after(days=2)
    for one in own[::2]:
        conversations.tell(one.id, PERSON, "Jeg er her ennå")
    clock.after(days=4)
    assert sorted(conversations.purge()) == sorted(one.id for one in own[1::2])
    assert left_in(database) == []


@only_sqlite
def test_what_a_reader_held_is_wiped_at_the_next_look_though_nothing_is_to_be_deleted_then(
    in_haste: Conversations, database: Path
) -> None:
    own, _ = in_haste.start(None, "ukjent", "nb")
    talk(in_haste, own, MARK)
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM message").fetchall()
        in_haste.forget(own.id)
        assert left_in(database) != []
    assert in_haste.purge() == ()
    assert left_in(database) == []
