"""Arenas in a list: the number of the ring or a bullet, the name, and how often in the source's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.oppslag.figures.elements import disc, group, numbered, words
from gateway.oppslag.figures.rings import DOT, NUMBER
from gateway.oppslag.figures.wrapping import Type, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from knowledge.lookup.arenas import MeetingArena

NAME, OFTEN = Type(14, bold=True), Type(13)
INDENT, BETWEEN = 28.0, 12.0


@dataclass(frozen=True, slots=True)
class Item:
    """An arena, measured; without a number it has a bullet."""

    number: int | None
    name: tuple[str, ...]
    often: tuple[str, ...]

    @property
    def height(self) -> float:
        """How tall it is."""
        return NAME.height(self.name) + OFTEN.height(self.often)

    def drawn(self, x: float, top: float) -> Markup:
        """The arena at its place."""
        at = (x + DOT, top + NAME.leading / 2)
        drawn = [
            disc(*at, 3.5, fill="ink") if self.number is None else numbered(self.number, at, DOT, NUMBER),
            words(self.name, x + INDENT, top, NAME),
        ]
        if self.often:
            drawn.append(words(self.often, x + INDENT, top + NAME.height(self.name), OFTEN, fill="soft"))
        return group(*drawn)


@dataclass(frozen=True, slots=True)
class Legend:
    """Arenas below each other."""

    items: tuple[Item, ...]

    @property
    def height(self) -> float:
        """How tall they are together."""
        return sum(item.height + BETWEEN for item in self.items) - BETWEEN

    def drawn(self, x: float, top: float) -> Markup:
        """All of them, from the top."""
        drawn = []
        for item in self.items:
            drawn.append(item.drawn(x, top))
            top += item.height + BETWEEN
        return group(*drawn)


def legend_of(arenas: Iterable[MeetingArena], width: float, *, with_numbers: bool) -> Legend:
    """A list of arenas, no line of it wider than `width`."""
    inside = width - INDENT
    return Legend(
        tuple(
            Item(
                number if with_numbers else None,
                wrapped(one.name, inside, NAME),
                wrapped(one.frequency or "", inside, OFTEN),
            )
            for number, one in enumerate(arenas, 1)
        )
    )
