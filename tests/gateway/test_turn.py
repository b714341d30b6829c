"""One message's way through the house when something on the way is down, late, broken or locked."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.query import LANGUAGES
from knowledge.texts import say

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

    from knowledge.query import Language
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

ID = "0123456789abcdef"
DANGER = "Jeg vil ta livet mitt i kveld"
TECHNICAL = (
    "Akkurat nå forstår jeg ikke like godt som jeg pleier, fordi en del av systemet ikke svarer. "
    "Her er det jeg fant ved å lete etter ordene dine."
)
NOTHING = (
    "Akkurat nå får jeg ikke svart skikkelig, fordi en del av systemet ikke svarer. "
    "Prøv igjen om litt, eller kontakt kommunen."
)
LOCKED = (
    "Akkurat nå kan ikke meldingen lagres. Den er ikke gått tapt hos deg: prøv å sende den igjen om litt. "
    "Er noen i fare nå, ring 113 eller 112. Barn og unge kan ringe 116 111 hele døgnet."
)


def opening(reply: str) -> str:
    """The first paragraph."""
    return reply.split("\n\n", maxsplit=1)[0]


def help_lines(answer: dict[str, Any]) -> list[str]:
    """The numbers to call, the first one first."""
    return [contact["value"] for contact in answer["acute"]["contacts"]]


def test_without_rasa_the_library_answers_alone(talk: Talk, answer_schema: Draft202012Validator) -> None:
    answer = talk.answer_to("Hvem er PPT?")
    answer_schema.validate(answer)
    assert (opening(answer["reply"]), answer["outcome"]) == (TECHNICAL, "answered")
    assert answer["services"][0]["id"] == "oppdal/ppt"
    assert answer["handover"]["offered"]


def test_without_rasa_what_the_library_does_not_know_is_admitted(talk: Talk) -> None:
    answer = talk.answer_to("Xyzzy")
    assert (opening(answer["reply"]), answer["outcome"]) == (NOTHING, "no_match")
    assert answer["handover"]["offered"]


def test_without_rasa_the_answer_keeps_the_written_standard(alone: Gateway) -> None:
    answer = alone.start(kommune="oppdal", language="nn").answer_to("Kven er PPT?")
    assert answer["language"] == "nn"
    assert opening(answer["reply"]).startswith("Akkurat no forstår eg ikkje like godt")


def test_without_rasa_danger_still_gets_the_help_lines_first(talk: Talk, answer_schema: Draft202012Validator) -> None:
    answer = talk.answer_to(DANGER)
    answer_schema.validate(answer)
    assert (answer["outcome"], answer["acute"]["kind"]) == ("acute", "selvmord")
    assert help_lines(answer)[0] == "113"
    assert "113" in answer["reply"].split("\n\n")[1]


def test_without_rasa_a_conversation_is_forgotten_all_the_same(talk: Talk) -> None:
    talk.write("Hei")
    assert talk.forget().status_code == 204
    assert talk.stored() == []


BROKEN: dict[str, tuple[int, bytes]] = {
    "a crash": (500, b'{"status": "failed"}'),
    "no answer, for the action server is down": (200, b"[]"),
    "words without an answer": (200, b'[{"text": "Hei"}]'),
    "no JSON": (200, b"<html>502</html>"),
    "no list": (200, b'{"status": "ok"}'),
    "a list of nothing": (200, b"[null]"),
    "an answer that is none": (200, b'[{"custom": {"type": "buttons"}}]'),
    "half an answer": (200, b'[{"custom": {"reply": "Hei"}}]'),
    "an address elsewhere": (302, b""),
}


@pytest.mark.parametrize(("status", "body"), BROKEN.values(), ids=BROKEN)
def test_whatever_rasa_says_instead_of_an_answer_the_library_answers(
    together: Gateway, rasa: PlayedRasa, status: int, body: bytes
) -> None:
    rasa.status, rasa.body = status, body
    talk = together.start(kommune="oppdal")
    answer = talk.answer_to("Hvem er PPT?")
    assert opening(answer["reply"]) == TECHNICAL
    assert [author for _, author, _ in talk.stored()] == ["person", "assistent"]


def test_a_late_rasa_is_not_waited_for(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.may_answer.clear()
    begun = time.monotonic()
    answer = together.start(kommune="oppdal").answer_to("Hvem er PPT?")
    waited = time.monotonic() - begun
    rasa.may_answer.set()
    assert opening(answer["reply"]) == TECHNICAL
    assert 1 <= waited < 3


def test_a_late_rasa_does_not_hold_back_the_help_lines(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.may_answer.clear()
    answer = together.start().answer_to(DANGER)
    rasa.may_answer.set()
    assert help_lines(answer)[0] == "113"


def test_a_message_that_cannot_be_stored_is_refused(talk: Talk) -> None:
    with talk.gateway.locked():
        response = talk.write("Hvem er PPT?")
    assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
    assert response.json()["detail"] == LOCKED
    assert talk.stored() == []


def test_a_message_that_was_refused_can_be_sent_again(talk: Talk) -> None:
    with talk.gateway.locked():
        talk.write("Hvem er PPT?")
    answer = talk.answer_to("Hvem er PPT?")
    assert talk.stored() == [(1, "person", "Hvem er PPT?"), (2, "assistent", answer["reply"])]


def test_a_message_that_cannot_be_stored_does_not_reach_rasa(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start()
    with together.locked():
        talk.write("Hvem er PPT?")
    assert rasa.heard == []


def test_a_conversation_that_cannot_be_stored_does_not_start(alone: Gateway) -> None:
    before = alone.rows("SELECT count(*) FROM conversation")
    with alone.locked():
        response = alone.client.post("/api/conversations", json={})
    assert (response.status_code, response.json()["detail"]) == (503, LOCKED)
    assert alone.rows("SELECT count(*) FROM conversation") == before


def test_a_conversation_that_cannot_be_forgotten_now_says_so(talk: Talk) -> None:
    with talk.gateway.locked():
        assert talk.forget().status_code == 503
    assert talk.forget().status_code == 204


def test_danger_gets_the_help_lines_though_nothing_can_be_stored(
    talk: Talk, answer_schema: Draft202012Validator
) -> None:
    with talk.gateway.locked():
        answer = talk.answer_to(DANGER)
    answer_schema.validate(answer)
    assert (answer["outcome"], help_lines(answer)[0]) == ("acute", "113")
    assert talk.stored() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_that_somebody_is_in_danger_needs_no_store_either(talk: Talk, language: Language) -> None:
    with talk.gateway.locked():
        answer = talk.answer_to(say("danger_now", language))
    assert (answer["outcome"], help_lines(answer)[0]) == ("acute", "113")


def test_an_answer_that_cannot_be_stored_is_given_all_the_same(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = together.start()
    with ExitStack() as locks:
        rasa.before = lambda: locks.enter_context(together.locked())
        assert talk.answer_to("Hei") == said
    assert talk.stored() == [(1, "person", "Hei")]


@pytest.mark.usefixtures("said")
def test_forgetting_while_rasa_is_at_it_leaves_nothing_behind(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start()
    rasa.before = talk.forget
    assert talk.write("Hei").status_code == 404
    assert talk.stored() == []
    assert rasa.forgot == [talk.id, talk.id]


@pytest.mark.usefixtures("said")
def test_danger_that_rasas_answer_does_not_see_is_answered_by_the_library(together: Gateway) -> None:
    answer = together.start(kommune="oppdal").answer_to(DANGER)
    assert (answer["outcome"], help_lines(answer)[0]) == ("acute", "113")


def test_danger_that_could_not_be_stored_is_to_be_sent_again_and_then_it_is_stored(talk: Talk) -> None:
    with talk.gateway.locked():
        first = talk.write(DANGER, ID).json()
    then = talk.write(DANGER, ID).json()
    assert (first["stored"], then["stored"]) == (False, True)
    assert [author for _, author, _ in talk.stored()] == ["person", "assistent"]


def test_a_message_that_is_stored_is_not_to_be_sent_again(talk: Talk) -> None:
    assert talk.write("Hvem er PPT?").json()["stored"] is True
