from __future__ import annotations

from collections import Counter
from typing import Any, Dict, List

import pytest
import yaml
from components.normal_form import LISTS, common_form, lemma, lemma_forms, norwegian, word_forms
from components.vocabulary import WORD_LISTS, is_norwegian

SKIN_TONES = [chr(code) for code in range(0x1F3FB, 0x1F400)]
COLOURED = "\N{VARIATION SELECTOR-16}"


def read(name: str) -> Dict[Any, Any]:
    return yaml.safe_load((WORD_LISTS / f"{name}.yml").read_text(encoding="utf-8"))


def lines(name: str) -> List[str]:
    written = (WORD_LISTS / f"{name}.yml").read_text(encoding="utf-8").splitlines()
    return [line for line in written if line and not line.startswith("#")]


VOCABULARY = read("ordforraad")
EMOJI = read("emoji")


@pytest.mark.parametrize("name", [*LISTS, "lemma"])
def test_no_key_is_written_twice(name: str) -> None:
    keys = Counter(line.partition(":")[0].strip().strip("\"'") for line in lines(name))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("name", ["nynorsk", "dialekt", "skrivefeil"])
def test_a_list_of_word_forms_has_at_least_fifteen_hundred_pairs(name: str) -> None:
    assert len(read(name)) >= 1_500


@pytest.mark.parametrize("name", [*LISTS, "lemma"])
def test_no_word_form_is_mapped_to_itself(name: str) -> None:
    assert [form for form, common in read(name).items() if form == common] == []


@pytest.mark.parametrize("kind", ["words", "parts"])
def test_the_domains_words_are_lower_case_letters_in_order_and_none_stands_twice(kind: str) -> None:
    words = VOCABULARY[kind]
    assert [word for word in words if not word.isalpha() or word != word.lower()] == []
    assert words == sorted(set(words))


def test_no_domain_word_is_a_further_part_too() -> None:
    assert set(VOCABULARY["words"]) & set(VOCABULARY["parts"]) == set()


@pytest.mark.parametrize("kind", ["words", "parts"])
def test_the_domains_words_are_words_of_the_normal_form(kind: str) -> None:
    assert [word for word in VOCABULARY[kind] if common_form(word) != word] == []


def test_the_domain_has_words_enough_to_mend_towards() -> None:
    assert len(VOCABULARY["words"]) >= 1_000


def test_an_emoji_stands_for_one_bokmaal_word_of_the_normal_form() -> None:
    assert [word for word in EMOJI.values() if common_form(word) != word or not word.isalpha()] == []
    assert [word for word in EMOJI.values() if not is_norwegian(word)] == ["epost", "epost"]


@pytest.mark.parametrize("emoji", EMOJI)
def test_an_emoji_is_found_alone_repeated_coloured_and_behind_a_word(emoji: str) -> None:
    texts = [
        emoji,
        emoji + COLOURED,
        *(emoji + tone for tone in SKIN_TONES),
        f"hei{emoji}",
        f"{emoji}{emoji}!",
        emoji * 3,
    ]
    found = [{token.norm_ for token in norwegian()(text)} for text in texts]
    assert [text for text, norms in zip(texts, found, strict=True) if EMOJI[emoji] not in norms] == []


def test_no_word_form_is_mended_away_from_the_word_it_is_mapped_to_without_need() -> None:
    mapped = {form: (common, common_form(form)) for form, common in word_forms().items()}
    changed = {form: pair for form, pair in mapped.items() if pair[0] != pair[1]}
    assert {form: pair for form, pair in changed.items() if common_form(pair[0]) != pair[1]} == {}
    assert {form: pair for form, pair in changed.items() if is_norwegian(pair[0])} == {}


def test_a_listed_dictionary_form_is_that_of_a_word_in_the_normal_form_and_its_own() -> None:
    assert {form: of for form, of in lemma_forms().items() if common_form(form) != form or lemma(of) != of} == {}
