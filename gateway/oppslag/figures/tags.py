"""Tags of a step: the deadline with a clock, and a duty with its section sign, each with its word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.oppslag.figures.elements import box, disc, group, path, words
from gateway.oppslag.figures.wrapping import Type, width_of, wrapped

if TYPE_CHECKING:
    from markupsafe import Markup

    from gateway.oppslag.figures.wording import Wording
    from knowledge.lookup.processes import DrawnStep

LETTERS, GLYPH = Type(13), Type(12, bold=True)
# From a tag's edge to its glyph, from there to its text, and from the text to the other edge.
BEFORE, TEXT, AFTER, ABOVE = 15.0, 28.0, 9.0, 4.0
BETWEEN = 7.0
ROUND = 7.5


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, measured; `clock`: of a deadline."""

    lines: tuple[str, ...]
    clock: bool

    @property
    def height(self) -> float:
        """How tall it is."""
        return LETTERS.height(self.lines) + 2 * ABOVE

    @property
    def width(self) -> float:
        """How wide it is."""
        return TEXT + max(width_of(line, LETTERS) for line in self.lines) + AFTER

    def drawn(self, x: float, top: float) -> Markup:
        """The tag at its place."""
        middle = top + ABOVE + LETTERS.leading / 2
        return group(
            box(x, top, self.width, self.height, rounded=5, fill="paper", stroke="line"),
            _clock(x + BEFORE, middle) if self.clock else _section(x + BEFORE, middle),
            words(self.lines, x + TEXT, top + ABOVE, LETTERS),
        )


def bound(step: DrawnStep, wording: Wording) -> tuple[str | None, tuple[str, ...]]:
    """In words: the deadline of a step, and its duties, each law once."""
    duties = dict.fromkeys(f"{wording.duty}: {duty.law or duty.title}" for duty in step.duties)
    return f"{wording.deadline}: {step.deadline}" if step.deadline else None, tuple(duties)


def tags_of(step: DrawnStep, width: float, wording: Wording) -> tuple[Tag, ...]:
    """The tags of a step, none wider than `width`."""
    deadline, duties = bound(step, wording)
    told = [(deadline, True)] if deadline else []
    told += [(duty, False) for duty in duties]
    return tuple(Tag(wrapped(text, width - TEXT - AFTER, LETTERS), clock) for text, clock in told)


def stacked(tags: tuple[Tag, ...]) -> float:
    """How tall tags are below each other, with the room above each."""
    return sum(BETWEEN + tag.height for tag in tags)


def draw_tags(tags: tuple[Tag, ...], x: float, top: float) -> Markup:
    """Tags below each other."""
    drawn = []
    for tag in tags:
        drawn.append(tag.drawn(x, top + BETWEEN))
        top += BETWEEN + tag.height
    return group(*drawn)


def _clock(x: float, y: float) -> Markup:
    hands = path(f"M{x:g} {y - 4.5:g}V{y:g}L{x + 3.2:g} {y + 2:g}", stroke="ink", stroke_width=1.6)
    return disc(x, y, ROUND, fill="paper", stroke="ink", stroke_width=1.6) + hands


def _section(x: float, y: float) -> Markup:
    sign = words(("§",), x, y - GLYPH.leading / 2, GLYPH, fill="on-fill", anchor="middle")
    return disc(x, y, ROUND, fill="ink") + sign
