"""The lane of what never waits: beside the whole run, as it can be taken from any step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.oppslag.figures.cards import STATUS_ROOM, ground_of, item, status
from gateway.oppslag.figures.elements import CORNER, box, group, numbered, path, words
from gateway.oppslag.figures.tags import Tag, draw_tags, stacked, tags_of
from gateway.oppslag.figures.wrapping import Type, wrapped

if TYPE_CHECKING:
    from markupsafe import Markup

    from gateway.oppslag.figures.wording import Wording
    from knowledge.lookup.processes import DrawnProcess, DrawnStep

HEADING, ANYWHERE, NAME, NUMBER = Type(17, bold=True), Type(13), Type(15, bold=True), Type(12, bold=True)
PADDING, HEAD, BETWEEN = 14.0, 62.0, 20.0
# A frame's distance from what it is around.
FRAME = 8.0
# Room for the number before a name.
INDENT, RADIUS = 28.0, 10.0


@dataclass(frozen=True, slots=True)
class Part:
    """A step in the lane, measured."""

    step: DrawnStep
    here: bool
    name: tuple[str, ...]
    tags: tuple[Tag, ...]

    @property
    def height(self) -> float:
        """How tall it is."""
        return NAME.height(self.name) + stacked(self.tags) + (STATUS_ROOM if self.here else 0)


@dataclass(frozen=True, slots=True)
class Lane:
    """All of it, measured."""

    parts: tuple[Part, ...]
    width: float
    total: int
    wording: Wording

    @property
    def height(self) -> float:
        """How tall it must be at least."""
        return HEAD + sum(BETWEEN + part.height for part in self.parts) + BETWEEN

    def drawn(self, x: float, top: float, height: float) -> Markup:
        """The lane, as tall as the run beside it."""
        below = top + HEAD + BETWEEN
        parts = []
        for part in self.parts:
            parts.append(self._part(part, x + PADDING, below))
            below += part.height + BETWEEN
        return group(
            box(x, top, self.width, height, rounded=CORNER, fill="alarm-soft", stroke="alarm", stroke_width=2),
            self._head(x, top),
            group(*parts, role="list", aria_label=self.wording.never_waits),
        )

    def _head(self, x: float, top: float) -> Markup:
        lines = wrapped(self.wording.never_waits, self.width - 2 * PADDING, HEADING)
        across = self.width - CORNER
        way = f"M{x:g} {top + HEAD:g}v{CORNER - HEAD:g}q0 {-CORNER} {CORNER} {-CORNER}h{across - CORNER:g}"
        return group(
            path(f"{way}q{CORNER} 0 {CORNER} {CORNER}v{HEAD - CORNER:g}z", fill="alarm"),
            words(lines, x + PADDING, top + 10, HEADING, fill="on-fill"),
            words((self.wording.anywhere,), x + PADDING, top + 34, ANYWHERE, fill="on-fill"),
            aria_hidden="true",
        )

    def _part(self, part: Part, x: float, top: float) -> Markup:
        frame = {"fill": "paper", "stroke": "ink", "stroke_width": 4} if part.here else {"fill": "alarm-soft"}
        wide, tall = self.width - 2 * (PADDING - FRAME), part.height + 2 * FRAME
        ground = top - FRAME
        drawn = [box(x - FRAME, ground, wide, tall, rounded=5, **frame)]
        if part.here:
            drawn.append(status("here", x, top, self.wording))
            top += STATUS_ROOM
        drawn += [
            numbered(part.step.number, (x + RADIUS, top + NAME.leading / 2), RADIUS, NUMBER, fill="alarm"),
            words(part.name, x + INDENT, top, NAME),
            draw_tags(part.tags, x, top + NAME.height(part.name)),
        ]
        drawn.append(ground_of(x - FRAME, ground, wide, tall))
        return item(part.step, self.total, "here" if part.here else "ahead", self.wording, *drawn)


def lane_of(process: DrawnProcess, here: int | None, width: float, wording: Wording) -> Lane | None:
    """The lane of a process; None where everything waits its turn."""
    if not process.always:
        return None
    inside = width - 2 * PADDING
    parts = tuple(
        Part(step, step.number == here, wrapped(step.name, inside - INDENT, NAME), tags_of(step, inside, wording))
        for step in process.always
    )
    return Lane(parts, width, len(process.steps) + len(process.always), wording)
