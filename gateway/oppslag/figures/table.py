"""The responsibility table as a figure: levels down, risk areas across, each cell exactly as the plan has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.oppslag.figures.cells import COLUMN, cell_of, dot, frame
from gateway.oppslag.figures.elements import box, drawing, group, identity_of, named, words
from gateway.oppslag.figures.levels import STRIPE, band_height, band_lines, draw_band, draw_stripe, told
from gateway.oppslag.figures.wording import WORDING, Wording
from gateway.oppslag.figures.wrapping import Type, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from gateway.oppslag.figures.cells import Cell
    from knowledge.lookup.reading import Standard
    from knowledge.lookup.table import Row, Table, TableCell

HEADING, LEGEND = Type(13, bold=True), Type(14)
MARGIN, PADDING, APART = 12.0, 9.0, 14.0
# The sample of the legend, and its text.
FRAME, TEXT = 26.0, 36.0


def table_svg(table: Table, *, highlight: str | None, language: Standard, links: Callable[[TableCell], str]) -> str:
    """The table. Lines that name `highlight`, a service type, are marked; each cell leads to where `links` says."""
    wording = WORDING[language]
    name = None if highlight is None else table.services.get(highlight)
    marked = None if name is None else highlight
    width = STRIPE + COLUMN * len(table.areas)
    heads, below = _heads([heading for _, heading in table.areas], wording)
    drawn = [heads]
    for row in table.rows:
        cells = tuple(cell_of(cell, marked, wording) for cell in row.cells)
        one, below = _row(row, cells, below, width, links)
        drawn.append(one)
        below += APART
    texts = _texts(name, highlight, wording)
    legend, below = _legend(texts, sampled=marked is not None, top=below, width=width)
    whole = group(*drawn, role="table", aria_label=wording.table)
    size = (width + 2 * MARGIN, below + MARGIN)
    return drawing(identity_of("ansvarstabell"), size, whole, legend, role="group", title=wording.table)


def _heads(names: list[str], wording: Wording) -> tuple[Markup, float]:
    """The columns' headings on one ground line, and where the rows begin."""
    broken = [wrapped(name, COLUMN - 2 * PADDING, HEADING) for name in names]
    tall = max((HEADING.height(lines) for lines in broken), default=0)
    corner = box(MARGIN, MARGIN, STRIPE, tall, fill="paper")
    drawn = [named("columnheader", wording.level, corner)]
    for number, (name, lines) in enumerate(zip(names, broken, strict=True)):
        x = MARGIN + STRIPE + COLUMN * number
        ground = box(x, MARGIN, COLUMN, tall + PADDING, fill="paper")
        text = words(lines, x + PADDING, MARGIN + tall - HEADING.height(lines), HEADING)
        drawn.append(named("columnheader", name, ground, text))
    return group(*drawn, role="row"), MARGIN + tall + PADDING


def _row(
    row: Row, cells: tuple[Cell, ...], top: float, width: float, links: Callable[[TableCell], str]
) -> tuple[Markup, float]:
    """A level's band and its cells below it, and where it ends."""
    lines = band_lines(row, width)
    under = top + band_height(lines)
    tall = max((cell.height for cell in cells), default=0)
    head = draw_band(row, lines, MARGIN, top, width) + draw_stripe(row.level, MARGIN, under, tall)
    drawn = [named("rowheader", told(row), head)]
    for number, cell in enumerate(cells):
        at = MARGIN + STRIPE + COLUMN * number
        drawn.append(group(cell.drawn(at, under, tall, links), role="cell"))
    return group(*drawn, role="row", aria_label=told(row)), under + tall


def _legend(texts: tuple[str, ...], *, sampled: bool, top: float, width: float) -> tuple[Markup, float]:
    """Texts below the table, the first of them beside a sample where lines are marked; and where they end."""
    drawn = []
    for number, text in enumerate(texts):
        indent = TEXT if sampled and number == 0 else 0
        lines = wrapped(text, width - indent, LEGEND)
        if indent:
            middle = top + LEGEND.leading / 2
            drawn += [frame(MARGIN + 2, middle - 10, FRAME, 20), dot(MARGIN + 2 + FRAME / 2, middle)]
        drawn.append(words(lines, MARGIN + indent, top, LEGEND))
        top += LEGEND.height(lines) + PADDING
    return group(*drawn), top - PADDING


def _texts(name: str | None, highlight: str | None, wording: Wording) -> tuple[str, ...]:
    """What the marks mean, or why there are none; and that the words are the plan's."""
    if highlight is None:
        return (wording.verbatim,)
    return (wording.unmarked if name is None else wording.marked.format(name=name), wording.verbatim)
