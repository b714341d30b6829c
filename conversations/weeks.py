"""ISO weeks of Norway, and from when a week's figures are shown: they never change after that.

Whoever could look at a week again and again, while it still grows, would see each single family come. So a week is
shown once it is settled, and what happens to its hand-overs later is not counted any more.
"""

from __future__ import annotations

from datetime import date, timedelta

WEEK = timedelta(weeks=1)
# A week is shown when the week after it is over too: who asked on a Sunday has been answered by then.
SETTLED = 2 * WEEK
# Whether help came is asked two weeks later, and may be answered until this long after the week began.
LATER = 9 * WEEK
# So many weeks are kept and can be shown: five years.
KEPT = 260
# Where the stretches of weeks begin that usage is told of.
FIRST = date(2024, 1, 1)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def name_of(monday: date) -> str:
    """A week as ISO 8601 writes it: 2026-W48."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def first_unsettled(today: date) -> date:
    """The Monday from which on things are still counted."""
    return monday_of(today) - SETTLED + WEEK


def first_answerable(today: date) -> date:
    """The Monday from which on families may still say whether help came later."""
    return monday_of(today) - LATER + WEEK


def first_kept(today: date) -> date:
    """The Monday of the oldest week that is kept."""
    return first_unsettled(today) - KEPT * WEEK


def whole_before(today: date, weeks: int) -> date:
    """The Monday before which the last whole stretch of so many weeks ends.

    Stretches lie end to end since `FIRST` and never overlap: of two that did, the difference would be a smaller one.
    """
    passed = (monday_of(today) - FIRST) // WEEK
    return FIRST + (passed - passed % weeks) * WEEK
