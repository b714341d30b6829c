from __future__ import annotations

from typing import List, Tuple

import pytest
from components.tokenizer import NORM, PARTS
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT

from workshop import Lesson


def tokens(lesson: Lesson, text: str) -> List[Token]:
    (message,) = lesson.tokenized(text)
    return message.get(TOKENS_NAMES[TEXT])


def test_each_token_has_the_words_own_text_its_common_form_and_its_lemma(lesson: Lesson) -> None:
    told = [(token.text, token.get(NORM), token.lemma) for token in tokens(lesson, "Guten vil ikkje")]
    assert told == [("Guten", "gutten", "gutt"), ("vil", "vil", "ville"), ("ikkje", "ikke", "ikke")]


def test_a_token_stands_where_it_was_written(lesson: Lesson) -> None:
    text = "Hei!  Jenta\nvår, på 12 🙂"
    assert [text[token.start : token.end] for token in tokens(lesson, text)] == [
        "Hei",
        "!",
        "Jenta",
        "vår",
        ",",
        "på",
        "12",
        "🙂",
    ]


@pytest.mark.parametrize("text", ["   ", "\n\t"])
def test_white_space_is_no_token(lesson: Lesson, text: str) -> None:
    assert tokens(lesson, text) == []


def test_punctuation_is_split_off_and_abbreviations_are_kept(lesson: Lesson) -> None:
    assert [token.text for token in tokens(lesson, "PPT/BUP (f.eks. logoped)?")] == [
        "PPT",
        "/",
        "BUP",
        "(",
        "f.eks.",
        "logoped",
        ")",
        "?",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("skolevegringsproblematikk", [("skolevegring", "problematikk")]),
        ("barne vernet", [(), ("barnevern",)]),
        ("Guten vil ikkje", [(), (), ()]),
    ],
)
def test_a_token_has_the_parts_of_a_compound(lesson: Lesson, text: str, parts: List[Tuple[str, ...]]) -> None:
    assert [token.get(PARTS) for token in tokens(lesson, text)] == parts


@pytest.mark.parametrize("hidden", ["[navn]", "[fødselsnummer]", "[e-post]", "[telefonnummer]"])
def test_what_stands_for_hidden_data_is_no_token(lesson: Lesson, hidden: str) -> None:
    text = f"Ring {hidden}, takk"
    assert [text[token.start : token.end] for token in tokens(lesson, text)] == ["Ring", ",", "takk"]
    assert tokens(lesson, hidden) == []
