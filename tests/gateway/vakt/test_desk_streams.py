"""What the desk is told as it happens: the queue, a case, and that one is not signed in any more."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from foundation.providers import Grant
from tests.gateway.running import events_in
from tests.gateway.vakt.desk import asked, hand_over
from tests.gateway.vakt.employees import accounts_of, at_the_desk, browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.gateway.running import Gateway, Talk
    from tests.gateway.vakt.desk import Coordinator

OF_OPPDAL = Grant(kommune="oppdal", role="koordinator")


@pytest.fixture
def case(talk: Talk, coordinator: Coordinator) -> int:
    """A family of Oppdal that a coordinator talks with."""
    asked(talk)
    found = coordinator.case_of(talk.id)
    coordinator.done(found, "claim")
    return found


def until(events: Iterator[dict[str, str]], is_it: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    """The first event that is the one; all before it are passed over."""
    return next(event for event in events if is_it(event))


def after_a_moment(act: Callable[[], object]) -> threading.Timer:
    """Does something while a stream is listened to."""
    timer = threading.Timer(0.5, act)
    timer.start()
    return timer


def test_the_queue_comes_whole_at_once_and_when_it_changes(alone: Gateway, coordinator: Coordinator) -> None:
    talk = alone.start(kommune="oppdal")
    with coordinator.client.stream("GET", "/api/vakt/events") as response:
        events = events_in(response.iter_lines())
        first = next(events)
        assert (first["event"], "id" in first) == ("queue", False)
        told = {"waiting", "live", "callbacks", "colleagues", "mail", "stopped", "at"}
        assert set(json.loads(first["data"])) == told
        asking = after_a_moment(lambda: asked(talk))

        def holds_it(event: dict[str, str]) -> bool:
            case = coordinator.case_of(talk.id)
            return case in [one["id"] for one in json.loads(event["data"])["waiting"]]

        assert until(events, holds_it)["event"] == "queue"
        asking.join()


def test_whoever_has_the_desk_open_is_there_for_families_to_see(alone: Gateway, coordinator: Coordinator) -> None:
    with coordinator.client.stream("GET", "/api/vakt/events") as response:
        next(events_in(response.iter_lines()))
        desk = hand_over(alone.start(kommune="oppdal"), "GET", "handover").json()["desk"]
        assert desk["someone_here"] is True


def test_a_case_tells_what_is_said_by_number_and_itself_whole(case: int, talk: Talk, coordinator: Coordinator) -> None:
    with coordinator.client.stream("GET", f"/api/vakt/cases/{case}/events") as response:
        events = events_in(response.iter_lines())
        first = [next(events) for _ in range(3)]
        assert [(one["event"], one.get("id")) for one in first] == [("entry", "1"), ("entry", "2"), ("case", None)]
        assert json.loads(first[2]["data"])["mine"] is True
        writing = after_a_moment(lambda: talk.write("Er du der?"))
        said = until(events, lambda event: event["event"] == "entry")
        assert (said["id"], json.loads(said["data"])["text"]) == ("3", "Er du der?")
        writing.join()
        typing = after_a_moment(lambda: hand_over(talk, "POST", "typing", {"typing": True}))
        shown = until(events, lambda event: event["event"] == "typing")
        assert (json.loads(shown["data"]), "id" in shown) == ({"typing": True}, False)
        typing.join()
    after = coordinator.events(f"/cases/{case}/events", 2, after=2)
    assert [(one["event"], one.get("id")) for one in after] == [("entry", "3"), ("case", None)]


def test_what_a_colleague_does_changes_the_case(case: int, coordinator: Coordinator, colleague: Coordinator) -> None:
    with coordinator.client.stream("GET", f"/api/vakt/cases/{case}/events") as response:
        events = events_in(response.iter_lines())
        noting = after_a_moment(lambda: colleague.done(case, "notes", text="Se her."))

        def has_note(event: dict[str, str]) -> bool:
            return event["event"] == "case" and bool(json.loads(event["data"])["notes"])

        assert until(events, has_note)
        noting.join()


@pytest.mark.parametrize("whole", [True, False])
def test_rights_that_are_withdrawn_end_the_streams(
    alone: Gateway,
    case: int,
    whole: bool,  # noqa: FBT001 - a parameter
) -> None:
    login = "borte.straks" if whole else "borte.nesten"
    with at_the_desk(alone, login, ("oppdal", "koordinator")) as gone:
        path = f"/api/vakt/cases/{case}/events"
        with gone.client.stream("GET", path) as response:
            events = events_in(response.iter_lines())
            next(events)
            with accounts_of(alone) as accounts:
                if whole:
                    accounts.users.disable(login)
                else:
                    accounts.users.revoke(login, OF_OPPDAL)
            assert until(events, lambda event: event["event"] == "gone")
            assert list(events) == []
        assert gone.client.get(path).status_code in {401, 404}


def test_whoever_signs_out_is_told_so_on_the_other_tab(alone: Gateway) -> None:
    with (
        at_the_desk(alone, "to.faner", ("oppdal", "koordinator")) as one,
        one.client.stream("GET", "/api/vakt/events") as response,
    ):
        events = events_in(response.iter_lines())
        assert next(events)["event"] == "queue"
        one.client.post("/api/vakt/sign-out").raise_for_status()
        assert until(events, lambda event: event["event"] == "gone")
        assert list(events) == []


def test_whoever_is_not_signed_in_hears_nothing(alone: Gateway, case: int) -> None:
    with browser(alone) as nobody:
        for path in ("/api/vakt/events", f"/api/vakt/cases/{case}/events", "/api/vakt/queue"):
            assert nobody.get(path).status_code == 401
