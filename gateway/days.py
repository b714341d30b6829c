"""Days, moments and opening hours as people say them, on the pages that the server draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.calendar import WEEKDAYS
from foundation.clock import NORWAY
from gateway.texts import interface, panel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from gateway.standing import OpenHours
    from gateway.words import Language

NAMES: dict[Language, tuple[str, ...]] = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
NORWEGIAN = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DASH = "–"  # noqa: RUF001 - from one day to another
# Two days are named both; more that follow each other are told as from the first to the last.
FEW = 2


def day_in_words(day: date, language: Language) -> str:
    """«mandag 30. november»."""
    weekday = NAMES[language][day.weekday()]
    if language == "en":
        return f"{weekday} {day.day} {ENGLISH[day.month - 1]}"
    return f"{weekday} {day.day}. {NORWEGIAN[day.month - 1]}"


def date_in_words(day: date) -> str:
    """«30. november 2026», in either written standard."""
    return f"{day.day}. {NORWEGIAN[day.month - 1]} {day.year}"


def moment_in_words(moment: datetime, language: Language) -> str:
    """«mandag 30. november kl. 09:00»."""
    here = moment.astimezone(NORWAY)
    return interface(language).moment.format(date=day_in_words(here.date(), language), clock=f"{here:%H:%M}")


def hours_in_words(hours: OpenHours, language: Language) -> str:
    """The days and the hours of one line of the settings, in one line."""
    said = panel(language).desk_hours
    return said.format(days=_days(hours.days, language), since=hours.since, until=hours.until)


def _days(days: Sequence[str], language: Language) -> str:
    places = sorted(WEEKDAYS.index(day) for day in days)
    names = [NAMES[language][place] for place in places]
    follow = places[-1] - places[0] == len(places) - 1
    return DASH.join((names[0], names[-1])) if follow and len(places) > FEW else ", ".join(names)
