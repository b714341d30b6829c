"""When a desk is open: its hours, Norwegian public holidays, and the next opening. All of it in Norway's own time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import count, islice
from typing import TYPE_CHECKING

from holidays import country_holidays

from foundation.clock import NORWAY
from foundation.desks import MIDNIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from foundation.desks import Desk, Hours, Weekday

WEEKDAYS: tuple[Weekday, ...] = ("ma", "ti", "on", "to", "fr", "lo", "so")
# Longer than the holidays of any spring keep a desk closed that is open on one weekday.
DAYS_AHEAD = 60
INSTANT = timedelta(microseconds=1)


@cache
def is_holiday(day: date) -> bool:
    """Whether a day is a Norwegian public holiday; a Sunday by itself is none."""
    return day in country_holidays("NO", years=day.year)


def never_closes(desk: Desk) -> bool:
    """Whether a desk is open day and night, every day of the week: then on public holidays too."""
    whole = {day for hours in desk.opening if hours.since == hours.until == MIDNIGHT for day in hours.days}
    return whole == set(WEEKDAYS)


def is_open(desk: Desk, now: datetime) -> bool:
    """Whether somebody is to be there at a moment, of any time zone. On a public holiday nobody is."""
    there = now.astimezone(NORWAY)
    clock = there.time()
    return any(
        hours.since <= clock and (clock < hours.until or hours.until == MIDNIGHT) for hours in _on(desk, there.date())
    )


def opens_next(desk: Desk, now: datetime) -> datetime | None:
    """The next moment after `now` at which the desk opens, in Norway's time; None where it never closes.

    Hours that follow on others without a break are no opening: the desk is open then already.
    """
    today = now.astimezone(NORWAY).date()
    days = (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return next((moment for day in days for moment in _openings(desk, day) if moment.astimezone(UTC) > now), None)


def opened_on(desk: Desk, day: date) -> datetime | None:
    """When the first hours of a day begin, in Norway's time; None where the desk is closed all day."""
    return min((_at(day, hours.since) for hours in _on(desk, day)), default=None)


def closes_on(desk: Desk, day: date) -> datetime | None:
    """When the last hours of a day end, in Norway's time; None where the desk is closed all day."""
    return max((_until(day, hours) for hours in _on(desk, day)), default=None)


def is_open_day(desk: Desk, day: date) -> bool:
    """Whether the desk is open at some time of a day."""
    return bool(_on(desk, day))


def open_day_after(desk: Desk, day: date, n: int) -> date:
    """The day that is the `n`th open one after `day`, which itself does not count; `n` is 1 or more."""
    days = (day + timedelta(days=ahead) for ahead in count(1))
    return next(islice((one for one in days if is_open_day(desk, one)), n - 1, None))


def _on(desk: Desk, day: date) -> tuple[Hours, ...]:
    """The hours of a day."""
    if is_holiday(day) and not never_closes(desk):
        return ()
    return tuple(hours for hours in desk.opening if WEEKDAYS[day.weekday()] in hours.days)


def _openings(desk: Desk, day: date) -> Iterator[datetime]:
    """The moments of a day at which the desk opens and was closed before, in order."""
    for moment in sorted(_at(day, hours.since) for hours in _on(desk, day)):
        if not is_open(desk, moment.astimezone(UTC) - INSTANT):
            yield moment


def _until(day: date, hours: Hours) -> datetime:
    ends = day + timedelta(days=1) if hours.until == MIDNIGHT else day
    return _at(ends, hours.until)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, NORWAY)
