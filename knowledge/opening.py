"""Whether a line is open at a moment."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.records import Contact, Line

WEEKDAYS = ("ma", "ti", "on", "to", "fr", "lo", "so")


def is_open(line: Contact | Line, now: datetime) -> bool | None:
    """True or False where the hours are known as spans; None where they are not."""
    if line.opening is None:
        return None
    if line.opening == "always":
        return True
    day, clock = WEEKDAYS[now.weekday()], now.time()
    return any(
        day in span.days and span.since <= clock and (clock < span.until or span.until == time(0))
        for span in line.opening
    )
