"""While automatic answers are stopped: nothing is answered but danger, and who asks for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge import Stopped
from knowledge.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.query import Language

    type Ask = Callable[..., Answer]

OWN = Stopped("Vi retter en feil. Ring servicetorget.", "Vi rettar ein feil. Ring servicetorget.")
NUMBERS = {"ambulance": "113", "police": "112", "children": "116 111"}


def test_a_question_gets_the_municipalitys_own_words_and_its_web_address(ask: Ask) -> None:
    found = ask("Hvem er PPT?", kommune="oppdal", stopped=OWN)
    assert found.body == (
        "Akkurat nå er de automatiske svarene stoppet, så jeg kan ikke svare deg her.",
        "Beskjed: Vi retter en feil. Ring servicetorget.",
        "Ingen leser det du skriver her.",
        "Er noen i fare nå, ring 113 eller 112. Barn og unge kan ringe 116 111 hele døgnet.",
        "Nettsidene til Oppdal kommune: https://oppdal.kommune.no",
    )
    assert (found.outcome, found.services, found.suggestions, found.acute) == ("no_match", (), (), None)
    assert (found.handover.offered, found.coordinator) == (True, say("coordinator", "nb"))


def test_nynorsk_is_answered_in_nynorsk_with_the_municipalitys_nynorsk(ask: Ask) -> None:
    found = ask("Kven er PPT?", kommune="oppdal", language="nn", stopped=OWN)
    assert found.body[:4] == (
        "Akkurat no er dei automatiske svara stoppa, så eg kan ikkje svare deg her.",
        "Beskjed: Vi rettar ein feil. Ring servicetorget.",
        "Ingen les det du skriv her.",
        "Er nokon i fare no, ring 113 eller 112. Barn og unge kan ringje 116 111 heile døgnet.",
    )


@pytest.mark.parametrize(
    ("own", "language", "words"),
    [
        (Stopped("Bokmål."), "nn", "Beskjed: Bokmål."),
        (Stopped(nn="Nynorsk."), "nb", "Beskjed: Nynorsk."),
        (OWN, "en", "Notice, in Norwegian: Vi retter en feil. Ring servicetorget."),
        (Stopped(), "nb", say("stopped_why", "nb")),
        (Stopped(), "nn", say("stopped_why", "nn")),
    ],
)
def test_words_in_one_standard_do_for_both_and_where_there_are_none_ours_do(
    ask: Ask, own: Stopped, language: Language, words: str
) -> None:
    assert ask("Hei", kommune="oppdal", language=language, stopped=own).body[1] == words


def test_where_there_is_a_desk_it_says_that_a_person_reads_once_asked_for(ask: Ask) -> None:
    found = ask("Hvem er PPT?", kommune="oppdal", has_desk=True, stopped=OWN)
    assert found.body[2] == "Ingen leser det du skriver her, før du ber om å få snakke med et menneske."


def test_without_a_municipality_there_is_no_web_address(ask: Ask) -> None:
    assert ask("Hei", stopped=Stopped()).body[-1] == say("stopped_danger", "nb", **NUMBERS)


def test_what_was_understood_is_not_answered_either(ask: Ask) -> None:
    found = ask("Hva koster SFO?", kommune="oppdal", question_type="pris", services=("sfo",), stopped=OWN)
    assert (found.outcome, found.services, found.clarification) == ("no_match", (), None)


def test_certain_danger_gets_help_lines_and_no_calm_answer(ask: Ask) -> None:
    found = ask("Jeg vil ta livet mitt i kveld", kommune="oppdal", alone=True, stopped=OWN)
    assert (found.outcome, found.body) == ("acute", ())
    assert found.acute is not None
    assert found.acute.contacts[0].value == "113"
    assert "stoppet" not in found.reply


def test_the_library_explains_nothing_in_the_municipalitys_own_words(ask: Ask) -> None:
    found = ask("Hei", kommune="oppdal", stopped=Stopped("Ring PPT, eller BUP."))
    assert [one.text for one in found.statements] == ["Nettsidene til Oppdal kommune: https://oppdal.kommune.no"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_whoever_presses_that_somebody_is_in_danger_gets_help_lines(ask: Ask, language: Language) -> None:
    found = ask(say("danger_now", language), kommune="oppdal", language=language, alone=True, stopped=OWN)
    assert (found.outcome, found.body) == ("acute", ())
    assert found.acute is not None
    assert found.acute.kind == "fare-for-liv"


def test_danger_of_lately_keeps_its_lines_beside(ask: Ask) -> None:
    found = ask("Hva skal jeg gjøre?", kommune="oppdal", danger="vold-overgrep", alone=True, stopped=OWN)
    assert found.acute is not None
    assert found.acute.kind == "vold-overgrep"


@pytest.mark.parametrize(
    "text",
    [
        "koordinator",
        "Snakk med et menneske",
        "Snakk med eit menneske",
        "Kan jeg få snakke med noen?",
        "Kan eg få snakke med nokon?",
        "Talk to a person",
    ],
)
def test_who_asks_for_a_person_is_led_to_one(ask: Ask, text: str) -> None:
    found = ask(text, kommune="oppdal", has_desk=True, alone=True, stopped=OWN)
    assert found.outcome == "handover"
    assert say("handover_desk", "nb") in found.reply


def test_who_tells_of_somebody_they_talked_to_asks_for_no_person(ask: Ask) -> None:
    told = "Datteren min på ni vil ikke snakke med noen om det som skjer i friminuttene på skolen"
    assert ask(told, kommune="oppdal", alone=True, stopped=OWN).outcome == "no_match"


def test_a_conversation_that_is_forgotten_is_so_while_stopped_too(ask: Ask) -> None:
    found = ask("glem meg", kommune="oppdal", forgotten=True, stopped=OWN)
    assert (found.outcome, found.forgotten) == ("privacy", True)
