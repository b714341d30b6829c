"""Whether a line is open at a moment."""

from __future__ import annotations

from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING

from holidays import country_holidays

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.records import Contact, Line

WEEKDAYS = ("ma", "ti", "on", "to", "fr", "lo", "so")
SUNDAY = "so"


def is_open(line: Contact | Line, now: datetime) -> bool | None:
    """True or False where the hours are known as spans; None where they are not.

    On a public holiday what is open on weekdays only is closed. Whether what is open on Sundays too then keeps its
    hours, no source says.
    """
    if line.opening is None:
        return None
    if line.opening == "always":
        return True
    if _is_holiday(now.date()):
        return None if any(SUNDAY in span.days for span in line.opening) else False
    day, clock = WEEKDAYS[now.weekday()], now.time()
    return any(
        day in span.days and span.since <= clock and (clock < span.until or span.until == time(0))
        for span in line.opening
    )


@cache
def _is_holiday(day: date) -> bool:
    """Whether a day is a Norwegian public holiday; a Sunday by itself is none."""
    return day in country_holidays("NO", years=day.year)
