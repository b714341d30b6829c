from __future__ import annotations

import time
from itertools import combinations
from typing import Dict, List, Tuple

import pytest
import yaml
from components.normal_form import LISTS, WORD_LISTS, common_form, norwegian, word_forms


def common(text: str) -> str:
    return " ".join(token.norm_ for token in norwegian()(text))


def lemmas(text: str) -> List[str]:
    return [token.lemma_ for token in norwegian()(text)]


def word_list(name: str) -> Dict[str, str]:
    return yaml.safe_load((WORD_LISTS / f"{name}.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Eg treng hjelp med guten min", "jeg trenger hjelp med gutten min"),
        ("Han vil ikkje på skulen", "han vil ikke på skolen"),
        ("Kven kan hjelpe oss heime?", "hvem kan hjelpe oss hjemme ?"),
    ],
)
def test_nynorsk_is_read_as_bokmaal(written: str, expected: str) -> None:
    assert common(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Kæm ringe æ?", "hvem ringe jeg ?"),
        ("itj", "ikke"),
        ("har'n", "har han"),
        ("aleina", "alene"),
        ("aildri", "aldri"),
    ],
)
def test_dialect_is_read_as_bokmaal(written: str, expected: str) -> None:
    assert common(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("alldri", "aldri"), ("allena", "alene"), ("egentlgi", "egentlig"), ("altid", "alltid")],
)
def test_misspelt_words_are_mended(written: str, expected: str) -> None:
    assert common(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("heeelt", "helt"),
        ("ALDRIIII", "aldri"),
        ("såååå", "så"),
        ("ikkkje", "ikke"),
        ("takkkk", "takk"),
        ("alllle", "alle"),
        ("bussskuret", "busskuret"),
    ],
)
def test_letters_repeated_for_emphasis_are_folded_to_a_word(written: str, expected: str) -> None:
    assert common(written) == expected


@pytest.mark.parametrize("written", ["har'n", "har’n"])
def test_a_typographic_apostrophe_is_read_as_a_plain_one_inside_a_sentence(written: str) -> None:
    assert common(f"nå {written} sovna") == "nå har han sovna"


@pytest.mark.parametrize("word", ["ærlig", "øving", "ålesund", "påsken", "grønn"])
def test_ae_oe_and_aa_are_kept(word: str) -> None:
    assert common(word.upper()) == word


@pytest.mark.parametrize(
    "sentence",
    [
        "jenta vår på tolv vil ikke gå på skolen lenger",
        "hvem kan vi snakke med når bestefar er død ?",
        "jeg er bekymret for naboens barn",
        "hva koster barnehageplass hos dere ?",
    ],
)
def test_a_bokmaal_sentence_stays_as_it_is(sentence: str) -> None:
    assert common(sentence) == sentence


@pytest.mark.parametrize(
    ("forms", "lemma"),
    [
        ("skole skolen skoler skolene skulen", "skole"),
        ("gutt gutten gutter guten gutane", "gutt"),
        ("13-åring 13-åringen 13-åringer", "13-åring"),
        ("NAV-kontor nav-kontoret", "nav-kontor"),
    ],
)
def test_all_forms_of_a_word_have_one_lemma(forms: str, lemma: str) -> None:
    assert set(lemmas(forms)) == {lemma}


@pytest.mark.parametrize(
    ("written", "expected"),
    [("😢", "gråte"), ("👍🏽", "takk"), ("💔", "trist"), ("🤰🏿", "gravid"), ("🏫", "skole"), ("🦩", "🦩"), ("🇳", "🇳")],
)
def test_an_emoji_is_read_as_the_word_it_stands_for(written: str, expected: str) -> None:
    assert common(f"nå {written} igjen").split()[1] == expected


@pytest.mark.parametrize("written", ["trist😢", "trist🥱", "😢trist", "trist😢😢!", "(😢trist)", "trist😢trist"])
def test_an_emoji_behind_or_before_a_word_is_split_off(written: str) -> None:
    assert "trist" in common(written).split()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ring barnevrn", "ring barnevern"),
        ("vi trenger en logopd", "vi trenger en logoped"),
        ("BARNEVENR", "barnevern"),
        ("spraaket hans", "språket hans"),
        ("aaleine", "alene"),
        ("baade skulen og heimen", "både skolen og hjemmet"),
        ("skoleveeeging", "skolevegring"),
    ],
)
def test_what_is_no_word_is_mended(written: str, expected: str) -> None:
    assert common(written) == expected


