"""Hides personal data before a message is stored, logged or passed on.

Numbers of eleven digits (fødselsnummer, D-, H- and synthetic numbers, accounts), phone numbers, e-mail
and street addresses. Help lines and emergency numbers are nobody's personal data and stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from stdnum.no import fodselsnummer

COUNTRY = "NO"
# In groups as people write them; phones put other spaces and dashes between than keyboards do.
_GAP = r"[\s.\u2013-]"
ELEVEN_DIGITS = re.compile(
    rf"(?<!\d)(?:\d{{2}}{_GAP}?\d{{2}}{_GAP}?\d{{2}}{_GAP}?\d{{3}}{_GAP}?\d{{2}}|\d{{4}}{_GAP}\d{{2}}{_GAP}\d{{5}})(?!\d)"
)
EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-zA-ZæøåÆØÅ]{2,24}")
# A capital letter, or a street's own ending, must show that it is a name: «ho veg 41 kilo» and «på vei 2» are none.
STREET = re.compile(
    r"\b(?:(?:[A-ZÆØÅ][\wæøåÆØÅ-]{1,30} ){0,2}[A-ZÆØÅ][\wæøåÆØÅ-]{0,40}?"
    r"(?:veien|vegen|gata|gaten|gate|vei|veg|bakken|allé|alleen|stien|svingen|tunet|plassen)"
    r"|(?:[A-ZÆØÅ][\wæøåÆØÅ-]{1,30} ){1,2}(?:(?<=[se] )[Vv]e[ig]|[Gg]at[ea])"
    r"|(?!sk[ou]le)[a-zæøå]{3,40}?(?:veien|vegen|gata|gaten|gate))"
    r"\s+\d{1,4}(?: ?[A-H]|[a-h])?\b"
)
# Lines that everyone shares: never anyone's own number.
PUBLIC_LINES = frozenset(
    {
        *("116111", "116117", "116123", "116006", "80033321", "22591300", "22400040", "40404015", "41716111"),
        *("55553333", "55553339", "02800", "08588", "91508588"),
    }
)


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with each hidden piece as `[word]`; `hidden` names what was hidden, each once, in order."""

    text: str
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    word: str


def mask(text: str) -> Masked:
    """Hides the personal data of one message."""
    pieces = _without_overlap([*_national_ids(text), *_emails(text), *_streets(text), *_phones(text)])
    parts, position = [], 0
    for piece in pieces:
        parts += [text[position : piece.start], f"[{piece.word}]"]
        position = piece.end
    return Masked("".join([*parts, text[position:]]), tuple(dict.fromkeys(piece.word for piece in pieces)))


def _without_overlap(pieces: list[_Piece]) -> list[_Piece]:
    kept: list[_Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.start, -one.end)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept


def _national_ids(text: str) -> list[_Piece]:
    return [
        _Piece(match.start(), match.end(), _word_for(re.sub(r"\D", "", match[0])))
        for match in ELEVEN_DIGITS.finditer(text)
    ]


def _word_for(digits: str) -> str:
    # Eleven digits that fail the check are a mistyped national id or an account number: hidden all the same.
    checked = fodselsnummer.calc_check_digit1(digits) + fodselsnummer.calc_check_digit2(digits)
    return "fødselsnummer" if digits.endswith(checked) else "nummer"


def _emails(text: str) -> list[_Piece]:
    return [_Piece(match.start(), match.end(), "e-post") for match in EMAIL.finditer(text)]


def _streets(text: str) -> list[_Piece]:
    return [_Piece(match.start(), match.end(), "adresse") for match in STREET.finditer(text)]


def _phones(text: str) -> list[_Piece]:
    return [
        _Piece(match.start, match.end, "telefonnummer")
        for match in phonenumbers.PhoneNumberMatcher(text, COUNTRY)
        if phonenumbers.national_significant_number(match.number) not in PUBLIC_LINES
    ]
