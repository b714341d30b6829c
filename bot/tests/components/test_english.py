"""A message in English is read by way of Norwegian; what is Norwegian is left as it is."""

from __future__ import annotations

from typing import Dict

import pytest
from components.normal_form import english_forms, norwegian


def forms(text: str) -> Dict[str, str]:
    return {token.text: token.norm_ for token in norwegian()(text)}


def test_english_words_are_read_as_the_norwegian_ones() -> None:
    read = forms("My daughter is being bullied at school and she cries every night")
    assert (read["daughter"], read["school"], read["she"]) == ("datter", "skole", "hun")


@pytest.mark.parametrize("text", ["Han vil ikke til skolen i kveld", "Ho er så lei seg at ho ikkje et", "barn"])
def test_norwegian_words_that_are_spelt_like_english_ones_are_left_alone(text: str) -> None:
    english = {word: form for word, form in english_forms().items() if word in text.lower().split()}
    read = forms(text)
    assert all(read[word] != form for word, form in english.items() if word in read and form != word)


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_an_apostrophe_is_an_apostrophe_on_a_phone_too(apostrophe: str) -> None:
    assert forms(f"I don{apostrophe}t know what my son needs")[f"don{apostrophe}t"] == "ikke"


def test_every_english_form_is_one_word_in_small_letters() -> None:
    assert len(english_forms()) > 2000
    for form, common in english_forms().items():
        assert form == form.lower()
        assert common == common.lower()
        assert not set(" \t") & set(form + common)
