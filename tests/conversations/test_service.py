"""Who said what: stored once, in order, for nobody else, and gone when the person says so."""

from __future__ import annotations

import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from conversations.service import ASSISTANT, PERSON, Conversation, Conversations, MissingTokenError
from conversations.writing import UnknownConversationError
from foundation.clock import utc_now
from foundation.database import make_engine
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

# What a file on this machine has, and a server has not: one writer at a time, and no lock on a row.
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ANSWER: dict[str, Any] = {
    "reply": "Ring skolen på Bjørkås.",
    "needs": [{"id": "skolefravaer", "confidence": 0.91}],
    "acute": None,
}


@pytest.fixture
def own(conversations: Conversations) -> Conversation:
    """A conversation."""
    return conversations.start("oppdal", "forelder", "nb")[0]


def rows(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
    """What the database says, past all our own code."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """The database while another program writes to it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def test_a_conversation_opens_with_its_token(conversations: Conversations) -> None:
    started, token = conversations.start("stor-elvdal", "ansatt", "nn")
    assert started == Conversation(started.id, "stor-elvdal", "ansatt", "nn")
    assert conversations.open(started.id, token) == started


def test_a_conversation_needs_no_municipality(conversations: Conversations) -> None:
    started, token = conversations.start(None, "ukjent", "nb")
    assert conversations.open(started.id, token).kommune is None


def test_only_the_hash_of_a_token_is_stored(conversations: Conversations, engine: Engine) -> None:
    _, token = conversations.start(None, "ukjent", "nb")
    assert rows(engine, "SELECT token_hash FROM conversation") == [(hashlib.sha256(token.encode()).hexdigest(),)]


def test_a_token_is_too_long_to_be_guessed(conversations: Conversations) -> None:
    tokens = {conversations.start(None, "ukjent", "nb")[1] for _ in range(10)}
    assert {len(token) for token in tokens} == {43}
    assert len(tokens) == 10


@pytest.mark.parametrize("token", ["", "feil", "ø", "x" * 10_000])
def test_a_wrong_token_opens_nothing(conversations: Conversations, own: Conversation, token: str) -> None:
    with pytest.raises(UnknownConversationError):
        conversations.open(own.id, token)


def test_another_conversations_token_opens_nothing(conversations: Conversations, own: Conversation) -> None:
    _, other = conversations.start(None, "ukjent", "nb")
    with pytest.raises(UnknownConversationError):
        conversations.open(own.id, other)


def test_the_hash_itself_opens_nothing(conversations: Conversations, own: Conversation, engine: Engine) -> None:
    [(kept,)] = rows(engine, "SELECT token_hash FROM conversation")
    with pytest.raises(UnknownConversationError):
        conversations.open(own.id, kept)


@pytest.mark.parametrize("unknown", ["", "finnes-ikke", "0" * 32, "' OR 1=1 --", "\x00"])
def test_an_unknown_conversation_does_not_open(conversations: Conversations, unknown: str) -> None:
    _, token = conversations.start(None, "ukjent", "nb")
    with pytest.raises(UnknownConversationError):
        conversations.open(unknown, token)


def test_errors_say_in_norwegian_what_to_do() -> None:
    unknown, missing = UnknownConversationError(), MissingTokenError()
    assert unknown.detail == "Samtalen finnes ikke, eller nøkkelen hører ikke til den. Start en ny samtale."
    assert missing.detail == "Send nøkkelen som du fikk da samtalen startet: «Authorization: Bearer …»."
    assert (unknown.status, missing.status) == (404, 401)


def test_messages_are_numbered_from_one(conversations: Conversations, own: Conversation) -> None:
    assert [conversations.tell(own.id, PERSON, text) for text in "abc"] == [1, 2, 3]


def test_each_conversation_counts_for_itself(conversations: Conversations, own: Conversation) -> None:
    other, _ = conversations.start(None, "ukjent", "nb")
    assert conversations.tell(own.id, PERSON, "Hei") == 1
    assert conversations.tell(other.id, PERSON, "Hei") == 1
    assert conversations.tell(own.id, PERSON, "Hei") == 2


def test_messages_come_back_in_order_as_they_were_told(conversations: Conversations, own: Conversation) -> None:
    conversations.tell(own.id, PERSON, "Hæ? 😭\n«å»")
    conversations.tell(own.id, ASSISTANT, ANSWER["reply"], ANSWER)
    told = [(one.number, one.author, one.text, one.answer) for one in conversations.messages(own.id)]
    assert told == [(1, "person", "Hæ? 😭\n«å»", None), (2, "assistent", ANSWER["reply"], ANSWER)]


def test_messages_know_when_they_were_told(conversations: Conversations, own: Conversation) -> None:
    conversations.tell(own.id, PERSON, "Hei")
    [message] = conversations.messages(own.id)
    told = message.created_at if message.created_at.tzinfo else message.created_at.replace(tzinfo=UTC)
    assert timedelta() <= utc_now() - told < timedelta(minutes=1)


def test_only_messages_after_a_number_are_read(conversations: Conversations, own: Conversation) -> None:
    for said in "abc":
        conversations.tell(own.id, PERSON, said)
    assert [message.text for message in conversations.messages(own.id, after=1)] == ["b", "c"]
    assert conversations.messages(own.id, after=3) == ()


def test_messages_told_at_once_are_numbered_without_gap(conversations: Conversations, own: Conversation) -> None:
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda text: conversations.tell(own.id, PERSON, str(text)), range(40)))
    stored = conversations.messages(own.id)
    assert sorted(numbers) == [message.number for message in stored] == list(range(1, 41))
    assert sorted(int(message.text) for message in stored) == list(range(40))


