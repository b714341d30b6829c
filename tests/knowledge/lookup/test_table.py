"""Oppdal's table 8.2 as rows and columns: each cell and each line in the plan's own order; nobody else has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.lookup.reading import LEVELS, Reading
from knowledge.lookup.table import table_of
from knowledge.ontology import ontology
from knowledge.records import Responsibility
from tests.knowledge.test_oppdal import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.table import Table, TableCell
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]

AREAS = tuple(ontology().risk_areas)
CELLS = [(level, area) for level in LEVELS for area in AREAS]
OTHERS = [kommune for kommune in ontology().municipalities if kommune != "oppdal"]


@pytest.fixture(scope="module")
def reading(library: Library, moment: datetime) -> Reading:
    """Oppdal as an employee reads it."""
    return Reading(library.view("oppdal", moment.date()))


@pytest.fixture(scope="module")
def table(reading: Reading) -> Table:
    """Oppdal's table."""
    found = table_of(reading)
    assert found is not None
    return found


def cells_of(table: Table) -> list[TableCell]:
    """Every cell, row by row."""
    return [cell for row in table.rows for cell in row.cells if cell is not None]


def cell_of(table: Table, level: str, area: str) -> TableCell:
    """The cell of a level and a risk area."""
    [found] = [one for one in cells_of(table) if (one.level, one.area) == (level, area)]
    return found


def test_the_table_has_three_rows_of_six_cells_and_none_is_empty(table: Table) -> None:
    assert [[cell.level if cell else None for cell in row.cells] for row in table.rows] == [
        [level] * 6 for level in ("gronn", "gul", "rod")
    ]
    assert len({cell.id for cell in cells_of(table)}) == 18


def test_the_columns_are_the_plans_six_risk_areas_in_its_order(table: Table) -> None:
    assert table.areas == tuple(ontology().risk_areas.items())
    for row in table.rows:
        assert [cell.area if cell else None for cell in row.cells] == list(AREAS)


@pytest.mark.parametrize(("level", "area"), CELLS)
def test_each_cell_has_the_plans_lines_word_for_word_and_in_its_order(
    reading: Reading, table: Table, level: str, area: str
) -> None:
    cell = cell_of(table, level, area)
    record = reading.view.by_id[cell.id]
    assert isinstance(record, Responsibility)
    assert tuple(entry.written for entry in cell.entries) == record.as_written
    assert [source.title.split()[0] for source in cell.sources] == ["Oppdal"]


@pytest.mark.parametrize(("level", "area"), CELLS)
def test_the_lines_of_a_cell_name_its_services_together_and_each_line_names_some(
    table: Table, level: str, area: str
) -> None:
    cell = cell_of(table, level, area)
    named = tuple(service for entry in cell.entries for service in entry.services)
    assert named == cell.services == TABLE[level, area]
    assert all(entry.services for entry in cell.entries)


def test_a_line_of_two_services_names_both_and_a_line_with_and_in_it_names_one(table: Table) -> None:
    assert [(one.written, one.services) for one in cell_of(table, "rod", "utviklingsvansker").entries] == [
        ("Barnevern", ("barnevern",)),
        ("PPT", ("ppt",)),
        ("Skole/SFO", ("skole", "sfo")),
        ("Barnehage", ("barnehage",)),
        ("Helsestasjon/skolehelsetj.", ("helsestasjon", "skolehelsetjeneste")),
        ("Medisinsk rehab.", ("medisinsk-rehab",)),
        ("Fastlege", ("fastlege",)),
    ]
    assert [(one.written, one.services) for one in cell_of(table, "rod", "rus-psykisk-lidelse").entries][:2] == [
        ("Barnevern", ("barnevern",)),
        ("Psykisk helse og rus", ("psykisk-helse-rus",)),
    ]


def test_child_welfare_stands_in_twelve_of_the_eighteen_and_never_under_the_environment_at_school(
    table: Table,
) -> None:
    holding = [cell for cell in cells_of(table) if "barnevern" in cell.services]
    assert len(holding) == 12
    assert "psykososialt-miljo" not in {cell.area for cell in holding}


