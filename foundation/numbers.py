"""Finds a person's numbers: national ids, bank accounts, phone numbers and car plates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers
from stdnum.no import fodselsnummer, kontonr

from foundation.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.pieces import Kind

COUNTRY, COUNTRY_CODE = "NO", "47"
# In groups as people write them; phones put other spaces and dashes between than keyboards do.
_GAP = r"[\s.\u2013-]"
ELEVEN_DIGITS = re.compile(
    rf"(?<!\d)(?:\d{{2}}{_GAP}?\d{{2}}{_GAP}?\d{{2}}{_GAP}?\d{{3}}{_GAP}?\d{{2}}|\d{{4}}{_GAP}\d{{2}}{_GAP}\d{{5}})(?!\d)"
)
# Grouped otherwise they are somebody's number only where the check digits say so.
ELEVEN_SPREAD = re.compile(rf"(?<!\d)(?<!\d{_GAP})\d(?:{_GAP}?\d){{10}}(?!{_GAP}?\d)")
# Every national id has the check digit of an account, too; only accounts are written with these dots.
GROUPED_AS_ACCOUNT = re.compile(r"\d{4}\.\d{2}\.\d{5}")
# D-numbers add 40 to the day; H-numbers 40, synthetic ones of NHN 65 and of Tenor 80 to the month.
DAYS = frozenset({*range(1, 32), *range(41, 72)})
MONTHS = frozenset(month + more for month in range(1, 13) for more in (0, 40, 65, 80))
# What may be left of the first check digit's sum, modulo 11: nothing until 2032, four remainders from then on.
REMAINDERS = range(4)

# Lines that everyone shares: never anyone's own number.
PUBLIC_LINES = frozenset(
    {
        *("116111", "116117", "116123", "116006", "80033321", "22591300", "22400040", "40404015", "41716111"),
        *("55553333", "55553339", "02800", "08588", "91508588"),
    }
)
# Of foreign numbers, those too that phonenumbers does not know.
ABROAD = re.compile(r"(?<![\w+])(?:\+|00)([1-9](?:[ .()-]{0,2}\d){6,14})(?!\d)")
CODE_BEFORE = re.compile(r"\((?:\+|00)47\)[\s-]?$")
WIDEST_CODE = 8
# Digit by digit. Marks at school are written so too («4 3 5 2 6 4 4 3»), but none is nought, or above six.
SPREAD_PHONE = re.compile(r"(?<!\d)(?<!\d )[2-9](?: \d){7}(?! ?\d)")
MARKS = frozenset("123456 ")

# Norwegian plates have five digits, of mopeds and trailers four; some letters are on none.
_LETTERS = "[ABCDEFGHJKLNPRSTUVXYZ]"
_FIVE, _FOUR = r"[ -]?\d{2}[ ]?\d{3}", r"[ -]?(?!19|20)\d{4}(?![ ][^\W\d_])"
PLATE = re.compile(rf"\b({_LETTERS}{{2}})(?:{_FIVE}|{_FOUR})\b(?!,-|[ ]?(?:kr|kroner|nok)\b)", re.IGNORECASE)
MOPED_DIGITS = 4
# «Ca 12 000» is no plate; «er 45 000» is one only in large letters and with a number that is not round.
UNITS = frozenset({"ca", "fn", "kl", "kr", "nr", "pb", "rv"})
SHORT_WORDS = re.compile(
    r"a[dlnstv]|b[eluy]|d[aeu]|e[ginrt]|få|g[iå]|h[aeu]|j[ao]|k[ae]|l[ae]|n[beuå]|p[rå]|re|s[aeotå]|t[aeioå]|ut|v[aegi]"
)


def numbers_in(text: str) -> Iterator[Piece]:
    """A person's numbers in a text, in no order; some may overlap."""
    yield from _of_eleven_digits(text)
    yield from _phones(text)
    yield from _plates(text)


def is_national_id(digits: str) -> bool:
    """Whether eleven digits are a fødselsnummer, a D-, H- or synthetic number, by the rules before 2032 or after.

    The new rules allow the first check digit four remainders and let nobody tell the century from the individual
    number: https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/
    """
    if int(digits[:2]) not in DAYS or int(digits[2:4]) not in MONTHS:
        return False
    remainder = (int(digits[9]) - int(fodselsnummer.calc_check_digit1(digits))) % 11
    return remainder in REMAINDERS and digits[10] == fodselsnummer.calc_check_digit2(digits)


def _of_eleven_digits(text: str) -> Iterator[Piece]:
    for match in ELEVEN_DIGITS.finditer(text):
        yield Piece(*match.span(), _kind(match[0]))
    for match in ELEVEN_SPREAD.finditer(text):
        if (kind := _kind(match[0])) != "nummer":
            yield Piece(*match.span(), kind)


def _kind(number: str) -> Kind:
    """What eleven digits are; those that fail every check are a mistyped one, and hidden all the same."""
    digits = re.sub(r"\D", "", number)
    is_account = kontonr.is_valid(digits)
    if is_national_id(digits) and not (is_account and GROUPED_AS_ACCOUNT.fullmatch(number)):
        return "fødselsnummer"
    return "kontonummer" if is_account else "nummer"


def _phones(text: str) -> Iterator[Piece]:
    for found in phonenumbers.PhoneNumberMatcher(text, COUNTRY):
        if phonenumbers.national_significant_number(found.number) not in PUBLIC_LINES:
            code = CODE_BEFORE.search(text, max(0, found.start - WIDEST_CODE), found.start)
            yield Piece(code.start() if code else found.start, found.end, "telefonnummer")
    for match in ABROAD.finditer(text):
        if not match[1].startswith(COUNTRY_CODE):
            yield Piece(*match.span(), "telefonnummer")
    for match in SPREAD_PHONE.finditer(text):
        if not MARKS.issuperset(match[0]):
            yield Piece(*match.span(), "telefonnummer")


def _plates(text: str) -> Iterator[Piece]:
    for match in PLATE.finditer(text):
        letters, digits = match[1], re.sub(r"\D", "", match[0])
        doubtful = SHORT_WORDS.fullmatch(letters.lower()) or len(digits) == MOPED_DIGITS
        certain = not doubtful or (letters.isupper() and not digits.endswith("00"))
        if certain and letters.lower() not in UNITS:
            yield Piece(*match.span(), "bilnummer")
