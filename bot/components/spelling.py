"""Mends what no dictionary knows towards the domain's words; a word that somebody could mean stays as it is.

Two ways, both only for unknown words: the letters æ, ø and å written without them («foerskole», «spraak»,
«sporsmal»), and one or two slips of the finger (optimal string alignment distance: a letter too many, too few,
wrong, or two that changed places). An English word, a compound of the domain's words or one that ends in such a word
(«bilstøtte») is not unknown.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Dict, List, Optional

from rapidfuzz import process
from rapidfuzz.distance import OSA

from components.compounds import SHORTEST_PART, parts_of
from components.vocabulary import compound_parts, domain_words, is_english, is_norwegian

SHORTEST, LONGEST = 5, 40
# From this length on two slips are forgiven; below, one.
LONG = 9
DIGRAPHS = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
BARE = str.maketrans("æøåé", "aoae")


@lru_cache(maxsize=50_000)
def mended(word: str) -> Optional[str]:
    """The word that was meant, in lower case; None where the word is known or nothing is near it alone."""
    if not word.isalpha() or len(word) > LONGEST or is_norwegian(word) or is_english(word):
        return None
    with_letters = _digraphs(word)
    if with_letters != word and is_norwegian(with_letters):
        return with_letters
    if len(word) < SHORTEST or _is_compound(word):
        return None
    return _without_marks(word) or _nearest(with_letters)


def _digraphs(word: str) -> str:
    for written, letter in DIGRAPHS:
        word = word.replace(written, letter)
    return word


def _is_compound(word: str) -> bool:
    ends = range(SHORTEST_PART, len(word) - SHORTEST_PART)
    return bool(parts_of(word)) or any(word[end:] in compound_parts() and is_norwegian(word[:end]) for end in ends)


def _without_marks(word: str) -> Optional[str]:
    meant = _bare_words().get(word, [])
    return meant[0] if len(meant) == 1 else None


def _nearest(word: str) -> Optional[str]:
    slips = 2 if len(word) >= LONG else 1
    near = process.extract(word, _by_letter().get(word[0], ()), scorer=OSA.distance, score_cutoff=slips, limit=2)
    if not near or (len(near) > 1 and near[0][1] == near[1][1]):
        return None
    return str(near[0][0])


@lru_cache(maxsize=1)
def _bare_words() -> Dict[str, List[str]]:
    bare: Dict[str, List[str]] = defaultdict(list)
    for word in sorted(domain_words()):
        if (without := word.translate(BARE)) != word:
            bare[without].append(word)
    return bare


@lru_cache(maxsize=1)
def _by_letter() -> Dict[str, List[str]]:
    """The domain's words by first letter, which people seldom get wrong."""
    words: Dict[str, List[str]] = defaultdict(list)
    for word in sorted(domain_words()):
        words[word[0]].append(word)
    return words
