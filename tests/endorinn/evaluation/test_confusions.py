"""What was taken for what: of the worked collection only, the most frequent first."""

from __future__ import annotations

import pytest

from endorinn.evaluation.asked import FRESH, WORKED, Asked
from endorinn.evaluation.confusions import NOTHING, WORST, Confusion, Miss, confusions, misses
from tests.endorinn.evaluation.collections_made import asked, message


def test_what_was_understood_is_no_confusion() -> None:
    assert confusions([message(["sfo"], collection=WORKED)]) == []


def test_question_types_and_needs_that_were_taken_for_others() -> None:
    messages = [
        message(["sfo"], {"vold": 0.9}, collection=WORKED, understood="pris", text="en"),
        message(["sfo"], {"vold": 0.9, "bolig": 0.8}, collection=WORKED, text="to"),
    ]
    assert confusions(messages) == [
        Confusion("need", "sfo", "vold", ("en", "to")),
        Confusion("question type", "finn-hjelp", "pris", ("en",)),
    ]


def test_a_need_for_which_nothing_was_found_is_told_with_a_dash() -> None:
    assert confusions([message(["sfo"], {}, collection=WORKED)]) == [Confusion("need", "sfo", NOTHING, ("En melding",))]


def test_a_need_that_was_found_beside_another_is_no_confusion() -> None:
    assert confusions([message(["sfo"], {"vold": 0.9, "sfo": 0.5}, collection=WORKED)]) == []


def test_only_the_first_need_that_was_meant_is_looked_at() -> None:
    assert confusions([message(["sfo", "vold"], {"sfo": 0.9}, collection=WORKED)]) == []
    assert confusions([message([], {"sfo": 0.9}, collection=WORKED)]) == []


def test_the_worst_twenty_are_told_the_most_frequent_first() -> None:
    often = [
        message(collection=WORKED, meant=f"type-{at:02}", understood="pris") for at in range(25) for _ in range(at)
    ]
    told = confusions(often)
    assert len(told) == WORST
    assert [len(one.texts) for one in told] == list(range(24, 4, -1))


def test_the_errors_of_fresh_messages_are_never_told() -> None:
    assert confusions([message(["sfo"], {"vold": 0.9}, collection=FRESH, understood="pris")]) == []


def test_fresh_messages_add_no_text_to_the_confusions_of_worked_ones() -> None:
    both = [message(["sfo"], {}, collection=name, text=name) for name in (FRESH, WORKED, FRESH)]
    assert [one.texts for one in confusions(both)] == [(WORKED,)]


def test_an_answer_of_the_worked_collection_tells_all_that_it_lacks() -> None:
    lacking = asked({"outcome": "acute", "reply_contains": ["12"]}, "10 timer", collection=WORKED)
    assert misses([lacking]) == [
        Miss("a-1", "Et spørsmål", "outcome answered"),
        Miss("a-1", "Et spørsmål", "reply lacks «12»"),
    ]


@pytest.mark.parametrize(
    "one",
    [asked({"outcome": "acute"}, "", collection=FRESH), asked({"outcome": "answered"}, "", collection=WORKED)],
    ids=["fresh", "right"],
)
def test_what_is_fresh_or_right_is_no_miss(one: Asked) -> None:
    assert misses([one]) == []
