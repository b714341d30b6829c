"""Whether a line is open at a moment."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from foundation.calendar import WEEKDAYS, is_holiday

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.records import Contact, Line

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
    if is_holiday(now.date()):
        return None if any(SUNDAY in span.days for span in line.opening) else False
    day, clock = WEEKDAYS[now.weekday()], now.time()
    return any(
        day in span.days and span.since <= clock and (clock < span.until or span.until == time(0))
        for span in line.opening
    )