def test_a_number_belongs_to_the_message_that_got_it(conversations: Conversations, own: Conversation) -> None:
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda text: conversations.tell(own.id, PERSON, str(text)), range(20)))
    assert {message.number: message.text for message in conversations.messages(own.id)} == {
        number: str(text) for text, number in enumerate(numbers)
    }


def test_what_was_told_outlives_the_process(conversations: Conversations, own: Conversation, engine: Engine) -> None:
    conversations.tell(own.id, PERSON, "Hei")
    again = make_engine(engine.url.render_as_string(hide_password=False))
    assert [message.text for message in Conversations(again).messages(own.id)] == ["Hei"]
    again.dispose()


def test_forgetting_leaves_no_row(conversations: Conversations, own: Conversation, engine: Engine) -> None:
    conversations.tell(own.id, PERSON, "Hei")
    conversations.forget(own.id)
    assert rows(engine, "SELECT * FROM conversation") == []
    assert rows(engine, "SELECT * FROM message") == []


def test_forgetting_one_leaves_the_others(conversations: Conversations, own: Conversation) -> None:
    other, token = conversations.start(None, "ukjent", "nb")
    conversations.tell(other.id, PERSON, "Bli")
    conversations.forget(own.id)
    assert conversations.open(other.id, token) == other
    assert [message.text for message in conversations.messages(other.id)] == ["Bli"]


def test_forgetting_what_is_not_there_does_nothing(conversations: Conversations, own: Conversation) -> None:
    conversations.forget("finnes-ikke")
    assert conversations.tell(own.id, PERSON, "Hei") == 1


def test_nothing_is_told_to_a_forgotten_conversation(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    conversations.forget(own.id)
    with pytest.raises(UnknownConversationError):
        conversations.tell(own.id, ASSISTANT, "Et sent svar", ANSWER)
    assert rows(engine, "SELECT * FROM message") == []


@only_sqlite
def test_nothing_is_told_to_a_conversation_that_is_forgotten_just_then(
    conversations: Conversations, engine: Engine, own: Conversation, database: Path
) -> None:
    def forget_first(*told: object) -> None:
        if "UPDATE conversation" in str(told[2]):
            with closing(sqlite3.connect(database)) as connection:
                connection.execute("DELETE FROM conversation")
                connection.commit()

    event.listen(engine, "before_cursor_execute", forget_first)
    with pytest.raises(UnknownConversationError):
        conversations.tell(own.id, ASSISTANT, "Et sent svar", ANSWER)
    event.remove(engine, "before_cursor_execute", forget_first)
    assert rows(engine, "SELECT * FROM message") == []


def test_a_forgotten_conversation_has_no_messages_to_read(conversations: Conversations, own: Conversation) -> None:
    conversations.forget(own.id)
    with pytest.raises(UnknownConversationError):
        conversations.messages(own.id)


@only_sqlite
def test_a_locked_database_stores_nothing_and_says_so_in_english(
    conversations: Conversations, in_haste: Conversations, own: Conversation, database: Path
) -> None:
    said = f"The database sqlite:///{database} is locked by another program. Stop that program, then try again."
    with locked(database), pytest.raises(OperatorError) as error:
        in_haste.tell(own.id, PERSON, "Hei")
    assert str(error.value) == said
    assert conversations.messages(own.id) == ()


@only_sqlite
def test_what_is_stored_is_read_while_others_write(
    conversations: Conversations, own: Conversation, database: Path
) -> None:
    conversations.tell(own.id, PERSON, "Hei")
    with locked(database):
        assert [message.text for message in conversations.messages(own.id)] == ["Hei"]


@only_sqlite
def test_a_lock_that_goes_away_in_time_is_waited_for(
    conversations: Conversations, own: Conversation, database: Path
) -> None:
    with ThreadPoolExecutor(1) as threads:
        with locked(database):
            telling = threads.submit(conversations.tell, own.id, PERSON, "Hei")
        assert telling.result() == 1


def test_a_database_without_conversations_gets_the_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (id INTEGER)"))
    assert Conversations(engine).start(None, "ukjent", "nb")[0].kommune is None


def test_a_database_of_a_newer_program_is_left_alone(
    conversations: Conversations,  # noqa: ARG001 - makes the tables
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE conversations_version SET version_num = '9999'"))
    with pytest.raises(OperatorError, match="at version 9999, which this program does not know"):
        Conversations(engine)
