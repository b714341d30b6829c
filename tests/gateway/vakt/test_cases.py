"""What coordinators do with cases, over HTTP: who may, what the family sees of it, and what it may not."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from foundation.providers import Grant
from gateway.orphans import LOOK_EVERY
from tests.gateway.vakt.desk import NOTHING, asked, hand_over, told
from tests.gateway.vakt.employees import accounts_of, at_the_desk, browser

if TYPE_CHECKING:
    import httpx

    from tests.gateway.running import Gateway, Talk
    from tests.gateway.vakt.desk import Coordinator

DEEDS: dict[str, dict[str, Any]] = {
    "claim": {"name": None},
    "release": {},
    "take-over": {"reason": "Hun er syk."},
    "pass-on": {"service": "oppdal/ppt", "words": "Gutt, 9 år."},
    "return": {},
    "close": {"outcome": "svar-gitt"},
    "attempted": {},
    "called": {"outcome": "svar-gitt"},
    "name": {"name": "Ola"},
    "notes": {"text": "Ringer igjen i morgen."},
    "messages": {"id": "a" * 20, "text": "Hei"},
    "typing": {"typing": True},
}


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Status and slug of an error."""
    return response.status_code, response.json()["type"].removeprefix("/problem/")


@pytest.fixture
def case(talk: Talk, coordinator: Coordinator) -> int:
    """A family of Oppdal that waits."""
    asked(talk)
    return coordinator.case_of(talk.id)


def kinds(talk: Talk) -> list[str]:
    """What the family was told has happened."""
    rows = talk.gateway.rows(
        "SELECT event FROM message WHERE conversation_id = ? AND author = 'status' ORDER BY number", talk.id
    )
    return [json.loads(event)["kind"] for (event,) in rows]


def service(coordinator: Coordinator, case: int) -> dict[str, Any]:
    """A service that the search finds."""
    params: dict[str, Any] = {"case": case, "q": "Hvem er PPT?"}
    answer = coordinator.client.get("/api/vakt/search", params=params).raise_for_status().json()["answer"]
    found: dict[str, Any] = answer["services"][0]
    return found


def test_whoever_claims_has_it_and_the_family_sees_the_name_that_may_be_shown(
    case: int, talk: Talk, coordinator: Coordinator, colleague: Coordinator
) -> None:
    whole = coordinator.done(case, "claim", name="Ola")
    assert (whole["state"], whole["mine"], whole["holder"]["id"]) == ("coordinator", True, coordinator.id)
    assert whole["may"] == ["write", "release", "pass", "pass-on", "return", "close", "name", "note"]
    assert refusal(colleague.do(case, "claim")) == (409, "opptatt")
    assert coordinator.done(case, "claim", name="Ola")["mine"] is True
    assert kinds(talk) == ["asked", "claimed"]
    assert hand_over(talk, "GET", "handover").json()["by"] == "Ola"


def test_of_two_at_once_one_has_it(case: int, coordinator: Coordinator, colleague: Coordinator) -> None:
    with ThreadPoolExecutor(2) as threads:
        responses = list(threads.map(lambda one: one.do(case, "claim"), (coordinator, colleague)))
    assert sorted(one.status_code for one in responses) == [200, 409]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_case_of_another_municipality_is_not_there(case: int, talk: Talk, neighbour: Coordinator, deed: str) -> None:
    assert refusal(neighbour.client.get(f"/api/vakt/cases/{case}")) == (404, "ukjent-sak")
    assert refusal(neighbour.client.get(f"/api/vakt/cases/{case}/events")) == (404, "ukjent-sak")
    assert refusal(neighbour.do(case, deed, **DEEDS[deed])) == (404, "ukjent-sak")
    assert neighbour.client.get("/api/vakt/search", params={"case": case, "q": "PPT"}).status_code == 404
    assert neighbour.client.get("/api/vakt/ended", params={"kommune": "oppdal"}).status_code == 404
    assert case not in [one["id"] for one in neighbour.queue()["waiting"]]
    assert kinds(talk) == ["asked"]


