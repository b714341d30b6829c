"""The figures as a page and a file tell them: a table each, the greatest number first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from conversations.figures_table import as_file
from conversations.usage_figures import ALONE
from gateway.innsikt.texts import texts
from gateway.innsikt.values import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from conversations.suppression import Count
    from conversations.usage import Figure
    from conversations.usage_figures import Stretch, Told, Usage
    from knowledge.lookup.reading import Reading

# The parts of the page, and the figures in each.
PARTS: Mapping[str, tuple[Figure, ...]] = MappingProxyType({
    "about": ("need", "answered", "level"),
    "lacking": ("need_no_route", "not_stated", "service_not_stated", "need_no_match"),
    "became": ("outcome", "acute"),
    "who": ("language", "role"),
})  # fmt: skip
# How long the longest bar is.
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A value that is told: its name, how often, and how long its bar is beside the longest."""

    name: str
    told: Told
    length: int


@dataclass(frozen=True, slots=True)
class Table:
    """One figure. `hides`: whether there are values of which nothing is told, beside those in `rows`."""

    figure: Figure
    stretch: Stretch
    rows: tuple[Row, ...]
    hides: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One week: its count, and how high its column is beside the highest; None where it is hidden."""

    week: str
    count: Count
    height: int


def parts_of(usage: Usage, reading: Reading) -> list[tuple[str, list[Table]]]:
    """The parts of the page in order, each with its tables."""
    return [(part, [_table(usage, one, reading) for one in figures]) for part, figures in PARTS.items()]


def columns_of(usage: Usage) -> list[Column]:
    """The weeks in order."""
    highest = max((count or 0 for count in usage.weeks.values()), default=0)
    return [Column(week, count, _length(count, highest)) for week, count in usage.weeks.items()]


def file_of(usage: Usage, reading: Reading) -> str:
    """The same numbers as a table for a spreadsheet: every value a row, also those of which nothing is told."""
    return as_file(_lines(usage, reading))


def last_day(stretch: Stretch) -> date:
    """The Sunday on which it ends."""
    return stretch.until - timedelta(days=1)


def _table(usage: Usage, figure: Figure, reading: Reading) -> Table:
    told = {value: one for value, one in usage.figures[figure].items() if one.count}
    greatest_first = sorted(told, key=lambda value: -(told[value].count or 0))
    longest = max((one.count or 0 for one in told.values()), default=0)
    rows = (
        Row(name_of(figure, value, reading), told[value], _length(told[value].count, longest))
        for value in greatest_first
    )
    hides = any(one.count is None for one in usage.figures[figure].values())
    return Table(figure, _stretch_of(usage, figure), tuple(rows), hides)


def _stretch_of(usage: Usage, figure: Figure) -> Stretch:
    return usage.terms if figure in ALONE else usage.steps


def _length(count: Count, longest: int) -> int:
    return round((count or 0) / longest * LONGEST) if longest else 0


def _lines(usage: Usage, reading: Reading) -> Iterator[list[str]]:
    said = texts(reading.language)
    yield [said[f"csv_{head}"] for head in ("figure", "value", "since", "until", "count", "note")]
    span = [usage.steps.since.isoformat(), last_day(usage.steps).isoformat()]
    yield [said["asked"], "", *span, *_cells(usage.asked.count, said, is_least=usage.asked.is_least)]
    for week, count in usage.weeks.items():
        yield [said["weeks"], week, *span, *_cells(count, said)]
    for figure in (one for figures in PARTS.values() for one in figures):
        stretch = _stretch_of(usage, figure)
        span = [stretch.since.isoformat(), last_day(stretch).isoformat()]
        for value, told in usage.figures[figure].items():
            cells = _cells(told.count, said, is_least=told.is_least)
            yield [said[f"figure_{figure}"], name_of(figure, value, reading), *span, *cells]


def _cells(count: Count, said: Mapping[str, str], *, is_least: bool = False) -> list[str]:
    """The number, and what is to be known of it."""
    if count is None:
        return ["", said["hidden"]]
    return [str(count), said["least"] if is_least else ""]
