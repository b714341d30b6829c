"""A step as a card: where one stands, its name, its deadline and its duties. Also what is read of it aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gateway.oppslag.figures.elements import CORNER, box, element, group, path, words
from gateway.oppslag.figures.tags import Tag, bound, draw_tags, stacked, tags_of
from gateway.oppslag.figures.wording import sentences
from gateway.oppslag.figures.wrapping import Type, width_of, wrapped

if TYPE_CHECKING:
    from markupsafe import Markup

    from gateway.oppslag.figures.wording import Wording
    from knowledge.lookup.processes import DrawnStep

type Standing = Literal["passed", "here", "ahead"]

NAME, PASSED_NAME, STATUS = Type(16, bold=True), Type(16), Type(13, bold=True)
PADDING = 14.0
# The flag of where one is, and the room that a standing takes above the name.
FLAG, STATUS_ROOM = 22.0, 28.0


@dataclass(frozen=True, slots=True)
class Card:
    """A step's card, measured."""

    step: DrawnStep
    standing: Standing
    width: float
    name: tuple[str, ...]
    tags: tuple[Tag, ...]
    wording: Wording

    @property
    def height(self) -> float:
        """How tall it is."""
        room = STATUS_ROOM if self.standing != "ahead" else 0
        return 2 * PADDING + room + NAME.height(self.name) + stacked(self.tags)

    def drawn(self, x: float, top: float) -> Markup:
        """The card at its place; the step where one is has a thicker frame."""
        left, below = x + PADDING, top + PADDING
        here = self.standing == "here"
        frame = {"fill": "tint", "stroke": "ink", "stroke_width": 4} if here else {"fill": "paper", "stroke": "line"}
        drawn = [box(x, top, self.width, self.height, rounded=CORNER, **frame)]
        if self.standing != "ahead":
            drawn.append(status(self.standing, left, below, self.wording))
            below += STATUS_ROOM
        letters = PASSED_NAME if self.standing == "passed" else NAME
        drawn.append(words(self.name, left, below, letters))
        drawn.append(draw_tags(self.tags, left, below + NAME.height(self.name)))
        return group(*drawn)


def card_of(step: DrawnStep, standing: Standing, width: float, wording: Wording) -> Card:
    """A card for a step, its texts broken to its width."""
    inside = width - 2 * PADDING
    name = wrapped(step.name, inside, PASSED_NAME if standing == "passed" else NAME)
    return Card(step, standing, width, name, tags_of(step, inside, wording), wording)


def status(standing: Standing, x: float, top: float, wording: Wording) -> Markup:
    """Where one is: a flag with an arrow, or a tick for what is behind."""
    if standing == "passed":
        return words((f"✓ {wording.passed}",), x, top + 4, Type(13), fill="soft")
    tip = FLAG / 2
    width = 26 + width_of(wording.here, STATUS) + tip + 4
    shape = f"M{x:g} {top:g}h{width - tip:.1f}l{tip:g} {tip:g}l{-tip:g} {tip:g}h{tip - width:.1f}z"
    arrow = f"M{x + 9:g} {top + 6:g}l9 5l-9 5z"
    text = words((wording.here,), x + 26, top + (FLAG - STATUS.leading) / 2, STATUS, fill="on-fill")
    return path(shape, fill="fill") + path(arrow, fill="on-fill") + text


def item(step: DrawnStep, total: int, standing: Standing, wording: Wording, *drawn: Markup) -> Markup:
    """A step in the list, all of it in words; the last of `drawn` is the ground that leads to its full text."""
    deadline, duties = bound(step, wording)
    stands = {"here": wording.here, "passed": wording.passed, "ahead": None}[standing]
    number = wording.step.format(number=step.number, total=total)
    label = sentences(f"{number}: {step.name}", deadline, *duties, stands)
    *seen, ground = drawn
    lead = element("a", ground, href=f"#steg-{step.number}", aria_label=label)
    return group(group(*seen, aria_hidden="true"), lead, role="listitem", aria_label=label)


def ground_of(x: float, top: float, width: float, height: float) -> Markup:
    """What can be pressed, above what is seen: a link's own words would else be those of the drawing."""
    return box(x, top, width, height, fill="paper", fill_opacity=0)