@pytest.mark.parametrize("deed", DEEDS)
def test_whoever_is_not_signed_in_or_comes_from_elsewhere_does_nothing(
    case: int, talk: Talk, alone: Gateway, coordinator: Coordinator, deed: str
) -> None:
    path = f"/api/vakt/cases/{case}/{deed}"
    with browser(alone) as nobody:
        assert refusal(nobody.post(path, json=DEEDS[deed])) == (401, "logg-inn")
    foreign = {"Origin": "https://evil.example"}
    assert refusal(coordinator.client.post(path, json=DEEDS[deed], headers=foreign)) == (403, "fremmed-side")
    assert kinds(talk) == ["asked"]


@pytest.mark.parametrize("deed", ["release", "pass-on", "return", "close", "messages", "typing"])
def test_only_whoever_has_it_does_this(case: int, coordinator: Coordinator, colleague: Coordinator, deed: str) -> None:
    coordinator.done(case, "claim")
    body = DEEDS[deed] | ({"service": service(coordinator, case)["id"]} if deed == "pass-on" else {})
    assert refusal(colleague.do(case, deed, **body)) == (409, "opptatt")


def test_taking_over_is_a_leads_and_takes_a_reason(
    case: int, talk: Talk, coordinator: Coordinator, colleague: Coordinator, lead: Coordinator
) -> None:
    coordinator.done(case, "claim")
    assert refusal(colleague.do(case, "take-over", reason="Hun er syk.")) == (403, "ikke-lov")
    assert lead.do(case, "take-over", reason="x").status_code == 422
    whole = lead.done(case, "take-over", reason="Hun er syk.", name="Lise")
    assert (whole["mine"], whole["history"][-1]["kind"], whole["history"][-1]["detail"]) == (
        True,
        "taken-over",
        "Hun er syk.",
    )
    assert refusal(coordinator.do(case, "messages", id="b" * 20, text="Hei")) == (409, "opptatt")
    assert kinds(talk) == ["asked", "claimed", "taken-over"]
    assert "syk" not in json.dumps(told(talk.events(4, after=0)), ensure_ascii=False)


def test_a_case_is_given_to_a_colleague_of_the_same_municipality_alone(
    case: int, talk: Talk, coordinator: Coordinator, colleague: Coordinator, neighbour: Coordinator
) -> None:
    coordinator.done(case, "claim", name="Ola")
    assert coordinator.do(case, "pass", to=neighbour.id).status_code == 404
    whole = coordinator.done(case, "pass", to=colleague.id)
    assert (whole["holder"]["id"], whole["mine"], whole["may"]) == (colleague.id, False, ["note"])
    assert kinds(talk)[-1] == "passed"
    assert hand_over(talk, "GET", "handover").json()["by"] is None
    assert refusal(coordinator.do(case, "name", name="Ola")) == (409, "opptatt")
    colleague.done(case, "name", name="Kari")
    assert kinds(talk)[-1] == "named"
    assert hand_over(talk, "GET", "handover").json()["by"] == "Kari"


def test_what_is_let_go_waits_again_in_its_old_place(case: int, talk: Talk, coordinator: Coordinator) -> None:
    before = coordinator.look(case)["asked_at"]
    coordinator.done(case, "claim")
    whole = coordinator.done(case, "release")
    assert (whole["state"], whole["holder"], whole["asked_at"]) == ("waiting", None, before)
    assert (hand_over(talk, "GET", "handover").json()["state"], kinds(talk)[-1]) == ("waiting", "released")


@pytest.mark.parametrize("state", ["given", "refused"])
def test_passing_on_waits_for_what_the_family_says(case: int, talk: Talk, coordinator: Coordinator, state: str) -> None:
    coordinator.done(case, "claim")
    found = service(coordinator, case)
    whole = coordinator.done(case, "pass-on", service=found["id"], words="Gutt, 9 år.")
    assert (whole["consent"]["state"], whole["consent"]["service"]["id"]) == ("asked", found["id"])
    number, consent = whole["consent"]["proposal"], state == "given"
    hand_over(talk, "POST", "consent", {"proposal": number, "consent": consent}).raise_for_status()
    assert coordinator.look(case)["consent"]["state"] == state
    assert kinds(talk)[-2:] == ["consent-asked", f"consent-{state}"]
    refused = hand_over(talk, "POST", "consent", {"proposal": number, "consent": not consent})
    assert refusal(refused) == (409, "gar-ikke-na")
    assert coordinator.do(case, "pass-on", service="finnes-ikke", words="x").status_code == 404


