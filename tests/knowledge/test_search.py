"""Search finds by what a record is about, in either written standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge.search import Search, SearchIndex, words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]


def best(library: Library, moment: datetime, kommune: str, text: str) -> str:
    """Return the id of the record that fits a text best."""
    scores = library.view(kommune, moment.date()).search.scores(text)
    return max(scores, key=lambda one: scores[one])


@pytest.mark.parametrize(
    ("bokmal", "nynorsk"),
    [
        ("hjemmebesøk etter fødselen fra helsestasjonen", "heimebesøk etter fødselen frå helsestasjonen"),
        ("gratis leksehjelp på skolen", "gratis leksehjelp på skulen"),
        ("undervisning om vold i nære relasjoner", "undervisning om vald i nære relasjonar"),
        ("12 timer gratis SFO i uka", "12 timar gratis SFO i veka"),
        ("individuell plan", "individuell plan"),
        ("helsesamtaler i 1. og 8. klasse", "helsesamtalar i 1. og 8. klasse"),
        ("brukerstyrt personlig assistent", "brukarstyrt personleg assistent"),
        ("hva er atferdsvansker", "kva er åtferdsvanskar"),
    ],
)
def test_bokmal_and_nynorsk_find_the_same_record(library: Library, moment: datetime, bokmal: str, nynorsk: str) -> None:
    assert best(library, moment, "stor-elvdal", bokmal) == best(library, moment, "stor-elvdal", nynorsk)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("trygghetssirkelen", "stor-elvdal/ord-cos-p"),
        ("meg selv og kroppen", "stor-elvdal/tiltak-meg-selv-og-kroppen"),
        ("støttekontakt", "stor-elvdal/tiltak-stottekontakt"),
        ("barselgruppe", "stor-elvdal/tiltak-barselgrupper"),
    ],
)
def test_a_rare_word_finds_its_record(library: Library, moment: datetime, text: str, found: str) -> None:
    assert best(library, moment, "stor-elvdal", text) == found


@pytest.mark.parametrize("text", ["", "xyzzy", "og det er jo", "🙂", "?"])
def test_words_that_nothing_shares_find_nothing(library: Library, moment: datetime, text: str) -> None:
    assert library.view("stor-elvdal", moment.date()).search.scores(text) == {}


def test_an_empty_index_finds_nothing() -> None:
    assert Search([SearchIndex([])]).scores("skole") == {}


def test_a_record_without_a_telling_word_does_no_harm(make_record: Make) -> None:
    bare: dict[str, Any] = {"text": {"nb": "Og.", "nn": "Og."}, "name": {"nb": "I", "nn": "I"}}
    index = SearchIndex([make_record("measure", "oppdal/a", **bare), make_record("measure", "oppdal/b")])
    assert list(Search([index]).scores("tiltak")) == ["oppdal/b"]


def test_several_indexes_weigh_words_as_one_does(make_record: Make) -> None:
    words = ["tiltak leksehjelp", "tiltak barselgruppe", "tiltak leksehjelp gratis", "tiltak svømming"]
    records = [
        make_record("measure", f"oppdal/{n}", keywords=text.split(), text={"nb": text, "nn": text})
        for n, text in enumerate(words)
    ]
    whole = Search([SearchIndex(records)]).scores("leksehjelp gratis tiltak")
    halves = Search([SearchIndex(records[:2]), SearchIndex(records[2:])]).scores("leksehjelp gratis tiltak")
    assert max(whole, key=lambda one: whole[one]) == max(halves, key=lambda one: halves[one]) == "oppdal/2"
    assert halves == pytest.approx(whole, rel=0.2)


def test_names_count_twice_except_in_a_gap(make_record: Make) -> None:
    measure = make_record("measure", "oppdal/a", keywords=["blåbær"], aliases=["bærtur"])
    gap = make_record("gap", "oppdal/b", keywords=["blåbær"])
    assert [list(words_of(measure)).count(word) for word in ("blåbær", "bærtur")] == [2, 2]
    assert list(words_of(gap)).count("blåbær") == 1


def test_a_long_story_scores_lower_than_the_question_in_it(library: Library, moment: datetime) -> None:
    search = library.view("stor-elvdal", moment.date()).search
    short = search.scores("leksehjelp")["stor-elvdal/tiltak-leksehjelp"]
    story = "leksehjelp " + "naboen kjøpte ny bil mens katten sov under trappa hele helga " * 2
    assert 0 < search.scores(story)["stor-elvdal/tiltak-leksehjelp"] < short