@pytest.mark.parametrize(("one", "other"), [("mobbeombodet", "mobbeombudet"), ("kulturskulen", "kulturskolen")])
def test_nynorsk_and_bokmaal_of_a_word_that_no_dictionary_has_are_one(one: str, other: str) -> None:
    assert common(one) == common(other)


def parts(text: str) -> List[Tuple[str, ...]]:
    return list(norwegian()(text)._.parts)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("barne vernet", "barnevern"),
        ("Barne Vern", "barnevern"),
        ("barnevern vakt", "barnevernvakt"),
        ("bekymrings melding", "bekymringsmelding"),
        ("skole vegring", "skolevegring"),
        ("lege vakten", "legevakt"),
        ("støtte kontakt", "støttekontakt"),
        ("fast legen", "fastlege"),
        ("sosial læreren", "sosiallærer"),
        ("helse stasjonen", "helsestasjon"),
        ("foreldre betaling", "foreldrebetaling"),
        ("skule vegring", "skolevegring"),
        ("barnehage styrer", "barnehagestyrer"),
        ("taushets plikt", "taushetsplikt"),
        ("hjelpe midler", "hjelpemiddel"),
    ],
)
def test_a_word_written_apart_is_the_whole_word_too(written: str, expected: str) -> None:
    assert parts(written) == [(), (expected,)]


@pytest.mark.parametrize("written", ["god natt", "i dag", "skole, vegring", "barne-vern", "mor og far", "9 a", "barne"])
def test_words_that_make_up_no_word_of_the_domain_stay_apart(written: str) -> None:
    assert not any(parts(written))


@pytest.mark.parametrize("written", ["skolevegringsproblematikken", "SKOLEVEGRINGSPROBLEMATIKK"])
def test_the_parts_of_a_compound_are_told_however_it_is_written(written: str) -> None:
    assert parts(written) == [("skolevegring", "problematikk")]


@pytest.mark.parametrize(("written", "expected"), [("leser", "lese"), ("går", "gå"), ("kutter", "kutte")])
def test_a_verb_that_looks_like_a_noun_has_the_verbs_dictionary_form(written: str, expected: str) -> None:
    assert lemmas(written) == [expected]


def test_a_word_that_no_list_knows_is_left_alone() -> None:
    assert common_form("skoleangstgreia") == "skoleangstgreia"


def test_no_value_of_a_word_list_is_itself_a_key() -> None:
    forms = word_forms()
    assert {form: common for form, common in forms.items() if common in forms} == {}


@pytest.mark.parametrize(("one", "other"), combinations(LISTS, 2))
def test_no_word_stands_in_two_lists(one: str, other: str) -> None:
    assert word_list(one).keys() & word_list(other).keys() == set()


@pytest.mark.parametrize("name", LISTS)
def test_every_word_form_is_one_lower_case_word_as_it_is_looked_up(name: str) -> None:
    assert [form for form in word_list(name) if form != str(form).lower().strip() or " " in form] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_word_is_written_twice_in_one_list(name: str) -> None:
    lines = (WORD_LISTS / f"{name}.yml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) == len(word_list(name))


@pytest.mark.parametrize(("text", "expected"), [("", []), ("😀😀", ["😀", "😀"]), ("Привет", ["привет"])])
def test_what_is_no_norwegian_does_no_harm(text: str, expected: List[str]) -> None:
    assert [token.norm_ for token in norwegian()(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["hvorfor vil han ikkje? " * 435, "a" * 10_000, "å " * 5_000, "1" * 10_000, "har'n" * 2_000],
    ids=["sentences", "one letter", "short words", "digits", "apostrophes"],
)
def test_ten_thousand_characters_take_less_than_a_few_seconds(text: str) -> None:
    norwegian()("varm")
    started = time.perf_counter()
    norwegian()(text)
    assert time.perf_counter() - started < 5.0


def test_as_many_emoji_as_a_message_may_have_take_less_than_a_few_seconds() -> None:
    started = time.perf_counter()
    assert len(norwegian()("😀" * 2_000)) == 2_000
    assert time.perf_counter() - started < 5.0
