"""A guided flow through the whole path: Rasa's form starts, asks, is left, goes on and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.path.conftest import Assistant

TITLE = "Finn riktig hjelp"


def told(answer: dict[str, Any]) -> tuple[str, str | None]:
    """The outcome, and what is asked for."""
    return answer["outcome"], (answer["clarification"] or {}).get("asks_for")


def test_a_flow_asks_and_ends_in_an_answer(assistant: Assistant) -> None:
    turns = (TITLE, "6–12 år", "På skolen", "Vil ikke på skolen", "takk")
    answers = assistant.answers(*turns, kommune="oppdal")
    asked = [("clarification", "age"), ("clarification", "arena"), ("clarification", "need")]
    assert list(map(told, answers)) == [*asked, ("answered", None), ("smalltalk", None)]
    assert answers[3]["services"][0]["type"] == "skole"


def test_a_flow_is_left_for_a_question_and_goes_on(assistant: Assistant) -> None:
    turns = (TITLE, "6–12 år", "hva koster det å gå på SFO?", f"Fortsett: {TITLE}", "vet ikke")
    answers = assistant.answers(*turns, kommune="oppdal")
    assert [answers[2]["question_type"], *map(told, answers[3:])] == [
        "pris",
        ("clarification", "arena"),
        ("clarification", "need"),
    ]
    assert answers[2]["suggestions"][-1]["payload"] == f"Fortsett: {TITLE}"


def test_a_flow_is_asked_twice_and_then_left(assistant: Assistant) -> None:
    answers = assistant.answers(TITLE, "tja", "mjo", "hva koster SFO?", kommune="oppdal")
    assert [answer["outcome"] for answer in answers] == ["clarification", "clarification", "no_match", "answered"]


def test_danger_in_the_middle_of_a_flow_comes_first(assistant: Assistant) -> None:
    answers = assistant.answers("Jeg er bekymret for et barn", "nei", "jeg vil ta livet mitt", kommune="oppdal")
    assert (answers[2]["outcome"], answers[2]["acute"]["contacts"][0]["value"]) == ("acute", "113")


def test_what_only_sounds_like_a_flow_is_answered(assistant: Assistant) -> None:
    answer = assistant.answer("hvordan finner jeg riktig hjelp for sønnen min som blir mobbet", kommune="oppdal")
    assert (answer["outcome"], answer["question_type"]) == ("answered", "finn-hjelp")
