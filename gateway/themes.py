"""From one colour of a municipality to the accent colours of Designsystemet, light and dark, that anyone can read.

Each token has a luminance of its own, as in Designsystemet's scales, moved where the contrast would be too little. The
hue is the municipality's. Contrast holds by construction: it is a matter of luminance alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from coloraide import Color
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from foundation.errors import OperatorError
from foundation.settings import Settings, variable
from gateway.headers import FOR_EVER, SHORTLY
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gateway.rooms import Rooms

type Scheme = Literal["light", "dark"]
type Tokens = Mapping[str, str]

DEFAULT_COLOUR = "#1d4f4b"
# Where no municipality is chosen yet.
NOBODY = "standard"
PREFIX = "--ds-color-accent-"


@dataclass(frozen=True, slots=True)
class Tone:
    """How light a token is (relative luminance, as WCAG counts it), and how colourful at most (chroma in OKLCH)."""

    luminance: float
    chroma: float


# The luminances are Designsystemet's, but for text-subtle: 4.5:1 on every surface wants it darker, or lighter in dark.
TONES: dict[Scheme, dict[str, Tone]] = {
    "light": {
        "background-default": Tone(1.0, 0.0),
        "background-tinted": Tone(0.9, 0.012),
        "surface-default": Tone(1.0, 0.0),
        "surface-tinted": Tone(0.81, 0.025),
        "surface-hover": Tone(0.7, 0.04),
        "surface-active": Tone(0.59, 0.055),
        "border-subtle": Tone(0.5, 0.065),
        "border-default": Tone(0.19, 0.14),
        "border-strong": Tone(0.088, 0.16),
        "text-subtle": Tone(0.088, 0.16),
        "text-default": Tone(0.0245, 0.1),
    },
    "dark": {
        "background-default": Tone(0.009, 0.03),
        "background-tinted": Tone(0.014, 0.035),
        "surface-default": Tone(0.021, 0.045),
        "surface-tinted": Tone(0.027, 0.05),
        "surface-hover": Tone(0.036, 0.055),
        "surface-active": Tone(0.056, 0.065),
        "border-subtle": Tone(0.08, 0.075),
        "border-default": Tone(0.22, 0.09),
        "border-strong": Tone(0.45, 0.08),
        "text-subtle": Tone(0.45, 0.08),
        "text-default": Tone(0.84, 0.02),
    },
}
LEAST_CONTRAST = 4.5
FLARE = 0.05  # WCAG's own: light that falls on any screen.
# What rounding to eight bits may take.
MARGIN = 0.008
# A button stands out from a dark page, and is no lamp.
DARK_BASE = (0.25, 0.6)
# A colour that is nearly black cannot become darker where a pointer is.
NEARLY_BLACK = 0.03
# Nor can one that is nearly white become lighter; darker by as much, it still carries black text.
NEARLY_WHITE = 0.7
STEPS = 18


@dataclass(frozen=True, slots=True)
class Look:
    """What a municipality is called on its page, and its colour."""

    name: str
    colour: str


def refuse_unknown(settings: Settings) -> None:
    """Looks at whom the themes are for.

    Raises:
        OperatorError: naming those that are no municipality here.
    """
    unknown = [kommune for kommune in settings.themes if kommune not in ontology().municipalities]
    if unknown:
        message = (
            f"{variable('themes')} names {', '.join(unknown)}, which is no municipality here. "
            f"These are: {', '.join(ontology().municipalities)}."
        )
        raise OperatorError(message)


def look_of(kommune: str, settings: Settings) -> Look:
    """How a municipality's page looks; its own where nothing was chosen for it."""
    chosen = settings.themes.get(kommune)
    name = chosen.name if chosen and chosen.name else f"{ontology().municipalities[kommune].name} kommune"
    return Look(name, chosen.colour if chosen else DEFAULT_COLOUR)


@cache
def tokens(colour: str, scheme: Scheme) -> Tokens:
    """The sixteen accent colours, by the end of their name."""
    return {name: _toned(colour, tone) for name, tone in TONES[scheme].items()} | dict(_base(colour, scheme))


