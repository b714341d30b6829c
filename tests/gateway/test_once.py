"""A message that is sent again counts once: one row, one answer, one turn of the talk, whatever broke in between."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from conversations.service import Conversations
from foundation.database import make_engine
from tests.gateway.running import Talk, gateway_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

FIRST, SECOND = "0b8e2f6c-6a0d-4a39-9f57-000000000001", "0b8e2f6c-6a0d-4a39-9f57-000000000002"
DANGER = "Jeg vil ta livet mitt i kveld"
PATIENCE = 30


@pytest.fixture
def two(loaded: Path, tmp_path: Path, rasa: PlayedRasa) -> Iterator[tuple[Gateway, Gateway]]:
    """Two gateways on one database, before one Rasa."""
    with (
        gateway_on(loaded, tmp_path, rasa.address, patience=5) as one,
        gateway_on(loaded, tmp_path, rasa.address, patience=5) as other,
    ):
        yield one, other


def wait_until_heard(rasa: PlayedRasa, count: int) -> None:
    """Until so many calls have reached Rasa."""
    give_up = time.monotonic() + PATIENCE
    while len(rasa.heard) < count:
        assert time.monotonic() < give_up
        time.sleep(0.01)


def authors(talk: Talk) -> list[str]:
    """Who wrote each stored message."""
    return [author for _, author, _ in talk.stored()]


def test_a_message_that_is_sent_again_gets_the_same_answer_and_is_told_to_rasa_once(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = together.start(kommune="oppdal")
    first = talk.write("Hei", FIRST).json()
    rasa.says({**said, "reply": "Noe annet"})
    assert [talk.write("Hei", FIRST).json() for _ in range(3)] == [first] * 3
    assert first["answers"] == [said]
    assert (authors(talk), len(rasa.heard)) == (["person", "assistent"], 1)


def test_all_answers_come_again_in_their_order(together: Gateway, rasa: PlayedRasa, said: dict[str, Any]) -> None:
    both = [said, {**said, "reply": "Og én ting til"}]
    rasa.says(*both)
    talk = together.start()
    assert [talk.write("Hei", FIRST).json()["answers"] for _ in range(2)] == [both] * 2


def test_without_rasa_it_is_the_same_answer_too(talk: Talk) -> None:
    assert talk.write("Hvem er PPT?", FIRST).json() == talk.write("Hvem er PPT?", FIRST).json()
    assert authors(talk) == ["person", "assistent"]


@pytest.mark.usefixtures("said")
def test_the_text_that_came_first_counts(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start()
    assert talk.write("Hei", FIRST).json() == talk.write("Noe helt annet", FIRST).json()
    assert (talk.stored()[0], rasa.told()) == ((1, "person", "Hei"), ["Hei"])


@pytest.mark.usefixtures("said")
def test_danger_in_another_text_under_the_same_id_gets_its_help_lines(together: Gateway) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Hei", FIRST)
    [answered] = talk.write(DANGER, FIRST).json()["answers"]
    assert (answered["outcome"], answered["acute"]["contacts"][0]["value"]) == ("acute", "113")


@pytest.mark.usefixtures("said")
def test_messages_without_an_id_are_each_their_own(together: Gateway) -> None:
    talk = together.start()
    talk.write("Hei")
    talk.write("Hei")
    assert authors(talk) == ["person", "assistent"] * 2


def test_the_second_call_waits_for_the_first_that_still_runs(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = together.start()
    rasa.may_answer.clear()
    with ThreadPoolExecutor(4) as threads:
        calls = [threads.submit(talk.write, "Hei", FIRST) for _ in range(4)]
        wait_until_heard(rasa, 1)
        time.sleep(0.2)
        rasa.may_answer.set()
        assert [call.result().json()["answers"] for call in calls] == [[said]] * 4
    assert (authors(talk), len(rasa.heard)) == (["person", "assistent"], 1)


def test_a_client_that_went_away_in_the_middle_finds_its_answer(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = together.start()
    rasa.may_answer.clear()
    with pytest.raises(httpx.ReadTimeout):
        talk.send(json={"text": "Hei", "id": FIRST}, timeout=0.2)
    rasa.may_answer.set()
    assert talk.write("Hei", FIRST).json()["answers"] == [said]
    assert (authors(talk), len(rasa.heard)) == (["person", "assistent"], 1)


def test_an_answer_that_cannot_be_stored_is_given_and_stored_once_the_message_is_sent_again(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = together.start()
    rasa.may_answer.clear()
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(talk.write, "Hei", FIRST)
        wait_until_heard(rasa, 1)
        with together.locked():
            rasa.may_answer.set()
            first = call.result().json()
    assert (first["answers"], first["stored"], authors(talk)) == ([said], False, ["person"])
    then = talk.write("Hei", FIRST).json()
    assert (then["answers"], then["stored"], authors(talk)) == ([said], True, ["person", "assistent"])


def test_a_message_that_was_stored_before_the_gateway_was_killed_is_answered_when_it_is_sent_again(
    together: Gateway, said: dict[str, Any]
) -> None:
    talk = together.start()
    engine = make_engine(f"sqlite:///{together.database}")
    Conversations(engine).write(talk.id, "Hei på [telefonnummer]", FIRST)
    engine.dispose()
    assert talk.write("Hei på 912 34 567", FIRST).json()["answers"] == [said]
    assert talk.stored() == [(1, "person", "Hei på [telefonnummer]"), (2, "assistent", said["reply"])]


def test_what_rasa_has_answered_before_the_gateway_was_killed_moves_the_talk_once(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = together.start()
    with ExitStack() as locks:
        rasa.before = lambda: locks.enter_context(together.locked())
        talk.write("Hei", FIRST)
    assert authors(talk) == ["person"]
    rasa.before = lambda: None
    rasa.says({**said, "reply": "Noe annet"})
    assert talk.write("Hei", FIRST).json()["answers"] == [said]
    assert (authors(talk), rasa.told()) == (["person", "assistent"], ["Hei"])


def test_another_gateway_on_the_same_database_gives_the_same_answer(
    two: tuple[Gateway, Gateway], rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = two[0].start()
    there = Talk(two[1], talk.id, talk.token)
    first = talk.write("Hei", FIRST).json()
    rasa.says({**said, "reply": "Noe annet"})
    assert there.write("Hei", FIRST).json() == first
    assert (authors(talk), len(rasa.heard)) == (["person", "assistent"], 1)


def test_two_gateways_that_are_at_it_at_once_store_and_give_one_answer(
    two: tuple[Gateway, Gateway], rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = two[0].start()
    there = Talk(two[1], talk.id, talk.token)
    rasa.may_answer.clear()
    with ThreadPoolExecutor(2) as threads:
        calls = [threads.submit(one.write, "Hei", FIRST) for one in (talk, there)]
        wait_until_heard(rasa, 2)
        rasa.may_answer.set()
        assert [call.result().json()["answers"] for call in calls] == [[said]] * 2
    assert (authors(talk), rasa.told()) == (["person", "assistent"], ["Hei"])


def test_what_is_sent_again_to_a_gateway_that_was_started_anew_is_not_answered_twice(
    loaded: Path, tmp_path: Path, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    with gateway_on(loaded, tmp_path, rasa.address) as before:
        talk = before.start()
        talk.write("Hei", FIRST)
    with gateway_on(loaded, tmp_path, rasa.address) as after:
        again = Talk(after, talk.id, talk.token)
        assert again.write("Hei", FIRST).json()["answers"] == [said]
        assert (authors(again), len(rasa.heard)) == (["person", "assistent"], 1)


@pytest.mark.usefixtures("said")
def test_what_is_sent_again_is_not_counted_and_comes_through_when_no_more_may_be_written(
    loaded: Path, tmp_path: Path, rasa: PlayedRasa
) -> None:
    with gateway_on(loaded, tmp_path, rasa.address, rate_per_conversation="2/day") as gateway:
        talk = gateway.start()
        first = talk.write("Hei", FIRST)
        assert [talk.write("Hei", FIRST).status_code for _ in range(3)] == [200] * 3
        assert [talk.write("Én til", SECOND).status_code, talk.write("For mange").status_code] == [200, 429]
        assert talk.write("Hei", FIRST).json() == first.json()


@pytest.mark.usefixtures("said")
def test_what_is_sent_again_to_a_forgotten_conversation_is_not_found(together: Gateway) -> None:
    talk = together.start()
    talk.write("Hei", FIRST)
    talk.write("Glem meg", SECOND)
    assert [talk.write(text, id_).status_code for text, id_ in (("Hei", FIRST), ("Glem meg", SECOND))] == [404, 404]
    assert talk.stored() == []


def test_a_message_that_could_not_be_stored_is_stored_when_it_is_sent_again(talk: Talk) -> None:
    with talk.gateway.locked():
        assert talk.write("Hvem er PPT?", FIRST).status_code == 503
    assert talk.write("Hvem er PPT?", FIRST).status_code == 200
    assert authors(talk) == ["person", "assistent"]


@pytest.mark.parametrize("field", ["id", "replaces"])
@pytest.mark.parametrize(
    "value", ["", "for-kort", "a" * 65, "med mellomrom i seg", "æøå-æøå-æøå-æøå-æøå", FIRST + "\n"]
)
def test_an_id_that_is_none_is_refused_in_norwegian(talk: Talk, field: str, value: str) -> None:
    response = talk.send(json={"text": "Hei", field: value})
    told = "Id-en må være 16 til 64 bokstaver fra a til z, tall og bindestreker."
    assert (response.status_code, response.json()["detail"]) == (422, told)
    assert talk.stored() == []
