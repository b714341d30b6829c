from __future__ import annotations

import pytest
from components.vocabulary import compound_parts, domain_words, is_english, is_norwegian


@pytest.mark.parametrize("word", ["barnevern", "skolevegring", "selvskading", "helsestasjon", "avlastning", "logoped"])
def test_the_domain_has_the_words_that_families_need(word: str) -> None:
    assert word in domain_words()


def test_long_words_are_split_into_the_domains_words_and_more() -> None:
    assert domain_words() < compound_parts()


@pytest.mark.parametrize("word", ["vegring", "problematikk", "foreldre"])
def test_what_only_ends_or_begins_a_compound_is_no_word_to_mend_towards(word: str) -> None:
    assert word in compound_parts() - domain_words()


@pytest.mark.parametrize("word", ["gutt", "guttene", "gutane", "skulen", "skolene", "kvifor", "hvorfor", "utagering"])
def test_words_of_bokmaal_nynorsk_and_the_domain_are_norwegian_in_all_forms(word: str) -> None:
    assert is_norwegian(word)


@pytest.mark.parametrize("word", ["skloe", "xyz", "daughter", "szkoła", "😢"])
def test_what_no_norwegian_dictionary_has_is_not_norwegian(word: str) -> None:
    assert not is_norwegian(word)


@pytest.mark.parametrize("word", ["about", "daughter", "help", "school", "bullying", "does"])
def test_english_words_are_known_as_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["barnevern", "ikkje", "skloe", "😢"])
def test_what_no_english_dictionary_has_is_not_english(word: str) -> None:
    assert not is_english(word)
