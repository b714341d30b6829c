from __future__ import annotations

import time
from functools import lru_cache
from typing import List, Set

import pytest
import yaml
from components.normal_form import common_form, word_forms
from components.spelling import BARE, mended
from components.vocabulary import WORD_LISTS, domain_words, is_english
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory


@lru_cache(maxsize=2)
def forms_in_the_dictionary(language: str) -> List[str]:
    """Every form of a domain word that the dictionary of one written standard has."""
    entries = DefaultDictionaryFactory().get_dictionary(language).items()
    read = ((as_text(form), as_text(lemma)) for form, lemma in entries)
    return [form for form, lemma in read if lemma in domain_words() or form in domain_words()]


def as_text(word: object) -> str:
    return word.decode("utf-8") if isinstance(word, bytes) else str(word)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # a letter too few
        ("barnevrn", "barnevern"),
        ("ansvarlg", "ansvarlig"),
        ("ammehjlp", "ammehjelp"),
        ("avlastnng", "avlastning"),
        ("egenandl", "egenandel"),
        ("forbygging", "forebygging"),
        ("helsestsjon", "helsestasjon"),
        ("familevernkontor", "familievernkontor"),
        ("kontaktprson", "kontaktperson"),
        ("legevkt", "legevakt"),
        ("leksehjlp", "leksehjelp"),
        ("logopd", "logoped"),
        ("skilsmise", "skilsmisse"),
        ("tanlege", "tannlege"),
        ("åpnigstid", "åpningstid"),
        ("bekymingsmelding", "bekymringsmelding"),
        ("aldersgrns", "aldersgrense"),
        ("psykolg", "psykolog"),
        ("skoleveging", "skolevegring"),
        # a letter too many
        ("barneverrn", "barnevern"),
        ("grattis", "gratis"),
        ("loggoped", "logoped"),
        ("nettsidde", "nettside"),
        ("krisesentter", "krisesenter"),
        ("meldeplickt", "meldeplikt"),
        ("mottorikk", "motorikk"),
        ("ventetidd", "ventetid"),
        ("legeerklæærring", "legeerklæring"),
        ("telleffon", "telefon"),
        # a wrong letter
        ("barnevurn", "barnevern"),
        ("loguped", "logoped"),
        ("sosialhelp", "sosialhjelp"),
        ("taushetsplickt", "taushetsplikt"),
        ("teushetsplikt", "taushetsplikt"),
        ("selvmort", "selvmord"),
        ("depresjun", "depresjon"),
        ("kommunepsykulog", "kommunepsykolog"),
        ("barnetrykd", "barnetrygd"),
        ("utredming", "utredning"),
        ("fosterhjen", "fosterhjem"),
        # two that changed places
        ("barnevenr", "barnevern"),
        ("barneavkt", "barnevakt"),
        ("ansvalrig", "ansvarlig"),
        ("helsestasjno", "helsestasjon"),
        ("bekymringsmedling", "bekymringsmelding"),
        ("foreldrebetlaing", "foreldrebetaling"),
        ("leksehjepl", "leksehjelp"),
        ("fastelge", "fastlege"),
        ("psyoklog", "psykolog"),
        ("hjlep", "hjelp"),
        # two slips in a long word
        ("helsestajonn", "helsestasjon"),
        ("barneverntjensten", "barneverntjeneste"),
        ("foreldreveildning", "foreldreveiledning"),
        ("spiseforstyrelse", "spiseforstyrrelse"),
        ("spesialundevising", "spesialundervisning"),
        ("bekymrigsfult", "bekymringsfull"),
        ("søskenmodrasjon", "søskenmoderasjon"),
        ("univeselt", "universell"),
        ("psykososjalt", "psykososial"),
        ("kordinatorr", "koordinator"),
        # forms that no dictionary has
        ("barnekoordinatoren", "barnekoordinator"),
        ("ressursteamet", "ressursteam"),
        ("toårskontrollen", "toårskontroll"),
    ],
)
def test_a_misspelt_word_is_read_as_the_domains_word_that_is_nearest(written: str, meant: str) -> None:
    assert mended(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("foerskole", "førskole"),
        ("spraak", "språk"),
        ("spraakvansker", "språkvansker"),
        ("naa", "nå"),
        ("naar", "når"),
        ("foer", "før"),
        ("ogsaa", "også"),
        ("vaere", "være"),
        ("laerer", "lærer"),
        ("soevn", "søvn"),
        ("spoersmaal", "spørsmål"),
        ("kjaereste", "kjæreste"),
        ("daarlig", "dårlig"),
        ("graater", "gråter"),
        ("skjoenner", "skjønner"),
        ("aere", "ære"),
    ],
)
def test_ae_oe_and_aa_are_read_as_the_letters_they_stand_for(written: str, meant: str) -> None:
    assert mended(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sporsmal", "spørsmål"),
        ("lareplass", "læreplass"),
        ("skolefravar", "skolefravær"),
        ("horverk", "hærverk"),
        ("stotte", "støtte"),
        ("stottekontakt", "støttekontakt"),
        ("okonomisk", "økonomisk"),
        ("maned", "måned"),
        ("skolear", "skoleår"),
        ("leksekafe", "leksekafé"),
        ("fodselsangst", "fødselsangst"),
    ],
)
def test_letters_without_their_marks_are_read_with_them(written: str, meant: str) -> None:
    assert mended(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        # right words that look like one of the domain's
        "skole", "skulen", "spill", "spiller", "abort", "arbeid", "vern", "varmen", "tryggere", "stille", "gaten",
        "forelskelse", "barndom", "barneklær", "barnesang", "telefonen", "hjelpsom", "sorgen", "fortelling", "vesker",
        "kjole", "lommebok", "fengslet", "eventyr", "sommerfugl", "kveldsmat", "bilstøtte", "hundehjelp", "naboskole",
        # nynorsk
        "kvifor", "korleis", "ungane", "skulane", "mødrene", "barnehagar", "utgreiing", "tenesta", "vener",
        # English
        "about", "does", "goes", "shoes", "school", "daughter", "parents", "bullied", "therapy", "abuse", "angry",
        # names of people and places
        "stine", "trine", "grete", "bente", "fatima", "oppdal", "tynset", "trysil", "lillehammer", "alvdal", "rendalen",
        # other languages, brands and no words at all
        "szkoła", "schule", "ayuda", "tiktok", "netflix", "asdfghjkl", "blablabla", "qwerty", "hahaha",
        # short words
        "skol", "hjem", "hjlp", "mor", "fra", "a", "x",
    ],
)  # fmt: skip
def test_a_right_foreign_or_short_word_stays(word: str) -> None:
    assert mended(word) is None


