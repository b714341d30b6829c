"""A fact stands on a document, its quote stands there word for word, and law that is no more is not cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.knowledge.conftest import Folder

MEASURE = "stor-elvdal/tiltak"
SAID = "stor-elvdal/tiltak.yml"
DAY = "2026-11-25"
COPY = "Copy it from there letter by letter."
LINE = "Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke."


def source(document: str = "dokument", **fields: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a source's fields
    """Return the sources of a record that stands on one document."""
    return [{"document": document, "locator": "Side 1", "checked": "2026-11-01", **fields}]


@pytest.mark.parametrize(
    ("sources", "place", "message"),
    [
        (source("avisa"), "document:", "Unknown document: avisa. Add it to kilder.yml."),
        (
            source("plan", quote=LINE.replace("3.", "4.")),
            "quote:",
            f"The quote does not stand in stor-elvdal.txt: «{LINE.replace('3.', '4.')}». {COPY}",
        ),
        (
            source(quote="ord " * 26),
            "quote:",
            f"The quote has 26 words; 25 is the most: «{('ord ' * 10)}…». Shorten it.",
        ),
        (
            source(fields=["text", "acces"]),
            "- acces",
            "dokument carries acces, which a measure does not have. Mend the name.",
        ),
    ],
)
def test_a_source_that_carries_nothing_is_named(
    folder: Folder, sources: list[dict[str, Any]], place: str, message: str
) -> None:
    folder.put("measure", MEASURE, sources=sources)
    assert folder.faults() == [folder.said(SAID, place, message)]


@pytest.mark.parametrize("quote", [LINE, LINE.replace(" ", "\n  ")])
def test_a_quote_may_break_its_lines_where_it_likes(folder: Folder, quote: str) -> None:
    folder.put("measure", MEASURE, sources=source("plan", quote=quote))
    assert folder.faults_on(DAY) == []


def test_a_quote_of_twenty_five_words_is_allowed(folder: Folder) -> None:
    folder.put("measure", MEASURE, sources=source(quote="ord " * 25))
    assert folder.faults_on(DAY) == []


def test_a_document_whose_text_is_not_here_is_named(folder: Folder) -> None:
    text = (folder.root / "kilder.yml").read_text(encoding="utf-8")
    folder.write("kilder.yml", text.replace("stor-elvdal.txt", "borte.txt"))
    message = "There is no text borte.txt in knowledge/sources. Mend the name."
    assert folder.faults() == [folder.said("kilder.yml", "borte.txt", message)]


@pytest.mark.parametrize(
    ("document", "locator", "today"),
    [
        ("barnevernsloven", "§ 6-4", "§ 13-2"),
        ("barnevernsloven", "Kapittel 6, § 6-4 første ledd", "§ 13-2"),
        ("barnevernsloven", "§ 3-1 Forebyggende virksomhet", "§ 15-1"),
        ("opplaringslova", "§ 9 A-4", "kapittel 12"),
        ("opplaringslova", "§ 9A", "kapittel 12"),
        ("opplaringslova", "Kap. 9 A", "kapittel 12"),
        ("opplaringslova", "kapittel 9A", "kapittel 12"),
    ],
)
def test_a_locator_in_law_that_is_repealed_is_named_with_what_holds(
    folder: Folder, document: str, locator: str, today: str
) -> None:
    folder.put("measure", MEASURE, sources=source(document, locator=locator))
    message = f"{document} {locator} is repealed. Cite what holds today: {today}."
    assert folder.faults() == [folder.said(SAID, "locator:", message)]


@pytest.mark.parametrize(
    ("document", "locator"),
    [
        ("barnevernsloven", "§ 13-2 (før § 6-4)"),
        ("barnevernsloven", "§ 6-41"),
        ("barnevernsloven", "§ 3-1"),
        ("opplaringslova", "§ 5-1"),
        ("opplaringslova", "§ 12-4 (tidligere § 9 A-4)"),
        ("dokument", "Punkt 2, om § 6-4"),
    ],
)
def test_a_locator_in_law_that_holds_is_allowed(folder: Folder, document: str, locator: str) -> None:
    folder.put("measure", MEASURE, sources=source(document, locator=locator))
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize(
    ("text", "old", "today"),
    [
        ("Meld fra etter § 6-4.", "§ 6-4", "§ 13-2"),
        ("Meld fra etter barnevernloven § 6-4.", "§ 6-4", "§ 13-2"),
        ("Meld fra etter loven § 6-4, ikke § 13-20.", "§ 6-4", "§ 13-2"),
        ("Plan for forebygging etter § 3-1.", "§ 3-1", "§ 15-1"),
        ("Skolen følger kapittel 9 A.", "kapittel 9 A", "kapittel 12"),
        ("Skolen følger opplæringslova § 9A-4.", "§ 9A-4", "kapittel 12"),
        ("Spesialundervisning etter § 5-1.", "§ 5-1", "§ 11-6"),
    ],
)
@pytest.mark.parametrize("place", ["nb", "nn"])
def test_a_text_that_cites_law_that_is_repealed_is_named(
    folder: Folder, text: str, old: str, today: str, place: str
) -> None:
    folder.put("measure", MEASURE, cost={"nb": "Gratis.", "nn": "Gratis.", place: text})
    message = f"«{old}» is repealed. Say in the same text what holds today: {today}."
    assert folder.faults() == [folder.said(SAID, text, message)]


@pytest.mark.parametrize(
    "text",
    [
        "Meld fra etter § 13-2, som før var § 6-4.",
        "Før var det § 6-4, nå er det §\N{NO-BREAK SPACE}13-2.",
        "Kapittel 12 har avløst kapittel 9 A.",
        "Det som før sto i § 9 A-4, står nå i § 12-4.",
        "Hjelpestønad står i folketrygdloven § 6-4.",
        "Hjelpestønad står i § 6-4 i folketrygdloven.",
        "Hjelp hjemme står i § 3-1.",
        "Kommunen skal forebygge, sier folkehelseloven § 3-1.",
        "Omsorgsovertakelse står i § 5-1.",
        "Les § 6-40.",
    ],
)
def test_a_text_that_says_what_holds_or_means_another_act_is_allowed(folder: Folder, text: str) -> None:
    folder.put("measure", MEASURE, cost={"nb": text, "nn": text})
    assert folder.faults_on(DAY) == []


def test_a_duty_without_a_law_cites_none(folder: Folder) -> None:
    said = {"nb": "Meld fra.", "nn": "Meld frå."}
    folder.put("duty", MEASURE, title=said, who={**said}, text={**said})
    assert folder.faults_on(DAY) == []


def test_the_law_of_a_duty_is_the_law_of_today(folder: Folder) -> None:
    said = {"nb": "Meld fra.", "nn": "Meld frå."}
    folder.put("duty", MEASURE, law="barnevernsloven § 6-4", title=said, who={**said}, text={**said})
    message = "«§ 6-4» is repealed. Say in the same text what holds today: § 13-2."
    assert folder.faults() == [folder.said(SAID, "law:", message)]


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        (
            {"valid_from": "2027-02-01", "valid_to": "2027-01-31"},
            "valid_to",
            "valid_to is before valid_from. Mend one of them.",
        ),
        (
            {"review_by": "2026-10-31"},
            "checked",
            "dokument was checked after the record's review is due (2026-10-31). Move it on.",
        ),
    ],
)
def test_dates_in_an_order_that_cannot_be_are_named(
    folder: Folder, fields: dict[str, str], place: str, message: str
) -> None:
    folder.put("measure", MEASURE, **fields)
    assert folder.faults() == [folder.said(SAID, place, message)]


@pytest.mark.parametrize(
    "fields",
    [{"valid_from": "2026-02-01"}, {"valid_from": "2027-02-01", "valid_to": "2027-02-01"}, {"review_by": "2026-11-01"}],
)
def test_a_record_may_hold_for_one_day_or_for_ever_and_be_due_when_it_is_checked(
    folder: Folder, fields: dict[str, str]
) -> None:
    folder.put("measure", MEASURE, **fields)
    assert folder.faults_on("2026-11-01") == []


def test_a_source_checked_on_a_day_to_come_is_named_until_that_day(folder: Folder) -> None:
    folder.put("measure", MEASURE, sources=source(checked="2026-11-26"))
    message = "Checked on 2026-11-26, a day that is not come yet."
    assert folder.faults_on("2026-11-25") == [folder.said(SAID, "checked", message)]
    assert folder.faults_on("2026-11-26") == []
