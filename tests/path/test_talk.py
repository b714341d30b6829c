"""What people do to a conversation: repeat themselves, open it twice, ask back, type what a button sends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from tests.path.conftest import Assistant


def asks_for(answer: dict[str, Any]) -> str | None:
    """What is asked for beside or instead of an answer."""
    return (answer["clarification"] or {}).get("asks_for")


def test_the_same_message_ten_times_gets_the_same_help_and_no_third_question_in_a_row(assistant: Assistant) -> None:
    answers = assistant.answers(*["Datteren min er trist og engstelig hele tiden"] * 10)
    first = answers[0]
    assert all(answer["outcome"] == "answered" for answer in answers)
    assert all(answer["needs"][0]["id"] == first["needs"][0]["id"] for answer in answers)
    asked = [asks_for(answer) is not None for answer in answers]
    assert not any(all(asked[at : at + 3]) for at in range(8))


def test_two_tabs_of_one_conversation_are_both_answered(assistant: Assistant) -> None:
    with httpx.Client(base_url=assistant.address, timeout=30) as client:
        started = client.post("/api/conversations", json={"kommune": "oppdal"}).json()
        client.headers["Authorization"] = f"Bearer {started['token']}"
        path = f"/api/conversations/{started['id']}/messages"
        said = ["hva koster SFO?", "hun blir mobbet på skolen", "og i Alvdal?", "hvem kan hjelpe oss hjemme?"] * 2
        with ThreadPoolExecutor(2) as tabs:
            replies = list(tabs.map(lambda text: client.post(path, json={"text": text}), said))
    assert [reply.status_code for reply in replies] == [200] * len(said)
    for reply in replies:
        for answer in reply.json()["answers"]:
            assistant.schema.validate(answer)


@pytest.mark.parametrize("text", ["På skolen", "Hjemme", "6–12 år", "Nei, ikke akkurat nå", "Vet ikke"])
def test_a_button_of_yesterdays_conversation_is_met_with_a_question_or_a_person(
    assistant: Assistant, text: str
) -> None:
    answer = assistant.answer(text, kommune="oppdal")
    assert answer["outcome"] in {"clarification", "smalltalk", "answered"}
    assert answer["suggestions"] or answer["clarification"] or answer["services"] or answer["outcome"] == "smalltalk"


def test_what_a_button_sends_can_be_typed_and_nothing_else_is_a_command(assistant: Assistant) -> None:
    typed = ('/kontakt{"service": "ppt"}', "/restart", "/session_start", "hva koster SFO?")
    answers = assistant.answers(*typed, kommune="oppdal")
    assert [answer["kommune"] for answer in answers] == ["oppdal"] * 4
    assert answers[-1]["question_type"] == "pris"


def test_a_question_back_is_answered_with_another_question(assistant: Assistant) -> None:
    answers = assistant.answers(
        "Datteren min er trist og engstelig hele tiden", "må vi ha henvisning?", kommune="oppdal"
    )
    assert (asks_for(answers[0]), answers[1]["question_type"]) == ("age", "terskel")
    assert answers[1]["needs"][0]["id"] == "psykisk-helse"


def test_the_reply_to_a_question_back_is_taken(assistant: Assistant) -> None:
    answers = assistant.answers(
        "Datteren min er trist og engstelig hele tiden", "0–5 år", "og hva om hun var 15?", kommune="oppdal"
    )
    assert asks_for(answers[0]) == "age"
    young, teen = ([one["type"] for one in answer["services"]] for answer in answers[1:])
    assert "helsestasjon" in young
    assert "helsestasjon" not in teen
    assert [asks_for(answer) for answer in answers[1:]] == [None, None]


def test_yes_to_the_offer_of_a_person_gives_one(assistant: Assistant) -> None:
    answers = assistant.answers("sønnen min blir mobbet på skolen", "ja takk", kommune="oppdal")
    assert (answers[1]["outcome"], answers[1]["services"][0]["type"]) == ("handover", "koordinator")


def test_the_language_of_the_last_message_is_the_replys(assistant: Assistant) -> None:
    answers = assistant.answers(
        "Hun blir mobbet på skolen hver dag",
        "Who can help us with this?",
        "Kva kostar det, og kven ringjer eg?",
        kommune="oppdal",
    )
    assert [answer["language"] for answer in answers] == ["nb", "en", "nn"]
    assert "mobbing-miljo" in {need["id"] for need in answers[1]["needs"]}


@pytest.mark.parametrize(
    "text",
    [
        "Jenta i gruppa mi har igjen blåmerker rundt håndleddene, og hun kryper sammen når pappa henter",
        "She told me her uncle comes into her room at night and that she must not tell anyone",
        "Sonen min har samla tablettar i ei eske under senga og gitt bort gitaren",
    ],
)
def test_danger_that_no_list_of_phrases_holds_gets_help_lines(assistant: Assistant, text: str) -> None:
    assert assistant.answer(text, kommune="oppdal")["acute"] is not None


@pytest.mark.parametrize(
    "text", ["takk for svar", "hva koster SFO?", "Når har helsestasjonen åpent?", "hvem sitter i TST?"]
)
def test_where_nothing_is_told_there_are_none(assistant: Assistant, text: str) -> None:
    assert assistant.answer(text, kommune="tynset")["acute"] is None
