"""Each outcome of the contract has a name, a text in both written standards, and a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from foundation.pieces import Kind
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer

type Asked = dict[str, Any]

MIND: Asked = {"services": ("psykisk-helse-barn-unge",), "needs": ("psykisk-helse",)}
# Outcome, question, what was understood of it, language, and how the reply begins.
CASES: list[tuple[str, str, Asked, str, str]] = [
    (
        "answered",
        "Må vi ha henvisning til psykisk helse?",
        {"kommune": "stor-elvdal", "question_type": "terskel", **MIND},
        "nb",
        "Psykisk helsetjeneste for barn og unge 0–25 år: Du trenger ikke henvisning.",
    ),
    (
        "answered",
        "Må vi ha tilvising til psykisk helse?",
        {"kommune": "stor-elvdal", "question_type": "terskel", **MIND},
        "nn",
        "Psykisk helseteneste for barn og unge 0–25 år: Du treng ikkje tilvising.",
    ),
    (
        "clarification",
        "Hva er nummeret til PPT?",
        {"question_type": "kontakt", "services": ("ppt",)},
        "nb",
        "Hvilken kommune gjelder det? Svaret er forskjellig fra kommune til kommune.",
    ),
    (
        "clarification",
        "Kva er nummeret til PPT?",
        {"question_type": "kontakt", "services": ("ppt",)},
        "nn",
        "Kva kommune gjeld det? Svaret er ulikt frå kommune til kommune.",
    ),
    (
        "not_stated",
        "Hva er telefonnummeret til PPT?",
        {"kommune": "oppdal", "question_type": "kontakt", "services": ("ppt",)},
        "nb",
        "Dette står ikke i kildene jeg har, og jeg vil ikke gjette.",
    ),
    (
        "not_stated",
        "Kva er telefonnummeret til PPT?",
        {"kommune": "oppdal", "question_type": "kontakt", "services": ("ppt",)},
        "nn",
        "Dette står ikkje i kjeldene eg har, og eg vil ikkje gjette.",
    ),
    ("no_match", "xyzzy plugh", {"kommune": "oppdal"}, "nb", "Jeg er ikke sikker på at jeg forstår hva du spør om."),
    ("no_match", "xyzzy plugh", {"kommune": "oppdal"}, "nn", "Eg er ikkje sikker på at eg forstår kva du spør om."),
    (
        "out_of_scope",
        "Hva er været i morgen?",
        {"kommune": "oppdal", "question_type": "utenfor"},
        "nb",
        "Det kan jeg ikke svare på. Jeg er laget for å hjelpe familier",
    ),
    (
        "out_of_scope",
        "Kva er vêret i morgon?",
        {"kommune": "oppdal", "question_type": "utenfor"},
        "nn",
        "Det kan eg ikkje svare på. Eg er laga for å hjelpe familiar",
    ),
    (
        "acute",
        "Jeg vil ikke leve lenger",
        {"kommune": "oppdal", "question_type": "finn-hjelp", "needs": ("selvmordstanker",), "role": "ungdom"},
        "nb",
        "Det du skriver, er alvorlig, og du skal ikke stå alene med det. Ring nå.\n\nRing:\n– 113: ",
    ),
    (
        "acute",
        "Eg vil ikkje leve lenger",
        {"kommune": "oppdal", "question_type": "finn-hjelp", "needs": ("selvmordstanker",), "role": "ungdom"},
        "nn",
        "Det du skriv, er alvorleg, og du skal ikkje stå åleine med det. Ring no.\n\nRing:\n– 113: ",
    ),
    (
        "handover",
        "Jeg vil snakke med et menneske",
        {"kommune": "oppdal", "question_type": "menneske"},
        "nb",
        "Du kan få snakke med et menneske.",
    ),
    (
        "handover",
        "Eg vil snakke med eit menneske",
        {"kommune": "oppdal", "question_type": "menneske"},
        "nn",
        "Du kan få snakke med eit menneske.",
    ),
    ("smalltalk", "Hei", {"question_type": "smaprat"}, "nb", "Hei! Jeg er en automatisk veiviser."),
    ("smalltalk", "Hei", {"question_type": "smaprat"}, "nn", "Hei! Eg er ein automatisk vegvisar."),
    ("smalltalk", "Tusen takk", {"question_type": "smaprat"}, "nb", "Bare hyggelig. Skriv igjen når du vil."),
    ("smalltalk", "Takk skal du ha", {"question_type": "smaprat"}, "nn", "Berre hyggeleg. Skriv igjen når du vil."),
    ("smalltalk", "Ha det", {"question_type": "smaprat"}, "nb", "Ha det bra. Du er velkommen tilbake"),
    ("smalltalk", "Ha det", {"question_type": "smaprat"}, "nn", "Ha det bra. Du er velkomen tilbake"),
    ("privacy", "Hva lagrer dere om meg?", {"question_type": "personvern"}, "nb", "Du trenger ikke si hvem du er."),
    ("privacy", "Kva lagrar de om meg?", {"question_type": "personvern"}, "nn", "Du treng ikkje seie kven du er."),
]
OFFERED = {
    "answered": True,
    "clarification": False,
    "not_stated": True,
    "no_match": True,
    "out_of_scope": True,
    "acute": True,
    "handover": True,
    "smalltalk": False,
    "privacy": False,
}


@pytest.mark.parametrize(("outcome", "text", "asked", "language", "begins"), CASES)
def test_each_outcome_begins_with_its_own_words(  # noqa: PLR0913, PLR0917 - the columns of the table
    ask: Callable[..., Answer], outcome: str, text: str, asked: Asked, language: str, begins: str
) -> None:
    answer = ask(text, language=language, **asked)
    assert (answer.outcome, answer.language) == (outcome, language)
    assert answer.reply.startswith(begins)
    assert answer.handover.offered is OFFERED[outcome]
    assert (answer.handover.reason is not None) is OFFERED[outcome]


def test_every_outcome_but_the_command_lines_error_is_tested_in_both_standards() -> None:
    tested = {(outcome, language) for outcome, _, _, language, _ in CASES}
    assert tested == {(outcome, language) for outcome in OFFERED for language in ("nb", "nn")}


def test_the_question_back_has_every_municipality_to_press(ask: Callable[..., Answer]) -> None:
    answer = ask("Hva er nummeret til PPT?", question_type="kontakt", services=("ppt",))
    assert answer.clarification is not None
    names = [one.name for one in ontology().municipalities.values()]
    assert (answer.clarification.asks_for, [one.payload for one in answer.clarification.options]) == ("kommune", names)
    assert (answer.services, answer.statements) == ((), ())


def test_what_holds_everywhere_is_told_before_the_municipality_is_asked_for(ask: Callable[..., Answer]) -> None:
    answer = ask("Sønnen vår vil ikke på skolen", question_type="finn-hjelp", needs=("skolefravaer",))
    assert answer.outcome == "answered"
    assert answer.services[0].type == "skole"
    assert answer.clarification is not None
    assert answer.reply.index("Skolen") < answer.reply.index("Hvilken kommune bor dere i?")


def test_what_is_not_understood_gets_the_nearest_topics(ask: Callable[..., Answer]) -> None:
    nearest = tuple(ask("x", needs=("sfo", "vold", "rus-ungdom", "bolig")).needs)
    answer = ask("xyzzy", nearest=nearest)
    assert [one.payload for one in answer.suggestions] == [one.label for one in answer.suggestions]
    assert len(answer.suggestions) == 3


def test_what_lies_outside_is_sent_to_the_municipalitys_own_pages(ask: Callable[..., Answer]) -> None:
    known = ask("Når går bussen?", kommune="oppdal", question_type="utenfor")
    unknown = ask("Når går bussen?", question_type="utenfor")
    assert known.reply.endswith("https://oppdal.kommune.no")
    assert "http" not in unknown.reply


@pytest.mark.parametrize("kind", ["smaprat", "utenfor", "personvern", "menneske", "kontakt", "om-planen", None])
def test_danger_comes_first_whatever_was_asked(ask: Callable[..., Answer], kind: str | None) -> None:
    answer = ask("Jeg har tatt en hel boks med tabletter", kommune="oppdal", question_type=kind)
    assert answer.outcome == "acute"
    assert answer.acute is not None
    assert (answer.acute.kind, answer.acute.contacts[0].value) == ("fare-for-liv", "113")
    assert answer.reply.startswith("Det du skriver, er alvorlig")


def test_doubt_shows_the_lines_beside_the_answer(ask: Callable[..., Answer]) -> None:
    asked: Asked = {"question_type": "plikt", "needs": ("vold",), "role": "ansatt", "services": ("barnevern",)}
    answer = ask("Må jeg melde fra når en elev blir slått hjemme?", kommune="oppdal", **asked)
    assert answer.outcome == "answered"
    assert answer.acute is not None
    assert answer.reply.index(answer.statements[0].text) < answer.reply.index("Hvis noen er i fare nå")


def test_the_safety_net_and_a_search_answer_when_nothing_understands(ask: Callable[..., Answer]) -> None:
    found = ask("Hva er helsestasjonen?", kommune="stor-elvdal", alone=True)
    nothing = ask("xyzzy", kommune="stor-elvdal", alone=True)
    danger = ask("Pappa slår meg", kommune="stor-elvdal", alone=True)
    assert (found.outcome, nothing.outcome, danger.outcome) == ("answered", "no_match", "acute")
    assert found.services[0].id == "stor-elvdal/helsestasjon"
    assert found.reply.startswith("Akkurat nå forstår jeg ikke like godt som jeg pleier")
    assert nothing.reply.startswith("Akkurat nå får jeg ikke svart skikkelig")


def test_the_answer_says_what_was_hidden(ask: Callable[..., Answer]) -> None:
    hidden = ("navn", "telefonnummer", "e-post")
    answer = ask("[navn], ring [telefonnummer]", question_type="smaprat", hidden=hidden)
    notice = "Jeg skjulte et navn, et telefonnummer og en e-postadresse i det du skrev, så det ikke blir lagret."
    assert answer.notices == (notice,)
    assert notice in answer.reply


@pytest.mark.parametrize("kind", get_args(Kind.__value__))
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_kind_of_hidden_data_has_its_word(ask: Callable[..., Answer], kind: str, language: str) -> None:
    answer = ask(f"[{kind}]", question_type="smaprat", hidden=(kind,), language=language)
    assert len(answer.notices) == 1


def test_the_callers_id_and_the_question_are_echoed(ask: Callable[..., Answer]) -> None:
    answer = ask("Hei", id="sp-1", question_type="smaprat", role="ungdom")
    assert (answer.id, answer.question, answer.role) == ("sp-1", "Hei", "ungdom")


def test_english_gets_english_words_and_is_told_that_facts_are_in_norwegian(ask: Callable[..., Answer]) -> None:
    answer = ask("My son will not go to school", language="en", question_type="finn-hjelp", needs=("skolefravaer",))
    assert answer.reply.startswith("Thank you for writing.")
    assert "The facts are in Norwegian, as the sources are." in answer.notices


def test_the_same_question_gives_the_same_answer(ask: Callable[..., Answer]) -> None:
    asked: Asked = {"kommune": "oppdal", "question_type": "finn-hjelp", "needs": ("skolefravaer", "psykisk-helse")}
    assert ask("Gutten er lei seg", **asked) == ask("Gutten er lei seg", **asked)
