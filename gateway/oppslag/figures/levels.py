"""A level's band over its row, and its stripe beside it: colour, hatching, bars, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.oppslag.figures.elements import box, group, path, words
from gateway.oppslag.figures.wrapping import Type, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from knowledge.lookup.table import Row
    from knowledge.records import Level

WORD = Type(15, bold=True)
PADDING = 9.0
BARS, TEXT = 12.0, 48.0
STRIPE = 18.0
# How many bars stand for a level, and how far apart the lines of its hatching are: none on the lowest.
STRENGTH: dict[Level, int] = {"gronn": 1, "gul": 2, "rod": 3}
HATCHING: dict[Level, float] = {"gul": 12.0, "rod": 6.0}


def told(row: Row) -> str:
    """The colour and the plan's word: «Gult nivå: Selektiv forebygging»."""
    colour = row.colour[:1].upper() + row.colour[1:]
    return colour if row.word.lower() == row.colour.lower() else f"{colour}: {row.word}"


def band_lines(row: Row, width: float) -> tuple[str, ...]:
    """What the band says, broken to its width."""
    return wrapped(told(row), width - TEXT - PADDING, WORD)


def band_height(lines: tuple[str, ...]) -> float:
    """How tall the band is."""
    return WORD.height(lines) + 2 * PADDING


def draw_band(row: Row, lines: tuple[str, ...], x: float, top: float, width: float) -> Markup:
    """The heading of a row."""
    ground = box(x, top, width, band_height(lines), fill=row.level, stroke=f"{row.level}-strong", stroke_width=1.5)
    middle = top + PADDING + WORD.leading / 2
    return group(ground, _bars(row.level, x + BARS, middle), words(lines, x + TEXT, top + PADDING, WORD))


def draw_stripe(level: Level, x: float, top: float, height: float) -> Markup:
    """The edge of a row, hatched the closer the higher its level."""
    strong = f"{level}-strong"
    ground = box(x, top, STRIPE, height, fill=level, stroke=strong, stroke_width=1.5)
    if level not in HATCHING:
        return ground
    way = " ".join(_lines(x, top, height, HATCHING[level]))
    return group(ground, path(way, stroke=strong, stroke_width=1.8))


def _lines(x: float, top: float, height: float, apart: float) -> Iterator[str]:
    """Slanting lines from edge to edge, no end of them outside."""
    low = top + STRIPE + 2
    while low <= top + height - 2:
        yield f"M{x + 1:g} {low:.1f}L{x + STRIPE - 1:g} {low - STRIPE:.1f}"
        low += apart


def _bars(level: Level, x: float, middle: float) -> Markup:
    """Three bars of which as many are filled as the level is high."""
    strong = f"{level}-strong"
    drawn = []
    for number in range(3):
        tall = 8 + 5 * number
        fill = strong if number < STRENGTH[level] else "paper"
        drawn.append(box(x + 9 * number, middle + 9 - tall, 6, tall, fill=fill, stroke=strong, stroke_width=1.2))
    return group(*drawn)
