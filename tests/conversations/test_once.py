"""A message counts once, however often it is sent; the last one can be withdrawn, unless it told of danger."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from conversations.candidates import Candidates, NothingToKeepError
from conversations.service import Conversation, Conversations, WithdrawnError
from conversations.writing import UnknownConversationError
from foundation.database import make_engine
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

FIRST, SECOND, THIRD = (f"melding-nummer-{number:04}" for number in (1, 2, 3))
MARK = "Merkeordet7Q"
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def own(conversations: Conversations) -> Conversation:
    """A conversation."""
    return conversations.start("oppdal", "forelder", "nb")[0]


def answer_to(question: str, acute: dict[str, Any] | None = None, reply: str = "Svar") -> dict[str, Any]:
    """What of an answer is read in this room."""
    return {
        "question": question,
        "role": "forelder",
        "outcome": "no_match",
        "question_type": "finn-hjelp",
        "needs": [],
        "reply": reply,
        "acute": acute,
    }


def talk(
    conversations: Conversations, own: Conversation, said: str, client_id: str, acute: dict[str, Any] | None = None
) -> int:
    """A message and its answer; the message's number."""
    number = conversations.write(own.id, said, client_id).number
    conversations.reply(own.id, number, [answer_to(said, acute)])
    return number


def stored(engine: Engine) -> list[tuple[Any, ...]]:
    """Number, text, what it answers and what it replaces, of every message, past our own code."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT number, text, reply_to, replaces FROM message ORDER BY number"))
        return [tuple(row) for row in rows]


def test_a_message_that_is_sent_again_is_stored_once_and_its_first_text_counts(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    first = conversations.write(own.id, "Hei", FIRST)
    assert conversations.write(own.id, "Noe annet", FIRST) == first
    assert (first.number, first.text, first.client_id, first.replaces) == (1, "Hei", FIRST, None)
    assert stored(engine) == [(1, "Hei", None, None)]
    assert conversations.written(own.id, FIRST) == first
    assert conversations.written(own.id, SECOND) is None


def test_messages_without_an_id_are_each_their_own(conversations: Conversations, own: Conversation) -> None:
    assert [conversations.write(own.id, "Hei").number for _ in range(3)] == [1, 2, 3]


def test_an_id_belongs_to_its_conversation(conversations: Conversations, own: Conversation) -> None:
    other, _ = conversations.start(None, "ukjent", "nb")
    conversations.write(own.id, "Her", FIRST)
    assert conversations.write(other.id, "Der", FIRST).text == "Der"


def test_a_message_that_is_sent_many_times_at_once_to_several_programs_is_stored_once(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    again = make_engine(engine.url.render_as_string(hide_password=False))
    both = (conversations, Conversations(again))
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda turn: both[turn % 2].write(own.id, str(turn), FIRST), range(24)))
    again.dispose()
    assert {one.number for one in told} == {1}
    assert [row[0] for row in stored(engine)] == [1]


def test_the_database_itself_takes_neither_a_message_nor_an_answer_twice(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    talk(conversations, own, "Hei", FIRST)
    columns = "conversation_id, author, text, answer, created_at, client_id, reply_to, place, replaces"
    for number in (1, 2):
        copied = f"INSERT INTO message (number, {columns}) SELECT 99, {columns} FROM message WHERE number = {number}"  # noqa: S608 - our own
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(copied))


def test_answers_are_stored_once_in_their_order_and_whoever_comes_late_gets_those(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    number = conversations.write(own.id, "Hei", FIRST).number
    assert conversations.told(own.id, number, 10).answers == ()
    both = (answer_to("Hei", reply="Én"), answer_to("Hei", reply="To"))
    assert conversations.reply(own.id, number, both).answers == both
    assert conversations.reply(own.id, number, [answer_to("Hei", reply="For sent")]).answers == both
    assert conversations.told(own.id, number, 10).answers == both
    assert stored(engine) == [(1, "Hei", None, None), (2, "Én", 1, None), (3, "To", 1, None)]


def test_of_answers_that_are_given_at_once_one_is_stored_and_given_to_all(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    number = conversations.write(own.id, "Hei", FIRST).number
    with ThreadPoolExecutor(8) as threads:
        given = list(
            threads.map(
                lambda turn: conversations.reply(own.id, number, [answer_to("Hei", reply=str(turn))]), range(16)
            )
        )
    assert len({kept.answers[0]["reply"] for kept in given}) == 1
    assert len(stored(engine)) == 2


def test_what_is_forgotten_is_neither_written_nor_answered_any_more(
    conversations: Conversations, own: Conversation
) -> None:
    conversations.write(own.id, "Hei", FIRST)
    conversations.forget(own.id)
    with pytest.raises(UnknownConversationError):
        conversations.write(own.id, "Hei", FIRST)
    with pytest.raises(UnknownConversationError):
        conversations.reply(own.id, 1, [answer_to("Hei")])
    with pytest.raises(UnknownConversationError):
        conversations.told(own.id, 1, 10)
    assert (conversations.written(own.id, FIRST), conversations.last_written(own.id)) == (None, None)


def test_what_came_before_a_message_is_what_the_person_wrote_last_in_order(
    conversations: Conversations, own: Conversation
) -> None:
    first = conversations.write(own.id, "a", FIRST).number
    assert conversations.told(own.id, first, 10) == ((), ())
    conversations.reply(own.id, first, [answer_to("a")])
    for number, word in enumerate("bc"):
        talk(conversations, own, word, f"tidligere-melding-{number:04}")
    number = conversations.write(own.id, "d", SECOND).number
    assert [one.text for one in conversations.told(own.id, number, 2).before] == ["b", "c"]
    assert [one.text for one in conversations.told(own.id, number, 10).before] == ["a", "b", "c"]
    last = conversations.last_written(own.id)
    assert last is not None
    assert last.text == "d"


def test_the_last_message_is_withdrawn_with_its_answers_and_what_was_kept_to_learn_from(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    candidates = Candidates(engine)
    talk(conversations, own, "Først", FIRST)
    candidates.keep(own.id)
    talk(conversations, own, "Feil", SECOND)
    candidates.keep(own.id)
    new = conversations.write(own.id, "Rett", THIRD, replaces=SECOND)
    assert (new.number, new.replaces) == (5, 3)
    assert stored(engine) == [(1, "Først", None, None), (2, "Svar", 1, None), (5, "Rett", None, 3)]
    assert [one.text for one in candidates.listed()] == ["Først"]
    assert conversations.write(own.id, "Rett", THIRD, replaces=SECOND) == new


def test_a_message_that_stands_in_the_place_of_another_can_be_withdrawn_too(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    talk(conversations, own, "Feil", FIRST)
    second = conversations.write(own.id, "Feil igjen", SECOND, replaces=FIRST)
    conversations.reply(own.id, second.number, [answer_to("Feil igjen")])
    third = conversations.write(own.id, "Rett", THIRD, replaces=SECOND)
    assert stored(engine) == [(third.number, "Rett", None, second.number)]


def test_a_withdrawn_message_that_is_sent_late_once_more_does_not_come_back(
    conversations: Conversations, own: Conversation
) -> None:
    number = talk(conversations, own, "Feil", FIRST)
    conversations.write(own.id, "Rett", SECOND, replaces=FIRST)
    with pytest.raises(WithdrawnError) as error:
        conversations.write(own.id, "Feil", FIRST)
    assert (error.value.status, error.value.slug) == (409, "trukket-tilbake")
    with pytest.raises(WithdrawnError):
        conversations.reply(own.id, number, [answer_to("Feil")])
    with pytest.raises(WithdrawnError):
        conversations.told(own.id, number, 10)
    assert [one.text for one in conversations.messages(own.id)] == ["Rett"]


def test_danger_is_never_withdrawn(conversations: Conversations, own: Conversation, engine: Engine) -> None:
    talk(conversations, own, "Jeg vil dø", FIRST, {"kind": "selvmord", "contacts": []})
    new = conversations.write(own.id, "Glem det", SECOND, replaces=FIRST)
    assert new.replaces is None
    assert [row[1] for row in stored(engine)] == ["Jeg vil dø", "Svar", "Glem det"]


def test_what_has_no_answer_yet_is_not_withdrawn(conversations: Conversations, own: Conversation) -> None:
    conversations.write(own.id, "Hva som helst", FIRST)
    assert conversations.write(own.id, "Noe annet", SECOND, replaces=FIRST).replaces is None


@pytest.mark.parametrize("named", [FIRST, THIRD, "ukjent-ukjent-ukjent"])
def test_only_the_last_message_is_withdrawn(conversations: Conversations, own: Conversation, named: str) -> None:
    talk(conversations, own, "Først", FIRST)
    talk(conversations, own, "Sist", SECOND)
    assert conversations.write(own.id, "Til", THIRD, replaces=named).replaces is None
    assert len(conversations.messages(own.id)) == 5


def test_a_message_that_cannot_be_stored_withdraws_nothing(
    conversations: Conversations, own: Conversation, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OperatorError("full")

    talk(conversations, own, "Først", FIRST)
    monkeypatch.setattr("conversations.service.withdraw", fails)
    with pytest.raises(OperatorError):
        conversations.write(own.id, "Rett", SECOND, replaces=FIRST)
    assert [row[1] for row in stored(engine)] == ["Først", "Svar"]


def test_nothing_is_kept_of_a_message_that_is_withdrawn_just_then(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    candidates = Candidates(engine)

    def keep(_: int) -> None:
        try:
            candidates.keep(own.id)
        except NothingToKeepError:
            return

    for turn in range(6):
        said, instead = f"feil-melding-{turn:04}", f"rett-melding-{turn:04}"
        talk(conversations, own, said, said)
        with ThreadPoolExecutor(3) as threads:
            keeping = threads.map(keep, range(2))
            threads.submit(conversations.write, own.id, instead, instead, said).result()
            list(keeping)
    assert not [one.text for one in candidates.listed() if one.text.startswith("feil")]


def test_forgetting_and_withdrawing_at_once_both_end_and_leave_no_row(
    conversations: Conversations, engine: Engine
) -> None:
    for _ in range(6):
        own, _token = conversations.start(None, "ukjent", "nb")
        talk(conversations, own, "Feil", FIRST)
        with ThreadPoolExecutor(2) as threads:
            writing = threads.submit(conversations.write, own.id, "Rett", SECOND, FIRST)
            threads.submit(conversations.forget, own.id).result()
            assert isinstance(writing.exception(), UnknownConversationError | None)
    with engine.connect() as connection:
        for table in ("conversation", "message", "withdrawn"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0  # noqa: S608 - our own


@only_sqlite
def test_no_byte_of_a_withdrawn_message_is_left_in_any_file(
    conversations: Conversations, own: Conversation, database: Path
) -> None:
    talk(conversations, own, MARK, FIRST)
    conversations.write(own.id, "Rett", SECOND, replaces=FIRST)
    files = sorted(database.parent.iterdir())
    assert [file.name for file in files if MARK.encode() in file.read_bytes()] == []
