from __future__ import annotations

from typing import List, Optional

import pytest
from components.language import LANGUAGE, WrittenStandard
from components.written import marks, written_in

from workshop import Lesson, Workshop


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hvem kan hjelpe dattera mi, hun vil ikke på skolen?", "nb"),
        ("Kven kan hjelpe meg? Eg veit ikkje kva eg skal gjere.", "nn"),
        ("Where can I get help for my daughter?", "en"),
        ("PPT Tynset", None),
        ("🙂", None),
        ("", None),
    ],
)
def test_the_message_is_marked_with_its_written_standard(
    workshop: Workshop, lesson: Lesson, text: str, expected: Optional[str]
) -> None:
    (message,) = workshop.create(WrittenStandard).process(lesson.tokenized(text))
    assert message.get(LANGUAGE) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ikkje"], "nn"),
        (["ikke"], "nb"),
        (["the"], "en"),
        (["ikkje", "ikke"], "nb"),
        (["ikkje", "the"], "nb"),
        (["ikkje", "eg", "ikke"], "nn"),
        (["tynset"], None),
        ([], None),
    ],
)
def test_most_telling_words_win_and_a_tie_is_bokmaal(words: List[str], expected: Optional[str]) -> None:
    assert written_in(words) == expected


def test_a_word_in_capitals_tells_as_much(workshop: Workshop, lesson: Lesson) -> None:
    (message,) = workshop.create(WrittenStandard).process(lesson.tokenized("EG VEIT IKKJE"))
    assert message.get(LANGUAGE) == "nn"


def test_the_language_is_among_what_rasa_tells_of_a_message(workshop: Workshop, lesson: Lesson) -> None:
    (message,) = workshop.create(WrittenStandard).process(lesson.tokenized("Eg veit ikkje"))
    assert message.as_dict(only_output_properties=True)[LANGUAGE] == "nn"


@pytest.mark.parametrize(("one", "other"), [("nb", "nn"), ("nb", "en"), ("nn", "en")])
def test_no_word_tells_two_languages(one: str, other: str) -> None:
    assert marks()[one] & marks()[other] == set()
