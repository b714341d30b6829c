from __future__ import annotations

from typing import List

import pytest
from components.clauses import clauses, parts_to_read

from workshop import Lesson

STORY = "Gutten vil ikke på skolen, og han er mye alene. Vi har dårlig råd"


def texts(lesson: Lesson, message: str) -> List[str]:
    (read,) = lesson.tokenized(message)
    return [" ".join(token.text for token in clause) for clause in clauses(read.get("text_tokens"))]


def parts(lesson: Lesson, message: str, shortest: int = 10) -> List[str]:
    (read,) = lesson.tokenized(message)
    return [" ".join(token.text for token in part) for part in parts_to_read(read.get("text_tokens"), shortest)]


def test_clauses_end_at_marks_and_conjunctions(lesson: Lesson) -> None:
    assert texts(lesson, STORY) == ["Gutten vil ikke på skolen", "han er mye alene", "Vi har dårlig råd"]


def test_a_long_message_is_read_in_clauses_and_pairs_of_them(lesson: Lesson) -> None:
    assert parts(lesson, STORY) == [
        "Gutten vil ikke på skolen",
        "han er mye alene",
        "Vi har dårlig råd",
        "Gutten vil ikke på skolen han er mye alene",
        "han er mye alene Vi har dårlig råd",
    ]


def test_a_few_words_are_no_part_by_themselves(lesson: Lesson) -> None:
    assert parts(lesson, "Gutten vil ikke på skolen. Hjelp oss. Vi har dårlig råd nå") == [
        "Gutten vil ikke på skolen",
        "Vi har dårlig råd nå",
        "Gutten vil ikke på skolen Hjelp oss",
        "Hjelp oss Vi har dårlig råd nå",
    ]


@pytest.mark.parametrize(
    "message", ["", "...", "Gutten vil ikke på skolen og han er mye alene", "en lang setning uten " * 9]
)
def test_a_short_message_and_one_clause_are_read_as_a_whole_only(lesson: Lesson, message: str) -> None:
    assert parts(lesson, message, shortest=20) == []
