"""The house's normal form of Norwegian words, for search: nynorsk and bokmål find the same.

Uses the same reviewed word lists (`data/norsk/`) as the understanding does, and lemmas from simplemma.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from simplemma import is_known, lemmatize

from foundation.pieces import PLACEHOLDER
from foundation.yaml_files import read_yaml

LISTS = Path(__file__).resolve().parents[1] / "data" / "norsk"
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def _read(name: str) -> object:
    return read_yaml(LISTS / name)


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for name in ("skrivefeil.yml", "dialekt.yml", "nynorsk.yml"):
        listed = _read(name)
        assert isinstance(listed, dict)  # noqa: S101 - the annex' tests check the lists
        forms.update({str(form): str(common) for form, common in listed.items()})
    return forms


@cache
def _function_words() -> frozenset[str]:
    listed = _read("stoppord.yml")
    assert isinstance(listed, list)  # noqa: S101 - the annex' tests check the lists
    return frozenset(map(str, listed))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The lemma of the common bokmål form of one word in lower case."""
    common = _forms().get(word, word)
    return lemmatize(common, lang=("nb", "nn")).lower() if common.isalpha() else common


def is_word(word: str) -> bool:
    """Whether a word in lower case is a form that the lists or the dictionary know, in either written standard."""
    return word in _forms() or word in _function_words() or is_known(word, lang=("nb", "nn"))


def words(text: str) -> list[str]:
    """All words of a text in lower case, in order; what stands for hidden personal data is none."""
    return WORD.findall(PLACEHOLDER.sub(" ", text.lower()))


def stems(text: str) -> tuple[str, ...]:
    """All words of a text as stems, in order; what stands for hidden personal data is none."""
    return tuple(map(stem, words(text)))


def holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether stems hold others side by side."""
    width = len(part)
    return width > 0 and any(words[at : at + width] == part for at in range(len(words) - width + 1))


@lru_cache(maxsize=50_000)
def phrase(text: str) -> tuple[str, ...]:
    """The stems of a short text that is looked for again and again (a keyword of the content)."""
    return stems(text)


def telling_stems(text: str) -> tuple[str, ...]:
    """The stems of a text without function words."""
    return tuple(word for word in stems(text) if word not in _function_words() and len(word) > 1)
