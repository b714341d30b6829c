"""What time it is, in Norway. Everything that depends on the hour takes it as an argument; here it starts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """Now, with Norway's time zone."""
    return datetime.now(NORWAY)


def today() -> date:
    """Today's date in Norway."""
    return now().date()


def utc_now() -> datetime:
    """Now in UTC, for stores."""
    return datetime.now(UTC)


def utc(moment: datetime) -> datetime:
    """A moment as a store gives it back, in UTC: SQLite leaves the zone out, PostgreSQL gives its own."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
