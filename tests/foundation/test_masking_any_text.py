"""Whatever is written, masking ends, hides what it says that it hides, and finds nothing more when it looks again."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foundation.masking import mask
from tests.fuzzing import cases

# Five times the longest message that the front door lets in.
LONGEST = 10_000
SECONDS_FOR_LONGEST = 2.0
# Synthetic: nobody has them.
NATIONAL_IDS = ("01819012365", "41019012393", "01419012382")
PHONES = ("91234567", "22 33 44 55", "+47 912 34 567")
PIECES = (
    *NATIONAL_IDS, *PHONES, "018190 12365", "1234.56.78901", "kari@example.com", "Storgata 5", "på Lia vei 12 b",
    "116 111", "113", "[nummer]", "[telefonnummer]", "@", "+47", "gata 4", "-", ".", " ", "\n", "\u00a0", "😭", "12",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text("0123456789 .-+()/@aåAÅ[]", max_size=120),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=25).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
)
WORDS = st.lists(st.sampled_from(("hei", "barnet", "mitt", "har", "vi", "ring", "og")), max_size=8).map(" ".join)


@settings(max_examples=cases(300))
@given(text=TEXTS)
@example(text="\ud800")
@example(text="\x00 01819012365")
def test_every_text_is_masked_and_what_is_hidden_is_named_once(text: str) -> None:
    masked = mask(text)
    assert len(set(masked.hidden)) == len(masked.hidden)
    assert [word for word in masked.hidden if f"[{word}]" not in masked.text] == []
    if not masked.hidden:
        assert masked.text == text


@settings(max_examples=cases(300))
@given(text=TEXTS)
def test_what_is_masked_holds_nothing_more_to_hide(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@settings(max_examples=cases(200))
@given(before=WORDS, number=st.sampled_from((*NATIONAL_IDS, *PHONES)), after=WORDS)
def test_a_number_that_points_to_a_person_is_hidden_among_any_words(before: str, number: str, after: str) -> None:
    assert number not in mask(f"{before} {number} {after}").text


UNITS = ("1", "1 ", "12-", "a@", "a.", "A", "Aa ", "Storgata ", "veien 1", "+47", "(", "91234567 ", "😭", "\u0301")


@pytest.mark.parametrize("unit", UNITS)
def test_the_longest_text_is_masked_in_bounded_time(unit: str) -> None:
    text = (unit * LONGEST)[:LONGEST]
    began = time.process_time()
    mask(text)
    assert time.process_time() - began < SECONDS_FOR_LONGEST
