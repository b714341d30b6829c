from __future__ import annotations

import time
from pathlib import Path
from typing import List, Tuple

import pytest
from components.lexicon import STRENGTHS, Lexicon, Sign, Word, evidence, lemmas_of, lexicon, read_signs
from components.normal_form import norwegian

FILE = """
signs:
  - {phrase: vil ikke skolen, strength: strong}
  - {phrase: fravær, strength: medium, unless: [fravær på jobben, sykefravær]}
  - {stem: skulk, strength: strong}
  - {part: vegring, strength: weak}
unless: [planleggingsdag, fri fra skolen]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "skolefravaer.yml"
    file.write_text(FILE, encoding="utf-8")
    return file


@pytest.fixture
def signs(path: Path) -> Lexicon:
    return Lexicon(read_signs(path))


def words(text: str) -> List[Word]:
    return [Word(token.norm_, token.lemma_) for token in norwegian()(text)]


def found(signs: Lexicon, text: str) -> List[str]:
    return [match.sign.shown for match in signs.find(words(text))]


@pytest.mark.parametrize(
    "text",
    [
        "vil ikke skolen",
        "Han vil ikke på skolen",
        "han vil da ikke gå på skolen mer",
        "ho ville ikkje på skulen",
        "VIL IKKE PÅ SKOLEN!!",
        "han vil, men vil ikke til den skolen",
    ],
)
def test_a_phrase_is_found_in_all_forms_of_its_words_with_up_to_two_others_between(signs: Lexicon, text: str) -> None:
    assert found(signs, text) == ["vil ikke skolen"]


@pytest.mark.parametrize(
    "text",
    [
        "vil på skolen",
        "ikke vil skolen",
        "skolen vil ikke",
        "vil ikke en to tre skolen",
        "vil ikke",
        "vil ikke på sko",
        "",
    ],
)
def test_a_phrase_without_a_word_or_in_another_order_or_too_far_apart_is_not_found(signs: Lexicon, text: str) -> None:
    assert found(signs, text) == []


@pytest.mark.parametrize("text", ["skulker", "han har skulket i dag", "SKULKING", "skulk"])
def test_a_stem_is_found_where_a_word_begins_so(signs: Lexicon, text: str) -> None:
    assert found(signs, text) == ["skulk"]


@pytest.mark.parametrize("text", ["avskulk", "skul", "sk ulk"])
def test_a_stem_is_not_found_inside_a_word(signs: Lexicon, text: str) -> None:
    assert found(signs, text) == []


@pytest.mark.parametrize("text", ["matvegring", "skolevegringen", "vegring", "skulevegring"])
def test_a_part_is_found_anywhere_in_a_word(signs: Lexicon, text: str) -> None:
    assert found(signs, text) == ["vegring"]


def test_the_same_phrase_twice_is_two_signs(signs: Lexicon) -> None:
    assert found(signs, "vil ikke på skolen. Nei, vil ikke på skolen") == ["vil ikke skolen"] * 2


def test_signs_come_in_the_order_of_the_words(signs: Lexicon) -> None:
    assert found(signs, "skulker, har fravær og skolevegring, vil ikke til skolen") == [
        "skulk",
        "fravær",
        "vegring",
        "vil ikke skolen",
    ]


def test_a_match_tells_its_first_and_its_last_word(signs: Lexicon) -> None:
    (match,) = signs.find(words("at han vil ikke på skolen i dag"))
    assert (match.first, match.last) == (2, 5)


@pytest.mark.parametrize(
    "text", ["fravær på jobben", "Har fravær, men det er bra. Fraværet er på en jobb", "sykefravær og fravær"]
)
def test_an_exception_of_a_sign_cancels_it_wherever_it_stands(signs: Lexicon, text: str) -> None:
    assert found(signs, text) == []


def test_an_exception_of_one_sign_leaves_the_others(signs: Lexicon) -> None:
    assert found(signs, "fravær på jobben, og hun skulker") == ["skulk"]


@pytest.mark.parametrize(
    "text", ["skulker på planleggingsdagen", "vil ikke på skolen, vil ha fri fra skolen", "planleggingsdager, fravær"]
)
def test_an_exception_of_the_file_cancels_all_its_signs(signs: Lexicon, text: str) -> None:
    assert found(signs, text) == []


def test_an_exception_of_one_file_leaves_the_signs_of_another(tmp_path: Path, path: Path) -> None:
    other = tmp_path / "sfo.yml"
    other.write_text("signs: [{phrase: planleggingsdag, strength: weak}]", encoding="utf-8")
    both = Lexicon([*read_signs(path), *read_signs(other)])
    assert found(both, "skulker på planleggingsdagen") == ["planleggingsdag"]


def test_a_municipalitys_own_file_adds_to_the_signs_of_the_need(tmp_path: Path, path: Path) -> None:
    own = tmp_path / "skolefravaer.lillevik.yml"
    own.write_text("signs: [{phrase: Bua, strength: weak}]", encoding="utf-8")
    both = Lexicon([*read_signs(path), *read_signs(own)])
    assert both.needs == ["skolefravaer"]
    assert found(both, "skulker på bua") == ["skulk", "Bua"]


def test_a_file_is_read_as_it_is_written(path: Path) -> None:
    all_of_them = (("planleggingsdag",), ("fri", "fra", "skole"))
    assert read_signs(path)[:2] == [
        Sign("skolefravaer", "strong", "vil ikke skolen", phrase=("ville", "ikke", "skole"), unless=all_of_them),
        Sign(
            "skolefravaer",
            "medium",
            "fravær",
            phrase=("fravær",),
            unless=(("fravær", "på", "jobb"), ("sykefravær",), *all_of_them),
        ),
    ]


@pytest.mark.parametrize("entry", ["{strength: weak}", "{phrase: a, stem: abcd, strength: weak}"])
def test_a_sign_of_no_kind_or_of_two_is_refused(path: Path, entry: str) -> None:
    path.write_text(f"signs: [{entry}]", encoding="utf-8")
    with pytest.raises(ValueError, match="unpack"):
        read_signs(path)


@pytest.mark.parametrize(
    ("phrase", "lemmas"),
    [("Vil ikkje på SKULEN", ("ville", "ikke", "på", "skole")), ("ungane", ("unge",)), ("😢", ("gråte",))],
)
def test_a_phrase_is_compared_by_the_lemmas_of_the_normal_form(phrase: str, lemmas: Tuple[str, ...]) -> None:
    assert lemmas_of(phrase) == lemmas


@pytest.mark.parametrize(
    ("strengths", "expected"),
    [
        ([], 0.0),
        (["strong"], 0.8),
        (["medium"], 0.5),
        (["weak"], 0.25),
        (["medium", "medium"], 0.75),
        (["strong", "weak"], 0.85),
        (["weak"] * 3, 1 - 0.75**3),
    ],
)
def test_signs_speak_each_by_itself(strengths: List[str], expected: float) -> None:
    assert evidence(strengths) == pytest.approx(expected)


@pytest.mark.parametrize("strength", STRENGTHS)
def test_more_signs_are_never_certain_and_never_less(strength: str) -> None:
    told = [evidence([strength] * times) for times in range(8)]
    assert told == sorted(told)
    assert told[-1] < 1.0


def test_without_signs_nothing_is_found() -> None:
    assert Lexicon([]).find(words("vil ikke på skolen")) == []


@pytest.mark.parametrize(
    "text",
    ["vil " * 2_000, "vil ikke " * 1_000, "a" * 10_000, "skulk" * 2_000, "😢" * 2_000],
    ids=["one word", "two words", "one letter", "a stem", "emoji"],
)
def test_ten_thousand_characters_take_less_than_a_few_seconds(text: str) -> None:
    written = words(text)
    signs = lexicon()
    started = time.perf_counter()
    signs.find(written)
    assert time.perf_counter() - started < 3.0


def test_the_lexicon_of_the_house_is_read_once() -> None:
    assert lexicon() is lexicon()
    assert lexicon().needs
