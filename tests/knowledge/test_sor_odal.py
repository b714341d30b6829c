"""Sør-Odal's slides: what is a goal is told as a goal, the made-up child as an example, and no colour is defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.records import PlanPassage, Service
from tests.knowledge.reading import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.content import Content

    type Ask = Callable[..., Answer]

HERE = {"kommune": "sor-odal"}


# Trap 2: "en dør inn" and the shared building are goals, without place or date. UngArena is an ongoing project.
@pytest.mark.parametrize("text", ["Hva er «en dør inn»?", "Er tjenestene i samme hus?"])
def test_the_shared_building_is_told_as_a_goal(ask: Ask, text: str) -> None:
    said = facts_of(ask(text, **HERE, question_type="om-planen"))
    assert "mål" in said
    assert "ikke" in said


def test_no_date_and_no_place_of_the_building_is_invented(ask: Ask) -> None:
    answer = ask("Når åpner det nye bygget?", **HERE, question_type="om-planen")
    assert answer.outcome == "not_stated"
    assert "sier ikke hvor det nye bygget skal ligge, når det åpner" in facts_of(answer)


def test_the_goals_of_the_slides_are_not_marked_as_done(content: Content) -> None:
    goals = [
        one for one in content.records if isinstance(one, PlanPassage) and one.id == "sor-odal/plan-samlokalisering"
    ]
    assert [one.adopted for one in goals] == [False]


def test_ungarena_is_told_as_a_project_that_is_going_on(ask: Ask) -> None:
    said = facts_of(ask("Hva er UngArena?", **HERE, question_type="definisjon"))
    assert "prosjekt" in said
    assert "pågikk da lysbildene ble laget" in said


# Trap 3: Erik is no real child, and the slides never say what should be done for him.
def test_erik_is_told_as_the_example_he_is(ask: Ask) -> None:
    said = facts_of(ask("Hvem er Erik?", **HERE, question_type="om-planen"))
    assert "Erik" in said
    assert "oppdikt" in said or "fiktiv" in said or "eksempel" in said.lower()


def test_what_should_be_done_for_erik_is_not_invented(ask: Ask) -> None:
    answer = ask("Hva burde vært gjort for Erik?", **HERE, question_type="om-planen")
    assert "ikke" in facts_of(answer)
    assert answer.services == ()


def test_the_example_is_not_told_to_a_mother_whose_child_resembles_it(ask: Ask) -> None:
    text = "Gutten på ni går alene i friminuttene og er trist, og jeg er ufør og vet ikke om jeg klarer å beholde bilen"
    answer = ask(text, **HERE, question_type="finn-hjelp", needs=("ensomhet-utenforskap", "psykisk-helse", "okonomi"))
    assert "Erik" not in answer.reply
    assert {"skole", "nav"} & {one.type for one in answer.services}


# Trap 4: red, yellow and green cases are named and not defined; Nav is not under the kommunalsjef.
@pytest.mark.parametrize("level", ["gronn", "gul", "rod"])
def test_the_colours_are_said_to_be_without_a_definition(ask: Ask, level: str) -> None:
    said = facts_of(ask("Hva betyr fargene på sakene?", **HERE, question_type="niva", levels=(level,)))
    assert "forklarer ikke" in said or "sier ikke" in said


def test_child_welfare_is_added_to_the_basic_services_in_what_is_wished_for(ask: Ask) -> None:
    said = facts_of(
        ask("Skal barnevernet bli en grunntjeneste?", **HERE, question_type="om-planen", services=("barnevern",))
    )
    assert "grunntjeneste" in said
    assert "ønsker" in said or "ønsket" in said or "mål" in said


def test_nav_is_not_said_to_be_under_the_kommunalsjef(content: Content) -> None:
    [nav] = [one for one in content.records if isinstance(one, Service) and one.id == "sor-odal/nav"]
    assert nav.organised_under is None or "ikke" in nav.organised_under.nb