def test_returning_lets_the_assistant_answer_again(case: int, talk: Talk, coordinator: Coordinator) -> None:
    coordinator.done(case, "claim")
    assert talk.write("Hvem er PPT?").json()["answers"] == []
    whole = coordinator.done(case, "return")
    assert whole["may"] == []
    assert len(talk.write("Hva er SFO?").json()["answers"]) == 1
    assert refusal(coordinator.do(case, "messages", id="c" * 20, text="Hei")) == (409, "gar-ikke-na")


def test_what_is_written_after_the_end_is_not_the_desks(case: int, talk: Talk, coordinator: Coordinator) -> None:
    coordinator.done(case, "claim")
    coordinator.done(case, "return")
    talk.write("Noe som ikke angår dere")
    assert "angår" not in json.dumps(coordinator.look(case)["entries"], ensure_ascii=False)


def test_closing_says_what_came_of_it_and_ends_it_for_good(case: int, coordinator: Coordinator) -> None:
    coordinator.done(case, "claim")
    assert coordinator.do(case, "close", outcome="ferdig").status_code == 422
    assert coordinator.done(case, "close", outcome="time-avtalt")["outcome"] == "time-avtalt"
    assert refusal(coordinator.do(case, "messages", id="d" * 20, text="Hei")) == (409, "avsluttet")
    assert refusal(coordinator.do(case, "claim")) == (409, "avsluttet")
    ended = coordinator.client.get("/api/vakt/ended", params={"kommune": "oppdal"}).json()["cases"]
    assert [one["outcome"] for one in ended if one["id"] == case] == ["time-avtalt"]


def test_notes_are_for_colleagues_and_never_for_the_family(
    case: int, talk: Talk, coordinator: Coordinator, colleague: Coordinator
) -> None:
    coordinator.done(case, "notes", text="Spør Kari på helsestasjonen.")
    assert [note["text"] for note in colleague.look(case)["notes"]] == ["Spør Kari på helsestasjonen."]
    talk.write("Hei")
    said = json.dumps([told(talk.events(4, after=0)), hand_over(talk, "GET", "handover").json()], ensure_ascii=False)
    assert "Spør Kari" not in said


def test_a_message_counts_once_and_keeps_its_first_words(case: int, talk: Talk, coordinator: Coordinator) -> None:
    coordinator.done(case, "claim", name="Ola")
    sent = [coordinator.done(case, "messages", id="e" * 20, text=text) for text in ("Hei", "Noe annet")]
    assert sent[0] == sent[1]
    assert (sent[0]["kind"], sent[0]["text"]) == ("coordinator", "Hei")
    assert [text for _, author, text in talk.stored() if author == "koordinator"] == ["Hei"]


@pytest.mark.parametrize(
    "body",
    [
        {"id": "kort", "text": "Hei"},
        {"id": "f" * 20, "text": " \n"},
        {"id": "f" * 20, "text": "x" * 2001},
        {"text": "Hei"},
        {"id": "f" * 20, "text": "Hei", "html": "<b>"},
    ],
)
def test_a_message_that_cannot_be_used_is_refused(
    case: int, talk: Talk, coordinator: Coordinator, body: dict[str, Any]
) -> None:
    coordinator.done(case, "claim")
    assert coordinator.do(case, "messages", **body).status_code == 422
    assert [author for _, author, _ in talk.stored()] == ["status", "status"]


def test_the_desk_reads_the_talk_before_only_where_the_family_shares_it(
    talk: Talk, alone: Gateway, coordinator: Coordinator
) -> None:
    other = alone.start(kommune="oppdal")
    for one, shares in ((talk, True), (other, False)):
        one.write("Hvem er PPT?")
        asked(one, share_talk=shares)
    texts = [
        [entry["text"] for entry in coordinator.look(coordinator.case_of(one.id))["entries"]] for one in (talk, other)
    ]
    assert ["Hvem er PPT?" in said for said in texts] == [True, False]


def test_the_queue_has_danger_first_then_the_oldest(alone: Gateway, coordinator: Coordinator) -> None:
    calm, danger = alone.start(kommune="oppdal"), alone.start(kommune="oppdal")
    danger.write("Jeg vil ta livet mitt i kveld")
    for one in (calm, danger):
        asked(one)
    waiting = coordinator.queue()["waiting"]
    ids = [case["id"] for case in waiting]
    assert ids.index(coordinator.case_of(danger.id)) < ids.index(coordinator.case_of(calm.id))
    assert next(case["acute"] for case in waiting if case["id"] == coordinator.case_of(danger.id)) == "selvmord"
    assert [one["id"] for one in coordinator.queue()["colleagues"] if one["id"] == coordinator.id] == [coordinator.id]


