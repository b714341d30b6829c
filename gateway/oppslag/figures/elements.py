"""The elements of a drawing: escaped, painted and numbered in one place, so that every figure is well-formed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from gateway.oppslag.figures.wrapping import BASELINE

if TYPE_CHECKING:
    from gateway.oppslag.figures.wrapping import Type

# Dark and light enough to be told apart without colours: text has at least 4.5:1 on what it stands on.
PAINTS = {
    "paper": "#ffffff",
    "ink": "#1b2b2a",
    "soft": "#3d5250",
    "line": "#6b8583",
    "faint": "#d3dedd",
    "tint": "#e3f1ef",
    "fill": "#1d4f4b",
    "on-fill": "#ffffff",
    "alarm": "#9b1c1c",
    "alarm-soft": "#fdecea",
    "gronn": "#cfe8d2",
    "gul": "#fbe7a1",
    "rod": "#f7cdc6",
    "gronn-strong": "#2e6b3a",
    "gul-strong": "#7a5b00",
    "rod-strong": "#9b1c1c",
}
# What XML 1.0 has no place for, escaped or not.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CORNER = 8


def element(name: str, *inside: str | Markup, **attributes: str | float | None) -> Markup:
    """An element. What is inside is text, and escaped, unless it is drawn already; `_` in an attribute's name is `-`.

    A colour is one of `PAINTS`, and a class besides. An attribute that is None is left out.
    """
    classes = [f"{key}-{attributes[key]}" for key in ("fill", "stroke") if attributes.get(key) in PAINTS]
    all_of_them = {"class": " ".join(classes) or None} | {key.replace("_", "-"): one for key, one in attributes.items()}
    written = Markup().join(
        Markup(' {}="{}"').format(key, _value(key, one)) for key, one in all_of_them.items() if one is not None
    )
    body = Markup().join(one if isinstance(one, Markup) else ILLEGAL.sub("", one) for one in inside)
    return Markup("<{}{}>{}</{}>").format(name, written, body, name)


def drawing(
    identity: str,
    size: tuple[float, float],
    *inside: Markup,
    role: str,
    title: str,
    described: str | None = None,
) -> Markup:
    """A whole figure on its own paper, with the title that a screen reader says."""
    width, height = size
    told = [element("title", title, id=f"{identity}-tittel")]
    if described is not None:
        told.append(element("desc", described, id=f"{identity}-beskrivelse"))
    return element(
        "svg",
        *told,
        box(0, 0, width, height, fill="paper"),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value('width', width)} {_value('height', height)}",
        width=width,
        height=height,
        font_family="system-ui, sans-serif",
        role=role,
        aria_labelledby=f"{identity}-tittel",
        aria_describedby=None if described is None else f"{identity}-beskrivelse",
    )


def identity_of(*parts: str) -> str:
    """An id of the page that no other figure has."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(("figur", *parts)).lower())


def group(*inside: Markup, **attributes: str | float | None) -> Markup:
    """Elements that belong together."""
    return element("g", *inside, **attributes)


def named(role: str, label: str, *inside: Markup) -> Markup:
    """What is read by its label alone: the lines of a drawing are not its sentences."""
    return group(group(*inside, aria_hidden="true"), role=role, aria_label=label)


def link(href: str, label: str, *inside: Markup) -> Markup:
    """What leads somewhere, read by its label alone."""
    return element("a", group(*inside, aria_hidden="true"), href=href, aria_label=label)


def box(
    x: float, y: float, width: float, height: float, *, rounded: float | None = None, **looks: str | float | None
) -> Markup:
    """A rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, rx=rounded, **looks)


def disc(x: float, y: float, radius: float, **looks: str | float | None) -> Markup:
    """A circle."""
    return element("circle", cx=x, cy=y, r=radius, **looks)


def path(way: str, **looks: str | float | None) -> Markup:
    """A line or an outline; open ones are not filled unless they say so."""
    return element("path", d=way, **({"fill": "none"} | looks))


def words(  # noqa: PLR0913 - a text is what it says, where, and how
    lines: tuple[str, ...], x: float, top: float, letters: Type, *, fill: str = "ink", anchor: str | None = None
) -> Markup:
    """Lines of text below each other, from `top`."""
    first = top + letters.leading * BASELINE
    return element(
        "text",
        *(element("tspan", line, x=x, y=first + letters.leading * number) for number, line in enumerate(lines)),
        font_size=letters.size,
        font_weight="bold" if letters.bold else None,
        fill=fill,
        text_anchor=anchor,
    )


def numbered(number: int, at: tuple[float, float], radius: float, letters: Type, **looks: str | float) -> Markup:
    """A number in a circle: dark, unless it looks otherwise."""
    x, y = at
    ink = "on-fill" if looks.get("fill", "fill") in {"fill", "alarm"} else "ink"
    circle = disc(x, y, radius, **({"fill": "fill"} | looks))
    return circle + words((str(number),), x, y - letters.leading / 2, letters, fill=ink, anchor="middle")


def _value(key: str, value: str | float) -> str:
    if isinstance(value, str):
        return PAINTS.get(value, value) if key in {"fill", "stroke"} else ILLEGAL.sub("", value)
    return f"{value:.2f}".rstrip("0").rstrip(".")