def test_medical_rehabilitation_stands_in_one_cell(table: Table) -> None:
    assert [cell.id for cell in cells_of(table) if "medisinsk-rehab" in cell.services] == [
        "oppdal/ansvar-rod-utviklingsvansker"
    ]


def test_every_service_of_the_table_has_the_name_that_it_has_here(table: Table, reading: Reading) -> None:
    assert set(table.services) == {service for row in TABLE.values() for service in row}
    assert table.services == {kind: reading.service(kind) for kind in table.services}
    assert table.services["ppt"] == "PPT i Oppdal"


def test_the_needs_of_a_cell_are_those_of_its_record(table: Table) -> None:
    assert cell_of(table, "gul", "utviklingsvansker").needs == (
        "utvikling-motorikk",
        "nevroutvikling",
        "laerevansker",
        "sprak-tale",
    )


def test_a_cell_is_found_by_the_id_of_its_record_and_by_no_other(table: Table) -> None:
    found = table.cell("oppdal/ansvar-gul-levekar")
    assert found is not None
    assert (found.level, found.area) == ("gul", "levekar")
    assert table.cell("oppdal/ansvar-gul") is None


def test_a_row_is_called_by_its_colour_and_by_the_plans_own_word_for_it(table: Table) -> None:
    assert [(row.colour, row.word) for row in table.rows] == [
        ("grønt nivå", "Universell forebygging – for alle"),
        ("gult nivå", "Selektiv forebygging – for noen"),
        ("rødt nivå", "Indikert forebygging – for noen få"),
    ]


def test_in_nynorsk_the_rows_have_other_names_and_the_plans_words_are_as_they_were(
    table: Table, library: Library, moment: datetime
) -> None:
    read = table_of(Reading(library.view("oppdal", moment.date()), "nn"))
    assert read is not None
    assert [(row.colour, row.word) for row in read.rows][1:] == [
        ("gult nivå", "Selektiv førebygging – for nokon"),
        ("raudt nivå", "Indikert førebygging – for nokre få"),
    ]
    assert [cell.entries for cell in cells_of(read)] == [cell.entries for cell in cells_of(table)]


@pytest.mark.parametrize("kommune", OTHERS)
def test_a_municipality_whose_plan_has_no_table_has_none(library: Library, moment: datetime, kommune: str) -> None:
    assert table_of(Reading(library.view(kommune, moment.date()))) is None


def test_a_table_that_is_not_full_has_only_the_rows_and_columns_that_it_fills(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    library = make_library(
        cell_record(make_record, "oppdal/en", "rod", "levekar", "nav"),
        cell_record(make_record, "oppdal/to", "gronn", "rus-psykisk-lidelse", "politi"),
    )
    table = table_of(Reading(library.view("oppdal", moment.date())))
    assert table is not None
    assert [area for area, _ in table.areas] == ["rus-psykisk-lidelse", "levekar"]
    assert [(row.level, [cell.id if cell else None for cell in row.cells]) for row in table.rows] == [
        ("gronn", ["oppdal/to", None]),
        ("rod", [None, "oppdal/en"]),
    ]


def test_where_no_plan_says_what_a_level_is_its_colour_is_the_word(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    library = make_library(cell_record(make_record, "oppdal/en", "rod", "levekar", "nav"))
    table = table_of(Reading(library.view("oppdal", moment.date()), "nn"))
    assert table is not None
    assert [(row.colour, row.word) for row in table.rows] == [("raudt nivå", "raudt nivå")]


def test_a_municipalitys_own_cell_stands_where_its_plan_area_has_one_too(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    library = make_library(
        cell_record(make_record, "nord-osterdal/celle", "gul", "levekar", "bolig"),
        cell_record(make_record, "tynset/celle", "gul", "levekar", "nav"),
    )
    own, neighbours = (table_of(Reading(library.view(kommune, moment.date()))) for kommune in ("tynset", "tolga"))
    assert own is not None
    assert neighbours is not None
    assert [cell.services for cell in cells_of(own)] == [("nav",)]
    assert [cell.services for cell in cells_of(neighbours)] == [("bolig",)]


def cell_record(make_record: Make, key: str, level: str, area: str, service: str) -> AnyRecord:
    """A cell of one line."""
    return make_record(
        "responsibility", key, level=level, risk_area=area, services=[service], as_written=[service.upper()]
    )
