"""The lexicon of signs, `data/tegn/`: words that point to a need, how strongly, and what cancels them.

A phrase is compared lemma by lemma after the normal form, with up to `GAP` other words between two of its own; a stem
with the beginning of a word, a part with any place in it. A sign and a whole file may have phrases that cancel it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from components.normal_form import norwegian
from components.yaml_files import read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "data" / "tegn"
# How often a need is told where a sign of that strength stands.
STRENGTHS = {"strong": 0.8, "medium": 0.5, "weak": 0.25}
GAP = 2
SHORTEST_STEM = 4

Phrase = Tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A token of a message, as much as the lexicon compares."""

    norm: str
    lemma: str


@dataclass(frozen=True)
class Sign:
    """One entry of a file; `shown` is how the file writes it."""

    need: str
    strength: str
    shown: str
    phrase: Phrase = ()
    stem: str = ""
    part: str = ""
    unless: Tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Match:
    """A sign in a message, from word `first` to word `last`."""

    sign: Sign
    first: int
    last: int


class Lexicon:
    """The signs of all needs, found by the words they begin with."""

    def __init__(self, signs: Sequence[Sign]) -> None:
        """Sorts the signs by the kind of comparison they ask for."""
        self.needs = sorted({sign.need for sign in signs})
        self._phrases: Dict[str, List[Sign]] = defaultdict(list)
        self._stems: Dict[str, List[Sign]] = defaultdict(list)
        self._parts: Dict[str, List[Sign]] = defaultdict(list)
        for sign in signs:
            if sign.phrase:
                self._phrases[sign.phrase[0]].append(sign)
            elif sign.stem:
                self._stems[sign.stem].append(sign)
            else:
                self._parts[sign.part].append(sign)

    def find(self, words: Sequence[Word]) -> List[Match]:
        """Every sign in the words that nothing cancels, in the order of the words."""
        lemmas = [word.lemma for word in words]
        matches = (match for place in range(len(words)) for match in self._at(place, words, lemmas))
        cancelled: Dict[Phrase, bool] = {}
        return [match for match in matches if not _is_cancelled(match.sign, lemmas, cancelled)]

    def _at(self, place: int, words: Sequence[Word], lemmas: Sequence[str]) -> Iterator[Match]:
        for sign in self._phrases.get(lemmas[place], ()):
            last = _end_of(sign.phrase, lemmas, place)
            if last is not None:
                yield Match(sign, place, last)
        norm = words[place].norm
        for length in range(SHORTEST_STEM, len(norm) + 1):
            for sign in self._stems.get(norm[:length], ()):
                yield Match(sign, place, place)
        for part, signs in self._parts.items():
            if part in norm:
                yield from (Match(sign, place, place) for sign in signs)


def _end_of(phrase: Phrase, lemmas: Sequence[str], start: int) -> Optional[int]:
    """The place of the phrase's last word when its first stands at `start`."""
    if len(phrase) == 1:
        return start
    window = lemmas[start + 1 : start + 2 + GAP]
    if phrase[1] not in window:  # Nearly always; the rest is slow.
        return None
    places = (place for place, written in enumerate(window, start + 1) if written == phrase[1])
    ends = (_end_of(phrase[1:], lemmas, place) for place in places)
    return next((end for end in ends if end is not None), None)


def _is_cancelled(sign: Sign, lemmas: Sequence[str], known: Dict[Phrase, bool]) -> bool:
    for phrase in sign.unless:
        if phrase not in known:
            known[phrase] = any(
                _end_of(phrase, lemmas, start) is not None
                for start, written in enumerate(lemmas)
                if written == phrase[0]
            )
        if known[phrase]:
            return True
    return False


def evidence(strengths: Iterable[str]) -> float:
    """How likely signs of these strengths make a need, each by itself (noisy or): 0 without any, always below 1."""
    doubt = 1.0
    for strength in strengths:
        doubt *= 1.0 - STRENGTHS[strength]
    return 1.0 - doubt


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """All signs of `data/tegn/`; those of one need may stand in several files, `<need>.yml`, `<need>.<place>.yml`."""
    return Lexicon([sign for path in sorted(FOLDER.glob("*.yml")) for sign in read_signs(path)])


def read_signs(path: Path) -> List[Sign]:
    """The signs of one file."""
    raw = read_yaml(path)
    need, unless = path.name.split(".")[0], raw.get("unless", ())
    return [_sign(need, one, unless) for one in raw["signs"]]


def _sign(need: str, raw: Mapping[str, Any], unless: Sequence[str]) -> Sign:
    (kind,) = {"phrase", "stem", "part"} & raw.keys()
    shown = str(raw[kind])
    return Sign(
        need=need,
        strength=raw["strength"],
        shown=shown,
        phrase=lemmas_of(shown) if kind == "phrase" else (),
        stem=shown.lower() if kind == "stem" else "",
        part=shown.lower() if kind == "part" else "",
        unless=tuple(lemmas_of(str(phrase)) for phrase in (*raw.get("unless", ()), *unless)),
    )


def lemmas_of(phrase: str) -> Phrase:
    """A phrase as the lexicon compares it."""
    return tuple(token.lemma_ for token in norwegian()(phrase.lower()) if not token.is_space)
