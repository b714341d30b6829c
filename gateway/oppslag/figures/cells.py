"""A cell of the responsibility table: its lines as the plan has them, those of the service looked for with a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.oppslag.figures.elements import box, disc, group, link, words
from gateway.oppslag.figures.wording import sentences
from gateway.oppslag.figures.wrapping import Type, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from gateway.oppslag.figures.wording import Wording
    from knowledge.lookup.table import Entry, TableCell

ENTRY, MARKED = Type(14), Type(14, bold=True)
COLUMN = 142.0
# A cell's edges, the gutter for the dots of a table that has any, and the room between two lines of the plan.
PADDING, GUTTER, BETWEEN = 9.0, 14.0, 5.0
DOT = 4.2


@dataclass(frozen=True, slots=True)
class Written:
    """A line of the plan, broken; `marked`: it names the service that is looked for. `indent` from the cell's edge."""

    lines: tuple[str, ...]
    marked: bool
    indent: float

    @property
    def height(self) -> float:
        """How tall it is, with the room below it."""
        return ENTRY.height(self.lines) + BETWEEN

    def drawn(self, x: float, top: float) -> Markup:
        """The line, with its dot where it is marked."""
        text = words(self.lines, x + self.indent, top, MARKED if self.marked else ENTRY)
        return dot(x + DOT, top + ENTRY.leading / 2) + text if self.marked else text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, measured; `label` is all of it in words. `cell` is None where the plan has nothing."""

    cell: TableCell | None
    written: tuple[Written, ...]
    label: str

    @property
    def marked(self) -> bool:
        """Whether it names the service that is looked for."""
        return any(one.marked for one in self.written)

    @property
    def height(self) -> float:
        """How tall it must be at least."""
        return 2 * PADDING + sum(one.height for one in self.written) - BETWEEN

    def drawn(self, x: float, top: float, height: float, links: Callable[[TableCell], str]) -> Markup:
        """The cell at its place, as tall as its row."""
        drawn = [box(x, top, COLUMN, height, fill="paper", stroke="line")]
        if self.marked:
            drawn.append(frame(x + 3, top + 3, COLUMN - 6, height - 6))
        below = top + PADDING
        for one in self.written:
            drawn.append(one.drawn(x + PADDING, below))
            below += one.height
        return group(*drawn) if self.cell is None else link(links(self.cell), self.label, *drawn)


def dot(x: float, y: float) -> Markup:
    """The mark of a line: a shape and no letter, as fonts draw that in many sizes."""
    return disc(x, y, DOT, fill="ink")


def frame(x: float, top: float, width: float, height: float) -> Markup:
    """The frame of a marked cell."""
    return box(x, top, width, height, rounded=4, fill="tint", stroke="ink", stroke_width=3)


def cell_of(cell: TableCell | None, highlight: str | None, wording: Wording) -> Cell:
    """A cell, its lines broken to its width. `highlight` is a service type that stands in the table, or None."""
    gutter = 0.0 if highlight is None else GUTTER
    if cell is None:
        return Cell(None, (_written(wording.empty, gutter, marked=False),), wording.empty)
    written = tuple(_written(entry.written, gutter, marked=highlight in entry.services) for entry in cell.entries)
    return Cell(cell, written, sentences(*(_said(entry, highlight, wording) for entry in cell.entries)))


def _written(text: str, indent: float, *, marked: bool) -> Written:
    return Written(wrapped(text, COLUMN - 2 * PADDING - indent, MARKED if marked else ENTRY), marked, indent)


def _said(entry: Entry, highlight: str | None, wording: Wording) -> str:
    return f"{entry.written} ({wording.chosen})" if highlight in entry.services else entry.written
