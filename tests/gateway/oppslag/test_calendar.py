"""The calendar of meetings: what is known, and no day and no hour that nobody has told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from foundation.calendar import WEEKDAYS
from foundation.clock import NORWAY, today
from gateway.oppslag.calendars import calendar_of, has_fixed_time
from gateway.oppslag.texts import texts
from knowledge.lookup.arenas import MeetingArena, arenas_of
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology
from knowledge.records import Rhythm
from tests.gateway.oppslag.browsing import LANGUAGES, ROOT, Language, said_in, shown

if TYPE_CHECKING:
    import httpx

    from knowledge import Library

MOMENT = datetime(2026, 11, 27, 12, 0, tzinfo=NORWAY)
TIMED = {"on": "ti", "week": 2, "since": time(13), "until": time(14, 30)}
MONTHLY = {"oppdal-arena-barnehage-ppt@endorinn", "oppdal-arena-skolehelseteamet@endorinn"}
MONTHS = [datetime(2026 + month // 12, 1 + month % 12, 15, 12, tzinfo=NORWAY) for month in range(18)]


@dataclass(frozen=True)
class Meeting:
    """An event of a calendar; `rule` is how it comes again."""

    id: str
    name: str
    begins: Any
    ends: Any
    zone: str | None
    rule: str
    hold: str
    told: str
    written: Any


def read(text: str) -> tuple[Any, list[Meeting]]:
    """A calendar and its events, read by a program of others."""
    calendar: Any = Calendar.from_ical(text)
    assert calendar.errors == []
    return calendar, [_meeting(event) for event in calendar.events]


def _meeting(event: Any) -> Meeting:  # noqa: ANN401 - it can hold anything
    begins, ends = event["dtstart"], event.get("dtend")
    return Meeting(
        id=str(event["uid"]),
        name=str(event["summary"]),
        begins=begins.dt,
        ends=None if ends is None else ends.dt,
        zone=begins.params.get("TZID"),
        rule=event["rrule"].to_ical().decode(),
        hold=str(event["transp"]),
        told=str(event["description"]),
        written=event["dtstamp"].dt,
    )


def fetched(client: httpx.Client, kommune: str, language: Language = "nb") -> tuple[Any, list[Meeting]]:
    """The calendar of a municipality."""
    response = client.get(said_in(f"{ROOT}/{kommune}/moteplasser.ics", language))
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="moteplasser-{kommune}.ics"'
    assert "\r\n" in response.text
    assert max(len(line.encode()) for line in response.text.split("\r\n")) <= 75
    return read(response.text)


@pytest.fixture(scope="session")
def arena(library: Library) -> MeetingArena:
    """A meeting as it is told; how often is for each test to say."""
    return arenas_of(Reading(library.view("oppdal", today())))[0]


def meeting_of(arena: MeetingArena, moment: datetime = MOMENT, **rhythm: object) -> Meeting:
    """The one event of a meeting that comes so often."""
    told = replace(arena, rhythm=Rhythm.model_validate({"every": "maned", "least": 1, **rhythm}))
    _, [event] = read(calendar_of([told], "Møter", moment, "nb").decode())
    return event


# As the content has it.
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_that_is_only_said_to_be_monthly_is_a_reminder_on_the_first_and_says_that_no_day_is_fixed(
    kari: httpx.Client, language: Language
) -> None:
    calendar, events = fetched(kari, "oppdal", language)
    place = {"nb": "Møteplasser i Oppdal", "nn": "Møteplassar i Oppdal"}[language]
    assert (calendar["version"], calendar["x-wr-calname"]) == ("2.0", place)
    assert {one.id for one in events} == MONTHLY
    for one in events:
        assert (type(one.begins), one.begins, one.ends) == (date, today().replace(day=1), None)
        assert (one.rule, one.hold) == ("FREQ=MONTHLY;BYMONTHDAY=1", "TRANSPARENT")
        often, unfixed, members, source = one.told.split("\n")
        assert often in {"Hver måned", "Kvar månad"}
        assert unfixed == texts(language)["calendar_no_day"]
        assert "," in members
        assert source.startswith("Sett i Oppdal (samhandlingsmodell.no), ")
        assert one.written.utcoffset() == timedelta(0)


@pytest.mark.parametrize("kommune", [one for one in ontology().municipalities if one != "oppdal"])
def test_where_no_meeting_has_a_time_the_calendar_is_empty_and_the_page_says_so(
    kari: httpx.Client, kommune: str
) -> None:
    _, events = fetched(kari, kommune)
    assert events == []
    page = shown(kari, f"{ROOT}/{kommune}/moteplasser")
    assert not [one for one in page.addresses if "moteplasser.ics" in one]
    assert "Ingen av møteplassene har en fast tid i kildene" in page.text


def test_the_page_leads_to_the_calendar_where_something_is_in_it(kari: httpx.Client) -> None:
    for language in LANGUAGES:
        page = shown(kari, said_in(f"{ROOT}/oppdal/moteplasser", language))
        assert [one for one in page.addresses if "moteplasser.ics" in one] == [
            said_in(f"{ROOT}/oppdal/moteplasser.ics", language)
        ]


def test_every_meeting_is_on_the_page_with_what_its_source_says_and_does_not_say(
    kari: httpx.Client, library: Library
) -> None:
    page = shown(kari, f"{ROOT}/oppdal/moteplasser")
    for one in arenas_of(Reading(library.view("oppdal", today(), signed_in=True))):
        assert one.name in page.text
        assert one.id.replace("/", "-") in page.ids
        assert [member for member in one.members if member not in page.text] == []
        assert one.frequency is None or one.frequency in page.text
    assert "Det står ikke i kilden" in page.text


# As it may be told one day.
def test_a_meeting_on_a_day_and_at_an_hour_is_there_then_in_norways_time(insider: httpx.Client) -> None:
    _, [one] = fetched(insider, "sor-odal")
    assert (one.begins.time(), one.ends.time(), one.begins.date()) == (time(13), time(14, 30), one.ends.date())
    assert (one.begins.tzinfo.key, one.zone) == ("Europe/Oslo", "Europe/Oslo")
    assert (one.rule, one.hold) == ("FREQ=MONTHLY;BYDAY=2TU", "OPAQUE")
    assert (one.begins.weekday(), 8 <= one.begins.day <= 14) == (1, True)
    assert (one.begins.year, one.begins.month) == (today().year, today().month)
    assert texts("nb")["calendar_no_day"] not in one.told
    assert "(tirsdag)" in one.name


def test_a_calendar_that_names_a_time_zone_describes_it(insider: httpx.Client) -> None:
    calendar, _ = fetched(insider, "sor-odal")
    assert calendar.get_used_tzids() == {"Europe/Oslo"}
    assert calendar.get_missing_tzids() == set()


def test_a_meeting_that_comes_twice_a_month_on_no_day_is_in_no_calendar_and_the_page_says_so(
    insider: httpx.Client,
) -> None:
    _, events = fetched(insider, "stor-elvdal")
    page = shown(insider, f"{ROOT}/stor-elvdal/moteplasser")
    assert "(ofte)" in page.text
    assert events == []
    assert not [one for one in page.addresses if "moteplasser.ics" in one]


def test_a_meeting_on_a_day_without_an_hour_lasts_the_day(arena: MeetingArena) -> None:
    one = meeting_of(arena, on="to", week=1)
    assert (one.begins, one.ends, one.rule) == (date(2026, 11, 5), None, "FREQ=MONTHLY;BYDAY=1TH")


@pytest.mark.parametrize("week", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("on", WEEKDAYS)
def test_the_first_time_is_one_of_those_at_which_a_meeting_comes_again(arena: MeetingArena, on: str, week: int) -> None:
    for moment in MONTHS:
        begins = meeting_of(arena, moment, on=on, week=week, since=time(13), until=time(14)).begins
        assert begins.date() >= moment.date().replace(day=1)
        # Another day would be a meeting that nobody has told of.
        assert (begins.weekday(), (begins.day - 1) // 7 + 1) == (WEEKDAYS.index(on), week), begins


def test_the_hour_is_the_same_in_summer_and_in_winter(arena: MeetingArena) -> None:
    for month, offset in ((1, 1), (7, 2)):
        one = meeting_of(arena, datetime(2027, month, 15, 12, tzinfo=NORWAY), **TIMED)
        assert (one.begins.hour, one.begins.utcoffset()) == (13, timedelta(hours=offset))


@pytest.mark.parametrize(
    "rhythm",
    [
        None,
        Rhythm(every="ar", least=2),
        Rhythm(every="skolear", least=5, autumn=2, spring=3),
        Rhythm(every="maned", least=2),
    ],
    ids=["no rhythm", "each year", "each school year", "twice a month"],
)
def test_what_has_no_day_of_each_month_is_in_no_calendar(arena: MeetingArena, rhythm: Rhythm | None) -> None:
    told = replace(arena, rhythm=rhythm)
    _, events = read(calendar_of([told], "Møter", MOMENT, "nb").decode())
    assert (has_fixed_time(told), events) == (False, [])


def test_each_meeting_is_known_again_by_its_id_whenever_it_is_fetched(arena: MeetingArena) -> None:
    first, later = (meeting_of(arena, moment) for moment in (MONTHS[0], MONTHS[5]))
    assert first.id == later.id == f"{arena.id.replace('/', '-')}@endorinn"


def test_whatever_words_a_meeting_has_they_are_read_back(arena: MeetingArena) -> None:
    name = f"Møte; med, tegn\\n «æøå» \N{SLIGHTLY SMILING FACE} {'langt ' * 30}".strip()
    one = meeting_of(replace(arena, name=name, frequency="BEGIN:VEVENT\r\nSUMMARY:annet"))
    assert one.name == name
    assert "SUMMARY:annet" in one.told
