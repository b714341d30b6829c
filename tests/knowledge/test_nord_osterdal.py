"""Nord-Østerdal's plan: TST, «uro», and what stands in damaged figures."""

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

PLACES = ("tynset", "tolga", "rendalen", "alvdal", "folldal")


# Trap 15: TST.
@pytest.mark.parametrize("kommune", PLACES)
@pytest.mark.parametrize("text", ["Hva er TST?", "Hvem sitter i TST, og hvor ofte møtes det?"])
def test_tst_is_told_with_members_frequency_and_length(ask: Ask, kommune: str, text: str) -> None:
    said = facts_of(ask(text, kommune=kommune, question_type="moteplass", services=("tst",)))
    for part in ("PPT", "helsesykepleier", "barnevern", "Nav", "2 ganger om høsten", "3 ganger om våren", "2,5 timer"):
        assert part in said
    assert "plikt til å møte" in said


def test_tst_replaces_two_teams_and_has_another_name_in_chapter_7(ask: Ask) -> None:
    said = facts_of(ask("Hva er TST?", kommune="tynset", question_type="moteplass", services=("tst",), role="ansatt"))
    assert "OBS-team og BUT-team" in said
    assert "tverrfaglig samarbeidsteam" in said
    assert "tre elementer" in said


# Trap 16: "uro" is no report to child welfare; figures are said to be figures.
def test_uro_is_not_a_report_to_child_welfare(ask: Ask) -> None:
    said = facts_of(ask("Hva betyr uro?", kommune="alvdal", question_type="definisjon", role="ansatt"))
    assert "ikke en bekymringsmelding" in said


@pytest.mark.parametrize("text", ["Hvem skal jeg melde uro til?", "Når er det uro, hva er terskelen?"])
def test_recipient_and_threshold_of_uro_are_not_invented(ask: Ask, text: str) -> None:
    answer = ask(text, kommune="tolga", question_type="plikt", role="ansatt")
    assert "ikke" in facts_of(answer)


def test_the_steps_of_uro_are_read_from_a_figure_and_begin_with_the_report(ask: Ask) -> None:
    answer = ask("Hvilke steg følger vi ved uro?", kommune="tynset", question_type="prosess", role="ansatt")
    assert answer.process is not None
    assert "figur" in answer.process.title
    assert "barnevernet" in answer.process.steps[0].text


@pytest.mark.parametrize("age", ["0–1", "3", "6", "9"])
def test_the_ages_of_the_parent_courses_are_said_to_be_read_from_a_figure(content: Content, age: str) -> None:
    [course] = [
        one for one in content.records if one.id == f"nord-osterdal/tiltak-foreldrekurs-{age.replace('–', '-')}"
    ]
    assert "figur" in course.model_dump_json()


def test_the_misread_word_is_read_as_it_was_meant(content: Content) -> None:
    texts = [one.model_dump_json(exclude={"sources"}) for one in content.records if one.owner == "nord-osterdal"]
    assert any("tolke" in one for one in texts)
    assert not any("to lke" in one for one in texts)


# Trap 17: that confidentiality is felt as a hindrance is no permission to share.
def test_a_hindrance_is_no_permission(ask: Ask) -> None:
    said = facts_of(ask("Er taushetsplikten et hinder for samarbeid?", kommune="folldal", question_type="om-planen"))
    assert "hinder" in said
    assert "gir ingen lov til å dele" in said


# Trap 5: no levels in this plan.
def test_the_plan_has_no_levels_of_its_own(content: Content) -> None:
    assert not [one for one in content.records if isinstance(one, LevelDefinition) and one.owner == "nord-osterdal"]
