"""A desk is open in its hours, closed on Norwegian public holidays, and says when it opens next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.calendar import (
    WEEKDAYS,
    is_holiday,
    is_open,
    is_open_day,
    never_closes,
    open_day_after,
    opened_on,
    opens_next,
)
from foundation.clock import NORWAY
from foundation.desks import ALWAYS, Desk, Hours

NINE, NOON, THREE = time(9), time(12), time(15)
WEEK = Desk(opening=(Hours(days=("ma", "ti", "on", "to", "fr"), since=NINE, until=THREE),))
# With a break at noon on Mondays, an evening until midnight on Thursdays, and Fridays in two spans without a break.
SPLIT = Desk(
    opening=(
        Hours(days=("ma",), since=THREE, until=time(18)),
        Hours(days=("ma", "fr"), since=NINE, until=NOON),
        Hours(days=("fr",), since=NOON, until=THREE),
        Hours(days=("to",), since=time(18), until=time(0)),
    )
)
SUNDAYS = Desk(opening=(Hours(days=("so",), since=NOON, until=THREE),))
ALL_DAYS = Desk(opening=(Hours(days=WEEKDAYS, since=NINE, until=THREE),))


def at(text: str) -> datetime:
    """A moment in Norway."""
    return datetime.fromisoformat(text).replace(tzinfo=NORWAY)


@pytest.mark.parametrize(
    ("desk", "moment", "is_so"),
    [
        (WEEK, "2026-11-30T08:59:59", False),
        (WEEK, "2026-11-30T09:00", True),
        (WEEK, "2026-11-30T14:59:59", True),
        (WEEK, "2026-11-30T15:00", False),
        (WEEK, "2026-11-28T10:00", False),  # Saturday
        (WEEK, "2026-12-25T10:00", False),  # Christmas Day, a Friday
        (WEEK, "2026-12-24T10:00", True),  # Christmas Eve is a working day by law.
        (WEEK, "2027-05-17T10:00", False),  # a Monday
        (WEEK, "2027-03-25T10:00", False),  # Maundy Thursday
        (ALL_DAYS, "2026-11-29T10:00", True),  # a Sunday by itself is no holiday
        (ALL_DAYS, "2027-03-28T10:00", False),  # Easter Sunday
        (SPLIT, "2026-11-30T11:59", True),
        (SPLIT, "2026-11-30T12:00", False),
        (SPLIT, "2026-11-30T15:00", True),
        (SPLIT, "2026-12-04T12:00", True),
        (SPLIT, "2026-12-03T23:59:59", True),
        (SPLIT, "2026-12-04T00:00", False),
        (ALWAYS, "2026-11-29T03:00", True),
        (ALWAYS, "2026-12-25T00:00", True),
    ],
)
def test_a_desk_is_open_in_its_hours_and_on_no_holiday(desk: Desk, moment: str, *, is_so: bool) -> None:
    assert is_open(desk, at(moment)) is is_so


@pytest.mark.parametrize(
    ("moment", "is_so"),
    [
        ("2026-11-30T08:00", True),  # 09:00 in winter
        ("2026-11-30T07:59", False),
        ("2026-11-30T14:00", False),
        ("2026-06-30T07:00", True),  # 09:00 in summer
        ("2026-06-30T13:00", False),
    ],
)
def test_the_hours_are_norways_whatever_zone_asks(moment: str, *, is_so: bool) -> None:
    assert is_open(WEEK, datetime.fromisoformat(moment).replace(tzinfo=UTC)) is is_so


@pytest.mark.parametrize(
    ("desk", "now", "moment"),
    [
        (WEEK, "2026-11-30T08:00", "2026-11-30T09:00"),
        (WEEK, "2026-11-30T09:00", "2026-12-01T09:00"),  # It opens now; next is tomorrow.
        (WEEK, "2026-11-30T12:00", "2026-12-01T09:00"),
        (WEEK, "2026-11-27T15:00", "2026-11-30T09:00"),  # over a weekend
        (WEEK, "2026-12-24T15:00", "2026-12-28T09:00"),  # over Christmas
        (WEEK, "2027-03-24T15:00", "2027-03-30T09:00"),  # over Easter, and over the change of the clock
        (WEEK, "2026-12-31T15:00", "2027-01-04T09:00"),  # over New Year
        (SPLIT, "2026-11-30T10:00", "2026-11-30T15:00"),  # after a break
        (SPLIT, "2026-12-04T10:00", "2026-12-07T09:00"),  # Friday's second span is no opening.
        (SPLIT, "2026-12-03T20:00", "2026-12-04T09:00"),
        (SUNDAYS, "2027-03-22T10:00", "2027-04-04T12:00"),  # Easter Sunday is passed over.
    ],
)
def test_it_says_when_it_opens_next(desk: Desk, now: str, moment: str) -> None:
    assert opens_next(desk, at(now)) == at(moment)


def test_the_next_opening_is_told_in_norways_time() -> None:
    opens = opens_next(WEEK, datetime(2027, 3, 26, 12, tzinfo=UTC))
    assert opens is not None
    assert opens.isoformat() == "2027-03-30T09:00:00+02:00"


def test_what_never_closes_never_opens() -> None:
    assert (never_closes(ALWAYS), opens_next(ALWAYS, at("2026-12-25T12:00"))) == (True, None)
    assert [never_closes(desk) for desk in (WEEK, SPLIT, SUNDAYS, ALL_DAYS)] == [False] * 4


@pytest.mark.parametrize(
    ("desk", "day", "n", "found"),
    [
        (WEEK, "2026-11-30", 1, "2026-12-01"),
        (WEEK, "2026-11-30", 5, "2026-12-07"),
        (WEEK, "2026-11-27", 1, "2026-11-30"),
        (WEEK, "2026-11-28", 1, "2026-11-30"),
        (WEEK, "2026-12-24", 1, "2026-12-28"),
        (WEEK, "2026-12-24", 5, "2027-01-04"),
        (WEEK, "2027-03-24", 1, "2027-03-30"),
        (WEEK, "2027-05-14", 1, "2027-05-18"),  # 17 May is a Monday, and so is Whit Monday that year.
        (SPLIT, "2026-11-30", 2, "2026-12-04"),
        (SUNDAYS, "2027-03-21", 1, "2027-04-04"),
        (ALWAYS, "2026-12-24", 1, "2026-12-25"),
    ],
)
def test_open_days_are_counted_without_weekends_and_holidays(desk: Desk, day: str, n: int, found: str) -> None:
    assert open_day_after(desk, date.fromisoformat(day), n) == date.fromisoformat(found)


@pytest.mark.parametrize(
    ("desk", "day", "moment"),
    [
        (WEEK, "2026-11-30", "2026-11-30T09:00"),
        (SPLIT, "2026-11-30", "2026-11-30T09:00"),  # the earliest, whichever is written first
        (SPLIT, "2026-12-01", None),
        (WEEK, "2026-12-25", None),
        (ALWAYS, "2026-12-25", "2026-12-25T00:00"),
    ],
)
def test_it_says_when_it_opened_on_a_day(desk: Desk, day: str, moment: str | None) -> None:
    opened = opened_on(desk, date.fromisoformat(day))
    assert opened == (at(moment) if moment else None)
    assert is_open_day(desk, date.fromisoformat(day)) is (moment is not None)


def test_all_public_holidays_of_a_year_are_known() -> None:
    first = date(2027, 1, 1)
    days = (first + timedelta(days=ahead) for ahead in range(365))
    assert [f"{day:%m-%d}" for day in days if is_holiday(day)] == [
        "01-01",
        "03-25",
        "03-26",
        "03-28",
        "03-29",
        "05-01",
        "05-06",
        "05-16",
        "05-17",
        "12-25",
        "12-26",
    ]


CLOCKS = st.times(min_value=time(4), max_value=time(22)).map(lambda clock: clock.replace(second=0, microsecond=0))
SPANS = st.builds(
    lambda days, ends: Hours(days=tuple(sorted(days)), since=min(ends), until=max(ends)),
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.sets(CLOCKS, min_size=2, max_size=2),
)
DESKS = st.lists(SPANS, min_size=1, max_size=4).map(lambda spans: Desk(opening=tuple(spans)))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zoned beside


@given(desk=DESKS, now=MOMENTS)
def test_at_the_next_opening_any_desk_opens_and_has_not_opened_before(desk: Desk, now: datetime) -> None:
    opens = opens_next(desk, now)
    assert opens is not None
    opens = opens.astimezone(UTC)
    assert (opens > now, is_open(desk, opens)) == (True, True)
    assert not is_open(desk, opens - timedelta(microseconds=1))
    between = (now + timedelta(hours=hours) for hours in range(int((opens - now) / timedelta(hours=1)) + 1))
    states = [is_open(desk, moment) for moment in between if moment < opens]
    assert states == sorted(states, reverse=True)  # Once closed, it stays closed until then.


@given(desk=DESKS, now=MOMENTS)
def test_the_next_open_day_is_the_first_one_that_is_open(desk: Desk, now: datetime) -> None:
    found = open_day_after(desk, now.date(), 1)
    passed = (now.date() + timedelta(days=ahead) for ahead in range(1, (found - now.date()).days))
    assert is_open_day(desk, found)
    assert [day for day in passed if is_open_day(desk, day)] == []
