"""The meeting arenas as a year wheel, with what is known of how often each of them meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.oppslag.figures.elements import disc, drawing, group, identity_of, path, words
from gateway.oppslag.figures.legend import legend_of
from gateway.oppslag.figures.rings import counts, draw_ring, placed, seasonal
from gateway.oppslag.figures.wheel import EDGE, NAMES, STEP, Wheel, angle_of, outermost
from gateway.oppslag.figures.wording import WORDING, Wording, sentences
from gateway.oppslag.figures.wrapping import Type, wrapped
from knowledge.lookup.arenas import MONTHS, months_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from knowledge.lookup.arenas import MeetingArena
    from knowledge.lookup.reading import Standard

HEADING, MONTH, MIDDLE = Type(14, bold=True), Type(13), Type(13, bold=True)
WIDTH, MARGIN, LEGEND = 640.0, 12.0, 252.0
# Above what is listed below the wheel, and between its heading and its list.
APART, UNDER = 20.0, 8.0
# The hub, where the spokes begin.
HUB = 46.0

type Placed = tuple[Markup, float, float]


def year_svg(arenas: tuple[MeetingArena, ...], *, language: Standard) -> str | None:
    """The year of the arenas; None where no source gives a number for any of them.

    Those whose months or half-years are known are in the wheel and numbered beside it; the others are listed below.
    """
    wording = WORDING[language]
    known = sorted((one for one in arenas if placed(one.rhythm)), key=lambda one: not seasonal(one.rhythm))
    unknown = [one for one in arenas if one.rhythm is not None and not placed(one.rhythm)]
    if not known and not unknown:
        return None
    identity = identity_of("arshjul")
    drawn, width, below = _with_wheel(known, identity, wording) if known else (group(), WIDTH, 0)
    if unknown:
        listed, below = _below(unknown, below + (APART if known else MARGIN), width, wording)
        drawn += listed
    described = _described(known, unknown, wording)
    size = (width, below + MARGIN)
    return drawing(identity, size, drawn, role="img", title=wording.year, described=described)


def _with_wheel(arenas: Sequence[MeetingArena], identity: str, wording: Wording) -> Placed:
    """The wheel and its legend side by side; how wide they are, and where they end."""
    radius = outermost(len(arenas))
    across = 2 * (radius + EDGE)
    x = 2 * MARGIN + across
    width = max(WIDTH, x + LEGEND + MARGIN)
    legend = legend_of(arenas, width - x - MARGIN, with_numbers=True)
    tall = max(across, legend.height)
    wheel = Wheel(MARGIN + across / 2, MARGIN + tall / 2, radius)
    rhythms = [one.rhythm for one in arenas if one.rhythm is not None]
    rings = [draw_ring(wheel, place, rhythm, identity, wording) for place, rhythm in enumerate(rhythms)]
    beside = legend.drawn(x, wheel.y - legend.height / 2)
    return group(_months(wheel, wording), *rings, beside), width, MARGIN + tall


def _months(wheel: Wheel, wording: Wording) -> Markup:
    """The year itself: its months around, the spokes between them, and its name in the middle."""
    drawn = [disc(wheel.x, wheel.y, wheel.outermost + NAMES / 2, fill="paper", stroke="line", stroke_width=1.2)]
    for month in MONTHS:
        since, until = (wheel.at(radius, angle_of(month) - STEP / 2) for radius in (HUB, wheel.outermost + NAMES / 2))
        drawn.append(path(f"M{since[0]:.1f} {since[1]:.1f}L{until[0]:.1f} {until[1]:.1f}", stroke="faint"))
        x, y = wheel.at(wheel.outermost + NAMES, angle_of(month))
        name = (wording.months[month - 1],)
        drawn.append(words(name, x, y - MONTH.leading / 2, MONTH, anchor="middle"))
    middle = words((wording.school_year,), wheel.x, wheel.y - MIDDLE.leading / 2, MIDDLE, fill="soft", anchor="middle")
    return group(*drawn, middle)


def _below(arenas: Sequence[MeetingArena], top: float, width: float, wording: Wording) -> tuple[Markup, float]:
    """Those that the wheel has no place for, and where they end."""
    lines = wrapped(wording.no_months, width - 2 * MARGIN, HEADING)
    under = top + HEADING.height(lines) + UNDER
    legend = legend_of(arenas, width - 2 * MARGIN, with_numbers=False)
    return group(words(lines, MARGIN, top, HEADING), legend.drawn(MARGIN, under)), under + legend.height


def _described(known: Sequence[MeetingArena], unknown: Sequence[MeetingArena], wording: Wording) -> str:
    said = [f"{one.name}: {_often(one, wording)}" for one in known]
    listed = [f"{one.name}: {one.frequency}" if one.frequency else one.name for one in unknown]
    return sentences(*said, *([wording.no_months, *listed] if unknown else []))


def _often(arena: MeetingArena, wording: Wording) -> str:
    """What the wheel shows of an arena: the source's own words, or else every month or the counts."""
    if arena.frequency is not None or arena.rhythm is None:
        return arena.frequency or ""
    if months_of(arena.rhythm):
        return wording.monthly
    return ", ".join(said for said, _ in counts(arena.rhythm, wording))
