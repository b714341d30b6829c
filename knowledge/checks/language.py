"""Plain language for everyone who is no professional, abbreviations that are explained, and nobody's name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from knowledge.checks.finding import Finding
from knowledge.checks.sources import SOURCES
from knowledge.ontology import ontology
from knowledge.readability import lix, sentences_of
from knowledge.records import Definition, Helpline, Route, Service
from knowledge.walk import sentences, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.checks.finding import Placed
    from knowledge.records import AnyRecord

# Harder than this is for professionals; a text of few words is judged by its longest sentence only.
MAX_LIX = 50
MIN_WORDS = 15
MAX_SENTENCE = 25
# What is read as running text by families; names and titles are not, and `staff` is written for employees.
READ = (
    *("text", "access", "cost", "for_whom", "first", "steps", "criteria", "mandate", "frequency", "length"),
    *("deadline", "who", "organised_under", "level_note", "hours", "replaces", "members", "tried", "changes"),
    "meanwhile",
)
# Names and words by now, not abbreviations that a reader would have to have explained.
ORDINARY = frozenset({"NAV", "SMS"})
ABBREVIATION = re.compile(r"\b[A-ZÆØÅ]{2,}(?:-[A-ZÆØÅ]+)*\b")
# A capital, and letters that are none: people who live here are called Łukasz and Şahin, too.
CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĐĞĽŁŃŐŘŚŞŠȘŤȚŰŹŻŽİ]"
SMALL = r"(?:(?![A-ZÀ-ÖØ-Þ])[^\W\d_])"
CAPITALISED = re.compile(rf"\b{CAPITAL}{SMALL}+(?:-{CAPITAL}{SMALL}+)?\b")
RUN = re.compile(rf"{CAPITALISED.pattern}(?:\s(?:{CAPITAL}\.\s)?{CAPITALISED.pattern})+")
LOWER = re.compile(rf"\b{SMALL}+\b")


@dataclass(frozen=True, slots=True)
class Words:
    """What all content together knows: abbreviations explained, by owner, and words that are no person's name."""

    explained: Mapping[str, frozenset[str]]
    common: frozenset[str]

    @classmethod
    def of(cls, placed: Sequence[Placed]) -> Words:
        """Reads all records once."""
        explained: defaultdict[str, set[str]] = defaultdict(set)
        common = {word.lower() for word in ORDINARY}
        for _, record in placed:
            if isinstance(record, Definition) and record.status == "confirmed":
                terms = " ".join(_names(record))
                explained[record.owner].update(ABBREVIATION.findall(terms))
            if isinstance(record, Service | Helpline | Definition):
                common.update(word.lower() for name in _names(record) for word in CAPITALISED.findall(name))
            for text in sentences(record):
                common.update(LOWER.findall(text))
        common |= _words_of_plans()
        for place in ontology().municipalities.values():
            common.update(word.lower() for word in CAPITALISED.findall(place.name))
        return cls({owner: frozenset(terms) for owner, terms in explained.items()}, frozenset(common))

    def explains(self, owner: str, abbreviation: str) -> bool:
        """Whether somebody who sees the owner's records can look the abbreviation up."""
        return any(abbreviation in self.explained.get(one, ()) for one in (ontology().seen_from(owner) or (owner,)))


@cache
def _words_of_plans() -> frozenset[str]:
    return frozenset(word for path in SOURCES.glob("*.txt") for word in LOWER.findall(path.read_text(encoding="utf-8")))


def _names(record: Service | Helpline | Definition) -> Iterator[str]:
    name = record.term if isinstance(record, Definition) else record.name
    if name:
        yield from (name.nb, name.nn)
    yield from record.aliases


def check(record: AnyRecord, words: Words) -> Iterator[Finding]:
    """Faults of one record's language."""
    if not _is_for_employees(record) and record.hard_to_read_because is None:
        yield from _check_readability(record)
    yield from _check_abbreviations(record, words)
    yield from _check_persons(record, words)


def _is_for_employees(record: AnyRecord) -> bool:
    return record.audience == "ansatt" or (isinstance(record, Route) and record.roles == ("ansatt",))


def _check_readability(record: AnyRecord) -> Iterator[Finding]:
    for name in READ:
        # The parts of a list are read one after the other, as one text.
        parts = tuple(texts(getattr(record, name, None), (name,)))
        for language in ("nb", "nn"):
            said = [(at, text) for at, text in parts if at[-1] == language]
            long = [Finding(message, at) for at, text in said if (message := _too_long(text))]
            together = "\n".join(text for _, text in said)
            if long:
                yield from long
            elif (hard := lix(together)) > MAX_LIX and sum(map(len, sentences_of(together))) >= MIN_WORDS:
                message = f"LIX is {ceil(hard)} in {language}; {MAX_LIX} is the most. Shorter sentences, shorter words."
                at = said[0][0] if len(said) == 1 else (name,)
                yield Finding(f"{message} If it cannot be said easier, say why in `hard_to_read_because`.", at)


def _too_long(text: str) -> str:
    longest = max(sentences_of(text), key=len, default=[])
    if len(longest) <= MAX_SENTENCE:
        return ""
    return f"A sentence of {len(longest)} words; {MAX_SENTENCE} is the most: «{' '.join(longest[:4])} …». Split it."


def _check_abbreviations(record: AnyRecord, words: Words) -> Iterator[Finding]:
    whole = " ".join(sentences(record))
    told: set[str] = set()
    for at, text in texts(record):
        for short in ABBREVIATION.findall(text):
            known = (
                short in told
                or short in ORDINARY
                or f"{short} (" in whole
                or f"({short})" in whole
                or words.explains(record.owner, short)
            )
            if not known:
                told.add(short)
                yield Finding(f"{short} is explained nowhere. Write it out here, or define it in ord-….yml.", at)


def _check_persons(record: AnyRecord, words: Words) -> Iterator[Finding]:
    quoted = ((("sources", n, "quote"), source.quote or "") for n, source in enumerate(record.sources))
    for at, text in (*texts(record), *quoted):
        for run in RUN.findall(text):
            strange = [word for word in CAPITALISED.findall(run) if word.lower() not in words.common]
            if len(strange) > 1:
                message = f"«{run}» looks like a person's name, and those never stand in the content. Take it away"
                yield Finding(f"{message}; if it is an organisation or a method, define it in ord-….yml.", at)
