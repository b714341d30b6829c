"""An arena's ring in the year wheel: a dot in each month, or an arc over a half-year with its count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.oppslag.figures.elements import disc, element, group, numbered, path
from gateway.oppslag.figures.wheel import angle_of, half, turned
from gateway.oppslag.figures.wrapping import Type
from knowledge.lookup.arenas import AUTUMN, SPRING, months_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from gateway.oppslag.figures.wheel import Wheel
    from gateway.oppslag.figures.wording import Wording
    from knowledge.records import Rhythm

NUMBER, COUNT = Type(11, bold=True), Type(11.5)
DOT, BAND = 9.5, 21.0


def placed(rhythm: Rhythm | None) -> bool:
    """Whether it is known where in the year it is."""
    return rhythm is not None and bool(months_of(rhythm) or rhythm.autumn or rhythm.spring)


def seasonal(rhythm: Rhythm | None) -> bool:
    """Whether it is known by half-years alone."""
    return placed(rhythm) and rhythm is not None and not months_of(rhythm)


def counts(rhythm: Rhythm, wording: Wording) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """How often in each half-year that has a count, «minst 2 om høsten», and its months."""
    told = []
    for count, season, months in ((rhythm.autumn, wording.autumn, AUTUMN), (rhythm.spring, wording.spring, SPRING)):
        if count is not None:
            exactly = rhythm.most == rhythm.least
            told.append((season.format(count=count if exactly else wording.least.format(count=count)), months))
    return tuple(told)


def draw_ring(wheel: Wheel, place: int, rhythm: Rhythm, identity: str, wording: Wording) -> Markup:
    """The ring at a place from the outermost, its arena's number in every mark."""
    radius = wheel.ring(place)
    ring = disc(wheel.x, wheel.y, radius, fill="none", stroke="line", stroke_width=1.2)
    months = months_of(rhythm)
    if months:
        dots = [numbered(place + 1, wheel.at(radius, angle_of(month)), DOT, NUMBER) for month in months]
        return group(ring, *dots)
    arcs = [
        _arc(wheel, place, said, half(season), f"{identity}-bue-{place + 1}-{season[0]}")
        for said, season in counts(rhythm, wording)
    ]
    return group(ring, *arcs)


def _arc(wheel: Wheel, place: int, said: str, span: tuple[float, float], identity: str) -> Markup:
    radius = wheel.ring(place)
    # The round ends stay within the half-year.
    rounding = turned(BAND / 2 + 1.5, radius)
    since, until = span[0] + rounding, span[1] - rounding
    way = wheel.arc(radius, since, until)
    outline = path(way, stroke="ink", stroke_width=BAND + 2.4, stroke_linecap="round")
    ground = path(way, stroke="tint", stroke_width=BAND, stroke_linecap="round")
    dot = numbered(place + 1, wheel.at(radius, since), DOT, NUMBER)
    return group(outline, ground, dot, _along(wheel, radius, said, (since + turned(DOT + 3, radius), until), identity))


def _along(wheel: Wheel, radius: float, said: str, span: tuple[float, float], identity: str) -> Markup:
    """Words along an arc, from left to right on either side of the wheel."""
    since, until = span
    below = 90 < (since + until) / 2 % 360 < 270  # noqa: PLR2004 - the lower half of the wheel
    baseline = radius + COUNT.size * (0.36 if below else -0.36)
    way = wheel.arc(baseline, until, since) if below else wheel.arc(baseline, since, until)
    text = element("textPath", said, href=f"#{identity}", startOffset="50%")
    drawn = element("text", text, font_size=COUNT.size, fill="ink", text_anchor="middle")
    return path(way, id=identity) + drawn