@pytest.mark.parametrize("word", ["", "9a", "skole-start", "116117", "😢", "skole vegring", "f.eks.", "har'n", "ک"])
def test_what_is_not_all_letters_stays(word: str) -> None:
    assert mended(word) is None


@pytest.mark.parametrize(("word", "near"), [("henxe", {"hende", "henge", "hente"}), ("stxkke", {"stikke", "stykke"})])
def test_a_word_as_near_to_two_of_the_domains_words_stays(word: str, near: Set[str]) -> None:
    assert near <= domain_words()
    assert mended(word) is None


def test_the_first_letter_is_never_wrong() -> None:
    assert mended("karnevern") is None


def test_no_word_of_the_domain_is_turned_into_another() -> None:
    assert {word: common_form(word) for word in domain_words() if common_form(word) != word} == {}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_form_of_a_domain_word_is_mended(language: str) -> None:
    forms = forms_in_the_dictionary(language)
    assert len(forms) > 1_000
    assert {form: mended(form) for form in forms if mended(form) is not None} == {}


@pytest.mark.parametrize("name", ["nynorsk", "dialekt", "skrivefeil"])
def test_a_listed_form_of_a_domain_word_is_read_as_that_word(name: str) -> None:
    listed = yaml.safe_load((WORD_LISTS / f"{name}.yml").read_text(encoding="utf-8"))
    words = {form: common for form, common in listed.items() if common in domain_words()}
    assert words
    assert {form: common_form(form) for form, common in words.items() if common_form(form) != common} == {}


def test_no_english_word_is_mended() -> None:
    entries = DefaultDictionaryFactory().get_dictionary("en").keys()
    words = [word for word in map(as_text, entries) if word.isalpha() and word.islower()][::20]
    assert all(map(is_english, words))
    assert len(words) > 1_000
    assert {word: mended(word) for word in words if mended(word) is not None} == {}


def test_two_domain_words_without_their_marks_are_told_apart_or_left_alone() -> None:
    bare = {word: word.translate(BARE) for word in domain_words() if word != word.translate(BARE)}
    turned = {word: mended(without) for word, without in bare.items() if mended(without) not in (None, word)}
    assert turned == {}


def test_what_is_mended_is_in_its_common_form() -> None:
    assert common_form("aaleine") == "alene"
    assert [word for word in domain_words() if word in word_forms()] == []


@pytest.mark.parametrize(
    "word",
    ["a" * 40, "barnevern" * 4, "b" * 10_000, "skoleveg" * 5],
    ids=["one letter", "a word again and again", "too long", "half a word again and again"],
)
def test_long_words_take_no_time(word: str) -> None:
    mended("varmen")
    started = time.perf_counter()
    mended(word)
    assert time.perf_counter() - started < 0.5
