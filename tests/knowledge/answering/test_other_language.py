"""Whoever writes in a language that the assistant does not speak: told which it speaks, and how to reach a person."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, get_args

import pytest

from foundation.settings import ROOT
from knowledge.query import Language
from knowledge.records import Helpline
from knowledge.texts import other_languages

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.content import Content

type Ask = Callable[..., Answer]

CODES = sorted(other_languages())
AMBULANCE, POLICE = "113", "112"
COMPONENT = ROOT / "bot" / "components" / "other_language.py"


def told_by_the_bot() -> set[str]:
    """The codes that the bot's component may tell, read from its text: it runs in another Python."""
    source = COMPONENT.read_text(encoding="utf-8")
    patterns = (r'^    Language\.\w+: "(\w+)",$', r'^    "(\w+)": re\.compile')
    return {code for pattern in patterns for code in re.findall(pattern, source, re.MULTILINE)}


def test_every_language_that_the_bot_tells_has_its_text() -> None:
    assert told_by_the_bot() == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_text_has_the_blanks_for_both_numbers_and_no_number_of_its_own(code: str) -> None:
    text = other_languages()[code].text
    blanks = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    assert sorted(blanks) == ["ambulance", "police"]
    assert re.findall(r"\d|https?:|@", text) == []


@pytest.mark.parametrize("code", CODES)
def test_a_text_says_the_norwegian_word_for_an_interpreter(code: str) -> None:
    assert "tolk" in other_languages()[code].text


def test_no_two_languages_have_the_same_name() -> None:
    languages = other_languages().values()
    assert len({one.name for one in languages}) == len({one.norwegian for one in languages}) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_it_is_answered_in_its_own_language_and_in_english_with_both_numbers(ask: Ask, code: str) -> None:
    answer = ask("…", kommune="oppdal", language="en", question_type="finn-hjelp", other_language=code)
    own, english, *_ = answer.reply.split("\n\n")
    language = other_languages()[code]
    assert own == language.text.format(ambulance=AMBULANCE, police=POLICE)
    assert english.startswith("I am an automatic guide and understand only Norwegian and English.")
    assert f"({language.norwegian})" in english
    for part in (own, english):
        assert (part.count(AMBULANCE), part.count(POLICE)) == (1, 1)
    assert re.findall(r"[{}]", answer.reply) == []


@pytest.mark.parametrize("code", CODES)
def test_a_person_with_an_interpreter_is_offered(ask: Ask, code: str) -> None:
    answer = ask("…", kommune="oppdal", language="en", other_language=code)
    assert answer.outcome == "no_match"
    assert answer.handover.offered
    assert answer.handover.reason == (f"The language is {other_languages()[code].norwegian}. Ask for an interpreter.")


@pytest.mark.parametrize("language", get_args(Language.__value__))
def test_it_is_told_in_the_conversations_own_language_too(ask: Ask, language: str) -> None:
    answer = ask("Nie rozumiem", language=language, other_language="pl")
    assert answer.language == language
    assert answer.reply.split("\n\n")[1].count("polsk") == 1


def test_the_numbers_are_those_of_the_content(content: Content) -> None:
    lines = [line for record in content.records if isinstance(record, Helpline) for line in record.lines]
    assert {AMBULANCE, POLICE} <= {line.value for line in lines}


def test_the_desk_and_the_web_pages_are_the_municipalitys_own(ask: Ask) -> None:
    answer = ask("Nie rozumiem", kommune="oppdal", language="en", other_language="pl")
    assert {one.type for one in answer.services} <= {"servicetorg"}
    assert "https://oppdal.kommune.no" in answer.reply


def test_without_a_municipality_no_desk_is_named(ask: Ask) -> None:
    answer = ask("Nie rozumiem", language="en", other_language="pl")
    assert answer.services == ()
    assert "kommune.no" not in answer.reply


@pytest.mark.parametrize("code", CODES)
def test_an_alarm_goes_before_the_language(ask: Ask, code: str) -> None:
    answer = ask("Pomocy, jeg vil ta livet mitt", kommune="oppdal", language="en", other_language=code)
    assert answer.outcome == "acute"
    assert answer.acute is not None
    assert answer.acute.contacts[0].value == AMBULANCE
    assert other_languages()[code].text[:20] not in answer.reply


def test_danger_that_was_told_before_keeps_its_lines(ask: Ask) -> None:
    answer = ask("Nie rozumiem", kommune="oppdal", language="en", other_language="pl", danger="selvmord")
    assert answer.acute is not None


@pytest.mark.parametrize("kind", ["smaprat", "utenfor", "personvern", "pris", "menneske", None])
def test_the_language_goes_before_whatever_was_guessed_of_the_question(ask: Ask, kind: str | None) -> None:
    answer = ask("Nie rozumiem", kommune="oppdal", language="en", question_type=kind, other_language="pl")
    assert answer.reply.startswith("Jestem automatycznym przewodnikiem")
