"""Splits long words into the domain's words: «skolevegringsproblematikk» is skole, vegring and problematikk.

Norwegian writes compounds as one word, so most of them were never seen in training; their parts were.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Optional, Tuple

from simplemma import lemmatize

from components.vocabulary import compound_parts

# Shorter words are no compounds worth splitting; a part has at least three letters.
SHORTEST, SHORTEST_PART = 8, 3
LONGEST = 60
# What Norwegian puts between two parts: «vegring-s-problematikk», «barn-e-hage».
BINDINGS = ("", "s", "e")


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> Tuple[str, ...]:
    """The parts of a compound, fewest first choice; empty where the word is none that the domain's words make up.

    The last part may be inflected, and is given in its dictionary form.
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return ()
    found = _split(word)
    return found if found is not None and len(found) > 1 else ()


@lru_cache(maxsize=50_000)
def _split(word: str) -> Optional[Tuple[str, ...]]:
    whole = _as_part(word)
    if whole is not None:
        return (whole,)
    ways = (
        (word[:end], *rest)
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        if word[:end] in compound_parts()
        for rest in _rests(word[end:])
    )
    return min(ways, key=lambda parts: (len(parts), -len(parts[-1])), default=None)


def _rests(rest: str) -> Tuple[Tuple[str, ...], ...]:
    after = (rest[len(binding) :] for binding in BINDINGS if rest.startswith(binding))
    splits = (_split(one) for one in after if len(one) >= SHORTEST_PART)
    return tuple(parts for parts in splits if parts is not None)


def _as_part(word: str) -> Optional[str]:
    if word in compound_parts():
        return word
    lemma = str(lemmatize(word, lang=("nb", "nn"))).lower()
    return lemma if lemma in compound_parts() else None
