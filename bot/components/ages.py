"""Ages and school grades in a message, as a person writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator

NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            ("null",),
            ("ett", "eitt", "en", "ein"),
            ("to",),
            ("tre",),
            ("fire",),
            ("fem",),
            ("seks",),
            ("sju", "syv"),
            ("åtte",),
            ("ni",),
            ("ti",),
            ("elleve",),
            ("tolv",),
            ("tretten",),
            ("fjorten",),
            ("femten",),
            ("seksten",),
            ("sytten",),
            ("atten",),
            ("nitten",),
            ("tjue",),
        ]
    )
    for word in words
}
ORDINALS = {
    word: number
    for number, words in enumerate(
        [
            ("første", "fyrste"),
            ("andre",),
            ("tredje",),
            ("fjerde",),
            ("femte",),
            ("sjette",),
            ("sjuende", "syvende", "sjuande"),
            ("åttende", "åttande"),
            ("niende", "niande"),
            ("tiende", "tiande"),
        ],
        start=1,
    )
    for word in words
}
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
AGE = re.compile(
    rf"\b{_NUMBER}(?:\s*-?\s*(?:åring\w*|års?\b(?!\s+siden)|aring\w*))|\bpå\s+(?P<of>\d{{1,2}})(?=\s*(?:[,.;!?]|$|\s[a-zæøå]))",
    re.IGNORECASE,
)
GRADE = re.compile(
    rf"\b(?:(?P<n>10|[1-9])\.?\s*|(?P<word>{'|'.join(ORDINALS)})\s*)(?:-?\s*)?(?:klass\w*|klasse\w*|trinn\w*|steg\w*)\b|\b(?P<pupil>{'|'.join(ORDINALS)})klassing\w*",
    re.IGNORECASE,
)
# What follows «på 12» when it is no age.
NOT_AN_AGE = re.compile(
    r"\s*(?:timer|timar|uker|veker|måneder|månader|kroner|kr|prosent|minutter|minutt|dager|dagar|%)", re.IGNORECASE
)
OLDEST = 25


@dataclass(frozen=True)
class Found:
    """An age or grade and where it stands; `entity` is `alder` (years) or `trinn` (grade 1-10)."""

    entity: str
    value: int
    start: int
    end: int


def find_ages(text: str) -> Iterator[Found]:
    """Every age (0-25 years) and grade (1-10) in the text, in order."""
    for match in AGE.finditer(text):
        raw = (match["n"] or match["of"]).lower()
        years = int(raw) if raw.isdigit() else NUMBERS[raw]
        if years <= OLDEST and not NOT_AN_AGE.match(text, match.end()):
            yield Found("alder", years, match.start(), match.end())
    for match in GRADE.finditer(text):
        word = (match["word"] or match["pupil"] or "").lower()
        yield Found("trinn", int(match["n"]) if match["n"] else ORDINALS[word], match.start(), match.end())
