"""Messages kept with consent: the last one, once, on both databases, and gone with their conversation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import inspect, text

from conversations.candidates import Candidate, Candidates, Label, NothingToKeepError
from conversations.service import ASSISTANT, PERSON, Conversation, Conversations
from foundation.errors import OperatorError
from tests.conversations.migrating import step

if TYPE_CHECKING:
    from sqlalchemy import Engine

LABEL = Label("finn-hjelp", ("sfo", "vold"), "nn", "ungdom", "scene")


@pytest.fixture
def candidates(conversations: Conversations, engine: Engine) -> Candidates:  # noqa: ARG001 - as the gateway opens them
    """All candidates; none yet."""
    return Candidates(engine)


@pytest.fixture
def own(conversations: Conversations) -> Conversation:
    """A conversation."""
    return conversations.start("oppdal", "forelder", "nb")[0]


def answer_to(question: str, *needs: str) -> dict[str, Any]:
    """What the assistant stored, as far as it matters here, and more."""
    return {
        "question": question,
        "role": "forelder",
        "outcome": "no_match",
        "question_type": "finn-hjelp",
        "needs": [{"id": need, "confidence": 0.2} for need in needs],
        "reply": "Jeg er ikke sikker på at jeg forstår.",
        "services": [],
    }


def talk(conversations: Conversations, own: Conversation, question: str, *needs: str) -> None:
    """A message and its answer."""
    conversations.tell(own.id, PERSON, question)
    answer = answer_to(question, *needs)
    conversations.tell(own.id, ASSISTANT, answer["reply"], answer)


def counted(engine: Engine) -> int:
    """How many rows the table holds, past our own code."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM candidate")).scalar_one())


