"""The geometry of a year wheel: twelve months around, the school year's first at the top, and rings within."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, degrees, radians, sin

FIRST, MONTHS = 8, 12
STEP = 360 / MONTHS
# Rings: how far apart, the least that the innermost may be across, and the usual outermost.
APART, INNERMOST, USUAL = 26.0, 76.0, 120.0
# From the outermost ring to the names of the months, and on to the wheel's edge.
NAMES, EDGE = 30.0, 50.0


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel around a middle, large enough for its rings."""

    x: float
    y: float
    outermost: float

    def ring(self, number: int) -> float:
        """The radius of a ring, from 0 for the outermost."""
        return self.outermost - APART * number

    def at(self, radius: float, angle: float) -> tuple[float, float]:
        """A point: `angle` in degrees, clockwise from the top."""
        return self.x + radius * sin(radians(angle)), self.y - radius * cos(radians(angle))

    def arc(self, radius: float, since: float, until: float) -> str:
        """A way along a ring, clockwise where `until` is the greater."""
        (x, y), (to_x, to_y) = self.at(radius, since), self.at(radius, until)
        large, clockwise = int(abs(until - since) > 180), int(until > since)  # noqa: PLR2004 - half a circle
        return f"M{x:.2f} {y:.2f}A{radius:g} {radius:g} 0 {large} {clockwise} {to_x:.2f} {to_y:.2f}"


def outermost(rings: int) -> float:
    """The radius that so many rings need."""
    return max(USUAL, INNERMOST + APART * (rings - 1))


def angle_of(month: int) -> float:
    """Where the middle of a month is."""
    return (month - FIRST) % MONTHS * STEP


def half(months: tuple[int, ...]) -> tuple[float, float]:
    """From the beginning of the first of them to the end of the last."""
    return angle_of(months[0]) - STEP / 2, angle_of(months[-1]) + STEP / 2


def turned(length: float, radius: float) -> float:
    """A length along a ring, in degrees."""
    return degrees(length / radius)
