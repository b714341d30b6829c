"""A process as a figure: its steps from top to bottom on one line, and beside them what never waits."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gateway.oppslag.figures.cards import Card, card_of, ground_of, item
from gateway.oppslag.figures.elements import drawing, group, identity_of, numbered, path
from gateway.oppslag.figures.lane import lane_of
from gateway.oppslag.figures.wording import WORDING, Wording
from gateway.oppslag.figures.wrapping import Type

if TYPE_CHECKING:
    from markupsafe import Markup

    from gateway.oppslag.figures.cards import Standing
    from knowledge.lookup.processes import DrawnProcess
    from knowledge.lookup.reading import Standard

WIDTH, MARGIN = 640.0, 12.0
NODE, RADIUS, NUMBER = 32.0, 16.0, Type(15, bold=True)
CARD, BETWEEN = 62.0, 18.0
LANE, WAY = 196.0, 40.0


def process_svg(process: DrawnProcess, *, here: int | None, language: Standard) -> str:
    """The overview of a process. `here` is the number of the step that one is at; those before it are behind.

    Whoever is at a step that never waits has passed nothing by it. Each step leads to `#steg-<number>`.
    """
    wording = WORDING[language]
    lane = lane_of(process, here, LANE, wording)
    right = WIDTH - MARGIN - (LANE + WAY if lane else 0)
    total = len(process.steps) + len(process.always)
    cards = _cards(process, here, right - CARD, wording)
    run = sum(card.height + BETWEEN for card in cards) - (BETWEEN if cards else 0)
    height = max(run, lane.height if lane else 0)
    # What never waits is read first, as it is seen first.
    drawn = [lane.drawn(WIDTH - MARGIN - LANE, MARGIN, height)] if lane else []
    drawn.append(_line(cards))
    if lane:
        drawn.append(group(*(_way(middle, right) for middle in _middles(cards)), aria_hidden="true"))
    items = _items(cards, total, wording)
    drawn.append(group(*items, role="list", aria_label=process.title))
    size = (WIDTH, height + 2 * MARGIN)
    return drawing(identity_of(process.id), size, *drawn, role="group", title=process.title)


def _cards(process: DrawnProcess, here: int | None, width: float, wording: Wording) -> list[Card]:
    at = here if here in {step.number for step in process.steps} else None
    cards = []
    for step in process.steps:
        standing: Standing = "ahead" if at is None or step.number > at else "passed"
        cards.append(card_of(step, "here" if step.number == at else standing, width, wording))
    return cards


def _tops(cards: list[Card]) -> list[float]:
    tops = [MARGIN]
    for card in cards:
        tops.append(tops[-1] + card.height + BETWEEN)
    return tops[:-1]


def _middles(cards: list[Card]) -> list[float]:
    return [top + card.height / 2 for top, card in zip(_tops(cards), cards, strict=True)]


def _line(cards: list[Card]) -> Markup:
    """The line through the nodes, with an arrow into each of them."""
    middles = _middles(cards)
    drawn = []
    for above, below in pairwise(middles):
        drawn.append(path(f"M{NODE:g} {above:g}V{below - RADIUS - 6:g}", stroke="ink", stroke_width=2))
        drawn.append(path(f"M{NODE - 5:g} {below - RADIUS - 10:g}h10l-5 8z", fill="ink"))
    return group(*drawn, aria_hidden="true")


def _way(middle: float, right: float) -> Markup:
    """From a step into the lane."""
    end = right + WAY - 3
    dashes = path(f"M{right + 3:g} {middle:g}H{end - 8:g}", stroke="alarm", stroke_width=2, stroke_dasharray="5 3")
    return dashes + path(f"M{end - 9:g} {middle - 5:g}v10l9 -5z", fill="alarm")


def _items(cards: list[Card], total: int, wording: Wording) -> list[Markup]:
    items = []
    for top, middle, card in zip(_tops(cards), _middles(cards), cards, strict=True):
        looks = {"fill": "fill"} if card.standing == "here" else {"fill": "paper"}
        width = 1.5 if card.standing == "passed" else 3
        node = numbered(card.step.number, (NODE, middle), RADIUS, NUMBER, stroke="ink", stroke_width=width, **looks)
        ground = ground_of(CARD, top, card.width, card.height)
        items.append(item(card.step, total, card.standing, wording, node, card.drawn(CARD, top), ground))
    return items