def test_a_message_is_kept_with_what_it_was_taken_for(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    talk(conversations, own, "Kor går eg no, «æ»? 😭", "sfo")
    kept = candidates.keep(own.id)
    understood = {
        "outcome": "no_match",
        "question_type": "finn-hjelp",
        "needs": [{"id": "sfo", "confidence": 0.2}],
    }
    assert kept == Candidate(kept.id, "Kor går eg no, «æ»? 😭", "forelder", understood, None)
    assert candidates.listed() == (kept,)


def test_the_last_message_is_the_one_that_is_kept(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    talk(conversations, own, "Først")
    talk(conversations, own, "Sist")
    assert candidates.keep(own.id).text == "Sist"


def test_each_message_can_be_kept_when_it_is_the_last(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    for written in ("Først", "Sist"):
        talk(conversations, own, written)
        candidates.keep(own.id)
    assert [one.text for one in candidates.listed()] == ["Først", "Sist"]


def test_a_message_is_kept_once_however_often_it_is_asked(
    conversations: Conversations, candidates: Candidates, own: Conversation, engine: Engine
) -> None:
    talk(conversations, own, "Hei")
    assert candidates.keep(own.id) == candidates.keep(own.id)
    assert counted(engine) == 1


def test_a_message_is_kept_once_though_it_is_asked_many_times_at_once(
    conversations: Conversations, candidates: Candidates, own: Conversation, engine: Engine
) -> None:
    for turn in range(5):
        talk(conversations, own, f"Melding {turn}")
        with ThreadPoolExecutor(8) as threads:
            kept = list(threads.map(candidates.keep, [own.id] * 16))
        assert len({one.id for one in kept}) == 1
    assert counted(engine) == 5


def test_a_label_that_was_given_is_not_lost_when_the_message_is_kept_again(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    talk(conversations, own, "Hei")
    candidates.label(candidates.keep(own.id).id, LABEL)
    assert candidates.keep(own.id).label == LABEL


def test_of_several_answers_to_one_message_the_last_counts(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    talk(conversations, own, "Hei", "sfo")
    conversations.tell(own.id, ASSISTANT, "Og én ting til.", answer_to("Hei", "vold"))
    assert [need["id"] for need in candidates.keep(own.id).understood["needs"]] == ["vold"]


def nothing(conversations: Conversations, own: Conversation) -> None:
    """Says nothing."""


def only_a_message(conversations: Conversations, own: Conversation) -> None:
    """A message that waits for its answer."""
    conversations.tell(own.id, PERSON, "Hei")


def forgotten(conversations: Conversations, own: Conversation) -> None:
    """A talk that was forgotten."""
    talk(conversations, own, "Hei")
    conversations.forget(own.id)


@pytest.mark.parametrize("said", [nothing, only_a_message, forgotten])
def test_where_nothing_was_answered_there_is_nothing_to_keep(
    conversations: Conversations,
    candidates: Candidates,
    own: Conversation,
    said: Any,  # noqa: ANN401 - a step
) -> None:
    said(conversations, own)
    with pytest.raises(NothingToKeepError):
        candidates.keep(own.id)
    assert candidates.listed() == ()


def test_another_conversations_message_is_not_kept(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    talk(conversations, own, "Hei")
    other, _ = conversations.start(None, "ukjent", "nb")
    with pytest.raises(NothingToKeepError):
        candidates.keep(other.id)


def test_the_error_says_in_norwegian_what_to_do() -> None:
    error = NothingToKeepError()
    assert (error.status, error.detail) == (
        409,
        "Det er ikke skrevet noe i samtalen ennå. Skriv en melding først.",
    )


def test_a_candidate_is_forgotten_with_its_conversation(
    conversations: Conversations, candidates: Candidates, own: Conversation, engine: Engine
) -> None:
    other, _ = conversations.start(None, "ukjent", "nb")
    for one in (own, other):
        talk(conversations, one, one.id)
        candidates.keep(one.id)
    conversations.forget(own.id)
    assert [one.text for one in candidates.listed()] == [other.id]
    assert counted(engine) == 1


def test_a_conversation_that_goes_past_our_own_code_takes_its_candidates_along(
    conversations: Conversations, candidates: Candidates, own: Conversation, engine: Engine
) -> None:
    talk(conversations, own, "Hei")
    candidates.keep(own.id)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM conversation"))
    assert counted(engine) == 0


def test_keeping_and_forgetting_at_once_leaves_nothing(
    conversations: Conversations, candidates: Candidates, engine: Engine
) -> None:
    def keep(one: str) -> None:
        with suppress(NothingToKeepError):  # It was forgotten first.
            candidates.keep(one)

    for _ in range(5):
        one, _ = conversations.start(None, "ukjent", "nb")
        talk(conversations, one, "Hei")
        with ThreadPoolExecutor(4) as threads:
            doing = [threads.submit(keep, one.id), threads.submit(conversations.forget, one.id)]
        for each in doing:
            each.result()
        assert counted(engine) == 0


def test_a_label_is_kept_and_may_be_given_anew(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    talk(conversations, own, "Hei")
    number = candidates.keep(own.id).id
    other = Label("smaprat", (), "nb", "ukjent", "plain")
    for label in (LABEL, other):
        labelled = candidates.label(number, label)
        assert labelled is not None
        assert labelled.label == label
    assert [one.label for one in candidates.listed()] == [other]


def test_what_is_not_there_is_neither_labelled_nor_removed(candidates: Candidates) -> None:
    assert candidates.label(7, LABEL) is None
    assert candidates.remove([7]) == 0
    assert candidates.remove([]) == 0


def test_removed_candidates_are_gone_and_their_conversation_stays(
    conversations: Conversations, candidates: Candidates, own: Conversation
) -> None:
    for written in "abc":
        talk(conversations, own, written)
        candidates.keep(own.id)
    first, _, third = (one.id for one in candidates.listed())
    assert candidates.remove([first, third, 999]) == 2
    assert [one.text for one in candidates.listed()] == ["b"]
    assert len(conversations.messages(own.id)) == 6


def test_conversations_of_before_are_kept_when_the_table_is_added_and_taken_away(
    conversations: Conversations, own: Conversation, engine: Engine
) -> None:
    talk(conversations, own, "Fra før")
    step(engine, command.downgrade, "0001")
    assert "candidate" not in inspect(engine).get_table_names()
    again = Candidates(engine)
    assert again.keep(own.id).text == "Fra før"
    assert conversations.messages(own.id)[0].text == "Fra før"


def test_a_table_that_is_gone_is_told_to_the_operator(candidates: Candidates, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE candidate"))
    with pytest.raises(OperatorError):
        candidates.listed()
    with pytest.raises(OperatorError):
        candidates.remove([1])
