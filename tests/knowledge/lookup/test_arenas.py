"""Where services meet, as each municipality is told: who, how often in words and in numbers, and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.lookup.arenas import AUTUMN, MONTHS, SPRING, arena_of, arenas_of, months_of
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology
from knowledge.records import Arena, Rhythm

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.arenas import MeetingArena
    from knowledge.lookup.reading import Standard
    from knowledge.records import AnyRecord

    type Open = Callable[..., dict[str, MeetingArena]]

NORD_OSTERDAL = ("tynset", "tolga", "rendalen", "alvdal", "folldal")


@pytest.fixture(scope="module")
def opened(library: Library, moment: datetime) -> Open:
    """Gives the arenas of a municipality by id."""

    def open_(kommune: str, language: Standard = "nb") -> dict[str, MeetingArena]:
        reading = Reading(library.view(kommune, moment.date()), language)
        return {arena.id: arena for arena in arenas_of(reading)}

    return open_


@pytest.mark.parametrize(
    ("every", "months"), [("maned", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)), ("ar", ()), ("skolear", ())]
)
def test_only_of_what_meets_every_month_are_the_months_known(every: str, months: tuple[int, ...]) -> None:
    assert months_of(Rhythm.model_validate({"every": every, "least": 2})) == months


def test_the_halves_of_a_school_year_are_all_its_months_but_the_summer_holidays() -> None:
    assert {*AUTUMN, *SPRING} == set(MONTHS) - {7}
    assert not set(AUTUMN) & set(SPRING)


def test_the_arenas_of_oppdal_that_meet_every_month_are_the_two_that_its_page_says(opened: Open) -> None:
    monthly = {key: one for key, one in opened("oppdal").items() if one.rhythm and months_of(one.rhythm) == MONTHS}
    assert set(monthly) == {"oppdal/arena-barnehage-ppt", "oppdal/arena-skolehelseteamet"}
    assert {one.frequency for one in monthly.values()} == {"Hver måned"}


def test_two_to_three_meetings_a_year_are_told_as_the_range_that_they_are(opened: Open) -> None:
    arena = opened("oppdal")["oppdal/arena-spesialpedagog-ppt"]
    assert arena.rhythm == Rhythm(every="ar", least=2, most=3)
    assert arena.frequency == "2–3 møter i året"


@pytest.mark.parametrize("kommune", NORD_OSTERDAL)
def test_the_team_of_nord_osterdal_meets_twice_in_autumn_and_three_times_in_spring(opened: Open, kommune: str) -> None:
    team = opened(kommune)["nord-osterdal/arena-tst"]
    assert team.rhythm is not None
    assert (team.rhythm.every, team.rhythm.autumn, team.rhythm.spring, team.rhythm.least) == ("skolear", 2, 3, 5)
    assert months_of(team.rhythm) == ()
    assert (team.length, team.replaces) == ("Minst 2,5 timer", "OBS-team og BUT-team")
    assert team.services == ("tst",)
    assert team.members[:2] == ("skolen eller barnehagen", "PPT (pedagogisk-psykologisk tjeneste)")
    assert team.mandate is not None


def test_an_arena_reads_in_nynorsk_from_its_name_to_its_last_member(opened: Open) -> None:
    team = opened("tynset", "nn")["nord-osterdal/arena-tst"]
    assert team.name == "TST (tverrfagleg samhandlingsteam)"
    assert team.length == "Minst 2,5 timar"
    assert team.members[0] == "skulen eller barnehagen"
    assert opened("oppdal", "nn")["oppdal/arena-barnehage-ppt"].frequency == "Kvar månad"


def test_the_municipalitys_own_arena_comes_before_those_of_its_plan_area(opened: Open) -> None:
    owners = [key.partition("/")[0] for key in opened("tynset")]
    assert owners == ["tynset", *["nord-osterdal"] * 4]


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_arena_has_a_name_a_text_and_a_source_and_is_of_the_municipality_itself(
    opened: Open, kommune: str
) -> None:
    arenas = opened(kommune)
    assert arenas
    assert {key.partition("/")[0] for key in arenas} <= set(ontology().owners(kommune))
    for arena in arenas.values():
        assert arena.name
        assert arena.text
        assert arena.sources


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_numbers_of_an_arena_stand_beside_the_sources_own_words_for_them(opened: Open, kommune: str) -> None:
    assert [key for key, arena in opened(kommune).items() if arena.rhythm and not arena.frequency] == []


def test_employees_read_what_is_written_for_employees(
    make_record: Callable[..., AnyRecord], make_library: Callable[..., Library], moment: datetime
) -> None:
    said = {"nb": "For alle.", "nn": "For alle."}
    arenas = [
        make_record("arena", f"oppdal/{key}", name=said, text=said, **told)
        for key, told in (("a", {"staff": {"nb": "For ansatte.", "nn": "For tilsette."}}), ("b", {}))
    ]
    reading = Reading(make_library(*arenas).view("oppdal", moment.date()))
    assert [one.text for one in arenas_of(reading)] == ["For ansatte.", "For alle."]


def test_what_no_source_says_of_an_arena_is_left_out(
    make_record: Callable[..., AnyRecord], make_library: Callable[..., Library], moment: datetime
) -> None:
    said = {"nb": "Team", "nn": "Team"}
    record = make_record("arena", "oppdal/team", name=said, text=said)
    assert isinstance(record, Arena)
    arena = arena_of(Reading(make_library(record).view("oppdal", moment.date())), record)
    assert (arena.frequency, arena.rhythm, arena.length, arena.mandate, arena.replaces) == (None,) * 5
    assert (arena.members, arena.services, arena.needs) == ((), (), ())
