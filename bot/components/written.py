"""Which written standard some words are in: bokmål, nynorsk or English."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional

from components.vocabulary import WORD_LISTS
from components.yaml_files import read_yaml

DEFAULT = "nb"
ENGLISH = "en"


@lru_cache(maxsize=1)
def marks() -> Dict[str, FrozenSet[str]]:
    """The telling words of each written form, from `data/norsk/sprak.yml`."""
    raw = read_yaml(WORD_LISTS / "sprak.yml")
    return {language: frozenset(map(str, words)) for language, words in raw.items()}


def written_in(words: List[str]) -> Optional[str]:
    """The form with most telling words; None where no word tells, or bokmål where two tie."""
    votes = Counter(language for word in words for language, telling in marks().items() if word in telling)
    if not votes:
        return None
    most = max(votes.values())
    leaders = [language for language, count in votes.items() if count == most]
    return leaders[0] if len(leaders) == 1 else DEFAULT
