"""Answers of an action server are checked as stock Rasa checks them, and quicker."""

import inspect
from typing import Any, Dict, List
from unittest.mock import patch

import jsonschema
import pytest
from adapters.action_responses import EVENT, is_right
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction

from adapters import action_responses

SLOT = {"event": "slot", "timestamp": None, "name": "kommune", "value": "oppdal"}
RIGHT: List[Dict[str, Any]] = [
    {},
    {"events": [], "responses": []},
    {"events": [SLOT], "responses": [{"text": "hei", "custom": {"outcome": "answered"}}]},
    {"events": [{"event": "restart"}, {"event": "action", "name": "action_listen"}]},
    {"events": [{"event": "bot", "text": "hei", "data": {}}], "more": 1},
]
WRONG: List[Any] = [
    [],
    "svar",
    None,
    {"events": {}},
    {"events": ["slot"]},
    {"events": [{}]},
    {"events": [{"event": "no such event"}]},
    {"events": [{"event": 1}]},
    {"events": [{"event": ["slot"]}]},
    {"events": [{"event": "slot"}]},
    {"events": [{**SLOT, "timestamp": "now"}]},
    {"events": [{**SLOT, "metadata": 1}]},
    {"events": [SLOT, {"event": "slot", "name": 1, "value": None}]},
    {"events": [{"event": "bot", "data": "none"}, {"event": "user", "parse_data": 1}]},
    {"responses": [1]},
    {"responses": {}},
]


@pytest.fixture
def action() -> RemoteAction:
    return RemoteAction("action_svar", None)


@pytest.mark.parametrize("answer", RIGHT)
def test_a_right_answer_is_taken(action: RemoteAction, answer: Dict[str, Any]) -> None:
    assert action_responses.validate(action, answer)


@pytest.mark.parametrize("answer", WRONG)
def test_a_wrong_answer_is_refused_in_the_words_of_stock_rasa(action: RemoteAction, answer: Any) -> None:
    with pytest.raises(jsonschema.ValidationError) as stock:
        action_responses.stock(action, answer)
    with pytest.raises(jsonschema.ValidationError) as ours:
        action_responses.validate(action, answer)
    assert str(ours.value) == str(stock.value)
    assert "Failed to validate Action server response" in ours.value.message


NAMES = st.sampled_from([kind["properties"]["event"]["const"] for kind in EVENT["oneOf"]]) | st.text(max_size=5)
VALUES = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=3) | st.just({}) | st.just([])
FIELDS = ("timestamp", "metadata", "name", "value", "text", "data", "parse_data", "entities", "policy", "confidence")
EVENTS = st.builds(
    lambda name, rest: {"event": name, **rest}, NAMES, st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5)
)
ANSWERS = st.fixed_dictionaries({"events": st.lists(EVENTS | VALUES, max_size=3)})


@given(ANSWERS)
def test_whatever_is_answered_is_right_where_stock_rasa_says_so(answer: Dict[str, Any]) -> None:
    stock = jsonschema.validators.validator_for(action_responses.SCHEMA)(action_responses.SCHEMA)
    assert is_right(answer) == stock.is_valid(answer)


def test_every_kind_of_event_has_a_name_of_its_own() -> None:
    names = [kind["properties"]["event"]["const"] for kind in EVENT["oneOf"]]
    assert len(set(names)) == len(names)


def test_a_right_answer_is_not_checked_by_stock_rasa_once_more(action: RemoteAction) -> None:
    with patch.object(action_responses, "stock", side_effect=AssertionError):
        assert action_responses.validate(action, RIGHT[2])


def test_stock_rasa_still_makes_its_check_anew_each_time() -> None:
    # Where this fails, look whether Rasa checks once by itself now: then the adapter can go.
    assert "validate(result, self.action_response_format_spec())" in inspect.getsource(action_responses.stock)
