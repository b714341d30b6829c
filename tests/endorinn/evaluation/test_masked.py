"""Of a handful of messages it can be counted on paper what was hidden."""

from __future__ import annotations

from typing import Any

from endorinn.evaluation.asked import FRESH, WORKED, read_questions
from endorinn.evaluation.figures import HIDDEN_NAMES, HIDDEN_NUMBERS, WRONGLY_HIDDEN, Figure
from endorinn.evaluation.masked import masking_figures
from foundation.names import NO_PHRASES
from knowledge.names import names_of_content


def message(text: str, **spans: str) -> dict[str, Any]:
    return {"text": text, "spans": [{"kind": kind.replace("_", "-"), "text": span} for kind, span in spans.items()]}


def test_shares_are_of_pieces_by_kind_and_of_the_words_beside_them() -> None:
    questions = [
        message("Ring 98765432 nå", telefonnummer="98765432"),
        message("Ring 1234 nå", telefonnummer="1234"),
        message("Skriv til kari@example.no", e_post="kari@example.no"),
        message("Kari Nordmann", navn="Kari"),
        message("Erik på ni", navn="Erik"),
    ]
    assert masking_figures(FRESH, questions, NO_PHRASES) == [
        Figure(FRESH, HIDDEN_NUMBERS, "", 2 / 3, 3),
        Figure(FRESH, HIDDEN_NUMBERS, "e-post", 1.0, 1),
        Figure(FRESH, HIDDEN_NUMBERS, "telefonnummer", 0.5, 2),
        Figure(FRESH, HIDDEN_NAMES, "", 0.5, 2),
        Figure(FRESH, WRONGLY_HIDDEN, "", 1 / 9, 9),
    ]


def test_a_piece_is_hidden_only_where_it_is_hidden_whole_and_everywhere() -> None:
    questions = [message("Kari ringte. Kari Nordmann ringte igjen.", navn="Kari")]
    assert masking_figures(WORKED, questions, NO_PHRASES)[0] == Figure(WORKED, HIDDEN_NAMES, "", 0.0, 1)


def test_nothing_to_measure_gives_no_figure() -> None:
    assert masking_figures(WORKED, [], NO_PHRASES) == []


def test_all_that_is_personal_in_the_worked_messages_is_hidden_and_hardly_anything_else() -> None:
    figures = masking_figures(WORKED, read_questions(WORKED, "masking.jsonl"), names_of_content())
    assert [one for one in figures if one.is_reached is False] == []
