"""From a state and a message to the next state, and from an end to a question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from knowledge import Need, Query
from knowledge.flows import State, at_end, flow_of, flows, query_of, start, take
from tests.knowledge.flows.conftest import small

if TYPE_CHECKING:
    from knowledge.flows import Flow
    from knowledge.query import Language

PLACE = State("liten", "sted")


@pytest.mark.parametrize(
    ("text", "age"),
    [("0–5 år", 3), ("0-5 år", 3), ("6–12 år", 9), ("4", 4), ("Han er 8 år", 8), ("12 år gammal", 12)],
)
def test_an_age_is_taken_by_its_button_or_as_it_is_written(flow: Flow, text: str, age: int) -> None:
    assert take(flow, start(flow), text, "nb") == State("liten", "sted", {"age": age})


@pytest.mark.parametrize("text", ["", "?", "14", "hun er 8 og broren er 4", "gammel nok"])
def test_what_is_no_age_of_a_button_fits_nothing(flow: Flow, text: str) -> None:
    assert take(flow, start(flow), text, "nb") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("På skolen", "nb"),
        ("på skulen", "nb"),
        ("AT SCHOOL.", "nn"),
        ("1", "nb"),
        ("1.", "nb"),
        ("på sk", "nb"),
        ("at school", "nb"),
    ],
)
def test_an_answer_is_taken_by_its_words_its_number_or_its_beginning(flow: Flow, text: str, language: Language) -> None:
    assert take(flow, PLACE, text, language) == State("liten", "hjelp", {"needs": ["skolefravaer"]})


@pytest.mark.parametrize("text", ["på", "4", "0", "²", "skolen er fin", "p", "På skolen i går"])
def test_what_is_not_clear_fits_nothing(flow: Flow, text: str) -> None:
    assert take(flow, PLACE, text, "nb") is None


@pytest.mark.parametrize("text", ["i klassa", "mest i timene, tror jeg"])
def test_a_short_message_in_other_words_is_taken_unless_it_tells_something_of_its_own(flow: Flow, text: str) -> None:
    assert take(flow, PLACE, text, "nb") == State("liten", "hjelp", {"needs": ["skolefravaer"]})
    assert take(flow, PLACE, text, "nb", loosely=False) is None


@pytest.mark.parametrize(
    "text", ["i klassen og etter skoletid", "i klassen sier de at alt er helt fint", "jeg vil dø i klassen"]
)
def test_two_buttons_a_long_message_and_danger_are_no_button_in_other_words(flow: Flow, text: str) -> None:
    assert take(flow, PLACE, text, "nb") is None


@pytest.mark.parametrize("text", ["Vet ikke", "eg veit ikkje", "I don't know", "er usikker"])
def test_not_to_know_leads_on(flow: Flow, text: str) -> None:
    assert take(flow, start(flow), text, "nb") == State("liten", "sted", {})
    assert take(flow, PLACE, text, "nb") == State("liten", "plikt", {"doubt": "barn-i-fare"})


def test_now_in_nynorsk_is_no_english_no() -> None:
    state = State("bekymret-for-barn", "fare")
    flow = flows()[state.flow]
    assert take(flow, state, "no", "nn") is None
    no = take(flow, state, "no", "en")
    assert no is not None
    assert no.step == "hva"
    danger = take(flow, state, "ho er i fare no", "nn")
    assert danger is not None
    assert danger.known == {"danger": "barn-i-fare"}


def test_a_button_that_tells_of_danger_leaves_its_mark(flow: Flow) -> None:
    raw = small()
    raw["steps"]["sted"]["answers"][0]["say"]["nb"] = "Vold, trusler eller overgrep"
    after = take(type(flow).model_validate(raw), PLACE, "Vold, trusler eller overgrep", "nb")
    assert after == State("liten", "hjelp", {"needs": ["skolefravaer"], "doubt": "vold-overgrep"})


def test_what_is_told_comes_to_what_was_told_before(flow: Flow) -> None:
    before = State("liten", "sted", {"age": 8, "needs": ["mobbing-miljo"], "services": ["skole"]}, missed=1)
    after = take(flow, before, "på SFO", "nb")
    known = {"age": 8, "needs": ["mobbing-miljo"], "services": ["skole", "sfo"]}
    assert after == State("liten", "hjelp", known)


def test_a_state_is_kept_as_json(flow: Flow) -> None:
    state = State("liten", "sted", {"age": 8}, missed=1)
    kept = json.loads(json.dumps(state.to_json()))
    assert State.from_json(kept, {"liten": flow}) == state


@pytest.mark.parametrize(
    "kept", [None, {}, {"flow": "borte", "step": "sted", "known": {}}, {"flow": "liten", "step": "borte"}]
)
def test_a_state_of_what_is_gone_is_none(flow: Flow, kept: dict[str, object] | None) -> None:
    assert State.from_json(kept, {"liten": flow}) is None


@pytest.mark.parametrize(
    "text", ["En liten", "a small one!", "vis meg den lille", "Fortsett: En liten", "hald fram: ein liten"]
)
def test_a_flow_is_named_by_its_title_in_any_language_or_an_alias(flow: Flow, text: str) -> None:
    assert flow_of(text, {"liten": flow}) == flow


@pytest.mark.parametrize("text", ["En liten til", "liten", "", "Fortsett"])
def test_a_flow_is_not_named_among_other_words(flow: Flow, text: str) -> None:
    assert flow_of(text, {"liten": flow}) is None


HEARD = Query("På skolen", kommune="oppdal", language="nn", question_type="kontakt", age=14, misses=2)


def test_an_end_is_a_question_about_what_was_told(flow: Flow) -> None:
    state = State("liten", "hjelp", {"age": 8, "needs": ["skolefravaer"], "role": "forelder"})
    assert query_of(flow, state, HEARD) == Query(
        "",
        kommune="oppdal",
        role="forelder",
        language="nn",
        question_type="finn-hjelp",
        needs=(Need("skolefravaer", 1.0),),
        age=8,
    )


def test_an_end_has_its_own_words_and_role_and_what_was_told_of_danger(flow: Flow) -> None:
    state = State("liten", "plikt", {"danger": "barn-i-fare", "role": "forelder"})
    found = query_of(flow, state, HEARD)
    assert (found.text, found.role, found.danger_now, found.age) == ("Kva må eg?", "ansatt", "barn-i-fare", 14)
    assert at_end(flow, state)
    assert not at_end(flow, PLACE)
