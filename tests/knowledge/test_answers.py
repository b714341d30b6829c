"""The answer as JSON is the contract's, whatever was found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from knowledge.answers import Answer, Handover, to_json
from knowledge.query import Need

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

BARE = Answer(
    question="Hei",
    kommune=None,
    role="ukjent",
    language="nb",
    outcome="smalltalk",
    question_type="smaprat",
    needs=(),
    acute=None,
    services=(),
    statements=(),
    clarification=None,
    handover=Handover(offered=False, reason=None),
    reply="Hei!",
)


def test_an_answer_of_nothing_keeps_the_contract(answer_schema: Draft202012Validator) -> None:
    answer_schema.validate(json.loads(json.dumps(to_json(BARE))))


def test_tuples_are_lists_all_the_way_down() -> None:
    body = to_json(replace(BARE, needs=(Need("sfo", 0.5),), notices=("Merk",)))
    assert body["needs"] == [{"id": "sfo", "confidence": 0.5}]
    assert body["notices"] == ["Merk"]


def test_what_a_client_with_cards_needs_is_always_there() -> None:
    body = to_json(BARE)
    assert body["body"] == []
    assert [body[key] for key in ("acute_opening", "question_back", "coordinator")] == [None, None, None]


def test_a_client_may_get_an_answer_without_the_fields_for_cards(answer_schema: Draft202012Validator) -> None:
    body = to_json(BARE)
    for key in ("body", "acute_opening", "question_back", "coordinator"):
        del body[key]
    answer_schema.validate(json.loads(json.dumps(body)))


@pytest.mark.parametrize(("given", "echoed"), [("a-1", True), ("", True), (None, False)])
def test_an_id_is_there_only_when_the_caller_gave_one(given: str | None, *, echoed: bool) -> None:
    assert ("id" in to_json(replace(BARE, id=given))) is echoed


def test_an_answer_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        BARE.reply = "Noe annet"  # type: ignore[misc]
