"""Whoever does not use an abbreviation every day is told what it means, once, with the source."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from foundation.clock import NORWAY
from knowledge import Library, Query, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=NORWAY)
LONG = "pedagogisk-psykologisk tjeneste"
SOURCE = {"document": "dokument", "locator": "Ordlista", "checked": "2026-11-01"}


@pytest.fixture
def told(make_record: Make, make_library: Callable[..., Library]) -> Callable[..., Answer]:
    """Answers with one measure whose words are given; `ord-ppt` says what PPT is."""

    def asked(words: str, *more: AnyRecord, **understood: Any) -> Answer:  # noqa: ANN401 - Query's fields
        term = {"nb": f"PPT ({LONG})", "nn": "PPT (pedagogisk-psykologisk teneste)"}
        about = {"nb": "En tjeneste.", "nn": "Ei teneste."}
        library = make_library(
            make_record("service", "oppdal/sfo", type="sfo"),
            make_record("measure", "oppdal/tiltak", services=["sfo"], text={"nb": words, "nn": words}),
            make_record("definition", "nasjonal/ord-ppt", term=term, text=about, sources=[SOURCE]),
            *more,
        )
        query = {"kommune": "oppdal", "role": "forelder", "question_type": "om-planen", "services": ("sfo",)}
        return answer(Query("Hva?", **{**query, **understood}), library, NOON)

    return asked


def glosses(found: Answer) -> list[str]:
    """Return what is told besides the measure."""
    return [one.text for one in found.statements[1:]]


@pytest.mark.parametrize("role", ["forelder", "ungdom", "ukjent"])
def test_an_abbreviation_is_spelt_out_in_the_reply_with_its_source(told: Callable[..., Answer], role: str) -> None:
    found = told("Spør PPT.", role=role)
    assert glosses(found) == [f"PPT: {LONG}."]
    assert f"\n\nPPT: {LONG}.\n\n" in found.reply
    assert [ref.locator for ref in found.statements[1].sources] == ["Ordlista"]


def test_an_employee_is_spared(told: Callable[..., Answer]) -> None:
    assert glosses(told("Spør PPT.", role="ansatt")) == []


def test_it_is_spelt_out_in_the_replys_written_standard(told: Callable[..., Answer]) -> None:
    assert glosses(told("Spør PPT.", language="nn")) == ["PPT: pedagogisk-psykologisk teneste."]


@pytest.mark.parametrize(
    "words",
    [
        f"Spør PPT ({LONG}).",
        f"Spør {LONG} (PPT).",
        f"Kommunens {LONG.upper()} kalles PPT.",
        "Spør PPT (de som hjelper med læring).",
        "Spør de som hjelper med læring (PPT).",
    ],
)
def test_what_the_reply_spells_out_itself_is_not_said_again(told: Callable[..., Answer], words: str) -> None:
    assert glosses(told(words)) == []


def test_an_abbreviation_that_comes_twice_is_spelt_out_once(told: Callable[..., Answer]) -> None:
    assert glosses(told("Spør PPT. PPTs råd er gratis. PPT svarer.")) == [f"PPT: {LONG}."]


def test_a_genitive_is_an_abbreviation_too(told: Callable[..., Answer]) -> None:
    assert glosses(told("Les PPTs råd.")) == [f"PPT: {LONG}."]


@pytest.mark.parametrize("words", ["Spør skolen.", "Spør XYZ.", "Spør PPTK.", "Spør ppt."])
def test_other_words_are_left_alone(told: Callable[..., Answer], words: str) -> None:
    assert glosses(told(words)) == []


def test_the_municipalitys_own_meaning_comes_before_the_nations(told: Callable[..., Answer], make_record: Make) -> None:
    own = {"nb": "PPT (vår egen)", "nn": "PPT (vår eigen)"}
    about = {"nb": "Vår.", "nn": "Vår."}
    found = told("Spør PPT.", make_record("definition", "oppdal/ord-ppt", term=own, text=about))
    assert glosses(found) == ["PPT: vår egen."]


def test_a_parent_in_oppdal_reads_what_bup_is(ask: Callable[..., Answer]) -> None:
    asked = {"kommune": "oppdal", "question_type": "finn-hjelp", "needs": ("spiseforstyrrelse",)}
    parent = ask("Datteren vår spiser ikke", role="forelder", **asked)
    assert "BUP: barne- og ungdomspsykiatrisk poliklinikk." in parent.reply
    assert "BUP: barne-" not in ask("Eleven min spiser ikke", role="ansatt", **asked).reply
