"""The closed vocabulary, and who speaks for whom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from knowledge.answers import Outcome
from knowledge.ontology import ontology
from knowledge.query import Language
from knowledge.records import Audience, Channel, Level, Role
from knowledge.texts import topic

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

PHRASEBOOK = Path(__file__).parents[2] / "data" / "nlu"
PLANS = {"sor-odal", "midtdalen", "oppdal", "stor-elvdal", "nord-osterdal"}


@pytest.mark.parametrize(
    ("kommune", "owners"),
    [
        (None, ("nasjonal",)),
        ("oppdal", ("oppdal", "nasjonal")),
        ("stor-elvdal", ("stor-elvdal", "nasjonal")),
        ("sor-odal", ("sor-odal", "nasjonal")),
        ("nord-fron", ("nord-fron", "midtdalen", "nasjonal")),
        ("tynset", ("tynset", "nord-osterdal", "nasjonal")),
    ],
)
def test_a_municipality_hears_itself_then_its_plan_area_then_the_nation(
    kommune: str | None, owners: tuple[str, ...]
) -> None:
    assert ontology().owners(kommune) == owners


def test_an_unknown_municipality_has_no_owners() -> None:
    with pytest.raises(KeyError):
        ontology().owners("atlantis")


def test_owners_are_the_nation_the_plan_areas_and_the_municipalities() -> None:
    assert ontology().all_owners == {"nasjonal", *PLANS, *ontology().municipalities}
    assert len(ontology().municipalities) == 11


def test_the_vocabulary_cannot_be_changed_while_running() -> None:
    with pytest.raises(TypeError):
        ontology().needs["heimlengsel"] = "homesick"  # type: ignore[index]


def test_types_of_the_code_say_what_the_vocabulary_says() -> None:
    vocabulary = ontology()
    assert get_args(Role.__value__) == vocabulary.roles
    assert get_args(Level.__value__) == tuple(vocabulary.levels)


def test_types_of_the_code_say_what_the_contract_says(answer_schema: Draft202012Validator) -> None:
    schema = json.loads(json.dumps(answer_schema.schema))
    contact = schema["$defs"]["contact"]["properties"]
    assert list(get_args(Outcome.__value__)) == schema["properties"]["outcome"]["enum"]
    assert list(get_args(Language.__value__)) == schema["properties"]["language"]["enum"]
    assert list(get_args(Role.__value__)) == schema["properties"]["role"]["enum"]
    assert set(get_args(Channel.__value__)) == set(contact["kind"]["enum"])
    assert set(get_args(Audience.__value__)) == set(contact["audience"]["enum"])


@pytest.mark.parametrize("need", list(ontology().needs))
def test_a_need_has_a_button_in_both_standards_and_a_file_of_its_name(need: str) -> None:
    assert topic(need, "nb")
    assert topic(need, "nn")
    assert topic(need, "en") == topic(need, "nb")
    assert (PHRASEBOOK / "behov" / f"{need}.yml").is_file()


@pytest.mark.parametrize("kind", list(ontology().question_types))
def test_a_question_type_has_a_file_of_its_name(kind: str) -> None:
    assert (PHRASEBOOK / "sporsmal" / f"{kind}.yml").is_file()
