"""Statements: the words that point to one, each said once, with its sources."""

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
    type Shelve = Callable[..., Library]
    type Ask = Callable[..., Answer]

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=NORWAY)


def quoting(quote: str) -> list[dict[str, Any]]:
    """Return sources that rest on one quotation."""
    return [{"document": "dokument", "locator": "Side 1", "checked": "2026-11-01", "quote": quote}]


@pytest.mark.parametrize(("quotes", "told"), [(("Ord.", "Ord."), 1), (("Ord.", "Andre ord."), 2)])
def test_two_records_on_one_quotation_are_told_once(
    make_record: Make, make_library: Shelve, quotes: tuple[str, str], told: int
) -> None:
    sfo = make_record("service", "oppdal/sfo", type="sfo")
    measures = [
        make_record("measure", f"oppdal/{name}", services=["sfo"], sources=quoting(quote))
        for name, quote in zip("ab", quotes, strict=True)
    ]
    query = Query("Hva?", kommune="oppdal", question_type="om-planen", services=("sfo",))
    assert len(answer(query, make_library(sfo, *measures), NOON).statements) == told


def test_a_statement_carries_every_source_of_its_record(ask: Ask, library: Library) -> None:
    found = ask("Hva er COS-P?", kommune="stor-elvdal", question_type="definisjon")
    record = library.view("stor-elvdal", NOON.date()).by_id["stor-elvdal/ord-cos-p"]
    statement = found.statements[0]
    assert [(one.locator, one.quote) for one in statement.sources] == [
        (one.locator, one.quote) for one in record.sources
    ]


@pytest.mark.parametrize(
    ("text", "language", "begins"),
    [
        ("Hva er en ansvarsgruppe?", "nb", "nsvarsgruppe"),
        ("Kva er ei ansvarsgruppe?", "nn", "nsvarsgruppe"),
        ("Hva betyr PPT?", "nb", "PPT"),
        ("Hva betyr bekymringsmelding?", "nb", "bekymringsmelding"),
        ("Kva tyder teieplikt?", "nn", "eieplikt"),
    ],
)
def test_a_word_is_explained_where_it_is_asked_for(ask: Ask, text: str, language: str, begins: str) -> None:
    found = ask(text, kommune="oppdal", language=language, question_type="definisjon")
    assert found.outcome == "answered"
    assert begins in found.statements[0].text


def test_the_municipalitys_own_meaning_of_a_word_comes_before_the_nations(
    make_record: Make, make_library: Shelve
) -> None:
    own = {"nb": "Vår mening.", "nn": "Vår meining."}
    nation = {"nb": "Landets mening.", "nn": "Meininga til landet."}
    term = {"nb": "blåbærtur", "nn": "blåbærtur"}
    shelf = make_library(
        make_record("definition", "nasjonal/ord", term=term, text=nation),
        make_record("definition", "oppdal/ord", term=term, text=own),
    )
    found = answer(Query("Hva er blåbærtur?", kommune="oppdal", question_type="definisjon"), shelf, NOON)
    assert [one.text for one in found.statements] == ["Vår mening."]


def test_a_process_is_told_step_by_step_with_its_deadlines(ask: Ask) -> None:
    asked: dict[str, Any] = {"services": ("barnevern",), "needs": ("bekymring-for-barn",)}
    found = ask("Hva skjer når barnevernet får en melding?", kommune="oppdal", question_type="prosess", **asked)
    assert found.process is not None
    steps = [
        f"{number}. {step.text}" + (f" (frist: {step.deadline})" if step.deadline else "")
        for number, step in enumerate(found.process.steps, 1)
    ]
    assert "\n".join(steps) in found.reply


@pytest.mark.parametrize("levels", [(), ("gronn",), ("gul", "rod")])
def test_the_levels_that_are_asked_about_are_told_and_all_when_none_is(ask: Ask, levels: tuple[str, ...]) -> None:
    found = ask("Hva betyr nivåene?", kommune="stor-elvdal", question_type="niva", levels=levels)
    told = {"gronn": "universell", "gul": "selektiv", "rod": "indikativ"}
    words = " ".join(one.text.lower() for one in found.statements)
    assert [level for level in told if f"{told[level]} forebygging" in words] == list(levels or told)


@pytest.mark.parametrize(
    ("text", "understood", "first"),
    [
        ("Kan jeg klage på vedtaket fra skolen?", {"services": ("skole",)}, "innen tre uker"),
        ("Hvordan klager vi på avslaget fra barnehagen?", {"services": ("barnehage",)}, "innen tre uker"),
        ("Hvordan klager vi på vedtaket om spesialundervisning?", {"needs": ("laerevansker",)}, "innen tre uker"),
        (
            "Hvem klager vi til når skolen ikke stopper mobbingen?",
            {"services": ("skole",), "needs": ("mobbing-miljo",)},
            "melde saken til statsforvalteren",
        ),
    ],
)
def test_a_complaint_of_a_decision_is_not_one_of_bullying(
    ask: Callable[..., Answer], text: str, understood: dict[str, tuple[str, ...]], first: str
) -> None:
    found = ask(text, kommune="oppdal", role="forelder", question_type="rettighet", **understood)
    assert first in found.reply.partition("\n\n")[0]