def test_what_the_family_has_written_since_is_counted(case: int, talk: Talk, coordinator: Coordinator) -> None:
    coordinator.done(case, "claim")
    for text in ("Er du der?", "Hallo?"):
        talk.write(text)
    assert coordinator.look(case)["unread"] == 2
    coordinator.done(case, "messages", id="g" * 20, text="Ja")
    assert coordinator.look(case)["unread"] == 0


def test_rights_that_are_withdrawn_hold_no_more_at_the_next_call(case: int, alone: Gateway) -> None:
    with at_the_desk(alone, "snart.borte", ("oppdal", "koordinator")) as gone:
        gone.done(case, "claim")
        with accounts_of(alone) as accounts:
            accounts.users.revoke("snart.borte", Grant(kommune="oppdal", role="koordinator"))
        assert gone.do(case, "messages", id="h" * 20, text="Hei").status_code in {401, 403, 404}
        assert gone.client.get(f"/api/vakt/cases/{case}").status_code in {401, 403, 404}


def test_what_somebody_has_whose_rights_are_withdrawn_waits_again_and_the_family_is_told(
    case: int, talk: Talk, alone: Gateway, coordinator: Coordinator
) -> None:
    with at_the_desk(alone, "mister.rollen", ("oppdal", "koordinator")) as gone:
        gone.done(case, "claim")
        with accounts_of(alone) as accounts:
            accounts.users.revoke("mister.rollen", Grant(kommune="oppdal", role="koordinator"))
        give_up = time.monotonic() + 3 * LOOK_EVERY
        while coordinator.look(case)["state"] != "waiting":
            assert time.monotonic() < give_up
            time.sleep(0.2)
    assert kinds(talk) == ["asked", "claimed", "released"]
    assert "let-go" in [one["kind"] for one in coordinator.look(case)["history"]]


@pytest.mark.parametrize("name", ["Kari\u0000", "Kari\n", " Kari "])
def test_a_shown_name_is_one_line_of_signs_that_can_be_seen(
    case: int, talk: Talk, coordinator: Coordinator, name: str
) -> None:
    coordinator.done(case, "claim", name=name)
    assert hand_over(talk, "GET", "handover").json()["by"] == "Kari"


def test_a_call_that_nobody_answered_is_told_and_the_promise_stands(talk: Talk, coordinator: Coordinator) -> None:
    body = {"summary": NOTHING, "contact": {"phone": "91 23 45 67"}}
    promise = hand_over(talk, "POST", "callback", body).raise_for_status().json()["callback"]
    case = coordinator.case_of(talk.id)
    whole = coordinator.done(case, "attempted")
    assert (whole["state"], whole["contact"]["phone"], whole["due"]) == ("callback", "+47 91 23 45 67", promise["by"])
    assert kinds(talk) == ["callback", "attempted"]
    assert hand_over(talk, "GET", "handover").json()["callback"] == promise


def test_a_call_back_is_called_and_its_outcome_kept(talk: Talk, coordinator: Coordinator) -> None:
    body = {"summary": NOTHING, "contact": {"email": "navn@eksempel.no"}, "when": "etter fire"}
    hand_over(talk, "POST", "callback", body).raise_for_status()
    case = coordinator.case_of(talk.id)
    whole = coordinator.done(case, "claim")
    assert (whole["state"], whole["contact"]["email"], whole["contact"]["when"]) == (
        "callback",
        "navn@eksempel.no",
        "etter fire",
    )
    assert [one["contact_kind"] for one in coordinator.queue()["callbacks"] if one["id"] == case] == ["email"]
    assert refusal(coordinator.do(case, "messages", id="i" * 20, text="Hei")) == (409, "gar-ikke-na")
    whole = coordinator.done(case, "called", outcome="ingen-svar")
    assert (whole["outcome"], whole["contact"], whole["contact_kind"]) == ("ingen-svar", None, None)
    assert kinds(talk) == ["callback", "called"]
    assert hand_over(talk, "GET", "handover").json()["follow_up"] is not None
