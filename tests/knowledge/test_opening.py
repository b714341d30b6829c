"""Whether a line is open now: yes, no, or not known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from foundation.clock import NORWAY
from knowledge.opening import is_open
from knowledge.records import Line

if TYPE_CHECKING:
    from knowledge import Library

WEEKDAYS = {"days": ["ma", "ti", "on", "to", "fr"], "since": "08:00", "until": "15:00"}
EVENING = {"days": ["fr", "lo"], "since": "18:00", "until": "00:00"}


def line(opening: Any) -> Line:  # noqa: ANN401 - what an editor writes
    """Return a line with these opening hours."""
    label = {"nb": "Telefon", "nn": "Telefon"}
    return Line.model_validate({"channel": "telefon", "value": "116 111", "label": label, "opening": opening})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment in the week of Monday 23 November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=NORWAY)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(25, 7, 59), False),
        (at(25, 8), True),
        (at(25, 14, 59), True),
        (at(25, 15), False),
        (at(28, 12), False),
        (at(27, 18), True),
        (at(28, 23, 59), True),
        (at(29, 0), False),
    ],
)
def test_a_line_is_open_within_its_spans_only(moment: datetime, *, expected: bool) -> None:
    assert is_open(line([WEEKDAYS, EVENING]), moment) is expected


@pytest.mark.parametrize("moment", [at(25, 3), at(29, 12)])
def test_a_line_that_is_always_open_is_open(moment: datetime) -> None:
    assert is_open(line("always"), moment) is True


def test_hours_that_nobody_has_told_are_not_guessed() -> None:
    assert is_open(line(None), at(25, 12)) is None


def test_the_hour_is_norways_also_in_summer() -> None:
    summer = datetime(2026, 6, 24, 6, 30, tzinfo=UTC).astimezone(NORWAY)
    assert is_open(line([WEEKDAYS]), summer) is True


@pytest.mark.parametrize("number", ["110", "112", "113", "116 117", "116 111", "116 123", "116 006"])
def test_the_lines_of_need_are_open_day_and_night(library: Library, number: str) -> None:
    lines = [one for helpline in library.view(None, at(25, 3).date()).helplines for one in helpline.lines]
    assert {is_open(one, at(25, 3)) for one in lines if one.value == number and one.channel == "telefon"} == {True}


@pytest.mark.parametrize(
    "day",
    [date(2026, 5, 17), date(2026, 12, 25), date(2027, 3, 29), date(2027, 5, 6)],
    ids=["17.5.", "jul", "påske", "himmel"],
)
def test_on_a_public_holiday_what_is_open_on_weekdays_is_closed(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=NORWAY)
    assert is_open(line([WEEKDAYS]), moment) is False
    assert is_open(line("always"), moment) is True


def test_whether_sunday_hours_hold_on_a_holiday_is_not_known() -> None:
    daily = {"days": ["ma", "ti", "on", "to", "fr", "lo", "so"], "since": "14:00", "until": "22:00"}
    assert is_open(line([daily]), datetime(2026, 12, 25, 15, tzinfo=NORWAY)) is None
    assert is_open(line([daily]), datetime(2026, 11, 29, 15, tzinfo=NORWAY)) is True


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 28)])
def test_a_day_beside_a_holiday_keeps_its_hours(day: date) -> None:
    assert is_open(line([WEEKDAYS]), datetime(day.year, day.month, day.day, 12, tzinfo=NORWAY)) is True
