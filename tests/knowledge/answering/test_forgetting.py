"""What asks for the conversation to be deleted, what only sounds like it, and what is said once it is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Query, answer, asks_to_be_forgotten, to_json
from knowledge.texts import phrases

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Answer, Library

REQUESTS = [
    "glem meg",
    "Glem meg",
    "GLEM MEG",
    "Glem meg.",
    "  glem meg!! ",
    "«Glem meg»",
    "glem meg 😢",
    "Glem meg, takk",
    "Takk. Glem meg!",
    "glem meg nå",
    "Glem meg, vær så snill",
    "Vær så snill å glem meg",
    "Er du snill, slett samtalen",
    "Gløym meg",
    "gløym meg no, takk",
    "Ver så snill og gløym meg",
    "Forget me",
    "Please forget me.",
    "FORGET ME, THANKS",
    "Slett alt",
    "Slett meg",
    "Slett denne samtalen",
    "Slett heile samtalen, ver så snill",
    "slett det jeg har skrevet",
    "Slett alt eg har skrive",
    "delete this conversation please",
    "Delete everything",
    "Kan du slette samtalen?",
    "kan du slette alt jeg har skrevet",
    "Jeg vil slette samtalen",
    "Can you delete this conversation?",
    "delete this chat",
    "slett meldingene, takk",
    "glæm mæ",
]
NO_REQUESTS = [
    "",
    "takk",
    "bare glem meg",
    "så glem meg",
    "og glem meg",
    "du, glem meg",
    "du kan glemme meg",
    "no, forget me",
    "Dere kan bare glemme meg",
    "jeg vil bli glemt",
    "alle har glemt meg",
    "glem meg ikke",
    "ikke glem meg",
    "Gløym meg ikkje",
    "don't forget me",
    "forget me not",
    "kan dere glemme meg?",
    "Du glemte meg",
    "du gløymde meg",
    "Glemmer du meg?",
    "glemt meg",
    "du har glemt meg",
    "You forgot me",
    "pappa glemmer meg",
    "de kommer til å glemme meg",
    "glem meg, jeg orker ikke mer",
    "glem meg og glem alt",
    "glem det",
    "glem",
    "meg",
    "slett ikke",
    "Alt er slettet",
    "du slettet alt",
    "Hvordan sletter jeg samtalen?",
    "Hva betyr «glem meg»?",
    "Hva skjer hvis jeg skriver glem meg?",
    "hun slettet samtalen",
    "mobberen sa slett meg",
]


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_and_nothing_else_deletes(text: str) -> None:
    assert asks_to_be_forgotten(text)


@pytest.mark.parametrize("text", NO_REQUESTS)
def test_what_only_sounds_like_it_deletes_nothing(text: str) -> None:
    assert not asks_to_be_forgotten(text)


@pytest.mark.parametrize("text", phrases("forget_me"))
def test_every_request_that_is_listed_deletes(text: str) -> None:
    assert asks_to_be_forgotten(text)
    assert asks_to_be_forgotten(f"{text.capitalize()}, takk!")


@given(st.sampled_from(["ikke", "aldri", "alle", "hvorfor", "bare", "mamma", "hvis"]), st.sampled_from(REQUESTS[:3]))
def test_any_word_of_weight_beside_it_makes_it_no_request(word: str, request: str) -> None:
    assert not asks_to_be_forgotten(f"{word} {request}")
    assert not asks_to_be_forgotten(f"{request} {word}")


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("nb", "Alt i denne samtalen er slettet. Skriver du mer, begynner en ny samtale."),
        ("nn", "Alt i denne samtalen er sletta. Skriv du meir, byrjar ein ny samtale."),
        ("en", "Everything in this conversation has been deleted. If you write more, a new conversation begins."),
    ],
)
def test_once_it_is_deleted_the_answer_says_so(ask: Callable[..., Answer], language: str, reply: str) -> None:
    answered = ask("Glem meg", language=language, question_type="personvern", forgotten=True)
    assert (answered.reply.split("\n\n")[0], answered.outcome, answered.forgotten) == (reply, "privacy", True)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_danger_that_was_told_before_keeps_its_help_lines(ask: Callable[..., Answer], language: str) -> None:
    answered = ask("Glem meg", language=language, question_type="personvern", forgotten=True, danger="selvmord")
    assert answered.acute is not None
    assert answered.acute.contacts[0].value == "113"
    assert answered.forgotten


def test_only_an_answer_to_that_says_that_something_was_deleted(library: Library, moment: datetime) -> None:
    asked = answer(Query("Glem meg", question_type="personvern"), library, moment)
    assert "forgotten" not in to_json(asked)
    assert "slettet. Skriver du mer" not in asked.reply
