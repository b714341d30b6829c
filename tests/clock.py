"""A time that only a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Says what time it is."""

    def __init__(self) -> None:
        """A Friday morning."""
        self.now = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Now, in UTC."""
        return self.now

    def goes_on(self, **by: float) -> None:
        """Lets so much time pass."""
        self.now += timedelta(**by)
