"""Rasa that was started anew, or has forgotten, is told the talk again before the new message."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from gateway.retelling import MESSAGES

if TYPE_CHECKING:
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

ALONE = "Akkurat no "
DANGER = "Jeg vil ta livet mitt i kveld"


@pytest.fixture
def talk(together: Gateway, said: dict[str, Any]) -> Talk:  # noqa: ARG001 - it is answered
    """A talk of three messages."""
    started = together.start(kommune="tynset", role="ansatt", language="nn")
    for text in ("Én", "To på 912 34 567", "Tre"):
        started.write(text)
    return started


TOLD = ["Én", "To på [telefonnummer]", "Tre"]


def fails_at(rasa: PlayedRasa, text: str, status: int = 500) -> None:
    """Rasa fails at a message whenever it hears it."""

    def fail() -> None:
        rasa.status = status if rasa.heard[-1]["message"] == text else 200

    rasa.before = fail


def test_a_rasa_that_knows_the_talk_is_told_each_message_once(talk: Talk, rasa: PlayedRasa) -> None:
    talk.write("Fire")
    assert (rasa.told(), rasa.forgot, len(rasa.heard)) == ([*TOLD, "Fire"], [], 4)
    places = [(one["metadata"]["number"], one["metadata"]["after"]) for one in rasa.heard]
    assert places == [(1, None), (3, 1), (5, 3), (7, 5)]


def test_a_rasa_that_was_started_anew_is_told_the_talk_in_order_and_then_the_message(
    talk: Talk, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    rasa.starts_anew()
    rasa.took.clear()
    before = talk.stored()
    assert talk.answer_to("Fire") == said
    assert rasa.told() == [*TOLD, "Fire"]
    who = {"kommune": "tynset", "role": "ansatt", "language": "nn"}
    assert [one["metadata"] for one in rasa.took] == [
        {**who, "hidden": [], "number": 1, "after": None, "again": True},
        {**who, "hidden": ["telefonnummer"], "number": 3, "after": 1, "again": True},
        {**who, "hidden": [], "number": 5, "after": 3, "again": True},
        {**who, "hidden": [], "number": 7, "after": 5},
    ]
    assert talk.stored() == [*before, (7, "person", "Fire"), (8, "assistent", said["reply"])]


def test_after_that_it_knows_the_talk_again(talk: Talk, rasa: PlayedRasa) -> None:
    rasa.starts_anew()
    talk.write("Fire")
    rasa.took.clear()
    talk.write("Fem")
    assert rasa.told() == ["Fem"]


def test_of_a_long_talk_the_last_messages_are_told(talk: Talk, rasa: PlayedRasa) -> None:
    for turn in range(MESSAGES):
        talk.write(f"Melding {turn}")
    rasa.starts_anew()
    rasa.took.clear()
    talk.write("Ny")
    assert rasa.told() == [*(f"Melding {turn}" for turn in range(MESSAGES)), "Ny"]


@pytest.mark.usefixtures("said")
def test_a_new_talk_is_not_told_again(together: Gateway, rasa: PlayedRasa) -> None:
    together.start().write("Hei")
    assert (len(rasa.heard), rasa.forgot) == (1, [])


def test_where_it_fails_in_the_midst_the_library_answers_and_the_next_message_goes_on(
    talk: Talk, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    rasa.starts_anew()
    fails_at(rasa, TOLD[1])
    assert talk.answer_to("Hvem er PPT?")["reply"].startswith(ALONE)
    rasa.before, rasa.status = (lambda: None), 200
    rasa.took.clear()
    assert talk.answer_to("Fem") == said
    assert rasa.told() == [*TOLD[1:], "Hvem er PPT?", "Fem"]


def test_where_it_ends_in_the_midst_and_all_is_forgotten_once_more_all_is_told(talk: Talk, rasa: PlayedRasa) -> None:
    rasa.starts_anew()
    fails_at(rasa, TOLD[2])
    talk.write("Fire")
    rasa.before, rasa.status = (lambda: None), 200
    rasa.starts_anew()
    rasa.took.clear()
    talk.write("Fem")
    assert rasa.told() == [*TOLD, "Fire", "Fem"]


def test_a_rasa_that_is_told_something_else_meanwhile_is_down(talk: Talk, rasa: PlayedRasa) -> None:
    rasa.starts_anew()
    rasa.before = rasa.starts_anew  # It forgets before each message.
    assert talk.answer_to("Hvem er PPT?")["reply"].startswith(ALONE)


def test_telling_again_takes_no_longer_than_an_answer_may(talk: Talk, rasa: PlayedRasa) -> None:
    rasa.starts_anew()
    rasa.before = lambda: time.sleep(0.4)
    begun = time.monotonic()
    assert talk.answer_to("Hvem er PPT?")["reply"].startswith(ALONE)
    assert 1 <= time.monotonic() - begun < 2


def test_what_the_library_answered_while_rasa_was_down_is_told_when_it_is_back(talk: Talk, rasa: PlayedRasa) -> None:
    rasa.status = 500
    talk.write("Fire")
    rasa.status = 200
    rasa.took.clear()
    talk.write("Fem")
    assert rasa.told() == ["Fire", "Fem"]


def test_a_message_that_nothing_can_answer_does_not_hold_back_the_talk(
    talk: Talk, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    answered = rasa.body

    def silent_at_two() -> None:
        rasa.body = b"[]" if rasa.heard[-1]["message"] == TOLD[1] else answered

    rasa.starts_anew()
    rasa.before = silent_at_two
    assert talk.answer_to("Fire") == said


def test_a_talk_is_not_told_to_a_rasa_without_its_action_server(talk: Talk, rasa: PlayedRasa) -> None:
    rasa.starts_anew()
    rasa.actions_status, rasa.body = 503, b"[]"
    rasa.took.clear()
    assert talk.answer_to("Hvem er PPT?")["reply"].startswith(ALONE)
    assert rasa.told() == TOLD[:1]


def test_messages_of_one_talk_reach_rasa_one_at_a_time_and_in_order(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk, inside, most = together.start(), 0, 0
    counting = threading.Lock()

    def count() -> None:
        nonlocal inside, most
        with counting:
            inside += 1
            most = max(most, inside)
        time.sleep(0.05)
        with counting:
            inside -= 1

    rasa.before = count
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda turn: talk.answer_to(f"Melding {turn}"), range(4)))
    assert (answers, most) == ([said] * 4, 1)
    assert rasa.told() == [text for _, author, text in talk.stored() if author == "person"]


@pytest.mark.usefixtures("said")
def test_talks_do_not_wait_for_each_other(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.may_answer.clear()
    talks = [together.start() for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        calls = [threads.submit(talk.write, "Hei") for talk in talks]
        give_up = time.monotonic() + 0.9
        while len(rasa.heard) < 3 and time.monotonic() < give_up:
            time.sleep(0.01)
        heard = len(rasa.heard)
        rasa.may_answer.set()
        assert [call.result().status_code for call in calls] == [200] * 3
    assert heard == 3


@pytest.mark.usefixtures("said")
def test_danger_waits_no_longer_behind_another_message_than_for_rasa(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start(kommune="oppdal")
    rasa.may_answer.clear()
    with ThreadPoolExecutor(4) as threads:
        others = [threads.submit(talk.write, f"Hei {turn}") for turn in range(3)]
        while not rasa.heard:
            time.sleep(0.01)
        begun = time.monotonic()
        answered = talk.answer_to(DANGER)
        waited = time.monotonic() - begun
        rasa.may_answer.set()
        assert [other.result().status_code for other in others] == [200] * 3
    assert answered["acute"]["contacts"][0]["value"] == "113"
    assert waited < 2
