"""Arenas as a calendar (iCalendar, RFC 5545): what has a fixed time, and what is known to be every month.

Where a source says only «every month», the calendar reminds of it on the first, without a clock time, and says that no
day is fixed: a day that nobody has told would be invented.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from foundation.calendar import WEEKDAYS
from foundation.clock import NORWAY
from gateway.oppslag.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.lookup.arenas import MeetingArena
    from knowledge.lookup.reading import Standard
    from knowledge.records import Rhythm

PRODUCT = "-//Én dør inn//Oppslag//NO"
DAYS = dict(zip(WEEKDAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
A_WEEK = 7


def has_fixed_time(arena: MeetingArena) -> bool:
    """Whether a calendar can hold it."""
    return arena.rhythm is not None and arena.rhythm.every == "maned" and arena.rhythm.least == 1


def calendar_of(arenas: Iterable[MeetingArena], name: str, moment: datetime, language: Standard) -> bytes:
    """The arenas of a municipality that have a fixed time, from the month of `moment` on."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for arena in arenas:
        if has_fixed_time(arena) and arena.rhythm is not None:
            calendar.add_component(_event(arena, arena.rhythm, moment, language))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(arena: MeetingArena, rhythm: Rhythm, moment: datetime, language: Standard) -> Event:
    event = Event()
    event.add("uid", f"{arena.id.replace('/', '-')}@endorinn")
    event.add("dtstamp", moment)
    event.add("summary", arena.name)
    event.add("description", _description(arena, language, is_fixed=rhythm.on is not None))
    event.add("transp", "TRANSPARENT" if rhythm.on is None else "OPAQUE")
    _put(event, rhythm, moment.date().replace(day=1))
    return event


def _put(event: Event, rhythm: Rhythm, first: date) -> None:
    """The first time of an event, and how it comes again; `first` is the first of a month."""
    if rhythm.on is None or rhythm.week is None:
        event.add("dtstart", first)
        event.add("rrule", {"freq": "monthly", "bymonthday": 1})
        return
    day = _day_in(first, WEEKDAYS.index(rhythm.on), rhythm.week)
    event.add("rrule", {"freq": "monthly", "byday": f"{rhythm.week}{DAYS[rhythm.on]}"})
    if rhythm.since is None or rhythm.until is None:
        event.add("dtstart", day)
        return
    event.add("dtstart", datetime.combine(day, rhythm.since, NORWAY))
    event.add("dtend", datetime.combine(day, rhythm.until, NORWAY))


def _day_in(first: date, weekday: int, week: int) -> date:
    """The first time that the weekday comes for the `week`-th time in a month, from the first of a month on."""
    day = first + timedelta(days=(weekday - first.weekday()) % A_WEEK + A_WEEK * (week - 1))
    return day if day.month == first.month else _day_in((first + timedelta(days=32)).replace(day=1), weekday, week)


def _description(arena: MeetingArena, language: Standard, *, is_fixed: bool) -> str:
    said = texts(language)
    parts = [arena.frequency or "", "" if is_fixed else said["calendar_no_day"], ", ".join(arena.members)]
    source = arena.sources[0]
    return "\n".join([*filter(None, parts), f"{source.title}, {source.locator}"])
