"""Who does what: a plan's responsibility table as rows and columns, exactly as the plan has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.lookup.reading import LEVELS
from knowledge.ontology import ontology
from knowledge.records import Responsibility

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.answers import SourceRef
    from knowledge.lookup.reading import Reading
    from knowledge.records import Level


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a cell in the plan's own words, and the service types that it names."""

    written: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: who is responsible on a level for a risk area, in the plan's order."""

    id: str
    level: Level
    area: str
    entries: tuple[Entry, ...]
    services: tuple[str, ...]
    needs: tuple[str, ...]
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A level: its colour («gult nivå»), the plan's own word for it, and its cells in the order of the columns."""

    level: Level
    colour: str
    word: str
    cells: tuple[TableCell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole: `areas` are the columns' ids and headings; `services` every type that stands in it, with its name."""

    areas: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    services: Mapping[str, str]

    def cell(self, record: str) -> TableCell | None:
        """A cell by the id of its record."""
        return next((one for row in self.rows for one in row.cells if one is not None and one.id == record), None)


def table_of(reading: Reading) -> Table | None:
    """The table of a municipality's plan; None where its plan has none."""
    records = [one for one in reading.view.of_kind("responsibility") if isinstance(one, Responsibility)]
    if not records:
        return None
    cells = {(one.level, one.risk_area): _cell(reading, one) for one in reversed(records)}  # The nearest owner's wins.
    areas = tuple((area, name) for area, name in ontology().risk_areas.items() if any(key[1] == area for key in cells))
    rows = tuple(
        Row(level, reading.colour(level), _word(reading, level), tuple(cells.get((level, area)) for area, _ in areas))
        for level in LEVELS
        if any(key[0] == level for key in cells)
    )
    named = dict.fromkeys(service for row in rows for cell in row.cells if cell for service in cell.services)
    return Table(areas, rows, {service: reading.service(service) for service in named})


def _word(reading: Reading, level: Level) -> str:
    meaning = reading.levels.get(level)
    return reading.colour(level) if meaning is None else reading.words(meaning.word)


def _cell(reading: Reading, record: Responsibility) -> TableCell:
    return TableCell(
        record.id,
        record.level,
        record.risk_area,
        tuple(_entries(record)),
        record.services,
        record.needs,
        reading.refer(record.sources),
    )


def _entries(record: Responsibility) -> list[Entry]:
    """Each line with the services that it names: «Skole/SFO» is two, and both stand in the record in that order."""
    left = list(record.services)
    entries = []
    for line in record.as_written:
        parts = len(line.split("/"))
        entries.append(Entry(line, tuple(left[:parts])))
        del left[:parts]
    return entries
