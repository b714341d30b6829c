"""Oppdal's table 8.2, cell by cell as it stands in the plan, and what follows from reading it whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from knowledge.checks.sources import source_text
from knowledge.records import Responsibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.content import Content

# The order of rows and columns in the plan: from few to all, six risk areas from left to right.
LEVELS = ("rod", "gul", "gronn")
AREAS = (
    "skadelige-omsorgsformer",
    "alvorlige-krenkelser",
    "rus-psykisk-lidelse",
    "utviklingsvansker",
    "psykososialt-miljo",
    "levekar",
)
# Read in the plan by the writer of this test. Helsestasjon/Skolehelsetj. and Skole/SFO are two services each.
CLINICS = ("helsestasjon", "skolehelsetjeneste")
SCHOOL = ("skole", "sfo")
TABLE: dict[tuple[str, str], tuple[str, ...]] = {
    ("rod", "skadelige-omsorgsformer"): ("barnevern", "politi"),
    ("rod", "alvorlige-krenkelser"): ("barnevern", "politi"),
    ("rod", "rus-psykisk-lidelse"): ("barnevern", "psykisk-helse-rus", "politi", "fastlege"),
    ("rod", "utviklingsvansker"): (
        *("barnevern", "ppt", *SCHOOL, "barnehage", *CLINICS, "medisinsk-rehab", "fastlege"),
    ),
    ("rod", "psykososialt-miljo"): (*SCHOOL, "barnehage", *CLINICS, "ppt"),
    ("rod", "levekar"): ("nav", "barnevern", "bolig"),
    ("gul", "skadelige-omsorgsformer"): ("barnevern", *CLINICS, *SCHOOL, "barnehage"),
    ("gul", "alvorlige-krenkelser"): ("barnevern", *CLINICS, *SCHOOL, "barnehage"),
    ("gul", "rus-psykisk-lidelse"): ("barnevern", "psykisk-helse-rus", *CLINICS, *SCHOOL, "barnehage", "politi"),
    ("gul", "utviklingsvansker"): (*CLINICS, *SCHOOL, "barnehage", "ppt"),
    ("gul", "psykososialt-miljo"): ("ppt", *SCHOOL, "barnehage", *CLINICS),
    ("gul", "levekar"): ("nav", "barnevern", "bolig"),
    ("gronn", "skadelige-omsorgsformer"): (*CLINICS, "barnehage", *SCHOOL, "ppt", "barnevern", "psykisk-helse-rus"),
    ("gronn", "alvorlige-krenkelser"): (*CLINICS, "barnehage", *SCHOOL, "ppt", "barnevern", "psykisk-helse-rus"),
    ("gronn", "rus-psykisk-lidelse"): (
        *(*CLINICS, "barnehage", *SCHOOL, "ppt", "barnevern", "psykisk-helse-rus", "politi"),
    ),
    ("gronn", "utviklingsvansker"): (*CLINICS, "barnehage", *SCHOOL),
    ("gronn", "psykososialt-miljo"): (*CLINICS, "barnehage", *SCHOOL),
    ("gronn", "levekar"): (*CLINICS, "barnehage", *SCHOOL),
}
COSTS_THE_MUNICIPALITY = "1 600 000"
WORDS = {"rod": "rødt", "gul": "gult", "gronn": "grønt"}


@pytest.fixture(scope="module")
def cells(content: Content) -> dict[tuple[str, str], Responsibility]:
    """The cells of the content."""
    found = [one for one in content.records if isinstance(one, Responsibility) and one.owner == "oppdal"]
    assert len(found) == len(TABLE)
    return {(one.level, one.risk_area): one for one in found}


def _where(cells: dict[tuple[str, str], Responsibility], service: str) -> set[tuple[str, str]]:
    return {place for place, cell in cells.items() if service in cell.services}


@pytest.mark.parametrize(("level", "area"), list(TABLE))
def test_each_cell_is_answered_exactly_and_in_the_plans_order(
    ask: Callable[..., Answer], level: str, area: str
) -> None:
    answer = ask(
        f"Hvem har ansvar på {WORDS[level]} nivå?",
        kommune="oppdal",
        role="ansatt",
        question_type="ansvar",
        levels=(level,),
        risk_areas=(area,),
    )
    [cell] = answer.responsibility
    assert (answer.outcome, cell.level, cell.risk_area) == ("answered", level, area)
    assert cell.services == TABLE[level, area]
    assert [one.title.split()[0] for one in cell.sources] == ["Oppdal"]


@pytest.mark.parametrize(("level", "area"), list(TABLE))
def test_the_reply_gives_each_cell_in_the_plans_own_words(
    ask: Callable[..., Answer], cells: dict[tuple[str, str], Responsibility], level: str, area: str
) -> None:
    asked = {"levels": (level,), "risk_areas": (area,)}
    answer = ask("Hvem har ansvar?", kommune="oppdal", role="ansatt", question_type="ansvar", **asked)
    assert f": {', '.join(cells[level, area].as_written)}\n" in answer.reply
    assert "fritar ingen fra plikten til å melde fra til barnevernet" in answer.reply


def test_the_cells_together_give_the_whole_text_of_the_table_back(
    cells: dict[tuple[str, str], Responsibility],
) -> None:
    rows = re.search(r"Levekårs- utfordringer (Tiltak for noen få .*?) 8\.3 Samarbeid", source_text("oppdal.txt"))
    assert rows is not None
    headings = {"rod": "Tiltak for noen få", "gul": "Tiltak for noen", "gronn": "Tiltak for alle"}
    said = " ".join(
        " ".join([headings[level], *(" ".join(cells[level, area].as_written) for area in AREAS)]) for level in LEVELS
    )
    # A line may break inside a word or after a slash; letters alone must agree.
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", rows[1])


def test_every_cell_quotes_the_plan_but_the_one_that_a_broken_word_divides(
    cells: dict[tuple[str, str], Responsibility],
) -> None:
    quotes = {place: cell.sources[0].quote for place, cell in cells.items()}
    assert [place for place, quote in quotes.items() if quote is None] == [("gul", "utviklingsvansker")]
    assert all(quote in source_text("oppdal.txt") for quote in quotes.values() if quote)


def test_child_welfare_stands_in_twelve_cells(cells: dict[tuple[str, str], Responsibility]) -> None:
    absent = set(cells) - _where(cells, "barnevern")
    assert len(_where(cells, "barnevern")) == 12
    assert absent == {
        ("rod", "psykososialt-miljo"),
        ("gul", "psykososialt-miljo"),
        ("gronn", "psykososialt-miljo"),
        ("gul", "utviklingsvansker"),
        ("gronn", "utviklingsvansker"),
        ("gronn", "levekar"),
    }


def test_money_and_housing_are_selective_and_indicated_only(cells: dict[tuple[str, str], Responsibility]) -> None:
    assert _where(cells, "nav") == _where(cells, "bolig") == {("rod", "levekar"), ("gul", "levekar")}
    assert cells["rod", "levekar"].services == cells["gul", "levekar"].services


@pytest.mark.parametrize(
    ("service", "places"),
    [
        ("fastlege", {("rod", "rus-psykisk-lidelse"), ("rod", "utviklingsvansker")}),
        ("medisinsk-rehab", {("rod", "utviklingsvansker")}),
        (
            "politi",
            {("rod", area) for area in AREAS[:3]} | {("gul", "rus-psykisk-lidelse"), ("gronn", "rus-psykisk-lidelse")},
        ),
    ],
)
def test_a_service_stands_where_the_plan_puts_it_and_nowhere_else(
    cells: dict[tuple[str, str], Responsibility], service: str, places: set[tuple[str, str]]
) -> None:
    assert _where(cells, service) == places


def test_ppt_is_universal_for_the_first_three_areas_only(cells: dict[tuple[str, str], Responsibility]) -> None:
    universal = {area for level, area in _where(cells, "ppt") if level == "gronn"}
    assert universal == set(AREAS[:3])


def test_a_question_of_a_whole_level_gives_its_six_cells(ask: Callable[..., Answer]) -> None:
    answer = ask(
        "Hvem har ansvar på gult nivå?", kommune="oppdal", role="ansatt", question_type="ansvar", levels=("gul",)
    )
    assert {one.risk_area: one.services for one in answer.responsibility} == {
        area: TABLE["gul", area] for area in AREAS
    }


def test_the_table_is_oppdals_and_nobody_elses(ask: Callable[..., Answer]) -> None:
    asked = {"levels": ("rod",), "risk_areas": ("levekar",)}
    answer = ask("Hvem har ansvar?", kommune="stor-elvdal", role="ansatt", question_type="ansvar", **asked)
    assert answer.responsibility == ()


def test_the_employees_question_is_answered_with_its_four_services(ask: Callable[..., Answer]) -> None:
    answer = ask(
        "hvem har ansvar på rødt nivå når det er rus i familien?",
        kommune="oppdal",
        role="ansatt",
        question_type="ansvar",
        needs=("rus-foresatt",),
        levels=("rod",),
        risk_areas=("rus-psykisk-lidelse",),
    )
    assert [one.services for one in answer.responsibility] == [TABLE["rod", "rus-psykisk-lidelse"]]
    assert [one.type for one in answer.services] == list(TABLE["rod", "rus-psykisk-lidelse"])
    assert "Barnevern, Psykisk helse og rus, Politi, Fastlege" in answer.reply


@pytest.mark.parametrize(
    ("text", "language", "unknown"),
    [
        ("Hva koster barnehage?", "nb", "Hvor høy maksprisen er, står ikke i kildene"),
        ("Kva kostar barnehage?", "nn", "Kor høg maksprisen er, står ikkje i kjeldene"),
        ("Kva kostar barnehageplassen?", "nn", "Kor høg maksprisen er, står ikkje i kjeldene"),
    ],
)
def test_what_a_place_costs_a_family_is_not_what_it_costs_the_municipality(
    ask: Callable[..., Answer], text: str, language: str, unknown: str
) -> None:
    found = ask(text, kommune="oppdal", question_type="pris", services=("barnehage",), language=language)
    assert "6 prosent" in found.reply
    assert unknown in found.reply
    assert COSTS_THE_MUNICIPALITY not in found.reply


def test_whoever_asks_what_more_staff_costs_is_told(ask: Callable[..., Answer]) -> None:
    text = "Hva koster bemanningen i barnehagen?"
    found = ask(text, kommune="oppdal", role="ansatt", question_type="pris", services=("barnehage",))
    assert COSTS_THE_MUNICIPALITY in found.reply


def test_what_sfo_costs_beyond_the_free_hours_is_said_to_be_unknown(ask: Callable[..., Answer]) -> None:
    found = ask("Kva kostar SFO?", kommune="oppdal", question_type="pris", services=("sfo",), language="nn")
    assert "12 timar gratis" in found.reply
    assert "Kva ein plass kostar utover det, står ikkje i kjeldene vi svarer frå." in found.reply
