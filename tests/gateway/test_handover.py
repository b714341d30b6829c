"""The family's way to a person over HTTP: every address, what it refuses, and what the stream tells."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from foundation.desks import Desk, Hours
from tests.gateway.running import gateway_on
from tests.gateway.vakt.desk import NOTHING, asked, hand_over, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from tests.gateway.running import Gateway, Talk
    from tests.gateway.vakt.desk import Coordinator

DANGER = "Jeg vil ta livet mitt i kveld"
WEEK = ("ma", "ti", "on", "to", "fr", "lo", "so")
PHONE = {"phone": "91 23 45 67"}


@pytest.fixture(scope="module")
def hours(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """Oppdal's desk is closed, Tynset's is open, and the others have none."""
    shut = Desk(opening=(Hours(days=("ma",), since="03:00", until="03:01"),), callback_days=2)
    always = Desk(opening=(Hours(days=WEEK, since="00:00", until="00:00"),))
    desks = {"oppdal": shut, "tynset": always}
    with gateway_on(
        loaded, tmp_path_factory.mktemp("hours"), f"http://127.0.0.1:{closed_port}", desks=desks
    ) as gateway:
        yield gateway


def view(talk: Talk) -> dict[str, Any]:
    """Where it stands."""
    found: dict[str, Any] = hand_over(talk, "GET", "handover").raise_for_status().json()
    return found


def call_back(talk: Talk, contact: object = None, **more: object) -> httpx.Response:
    """Asks to be called."""
    body = {"summary": NOTHING, "share_talk": False, "contact": contact or PHONE, "when": None} | more
    return hand_over(talk, "POST", "callback", body)


def live(talk: Talk, coordinator: Coordinator, name: str | None = None) -> int:
    """A coordinator who has taken it; the case."""
    asked(talk)
    case = coordinator.case_of(talk.id)
    coordinator.done(case, "claim", name=name)
    return case


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Status and slug of an error."""
    return response.status_code, response.json()["type"].removeprefix("/problem/")


def test_before_anything_is_asked_for_the_page_is_told_what_it_needs(talk: Talk) -> None:
    talk.write("Gutten på 9 vil ikke på skolen")
    found = view(talk)
    assert (found["state"], found["place"], found["callback"], found["follow_up"]) == ("assistant", None, None, None)
    assert (found["desk"]["exists"], found["desk"]["open"], found["desk"]["opens_at"]) == (True, True, None)
    assert found["desk"]["hours"] == [{"days": list(WEEK), "since": "00:00", "until": "24:00"}]
    assert (found["draft"]["kommune"], found["draft"]["words"]) == ("oppdal", "Gutten på 9 vil ikke på skolen")
    assert found["told"][0]["id"] == "nasjonal/plikt-taushetsplikt"
    assert all(duty["text"] and duty["sources"] for duty in found["told"])


def test_whoever_asks_waits_and_the_assistant_answers_meanwhile(talk: Talk) -> None:
    found = asked(talk, words="Ring 41 23 45 67")
    assert (found["state"], found["place"] >= 1) == ("waiting", True)
    again = asked(talk)
    assert (again["state"], again["asked_at"]) == ("waiting", found["asked_at"])
    response = talk.write("Hvem er PPT?").json()
    assert (len(response["answers"]), response["state"]) == (1, "waiting")


def test_a_summary_of_nothing_is_taken_and_the_desk_is_told_so(talk: Talk, coordinator: Coordinator) -> None:
    asked(talk, role=None, age=None, needs=[], services=[], words=None)
    assert coordinator.look(coordinator.case_of(talk.id))["is_empty"] is True


def test_what_is_sent_along_is_masked_and_what_is_not_known_is_left_out(talk: Talk, coordinator: Coordinator) -> None:
    asked(talk, role="forelder", age=9, needs=["skolefravaer", "finnes-ikke"], services=["x"], words="Ring 41 23 45 67")
    summary = coordinator.look(coordinator.case_of(talk.id))["summary"]
    assert (summary["role"], summary["age"], summary["words"]) == ("forelder", 9, "Ring [telefonnummer]")
    assert ([need["id"] for need in summary["needs"]], summary["services"]) == (["skolefravaer"], [])


