"""What the assistant says that is no fact: in every language, with the same blanks, and without a fact in it."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import yaml

from knowledge.query import Language
from knowledge.records import Text
from knowledge.texts import FOLDER, channel_words, in_words, say

TEXTS: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "texts.yml").read_text(encoding="utf-8"))
BLANK = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("key", list(TEXTS))
def test_a_text_is_in_every_language_with_the_same_blanks(key: str) -> None:
    assert set(TEXTS[key]) == set(get_args(Language.__value__))
    blanks = {language: sorted(BLANK.findall(text)) for language, text in TEXTS[key].items()}
    assert blanks["nb"] == blanks["nn"] == blanks["en"] or key == "notice_content_nb"


@pytest.mark.parametrize("key", list(TEXTS))
def test_a_text_holds_no_number_and_no_address(key: str) -> None:
    assert [text for text in TEXTS[key].values() if re.search(r"\d|https?:|@", text)] == []


def test_blanks_are_filled() -> None:
    assert say("checked", "nn", date="25.11.2026") == "sjekka 25.11.2026"


def test_a_text_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("finnes_ikke", "nb")


def test_english_is_told_facts_in_bokmal() -> None:
    text = Text(nb="skole", nn="skule")
    assert [in_words(text, language) for language in ("nb", "nn", "en")] == ["skole", "skule", "skole"]


def test_the_words_for_a_phone_ask_for_a_phone() -> None:
    assert {"telefonnummer", "nummer"} <= set(channel_words()["telefon"])
