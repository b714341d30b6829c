"""The played desk says what the real one says: every body is laid beside the gateway's own models, field by field."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from conversations.handing import HELPED, OUTCOMES
from conversations.suppression import ShownWeek
from gateway.vakt.cases import Ended, Found
from gateway.vakt.queue import ShownQueue
from gateway.vakt.replies import ShownReplies, ShownReply
from gateway.vakt.shapes import Me, WaysIn
from gateway.vakt.showing import ShownEntry, ShownWhole
from tests.web.played_desk import ME, OTHER, PASSWORD, Played, ago, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import Draft202012Validator
    from pydantic import BaseModel

HERE = ME | {"here": True}
CALL = {"phone": "+4791234567", "email": None, "when": "Etter klokka 14"}
MINE: dict[str, Any] = {"state": "coordinator", "holder": HERE, "claimed_at": ago(minutes=5)}
TO_CALL: dict[str, Any] = {"state": "callback", "due": "2026-11-30", "contact": CALL, "contact_kind": "phone"}
# What can be done, and in which case: what is sent, and how the case stands before.
ACTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "claim": ({"name": "Kari"}, {}),
    "take-over": ({"reason": "Syk", "name": None}, MINE | {"holder": OTHER | {"here": False}}),
    "name": ({"name": "Kari"}, MINE),
    "release": ({}, MINE),
    "pass": ({"to": OTHER["id"]}, MINE),
    "pass-on": ({"service": "oppdal/ppt", "words": "Gutt på 9."}, MINE),
    "return": ({}, MINE),
    "close": ({"outcome": "svar-gitt"}, MINE),
    "attempted": ({}, TO_CALL),
    "called": ({"outcome": "ingen-svar"}, TO_CALL),
    "notes": ({"text": "Ringte i går."}, MINE),
}


@pytest.fixture
def played(stage: tuple[Played, str]) -> Played:
    """A desk where nothing has happened."""
    stage[0].begin()
    return stage[0]


@pytest.fixture
def desk(stage: tuple[Played, str], played: Played) -> Iterator[httpx.Client]:  # noqa: ARG001 - begun anew first
    """Somebody who is signed in there."""
    with httpx.Client(base_url=f"{stage[1]}/api/vakt", headers={"X-Endorinn-Desk": "1"}) as client:
        client.post("/sign-in", json={"login": "en", "password": PASSWORD}).raise_for_status()
        yield client


def shape(body: object) -> object:
    """Which fields a body has, all the way down; every value is the same to it."""
    if isinstance(body, dict):
        return {key: shape(value) for key, value in body.items()}
    return [shape(one) for one in body] if isinstance(body, list) else None


def hold(response: httpx.Response, model: type[BaseModel]) -> Any:  # noqa: ANN401 - any body
    """Whether the model takes it, and would say just these fields itself: none more, none fewer."""
    body = response.raise_for_status().json()
    assert shape(body) == shape(model.model_validate(body).model_dump(mode="json"))
    return body


def test_whoever_signs_in_is_told_who_they_are(desk: httpx.Client) -> None:
    hold(desk.get("/ways-in"), WaysIn)
    hold(desk.get("/me"), Me)
    hold(desk.post("/sign-in", json={"login": "en", "password": PASSWORD}), Me)
    hold(desk.put("/presence", json={"state": "away", "text": "Lunsj"}), Me)


def test_the_queue_has_cases_of_every_kind(desk: httpx.Client, played: Played) -> None:
    played.add(acute="selvmord")
    for state in (MINE, MINE | {"holder": OTHER | {"here": False}}, TO_CALL, TO_CALL | {"holder": HERE}):
        played.add(**state)
    for mail in (None, {"ok": False, "since": ago(hours=2), "waiting": 3}):
        played.mail = mail
        queue = hold(desk.get("/queue"), ShownQueue)
    assert [len(queue[part]) for part in ("waiting", "live", "callbacks")] == [1, 2, 2]


@pytest.mark.parametrize("act", ACTS)
def test_a_case_is_whole_before_and_after_everything_that_is_done_with_it(
    desk: httpx.Client, played: Played, act: str
) -> None:
    body, before = ACTS[act]
    number = played.add(**before)
    played.says(number, "Hei")
    hold(desk.get(f"/cases/{number}"), ShownWhole)
    hold(desk.post(f"/cases/{number}/{act}", json=body), ShownWhole)


def test_cases_that_are_over_are_told_as_the_queues_are(desk: httpx.Client, played: Played) -> None:
    for state in ("closed", "called", "returned", "cancelled"):
        outcome = "annet" if state in {"closed", "called"} else None
        played.add(state, ended_at=ago(days=1), outcome=outcome)
    assert len(hold(desk.get("/ended", params={"kommune": "oppdal"}), Ended)["cases"]) == 4


def test_what_is_written_and_searched_for_holds_to_the_contract_of_answers(
    desk: httpx.Client, played: Played, answer_schema: Draft202012Validator
) -> None:
    number = played.add(**MINE)
    card = {"question": "skole", "service": "oppdal/ppt"}
    said = hold(
        desk.post(f"/cases/{number}/messages", json={"id": "a" * 20, "text": "Se her:", "card": card}), ShownEntry
    )
    asked: tuple[dict[str, Any], ...] = ({}, {"q": "skole"}, {"q": "ingenting"})
    found = [hold(desk.get("/search", params={"case": number, **query}), Found)["answer"] for query in asked]
    for one in (said["answer"], answer("Hei"), *found):
        answer_schema.validate(one)
    nothing = played.add(needs=[])
    assert hold(desk.get("/search", params={"case": nothing}), Found) == {"answer": None}


def test_replies_are_told_as_they_are_kept(desk: httpx.Client) -> None:
    reply = {"kommune": "oppdal", "title": "Hei", "nb": "Hei!", "nn": "Hei!"}
    hold(desk.post("/replies", json=reply), ShownReply)
    assert len(hold(desk.get("/replies", params={"kommune": "oppdal"}), ShownReplies)["replies"]) == 1


def test_every_week_has_every_figure(desk: httpx.Client) -> None:
    weeks = desk.get("/figures", params={"kommune": "oppdal", "weeks": 4}).raise_for_status().json()["weeks"]
    assert len(weeks) == 4
    for week in weeks:
        assert set(week) == {one.name for one in fields(ShownWeek)}
        assert set(week["outcomes"]) == set(OUTCOMES)
        assert [set(week[when]) for when in ("helped", "helped_later")] == [set(HELPED)] * 2


def test_a_field_too_many_or_too_few_is_seen(desk: httpx.Client, played: Played) -> None:
    number = played.add()
    for other in ({"end": "closed"}, {"state": "assistant"}):
        before = dict(played.cases[number])
        played.cases[number] |= other
        with pytest.raises((AssertionError, ValueError)):
            hold(desk.get(f"/cases/{number}"), ShownWhole)
        played.cases[number] = before
    del played.cases[number]["overdue"]
    with pytest.raises(ValueError, match="overdue"):
        hold(desk.get(f"/cases/{number}"), ShownWhole)
