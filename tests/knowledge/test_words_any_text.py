"""Stems of any text: the same for the same words, and never a fault."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.words import holds, is_word, stem, stems, telling_stems
from tests.fuzzing import cases

WORDS = ("skulen", "barnevern", "PPT", "SFO", "ho", "ikkje", "søsken", "COS-P", "17", "år", "İ", "ſ", "ﬁ", "ß", "²")
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=40).map(" ".join),
)


@settings(max_examples=cases(300))
@given(text=TEXTS)
@example(text="\ud800")
@example(text="İstanbul ǅ ΐ")
def test_every_text_has_stems_in_small_letters_without_blanks(text: str) -> None:
    found = stems(text)
    assert [word for word in found if not word or word != word.lower() or word.split() != [word]] == []


@settings(max_examples=cases(300))
@given(text=TEXTS)
def test_what_tells_is_part_of_what_is_said(text: str) -> None:
    assert set(telling_stems(text)) <= set(stems(text))


@settings(max_examples=cases(200))
@given(one=TEXTS, other=TEXTS)
def test_two_texts_side_by_side_have_the_stems_of_both(one: str, other: str) -> None:
    both = stems(f"{one}\n{other}")
    assert both == (*stems(one), *stems(other))
    assert holds(both, stems(one)) or not stems(one)


@settings(max_examples=cases(200))
@given(word=st.text(min_size=1, max_size=30))
def test_every_word_is_known_or_not(word: str) -> None:
    assert is_word(word) in {True, False}
    assert stem(word) == stem(word)