@cache
def stylesheet(colour: str) -> str:
    """The theme of a colour, as CSS."""
    light, dark = (_declared(tokens(colour, scheme)) for scheme in ("light", "dark"))
    return (
        f":root,[data-color-scheme=light]{{{light}}}\n"
        f"[data-color-scheme=dark]{{{dark}}}\n"
        f"@media (prefers-color-scheme:light){{[data-color-scheme=auto]{{{light}}}}}\n"
        f"@media (prefers-color-scheme:dark){{[data-color-scheme=auto]{{{dark}}}}}\n"
    )


def address_of(kommune: str | None, settings: Settings) -> str:
    """Where a page finds its theme; another colour has another address."""
    colour = look_of(kommune, settings).colour if kommune else DEFAULT_COLOUR
    return f"/tema/{kommune or NOBODY}.css?v={_hash(colour)}"


router = APIRouter(include_in_schema=False)


@router.api_route("/tema/{kommune}.css", methods=["GET", "HEAD"])
async def theme(request: Request, kommune: str, v: str = "") -> Response:
    """The colours of a municipality. Under the address that a page names they never change."""
    if kommune != NOBODY and kommune not in ontology().municipalities:
        raise HTTPException(404)
    rooms: Rooms = request.app.state.rooms
    colour = DEFAULT_COLOUR if kommune == NOBODY else look_of(kommune, rooms.settings).colour
    headers = {"cache-control": FOR_EVER if v == _hash(colour) else SHORTLY}
    return Response(stylesheet(colour), media_type="text/css", headers=headers)


def _hash(colour: str) -> str:
    # Of the whole sheet: a new version of this module makes other colours of the same one.
    return hashlib.sha256(stylesheet(colour).encode()).hexdigest()[:12]


def _declared(chosen: Tokens) -> str:
    return ";".join(f"{PREFIX}{name}:{value}" for name, value in chosen.items())


def _base(colour: str, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """What buttons are filled with, and what is written on them."""
    own = Color(colour).luminance()
    first = own if scheme == "light" else min(max(own, DARK_BASE[0]), DARK_BASE[1])
    white = scheme == "light" and (1 + FLARE) / (own + FLARE) >= LEAST_CONTRAST
    lights = (first, *_on(first, white=white))
    filled = [colour.lower() if first == own else _lit(colour, first), *(_lit(colour, light) for light in lights[1:])]
    yield from zip(("base-default", "base-hover", "base-active"), filled, strict=True)
    subtle = (
        min(1.0, LEAST_CONTRAST * (max(lights) + FLARE) - FLARE + MARGIN)
        if white
        else (max(0.0, (min(lights) + FLARE) / LEAST_CONTRAST - FLARE - MARGIN))
    )
    yield "base-contrast-subtle", _toned(colour, Tone(subtle, 0.03))
    yield "base-contrast-default", "#ffffff" if white else "#000000"


def _on(light: float, *, white: bool) -> tuple[float, float]:
    """How light a filled button is under a pointer and while it is pressed; what is written on it stays readable."""
    if white:
        return (light * 0.64, light * 0.4) if light > NEARLY_BLACK else (light + 0.02, light + 0.045)
    if light > NEARLY_WHITE:
        return light * 0.85, light * 0.7
    return light + (1 - light) * 0.25, light + (1 - light) * 0.5


def _lit(colour: str, luminance: float) -> str:
    return _toned(colour, Tone(luminance, 1.0))


def _toned(colour: str, tone: Tone) -> str:
    """The hue of a colour, as light as the tone; found by halving, for luminance grows with lightness."""
    _, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    low, high, found = 0.0, 1.0, Color("black")
    for _ in range(STEPS):
        middle = (low + high) / 2
        found = Color("oklch", [middle, min(chroma, tone.chroma), hue]).convert("srgb").fit(method="raytrace")
        low, high = (middle, high) if found.luminance() < tone.luminance else (low, middle)
    return found.to_string(hex=True)
