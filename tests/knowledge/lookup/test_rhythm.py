"""How often an arena meets, as numbers: what is half told or turned round is refused with what to mend."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.records import Arena, Rhythm

DAY_AND_WEEK = "give both `on` and `week`, or neither"
FROM_AND_UNTIL = "give both `since` and `until`, and the day with them, or neither"
SAME_DAY = "a meeting ends later the same day"
IN_QUOTES = 'write a clock time in quotes, as "15:30"'
MONTHLY = {"every": "maned", "least": 1}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"on": "ti"}, DAY_AND_WEEK),
        ({"week": 2}, DAY_AND_WEEK),
        ({"on": "ti", "week": 2, "since": "09:00"}, FROM_AND_UNTIL),
        ({"on": "ti", "week": 2, "until": "09:00"}, FROM_AND_UNTIL),
        ({"since": "09:00", "until": "11:30"}, FROM_AND_UNTIL),
        ({"on": "ti", "week": 2, "since": "11:30", "until": "09:00"}, SAME_DAY),
        ({"on": "ti", "week": 2, "since": "09:00", "until": "09:00"}, SAME_DAY),
        ({"on": "ti", "week": 2, "since": 540, "until": "11:30"}, IN_QUOTES),
    ],
)
def test_a_rhythm_that_is_half_told_or_turned_round_says_what_to_mend(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Rhythm.model_validate(MONTHLY | fields)
    [fault] = caught.value.errors()
    assert fault["msg"] == f"Value error, {message}"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"least": 0}, "least"),
        ({"least": 61}, "least"),
        ({"most": 0}, "most"),
        ({"autumn": 0}, "autumn"),
        ({"spring": 31}, "spring"),
        ({"every": "uke"}, "every"),
        ({"on": "tirsdag", "week": 2}, "on"),
        ({"on": "ti", "week": 0}, "week"),
        ({"on": "ti", "week": 6}, "week"),
        ({"weekday": "ti"}, "weekday"),
    ],
)
def test_a_rhythm_of_impossible_numbers_days_or_keys_is_refused_by_name(fields: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Rhythm.model_validate(MONTHLY | fields)
    assert [fault["loc"] for fault in caught.value.errors()] == [(place,)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"most": 3},
        {"every": "skolear", "least": 5, "autumn": 2, "spring": 3},
        {"on": "fr", "week": 5},
        {"on": "ma", "week": 1, "since": "08:15", "until": "09:00"},
    ],
)
def test_what_is_told_whole_is_kept_as_it_was_told(fields: dict[str, Any]) -> None:
    told = MONTHLY | fields
    assert Rhythm.model_validate(told).model_dump(mode="json", exclude_none=True) == {
        key: f"{value}:00" if key in {"since", "until"} else value for key, value in told.items()
    }


def test_clock_times_are_read_as_hours_and_minutes() -> None:
    rhythm = Rhythm.model_validate(MONTHLY | {"on": "on", "week": 3, "since": "09:00", "until": "11:30"})
    assert (rhythm.since, rhythm.until) == (time(9), time(11, 30))


def test_a_fault_in_the_rhythm_of_an_arena_is_told_with_its_place() -> None:
    words = {"nb": "Team", "nn": "Team"}
    source = {"document": "dokument", "locator": "Side 1", "checked": "2026-11-01"}
    arena = {"id": "oppdal/arena", "kind": "arena", "sources": [source], "review_by": "2027-11-01"}
    with pytest.raises(ValidationError) as caught:
        Arena.model_validate(arena | {"name": words, "text": words, "rhythm": MONTHLY | {"on": "ti"}})
    assert [(fault["loc"], fault["msg"]) for fault in caught.value.errors()] == [
        (("rhythm",), f"Value error, {DAY_AND_WEEK}")
    ]
