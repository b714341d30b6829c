"""How wide a text is and where it breaks, whatever sans-serif font its reader has: measured for the widest of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

# Shares of the font size: the widest of DejaVu Sans and Arial (Liberation Sans), rounded up.
WIDTHS: dict[str, float] = {
    character: width
    for width, characters in {
        0.28: "'ijl",
        0.32: " \u00a0.,\u2019I",
        0.35: ":;/",
        0.37: "f-",
        0.42: "()[]t!r",
        0.47: '"',
        0.54: "szJ",
        0.57: "cL\u2013?§",
        0.63: "kvxyFTaoøe«»",
        0.65: "hnubdgpq0123456789",
        0.70: "EKPSYAVXZB",
        0.76: "CRUNH",
        0.80: "DGOQØ&",
        0.86: "w+✓",
        0.92: "M●",
    }.items()
    for character in characters
}
WIDEST = 1.03  # m, æ, W, %, … and whatever is not named above.
BOLDER = 0.09  # What a bold character is wider by.
LEADING, BASELINE = 1.32, 0.77

# What a long word is best broken before: the last parts of compounds that the plans and the law are full of.
PARTS = re.compile(
    r"tjeneste|teneste|helse|psykiatri|psykolog|pedagog|team|plan|hjelp|møte|vern|førebygg|forebygg|utfordring|vansk"
    r"|samarbeid|miljø|melding|koordinator|rehabilitering|opplæring|sykeplei|sjukeplei|forvalt|barnehage|skole|skule"
    r"|fritid|ordning|lov|form|bruk|middel|stasjon|samtale|gruppe|følging|nemnd|prosess|teknikk|tiltak|behov|foreld",
    re.IGNORECASE,
)
SYLLABLE = re.compile(r"(?=[bcdfghjklmnpqrstvwxz][aeiouyæøå])", re.IGNORECASE)
# Between words, but not within «§ 13 a» or a telephone number, nor so that «…» stands alone. In a word: after a hyphen
# or a slash, before a letter.
BETWEEN = re.compile(r"(?<!§ )(?<= )(?=[^ …])(?!(?<=\d )(?:\d|[a-zæøå]\b))")
WITHIN = re.compile(r"(?<=[-\u2013/])(?=[^\W\d])")
BLANKS = re.compile(r"[ \t\n\r]+")
LEAST = 3  # Letters on either side of a hyphen.


@dataclass(frozen=True, slots=True)
class Type:
    """A size of letters, in the units of the drawing."""

    size: float
    bold: bool = False

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return round(self.size * LEADING)

    def height(self, lines: tuple[str, ...]) -> float:
        """How tall lines are together."""
        return self.leading * len(lines)


def width_of(text: str, letters: Type) -> float:
    """How wide a line is at most; the blank that it may end with does not count."""
    shares = (WIDTHS.get(normalize("NFD", one)[0], WIDEST) + BOLDER * letters.bold for one in text.rstrip())
    return sum(shares) * letters.size


def wrapped(text: str, width: float, letters: Type) -> tuple[str, ...]:
    """The lines of a text, none wider than `width`. Joined they are the text, but for the hyphens of broken words."""
    lines = [""]
    for word in _words(BLANKS.sub(" ", text).strip(" ")):
        if width_of(lines[-1] + word, letters) <= width:
            lines[-1] += word
            continue
        pieces = [word] if width_of(word, letters) <= width else _pieces(word, width, letters)
        for number, piece in enumerate(pieces):
            if number and width_of(lines[-1] + piece, letters) <= width:
                lines[-1] += piece
            else:
                lines.append(piece)
    return tuple(line for line in lines if line)


def _words(text: str) -> list[str]:
    return [word for word in BETWEEN.split(text) if word]


def _pieces(word: str, width: float, letters: Type) -> Iterator[str]:
    """A word that no line holds, in pieces that lines hold."""
    for part in WITHIN.split(word):
        rest = part
        while width_of(rest, letters) > width:
            cut = _cut(rest, width, letters)
            yield rest[:cut] + "-"
            rest = rest[cut:]
        yield rest


def _cut(word: str, width: float, letters: Type) -> int:
    """Where to break a word: before the last part of a compound, else between syllables, else where the line ends."""
    fitting = [cut for cut in range(1, len(word)) if width_of(word[:cut] + "-", letters) <= width]
    for breaks in (PARTS, SYLLABLE):
        good = {found.start() for found in breaks.finditer(word)}
        within = [cut for cut in fitting if cut in good and LEAST <= cut <= len(word.rstrip()) - LEAST]
        if within:
            return within[-1]
    return fitting[-1] if fitting else 1
