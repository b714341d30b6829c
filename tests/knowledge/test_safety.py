"""The safety net: nobody in danger is met with a calm answer, and nobody else is frightened."""

import random
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.safety import Alarm, assess
from knowledge.safety.normal import normal_form
from knowledge.safety.phrases import compile_phrase

SENTENCES = Path(__file__).with_name("safety")
ACUTE_KINDS = {"fare-for-liv", "selvmord", "selvskading", "vold-overgrep", "barn-i-fare"}
SUBJECTS = {"self", "child", "other", "unknown"}
# Ten thousand characters are five times the longest message the front door lets in.
LONGEST = 10_000
SECONDS_FOR_LONGEST = 2.0
MILLISECONDS_A_MESSAGE = 2.0


@cache
def sentences(name: str) -> Any:  # noqa: ANN401 (the shape of the YAML is checked where it is read)
    """Return the test sentences of one file."""
    return yaml.safe_load((SENTENCES / name).read_text(encoding="utf-8"))


def acute() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every acute sentence with what is expected of it."""
    for block in sentences("acute.yml"):
        for sentence in block["sentences"]:
            yield sentence, block


@pytest.mark.parametrize(("sentence", "expected"), [pytest.param(*case, id=case[0]) for case in acute()])
def test_danger_raises_the_alarm(sentence: str, expected: dict[str, Any]) -> None:
    alarm = assess(sentence)
    assert alarm is not None
    assert alarm.kind == expected["kind"]
    assert expected["certain"] in (None, alarm.certain)
    assert expected.get("subject") in (None, alarm.subject)


@pytest.mark.parametrize("sentence", sentences("calm.yml")["none"])
def test_what_only_looks_alarming_stays_calm(sentence: str) -> None:
    assert assess(sentence) is None


@pytest.mark.parametrize("sentence", sentences("calm.yml")["not_certain"])
def test_doubt_shows_the_lines_beside_the_answer_at_most(sentence: str) -> None:
    alarm = assess(sentence)
    assert alarm is None or not alarm.certain


def test_the_collections_are_large_enough() -> None:
    calm = sentences("calm.yml")
    assert len(list(acute())) >= 300
    assert len(calm["none"]) + len(calm["not_certain"]) >= 250
    assert {expected["kind"] for _, expected in acute()} == ACUTE_KINDS


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("Pappa slår meg.", "Pappa slår meg ikke."),
        ("Han har slått meg.", "Han har aldri slått meg."),
        ("Hun har selvmordstanker.", "Hun har ingen selvmordstanker."),
        ("Jeg vil dø.", "Jeg vil ikke dø."),
        ("Ho skadar seg sjølv.", "Ho skadar ikkje seg sjølv."),
    ],
)
def test_a_negation_that_scopes_over_the_danger_cancels_it(told: str, denied: str) -> None:
    assert assess(told) is not None
    assert assess(denied) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Jeg vil ikke leve.",
        "Jeg tør ikke si til noen at pappa slår meg.",
        "Jeg klarer ikke slutte å kutte meg.",
        "Pappa slår meg, ikke hardt, men ofte.",
        "Jeg vet ikke hva jeg skal gjøre, han slår meg.",
        "Pappa slår meg ikke hver dag.",
        "Broren til venninna mi tvang meg. Ikke si det til noen.",
        "Det er ikke det at jeg vil dø, jeg vil bare ikke våkne.",
    ],
)
def test_a_negation_of_something_else_cancels_nothing(sentence: str) -> None:
    assert assess(sentence) is not None


def test_danger_after_a_harmless_phrase_is_still_seen() -> None:
    alarm = assess("Jeg holdt på å dø av latter i går, men i dag vil jeg ikke leve lenger.")
    assert alarm == Alarm(kind="selvmord", certain=True, subject="self", ongoing=True)


def test_told_first_and_asked_after_is_told() -> None:
    alarm = assess("Stefar slår meg, må læreren melde det?")
    assert alarm is not None
    assert alarm.certain


def test_asked_about_only_is_in_doubt() -> None:
    alarm = assess("Må læreren melde det hvis jeg sier at stefar slår meg?")
    assert alarm is not None
    assert not alarm.certain


def test_the_most_urgent_danger_is_named_first() -> None:
    alarm = assess("Jeg kutter meg, og nå har jeg tatt en hel boks med tabletter.")
    assert alarm is not None
    assert (alarm.kind, alarm.ongoing) == ("fare-for-liv", True)


@pytest.mark.parametrize(
    "sentence",
    [
        "JEG VIL IKKE LEVE!!!",
        "jeg viiil ikkeee leve",
        "jeg vil ikke l\u0323eve",
        "jég víl ikke lèvê",
        "jeg\u200b vil\nikke   leve",
        "jeg vil ikke leve " * 50,
    ],
)
def test_shouting_stretching_and_decoration_hide_nothing(sentence: str) -> None:
    alarm = assess(sentence)
    assert alarm is not None
    assert alarm.kind == "selvmord"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x01\x02",
        "?",
        ".,.,.",
        "'",
        "§",
        "\ud800",
        "\u030a" * LONGEST,
        "\u0301\u0323" * 5_000,
        "🙂" * 500,
        "*+?()[]{}\\|^$",
    ],
)
def test_odd_text_raises_nothing(text: str) -> None:
    assert assess(text) is None


def test_random_words_raise_nothing_and_answer_in_the_vocabulary() -> None:
    pick = random.Random(6)  # noqa: S311 (a fixed seed, so that a fault can be found again)
    words = normal_form(" ".join(sentence for sentence, _ in acute())).split()
    for _ in range(500):
        alarm = assess(" ".join(pick.choices([*words, ".", "?", ",", "\n"], k=40)))
        assert alarm is None or (alarm.kind in ACUTE_KINDS and alarm.subject in SUBJECTS)


@pytest.mark.parametrize(
    "unit",
    [
        "pappa slår ",
        "jeg vil ",
        "ikke ",
        "a",
        "selvmord",
        "han tok på ",
        "å",
        "barn alene ",
        ". ",
        "hun har kniv og tabletter ",
    ],
)
def test_the_longest_text_takes_bounded_time(unit: str) -> None:
    text = (unit * LONGEST)[:LONGEST]
    assess("varm opp")
    began = time.perf_counter()
    assess(text)
    assert time.perf_counter() - began < SECONDS_FOR_LONGEST


def test_an_ordinary_message_takes_less_than_two_milliseconds() -> None:
    messages = [sentence for sentence, _ in acute()]
    assess("varm opp")
    began = time.perf_counter()
    for message in messages:
        assess(message)
    assert (time.perf_counter() - began) * 1000 / len(messages) < MILLISECONDS_A_MESSAGE


def test_a_bad_pattern_says_which_line_is_wrong() -> None:
    with pytest.raises(ValueError, match="'<ukjent> ord' cannot be read"):
        compile_phrase("<ukjent> ord", {})


def test_the_normal_form_keeps_words_and_marks() -> None:
    assert normal_form("Ikkje!! Eg vil, altså?") == " . ikje . eg vil , altså ? . "


@pytest.mark.parametrize("sentence", sentences("framed.yml"))
def test_no_frame_hides_a_danger(sentence: str) -> None:
    assert assess(sentence) is not None


@pytest.mark.parametrize(
    ("over", "back"),
    [
        (
            "For tolv år siden ville jeg ikke leve. Jeg fikk god hjelp og ble frisk.",
            "For tolv år siden ville jeg ikke leve. Jeg fikk god hjelp, men nå tenker jeg på det igjen.",
        ),
        (
            "Far min slo oss på sekstitallet. Det er jeg ferdig med.",
            "Far min slo oss på sekstitallet. Det er jeg ferdig med, men i det siste slår broren min meg.",
        ),
        (
            "Ho skada seg sjølv for tre år sidan, fekk hjelp og har det bra.",
            "Ho skada seg sjølv for tre år sidan, fekk hjelp, og har byrja på nytt.",
        ),
        (
            "Han svelget et batteri som toåring, og alt gikk bra.",
            "Han svelget et batteri som toåring, og nå har han svelget et til.",
        ),
        ("I had suicidal thoughts ten years ago, got help and am fine now.", "I had suicidal thoughts ten years ago."),
    ],
)
def test_what_is_past_and_over_is_faint_until_it_comes_back(over: str, back: str) -> None:
    faint, told = assess(over), assess(back)
    assert faint is None or (faint.faint and not faint.certain)
    assert told is not None


@pytest.mark.parametrize(
    ("made_up", "told"),
    [
        ("I romanen blir hovedpersonen slått av faren sin.", "Hun blir slått av faren sin."),
        ("Vi leser «Romeo og Julie», og begge tar livet sitt.", "Hun vil ta livet sitt."),
        ("Jenta i romanen kutter seg. Er det lov å lese den i sjette?", "Jenta mi kutter seg."),
    ],
)
def test_what_happens_in_a_story_is_faint(made_up: str, told: str) -> None:
    faint, happens = assess(made_up), assess(told)
    assert faint is None or (faint.faint and not faint.certain)
    assert happens is not None
    assert not happens.faint


def test_a_story_about_oneself_is_in_doubt() -> None:
    alarm = assess("Jeg skriver en roman der pappa slår meg.")
    assert alarm is not None
    assert not alarm.certain


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi skal ha temadag om selvmord på skolen.",
        "Finst det forsking på sjølvskading hos ungdom?",
        "Hvem holder foredrag om overgrep på nett?",
        "Finnes det retningslinjer om omsorgssvikt?",
    ],
)
def test_research_and_teaching_about_danger_is_no_danger(sentence: str) -> None:
    assert assess(sentence) is None


def test_a_mere_word_is_told_apart_from_what_happens_to_somebody() -> None:
    named, told = assess("selvmord"), assess("han snakker om selvmord, og i går skrev han avskjedsbrev")
    assert named is not None
    assert named.faint
    assert told is not None
    assert not told.faint
