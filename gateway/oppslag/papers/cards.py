"""The card for the staff-room wall: who does what, on one page that is as large in print as it can be."""

from __future__ import annotations

import io
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import segno

from gateway.oppslag.papers.letters import printable
from gateway.oppslag.papers.printing import day_of, pages_of, printed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gateway.oppslag.papers.printing import Written
    from gateway.oppslag.papers.sheets import Section

# In points. Below the last nobody reads it from a wall; then the end is left out, and the card says so.
SIZES = (14, 13, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5)
ORDINARY = 10
WORDS: dict[Written, dict[str, Any]] = {
    "nb": {
        "urgent": "Haster",
        "columns": ["Når", "Hvem", "Slik når du dem"],
        "rows": "{left} til står på siden.",
        "more": "Mer står på siden.",
        "scan": "Skann koden, eller gå til",
        "code": "QR-kode som åpner {address}",
        "made": "Laget {day}",
        "sources": "Kilder",
    },
    "nn": {
        "urgent": "Hastar",
        "columns": ["Når", "Kven", "Slik når du dei"],
        "rows": "{left} til står på sida.",
        "more": "Meir står på sida.",
        "scan": "Skann koden, eller gå til",
        "code": "QR-kode som opnar {address}",
        "made": "Laga {day}",
        "sources": "Kjelder",
    },
}


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of the table: what has come up, who helps, and how they are reached."""

    situation: str
    who: str
    how: str


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on it; `lines` are the emergency numbers, each with what answers there."""

    title: str
    place: str
    made: date
    address: str
    urgent: Section
    lines: tuple[tuple[str, str], ...]
    rows: tuple[CardRow, ...]
    boxes: tuple[Section, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to make a card fit: the size of its print, and how much of its boxes and rows stays."""

    size: float
    boxes: int
    rows: int


def card_pdf(card: Card, language: Written) -> bytes:
    """The PDF, of one page.

    What hastens is never left out: if that alone is longer than a page, the whole card is printed on several.
    """
    return printed("card.typ", fitted(card, language))


def fitted(card: Card, language: Written) -> dict[str, Any]:
    """What `card.typ` is given: the best cut that takes one page."""
    data = card_data(card, language)
    cuts = cuts_of(card)
    first = bisect_left(cuts, -1, key=lambda cut: -pages_of("card.typ", _cut(data, cut)))
    return _cut(data, cuts[first] if first < len(cuts) else Cut(ORDINARY, len(card.boxes), len(card.rows)))


def cuts_of(card: Card) -> list[Cut]:
    """From the best to the last: smaller print, then without the last boxes, then without the last rows."""
    boxes, rows = len(card.boxes), len(card.rows)
    return [
        *(Cut(size, boxes, rows) for size in SIZES),
        *(Cut(SIZES[-1], kept, rows) for kept in reversed(range(boxes))),
        *(Cut(SIZES[-1], 0, kept) for kept in reversed(range(rows))),
    ]


def card_data(card: Card, language: Written) -> dict[str, Any]:
    """All that the card holds, before anything is left out."""
    words = WORDS[language]
    address = printable(card.address)
    return {
        "lang": language,
        "title": printable(card.title),
        "place": printable(card.place),
        "made": [card.made.year, card.made.month, card.made.day],
        "address": address,
        "code": code_of(card.address),
        "urgent": card.urgent.shown(),
        "lines": [[printable(number), printable(what)] for number, what in card.lines],
        "rows": [[printable(row.situation), printable(row.who), printable(row.how)] for row in card.rows],
        "boxes": [one.shown() for one in card.boxes],
        "sources": [printable(one) for one in card.sources],
        "words": words
        | {"code": words["code"].format(address=address), "made": words["made"].format(day=day_of(card.made))},
    }


def code_of(address: str) -> str:
    """The QR code of an address, as SVG without the empty edge: the paper has one."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _cut(data: Mapping[str, Any], cut: Cut) -> dict[str, Any]:
    """The data with what a cut leaves of it, and the words that say so."""
    words = data["words"]
    left = len(data["rows"]) - cut.rows
    whole = not left and cut.boxes == len(data["boxes"])
    return {
        **data,
        "size": cut.size,
        "boxes": data["boxes"][: cut.boxes],
        "rows": data["rows"][: cut.rows],
        "words": words
        | {"rows": words["rows"].format(left=left) if left else None, "more": None if whole else words["more"]},
    }