@pytest.mark.parametrize(
    "summary",
    [
        {},
        {"kommune": "oslo"},
        {"kommune": None},
        {"kommune": "oppdal", "age": 26},
        {"kommune": "oppdal", "age": -1},
        {"kommune": "oppdal", "age": "9"},
        {"kommune": "oppdal", "age": True},
        {"kommune": "oppdal", "role": "sjef"},
        {"kommune": "oppdal", "needs": "skolefravaer"},
        {"kommune": "oppdal", "needs": ["x"] * 21},
        {"kommune": "oppdal", "needs": ["x" * 81]},
        {"kommune": "oppdal", "words": "x" * 2001},
        {"kommune": "oppdal", "name": "Kari"},
    ],
)
def test_a_summary_that_cannot_be_used_is_refused(talk: Talk, summary: dict[str, Any]) -> None:
    response = hand_over(talk, "POST", "handover", {"summary": summary})
    assert refusal(response) == (422, "ugyldig-foresporsel")
    assert view(talk)["state"] == "assistant"


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({}, "enten et telefonnummer eller en e-postadresse"),
        ({"phone": "91234567", "email": "a@b.no"}, "enten et telefonnummer eller en e-postadresse"),
        ({"phone": "tolv"}, "Telefonnummeret kan ikke ringes"),
        ({"phone": "123"}, "Telefonnummeret kan ikke ringes"),
        ({"email": "a@b"}, "E-postadressen kan ikke brukes"),
        ({"email": "a b@c.no"}, "E-postadressen kan ikke brukes"),
        ({"address": "Storgata 1"}, "ukjent"),
    ],
)
def test_a_contact_that_nobody_can_be_reached_at_is_refused_with_what_to_do(
    talk: Talk, contact: dict[str, str], said: str
) -> None:
    response = hand_over(talk, "POST", "callback", {"summary": NOTHING, "contact": contact})
    assert (response.status_code, said in response.json()["detail"]) == (422, True)


def test_a_fault_is_told_by_its_own_limit(talk: Talk) -> None:
    detail = call_back(talk, when="x" * 201).json()["detail"]
    assert "200" in detail
    assert "Meldingen" not in detail


@pytest.mark.parametrize(
    ("contact", "kind", "hint"),
    [
        (PHONE, "phone", "…67"),
        ({"phone": "+46 70 123 45 67"}, "phone", "…67"),
        ({"email": " navn@eksempel.no "}, "email", "n…@…no"),
    ],
)
def test_whoever_leaves_a_contact_sees_only_enough_to_know_it_again(
    talk: Talk, contact: dict[str, str], kind: str, hint: str
) -> None:
    found = call_back(talk, contact, when="etter fire").json()
    assert (found["state"], found["callback"]["kind"], found["callback"]["hint"]) == ("callback", kind, hint)
    assert found["callback"]["by"] == found["desk"]["callback_by"]
    assert talk.write("Hvem er PPT?").json()["state"] == "callback"


def test_a_contact_is_stored_nowhere_in_the_open(talk: Talk, coordinator: Coordinator) -> None:
    call_back(talk)
    [(sealed,)] = talk.gateway.rows("SELECT contact FROM handover WHERE conversation_id = ?", talk.id)
    assert "45 67" not in sealed
    case = coordinator.case_of(talk.id)
    assert coordinator.look(case)["contact"] == {"phone": "+47 91 23 45 67", "email": None, "when": None}
    coordinator.done(case, "claim")
    coordinator.done(case, "called", outcome="svar-gitt")
    assert talk.gateway.rows("SELECT contact FROM handover WHERE conversation_id = ?", talk.id) == [(None,)]


def test_cancelling_gives_up_the_place(talk: Talk) -> None:
    asked(talk)
    assert hand_over(talk, "DELETE", "handover").json()["state"] == "assistant"
    assert refusal(hand_over(talk, "DELETE", "handover")) == (409, "gar-ikke-na")


def test_a_municipality_without_a_desk_has_nobody_to_offer(hours: Gateway) -> None:
    talk = hours.start(kommune="tolga")
    assert view(talk)["desk"] | {"kommune": ""} == {
        "kommune": "",
        "exists": False,
        "open": False,
        "someone_here": False,
        "opens_at": None,
        "hours": [],
        "callback_by": None,
    }
    for response in (
        hand_over(talk, "POST", "handover", {"summary": {"kommune": "tolga"}}),
        call_back(talk, summary={"kommune": "tolga"}),
    ):
        assert refusal(response) == (409, "ingen-vakt")


def test_when_it_is_closed_the_hours_are_told_and_one_can_be_called(hours: Gateway) -> None:
    talk = hours.start(kommune="oppdal")
    desk = view(talk)["desk"]
    assert (desk["open"], desk["someone_here"]) == (False, False)
    assert desk["hours"] == [{"days": ["ma"], "since": "03:00", "until": "03:01"}]
    assert desk["opens_at"] is not None
    assert call_back(talk).json()["callback"]["by"] == desk["callback_by"]


