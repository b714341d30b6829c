from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest
import yaml
from components.lexicon import FOLDER, SHORTEST_STEM, STRENGTHS, Lexicon, Sign, Word, lemmas_of, lexicon, read_signs
from components.normal_form import norwegian

ROOT = Path(__file__).parents[3]
FILES = sorted(FOLDER.glob("*.yml"))
KINDS = {"phrase", "stem", "part"}
SHORTEST_PART = 5
LEAST = 25


@lru_cache(maxsize=1)
def needs() -> List[str]:
    ontology = yaml.safe_load((ROOT / "knowledge" / "ontology.yml").read_text(encoding="utf-8"))
    return list(ontology["needs"])


@lru_cache(maxsize=100)
def read(path: Path) -> Dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def of_kind(path: Path, kind: str) -> List[str]:
    return [str(one[kind]) for one in read(path)["signs"] if kind in one]


def compared(sign: Sign) -> Tuple[Any, ...]:
    return (sign.phrase, sign.stem, sign.part)


def words_of(text: str) -> List[Word]:
    return [Word(token.norm_, token.lemma_) for token in norwegian()(text)]


def is_found(sign: Sign) -> bool:
    # A stem or a part is the beginning or the middle of words, and need not be one.
    shown = sign.shown.lower()
    words = words_of(shown) if sign.phrase else [Word(shown, shown)]
    return any(match.sign == sign for match in Lexicon([sign]).find(words))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestFile:
    """What holds of each file of signs."""

    def test_it_is_named_after_a_need(self, path: Path) -> None:
        assert path.name.split(".")[0] in needs()

    def test_it_has_signs_and_perhaps_what_cancels_them_all_and_nothing_else(self, path: Path) -> None:
        assert {"signs"} <= read(path).keys() <= {"signs", "unless"}

    def test_each_sign_is_a_phrase_or_a_stem_or_a_part(self, path: Path) -> None:
        assert [one for one in read(path)["signs"] if len(KINDS & one.keys()) != 1] == []

    def test_no_sign_says_anything_else_than_how_strong_it_is_and_what_cancels_it(self, path: Path) -> None:
        assert [one for one in read(path)["signs"] if not one.keys() <= {*KINDS, "strength", "unless"}] == []

    def test_every_strength_is_known(self, path: Path) -> None:
        assert [one for one in read(path)["signs"] if one.get("strength") not in STRENGTHS] == []

    def test_stems_are_long_enough_and_one_word(self, path: Path) -> None:
        assert [stem for stem in of_kind(path, "stem") if len(stem) < SHORTEST_STEM or " " in stem] == []

    def test_parts_are_long_enough_and_one_word(self, path: Path) -> None:
        assert [part for part in of_kind(path, "part") if len(part) < SHORTEST_PART or " " in part] == []

    def test_what_cancels_is_a_list_of_phrases_with_words(self, path: Path) -> None:
        lists = [read(path).get("unless", []), *(one.get("unless", []) for one in read(path)["signs"])]
        assert [one for one in lists if not isinstance(one, list)] == []
        assert [phrase for one in lists for phrase in one if not lemmas_of(str(phrase))] == []

    def test_no_sign_stands_twice(self, path: Path) -> None:
        signs = read_signs(path)
        times = Counter(compared(sign) for sign in signs)
        assert [sign.shown for sign in signs if times[compared(sign)] > 1] == []

    def test_every_sign_is_found_in_its_own_words_and_not_cancelled_by_its_own_exceptions(self, path: Path) -> None:
        assert [sign.shown for sign in read_signs(path) if not is_found(sign)] == []


def test_every_need_has_a_file() -> None:
    assert {path.name.split(".")[0] for path in FILES} == set(needs())


@pytest.mark.parametrize("need", needs())
def test_every_need_has_signs_enough_and_strong_ones_too(need: str) -> None:
    signs = [sign for path in FILES if path.name.split(".")[0] == need for sign in read_signs(path)]
    assert len(signs) >= LEAST
    assert "strong" in {sign.strength for sign in signs}


@pytest.mark.parametrize(
    ("text", "need", "other"),
    [
        ("mor mi har rusproblem", "rus-foresatt", "rus-ungdom"),
        ("pappa røyker hasj", "rus-foresatt", "rus-ungdom"),
        ("stefaren min røyker weed", "rus-foresatt", "rus-ungdom"),
        ("pappa er full", "rus-foresatt", "rus-ungdom"),
        ("jeg røyker weed", "rus-ungdom", "rus-foresatt"),
        ("jeg har rusproblem", "rus-ungdom", "rus-foresatt"),
    ],
)
def test_a_parents_use_is_no_sign_of_the_young_persons_own_nor_the_other_way(text: str, need: str, other: str) -> None:
    found = {match.sign.need for match in lexicon().find(words_of(text))}
    assert need in found
    assert other not in found
