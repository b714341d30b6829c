"""Midtdalen's plan: the only one that defines colours; lower levels first, but never before a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.records import LevelDefinition
from tests.knowledge.reading import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.content import Content

    type Ask = Callable[..., Answer]

PLACES = ("nord-fron", "sor-fron", "ringebu")


# Trap 5: only Midtdalen defines green, yellow and red.
def test_only_midtdalen_has_colours_of_its_own(content: Content) -> None:
    own = {one.owner for one in content.records if isinstance(one, LevelDefinition) and one.colours}
    assert own <= {"midtdalen", "sor-odal"}
    assert "midtdalen" in own


# Trap 6: the barometer's colours mean something else.
@pytest.mark.parametrize("kommune", PLACES)
def test_the_barometers_red_is_not_the_red_level(ask: Ask, kommune: str) -> None:
    said = facts_of(ask("Hva betyr rødt symbol i oppvekstbarometeret?", kommune=kommune, question_type="definisjon"))
    assert "dårligere enn landet" in said
    assert "noe annet" in said


# Trap 7: "lower levels tried first" stands in the red level only, is not quantified, and never delays a report.
@pytest.mark.parametrize("kommune", PLACES)
def test_lower_levels_first_is_told_with_what_it_never_delays(ask: Ask, kommune: str) -> None:
    said = facts_of(ask("Hva er rødt nivå?", kommune=kommune, question_type="niva", levels=("rod",)))
    assert "noe tid" in said
    assert "barnevernet" in said
    assert "med en gang" in said


@pytest.mark.parametrize("level", ["gronn", "gul"])
def test_the_other_levels_have_no_such_rule(ask: Ask, level: str) -> None:
    said = facts_of(ask("Hva er nivået?", kommune="ringebu", question_type="niva", levels=(level,)))
    assert "skal være prøvd" not in said


def test_how_long_some_time_is_is_not_invented(ask: Ask) -> None:
    answer = ask("Hvor lenge skal tiltak på lavere nivå være prøvd?", kommune="ringebu", question_type="terskel")
    assert "ikke hvor lenge" in facts_of(answer)


# Trap 8: whom the plan is for, what the abbreviations are, what it does not hold.
@pytest.mark.parametrize("kommune", PLACES)
def test_the_plan_is_for_those_from_0_to_18(ask: Ask, kommune: str) -> None:
    said = facts_of(ask("Hvem er planen for, hvilken alder?", kommune=kommune, question_type="om-planen"))
    assert "0 til 18" in said or "0–18" in said or "0-18" in said


@pytest.mark.parametrize(("word", "meaning"), [("MGPP", "PPT"), ("MGBV", "barnevern")])
def test_the_two_abbreviations_are_what_they_are(ask: Ask, word: str, meaning: str) -> None:
    assert meaning in facts_of(ask(f"Hva er {word}?", kommune="nord-fron", question_type="definisjon"))


def test_involving_parents_stands_at_the_yellow_level(ask: Ask) -> None:
    said = facts_of(
        ask("Må foreldre involveres på gult nivå?", kommune="sor-fron", question_type="plikt", levels=("gul",))
    )
    assert "på gult nivå, skal du som forelder være med" in said


def test_the_yearly_overview_is_not_in_the_plan(ask: Ask) -> None:
    answer = ask("Hvor er tiltaksoversikten til HSA-gruppa?", kommune="ringebu", question_type="om-planen")
    assert "ikke" in facts_of(answer)
