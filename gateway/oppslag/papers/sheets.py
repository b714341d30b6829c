"""The case sheet («Saksark»): what one situation asks for, to be printed and put in the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gateway.oppslag.papers.letters import printable
from gateway.oppslag.papers.printing import day_of, pages_of, printed

if TYPE_CHECKING:
    from datetime import date

    from gateway.oppslag.papers.printing import Written

# In points: a few lines more than a page are better read a little smaller than on a page of their own.
SIZES = (11, 10.5, 10)
WORDS: dict[Written, dict[str, str]] = {
    "nb": {
        "kind": "Saksark",
        "page": "Side {page} av {pages}",
        "made": "Laget {day}",
        "urgent": "Haster",
        "notes": "Merk",
        "sources": "Kilder",
    },
    "nn": {
        "kind": "Saksark",
        "page": "Side {page} av {pages}",
        "made": "Laga {day}",
        "urgent": "Hastar",
        "notes": "Merk",
        "sources": "Kjelder",
    },
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; one that begins with a dash (U+2013) and a space is an item of a list."""

    title: str
    lines: tuple[str, ...]

    def shown(self) -> dict[str, Any]:
        """As the templates read it."""
        return {"title": printable(self.title), "lines": [printable(line) for line in self.lines]}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it; `place` is whose it is («Oppdal kommune»), `notes` what is said of the sheet itself."""

    title: str
    place: str
    made: date
    urgent: Section | None
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]


def sheet_pdf(sheet: Sheet, language: Written) -> bytes:
    """The PDF, as many pages as it takes."""
    return printed("sheet.typ", fitted(sheet, language))


def fitted(sheet: Sheet, language: Written) -> dict[str, Any]:
    """What `sheet.typ` is given: in the largest print that takes no page more than the smallest would."""
    data = sheet_data(sheet, language)
    return min(({**data, "size": size} for size in SIZES), key=lambda one: pages_of("sheet.typ", one))


def sheet_data(sheet: Sheet, language: Written) -> dict[str, Any]:
    """All that stands on the sheet."""
    words = WORDS[language]
    return {
        "lang": language,
        "title": printable(sheet.title),
        "place": printable(sheet.place),
        "made": [sheet.made.year, sheet.made.month, sheet.made.day],
        "urgent": None if sheet.urgent is None else sheet.urgent.shown(),
        "sections": [one.shown() for one in sheet.sections],
        "sources": [printable(one) for one in sheet.sources],
        "notes": [printable(one) for one in sheet.notes],
        "words": words | {"made": words["made"].format(day=day_of(sheet.made))},
    }