def test_nobody_begins_to_wait_while_it_is_closed_and_what_to_do_is_said(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(27, 15, 5)
    talk = office.start(kommune="oppdal")
    response = hand_over(talk, "POST", "handover", {"summary": NOTHING})
    assert refusal(response) == (409, "stengt")
    detail = response.json()["detail"]
    assert "åpner igjen mandag 30. november kl. 09:00" in detail
    assert "Legg igjen et telefonnummer eller en e-postadresse" in detail
    assert "113" in detail
    assert (view(talk)["state"], talk.stored()) == ("assistant", [])


def test_whoever_waits_when_it_closes_keeps_the_place_and_may_say_anew_what_it_is_about(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(27, 14, 58)
    first, talk = office.start(kommune="oppdal"), office.start(kommune="oppdal")
    before = (asked(first), asked(talk))[1]
    at(27, 15, 5)
    again = asked(talk, words="Det haster litt mindre nå")
    assert (again["state"], again["place"], again["asked_at"]) == ("waiting", before["place"], before["asked_at"])
    assert (again["desk"]["open"], again["desk"]["opens_at"]) == (False, "2026-11-30T09:00:00+01:00")
    [(summary,)] = office.rows("SELECT summary FROM handover WHERE conversation_id = ?", talk.id)
    assert "litt mindre" in summary


def test_whoever_waits_elsewhere_keeps_that_place_where_the_other_desk_is_closed(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(28, 12)
    talk = office.start(kommune="tynset")
    before = asked(talk, kommune="tynset")
    assert refusal(hand_over(talk, "POST", "handover", {"summary": NOTHING})) == (409, "stengt")
    found = view(talk)
    assert (found["state"], found["asked_at"], found["desk"]["kommune"]) == ("waiting", before["asked_at"], "tynset")


def test_a_promise_is_overdue_once_its_day_is_over_and_one_can_wait_instead_while_it_is_open(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(27, 12)
    talk = office.start(kommune="oppdal")
    promised = call_back(talk).json()["callback"]
    assert (promised["by"], promised["overdue"]) == ("2026-11-30", False)
    at(30, 23, 59)
    assert view(talk)["callback"]["overdue"] is False
    asked_late = hand_over(talk, "POST", "handover", {"summary": NOTHING})
    assert (refusal(asked_late), view(talk)["state"]) == ((409, "stengt"), "callback")


def test_a_promise_that_was_broken_is_told_as_that(office: Gateway, at: Callable[..., None]) -> None:
    at(26, 12)
    talk = office.start(kommune="oppdal")
    call_back(talk)
    at(28, 0, 1)
    assert view(talk)["callback"] | {"hint": ""} == {
        "by": "2026-11-27",
        "overdue": True,
        "kind": "phone",
        "hint": "",
    }
    at(30, 10)
    assert asked(talk)["state"] == "waiting"


def test_while_a_coordinator_is_there_the_assistant_is_silent_but_for_danger(
    talk: Talk, coordinator: Coordinator
) -> None:
    live(talk, coordinator, "Ola")
    assert (view(talk)["state"], view(talk)["by"]) == ("coordinator", "Ola")
    assert talk.write("Hvem er PPT?").json() == {"answers": [], "state": "coordinator", "stored": True}
    response = talk.write(DANGER).json()
    assert (response["answers"][0]["acute"]["kind"], response["state"]) == ("selvmord", "coordinator")
    pressed = talk.write("Ja, noen er i fare nå").json()
    assert pressed["answers"][0]["acute"]["kind"] == "fare-for-liv"


def test_after_closing_nothing_is_taken_but_danger_gets_its_help_lines(talk: Talk, coordinator: Coordinator) -> None:
    coordinator.done(live(talk, coordinator), "close", outcome="svar-gitt")
    stored = talk.stored()
    assert refusal(talk.write("Hvem er PPT?")) == (409, "avsluttet")
    response = talk.write(DANGER)
    assert (response.status_code, response.json()["state"]) == (200, "closed")
    assert response.json()["answers"][0]["acute"] is not None
    assert talk.stored() == stored
    assert refusal(hand_over(talk, "POST", "handover", {"summary": NOTHING})) == (409, "avsluttet")
    assert refusal(call_back(talk)) == (409, "avsluttet")


@pytest.mark.parametrize("by_family", [True, False])
def test_whoever_goes_back_to_the_assistant_may_say_whether_it_helped(
    talk: Talk,
    coordinator: Coordinator,
    by_family: bool,  # noqa: FBT001 - a case
) -> None:
    case = live(talk, coordinator)
    if by_family:
        hand_over(talk, "DELETE", "handover").raise_for_status()
    else:
        coordinator.done(case, "return")
    found = view(talk)
    assert (found["state"], found["helped"], found["follow_up"] is not None) == ("assistant", None, True)
    assert told(talk.events(3, after=0))[2][1]["follow_up"] == found["follow_up"]
    assert hand_over(talk, "POST", "helped", {"helped": "partly"}).json()["helped"] == "partly"
    for _ in range(3):
        talk.write("Hvem er PPT?")
    assert view(talk)["follow_up"] is None


def test_whether_it_helped_is_asked_once_somebody_was_there(talk: Talk, coordinator: Coordinator) -> None:
    assert refusal(hand_over(talk, "POST", "helped", {"helped": "yes"})) == (409, "gar-ikke-na")
    coordinator.done(live(talk, coordinator), "close", outcome="svar-gitt")
    for said in ("no", "partly"):
        found = hand_over(talk, "POST", "helped", {"helped": said}).json()
        assert (found["helped"], found["follow_up"] is not None) == (said, True)
    assert hand_over(talk, "POST", "helped", {"helped": "kanskje"}).status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"proposal": 0, "consent": True}, {"proposal": "1", "consent": True}, {"proposal": 1, "consent": 1}]
)
def test_a_consent_that_is_none_is_refused(talk: Talk, body: dict[str, Any]) -> None:
    assert hand_over(talk, "POST", "consent", body).status_code == 422


def test_a_consent_that_was_not_asked_for_cannot_be_given(talk: Talk, coordinator: Coordinator) -> None:
    for _ in range(2):
        response = hand_over(talk, "POST", "consent", {"proposal": 1, "consent": True})
        assert refusal(response) == (409, "gar-ikke-na")
        if view(talk)["state"] == "assistant":
            live(talk, coordinator)


@pytest.mark.parametrize(
    ("method", "what", "body"),
    [
        ("GET", "handover", None),
        ("POST", "handover", {"summary": NOTHING}),
        ("DELETE", "handover", None),
        ("POST", "callback", {"summary": NOTHING, "contact": PHONE}),
        ("POST", "consent", {"proposal": 1, "consent": True}),
        ("POST", "typing", {"typing": True}),
        ("POST", "helped", {"helped": "yes"}),
    ],
)
def test_each_address_opens_with_the_conversations_own_key_alone(
    talk: Talk, alone: Gateway, method: str, what: str, body: object
) -> None:
    address = f"{talk.path}/{what}"
    assert alone.client.request(method, address, json=body).status_code == 401
    other = alone.start().key
    assert alone.client.request(method, address, headers=other, json=body).status_code == 404


def test_the_stream_tells_all_that_happens_with_numbers_without_a_gap(talk: Talk, coordinator: Coordinator) -> None:
    talk.write("Hvem er PPT?")
    case = live(talk, coordinator, "Ola")
    talk.write("Er du der?")
    coordinator.done(case, "messages", id="a" * 20, text="Ja.")
    coordinator.done(case, "notes", text="Bare for kolleger.")
    coordinator.done(case, "return")
    events = talk.events(8, after=0)
    kinds = ["message", "answer", "status", "status", "message", "coordinator", "status", "handover"]
    assert [one["event"] for one in events] == kinds
    assert [one.get("id") for one in events] == [*map(str, range(1, 8)), None]
    held = [data for _, data in told(events)]
    assert [data["to"] for data in (held[0], held[4])] == ["assistant", "coordinator"]
    assert [held[place]["kind"] for place in (2, 3, 6)] == ["asked", "claimed", "returned"]
    assert held[3]["by"] == "Ola"
    assert held[5] | {"at": ""} == {"id": "a" * 20, "text": "Ja.", "at": "", "by": "Ola", "answer": None}
    assert "kolleger" not in json.dumps(held, ensure_ascii=False)
    assert held[7]["state"] == "assistant"
    assert [one["id"] for one in talk.events(2, after=5)] == ["6", "7"]


def test_the_stream_tells_at_once_where_it_stands_and_that_the_coordinator_writes(
    talk: Talk, coordinator: Coordinator
) -> None:
    case = live(talk, coordinator)

    def act() -> None:
        coordinator.do(case, "typing", typing=True)
        coordinator.done(case, "return")

    later = threading.Timer(0.5, act)
    later.start()
    found = [(kind, data) for kind, data in told(talk.events(4, after=2))]
    later.join()
    assert [kind for kind, _ in found][:2] == ["handover", "typing"]
    assert found[0][1]["state"] == "coordinator"
    assert found[1][1] == {"typing": True}
    assert {kind for kind, _ in found[2:]} <= {"status", "handover", "typing"}


def test_that_the_family_writes_is_stored_nowhere(talk: Talk) -> None:
    assert hand_over(talk, "POST", "typing", {"typing": True}).status_code == 204
    assert hand_over(talk, "POST", "typing", {"typing": "ja"}).status_code == 422
    assert talk.stored() == []


def test_a_forgotten_conversation_takes_its_handover_with_it(talk: Talk, coordinator: Coordinator) -> None:
    case = live(talk, coordinator)
    assert talk.forget().status_code == 204
    assert talk.gateway.rows("SELECT id FROM handover WHERE conversation_id = ?", talk.id) == []
    assert refusal(coordinator.client.get(f"/api/vakt/cases/{case}")) == (404, "ukjent-sak")
