"""Cards and the search that finds them: what is sent comes from the library, and holds to the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.gateway.vakt.desk import asked, told

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

    from tests.gateway.running import Gateway, Talk
    from tests.gateway.vakt.desk import Coordinator


def searched(coordinator: Coordinator, case: int, text: str) -> dict[str, Any]:
    """What the search finds."""
    params: dict[str, Any] = {"case": case, "q": text}
    response = coordinator.client.get("/api/vakt/search", params=params).raise_for_status()
    found: dict[str, Any] = response.json()["answer"]
    return found


@pytest.fixture
def case(talk: Talk, coordinator: Coordinator) -> int:
    """A family of Oppdal that a coordinator talks with."""
    asked(talk, role="forelder")
    found = coordinator.case_of(talk.id)
    coordinator.done(found, "claim", name="Ola")
    return found


def test_the_search_answers_as_the_assistant_answers_an_employee(
    case: int, coordinator: Coordinator, answer_schema: Draft202012Validator
) -> None:
    found = searched(coordinator, case, "Hvem er PPT?")
    answer_schema.validate(found)
    assert (found["kommune"], found["role"], "PPT i Oppdal" in [one["name"] for one in found["services"]]) == (
        "oppdal",
        "ansatt",
        True,
    )


def test_what_is_searched_for_is_masked_and_stored_nowhere(case: int, talk: Talk, coordinator: Coordinator) -> None:
    before = talk.gateway.rows("SELECT count(*) FROM conversation"), talk.stored()
    found = searched(coordinator, case, "Hvem er PPT? Mor er 41 23 45 67")
    assert "41 23 45 67" not in str(found)
    assert (talk.gateway.rows("SELECT count(*) FROM conversation"), talk.stored()) == before


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x" * 2001}, {"q": "PPT", "case": "en"}])
def test_a_search_that_cannot_be_made_is_refused(case: int, coordinator: Coordinator, query: dict[str, Any]) -> None:
    assert coordinator.client.get("/api/vakt/search", params={"case": str(case)} | query).status_code == 422


def test_a_card_holds_one_service_of_the_library_and_keeps_the_contract(
    case: int, talk: Talk, coordinator: Coordinator, answer_schema: Draft202012Validator
) -> None:
    service = searched(coordinator, case, "Hvem er PPT?")["services"][0]
    card = {"service": service["id"], "question": "Hvem er PPT?"}
    entry = coordinator.done(case, "messages", id="a" * 20, text="Se her.", card=card)
    answer_schema.validate(entry["answer"])
    assert [one["id"] for one in entry["answer"]["services"]] == [service["id"]]
    assert entry["answer"]["services"][0]["contacts"] == service["contacts"]
    assert (entry["answer"]["acute"], entry["answer"]["statements"]) == (None, [])
    events = told(talk.events(3, after=0))
    assert (events[2][0], events[2][1]["text"], events[2][1]["by"]) == ("coordinator", "Se her.", "Ola")
    assert events[2][1]["answer"] == entry["answer"]


def test_no_card_is_made_of_what_the_library_does_not_have(case: int, talk: Talk, coordinator: Coordinator) -> None:
    stored = talk.stored()
    for service in ("finnes-ikke", "tynset/ppt", ""):
        card = {"service": service}
        assert coordinator.do(case, "messages", id="b" * 20, text="Se her.", card=card).status_code == 404
    more = {"service": "oppdal/ppt", "answer": {"reply": "Ring 99 99 99 99"}}
    assert coordinator.do(case, "messages", id="b" * 20, text="Se her.", card=more).status_code == 422
    assert talk.stored() == stored


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_card_is_in_the_familys_language(
    alone: Gateway, coordinator: Coordinator, answer_schema: Draft202012Validator, language: str
) -> None:
    talk = alone.start(kommune="oppdal", language=language)
    asked(talk)
    case = coordinator.case_of(talk.id)
    coordinator.done(case, "claim")
    service = searched(coordinator, case, "Hvem er PPT?")["services"][0]
    entry = coordinator.done(case, "messages", id="c" * 20, text="Sjå her.", card={"service": service["id"]})
    answer_schema.validate(entry["answer"])
    assert entry["answer"]["language"] == language
