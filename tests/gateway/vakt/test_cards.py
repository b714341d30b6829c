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


def suggested(coordinator: Coordinator, case: int) -> dict[str, Any] | None:
    """What is suggested before anybody has searched."""
    response = coordinator.client.get("/api/vakt/search", params={"case": case}).raise_for_status()
    found: dict[str, Any] | None = response.json()["answer"]
    return found


@pytest.mark.parametrize(("language", "answered"), [("nb", "nb"), ("nn", "nn"), ("en", "en")])
def test_before_any_search_the_familys_own_summary_is_answered_in_its_language_with_cards_that_can_be_sent(
    alone: Gateway, coordinator: Coordinator, answer_schema: Draft202012Validator, language: str, answered: str
) -> None:
    talk = alone.start(kommune="oppdal", language=language)
    words = "Mor er 41 23 45 67, og vi vil ha tak i Nav"
    asked(talk, role="forelder", age=9, needs=["skolefravaer"], services=["oppdal/bup"], words=words)
    case = coordinator.case_of(talk.id)
    coordinator.done(case, "claim")
    found = suggested(coordinator, case)
    assert found is not None
    answer_schema.validate(found)
    assert (found["kommune"], found["role"], found["language"]) == ("oppdal", "forelder", answered)
    ids = [one["id"] for one in found["services"]]
    assert {"oppdal/skole", "oppdal/ppt"} <= set(ids)
    assert "oppdal/nav" not in ids
    for number, service in enumerate(ids):
        card = {"service": service, "question": found["question"]}
        entry = coordinator.done(case, "messages", id=f"forslag-{number}-{'a' * 20}", text="Se her.", card=card)
        assert [one["id"] for one in entry["answer"]["services"]] == [service]


def test_whom_the_family_was_shown_is_suggested_where_it_told_of_no_need(talk: Talk, coordinator: Coordinator) -> None:
    asked(talk, services=["oppdal/ppt"])
    found = suggested(coordinator, coordinator.case_of(talk.id))
    assert found is not None
    assert [one["id"] for one in found["services"]] == ["oppdal/ppt"]


def test_age_and_role_lead_to_other_suggestions(alone: Gateway, coordinator: Coordinator) -> None:
    ids = []
    for role, age in (("forelder", 9), ("ungdom", 16)):
        talk = alone.start(kommune="oppdal")
        asked(talk, needs=["skolefravaer"], role=role, age=age)
        found = suggested(coordinator, coordinator.case_of(talk.id))
        assert found is not None
        ids.append([one["id"] for one in found["services"]])
    assert ("nasjonal/ung-no" in ids[0], "nasjonal/ung-no" in ids[1]) == (False, True)


def test_nothing_is_suggested_where_the_family_told_nothing(talk: Talk, coordinator: Coordinator) -> None:
    asked(talk, role="forelder", age=9, words="Vi trenger PPT.")
    assert suggested(coordinator, coordinator.case_of(talk.id)) is None


def test_suggestions_are_for_those_alone_who_may_see_the_case(case: int, neighbour: Coordinator) -> None:
    assert neighbour.client.get("/api/vakt/search", params={"case": case}).status_code == 404


@pytest.mark.parametrize("query", [{"q": ""}, {"q": "x" * 2001}, {"q": "PPT", "case": "en"}])
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
