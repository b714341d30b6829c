"""The domain's words of `data/norsk/ordforraad.yml`, and which words Norwegian knows at all."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Dict, FrozenSet, List

from simplemma import is_known

from components.yaml_files import read_yaml

WORD_LISTS = Path(__file__).resolve().parents[2] / "data" / "norsk"


@lru_cache(maxsize=1)
def domain_words() -> FrozenSet[str]:
    """What spelling is mended towards."""
    return frozenset(_vocabulary()["words"])


@lru_cache(maxsize=1)
def domain_beginnings() -> FrozenSet[str]:
    """Every beginning of a word of the domain: what starts with none of them is no form of one."""
    return frozenset(word[:end] for word in domain_words() for end in range(1, len(word) + 1))


@lru_cache(maxsize=1)
def compound_parts() -> FrozenSet[str]:
    """What long words are split into: the domain's words and further parts."""
    return domain_words() | frozenset(_vocabulary()["parts"])


@lru_cache(maxsize=50_000)
def is_norwegian(word: str) -> bool:
    """Whether a dictionary of bokmål or nynorsk has the word, in any form, or the domain has."""
    return word in compound_parts() or bool(is_known(word, lang="nb")) or bool(is_known(word, lang="nn"))


@lru_cache(maxsize=50_000)
def is_english(word: str) -> bool:
    """Whether an English dictionary has the word: «about» is not a misspelt «abort»."""
    return bool(is_known(word, lang="en"))


@lru_cache(maxsize=1)
def _vocabulary() -> Dict[str, List[str]]:
    raw: Dict[str, List[str]] = read_yaml(WORD_LISTS / "ordforraad.yml")
    return raw
