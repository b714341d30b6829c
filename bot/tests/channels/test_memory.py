from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import List, Optional, Text, Tuple

import pytest
from channels.memory import MESSAGES, ForgettingTrackerStore
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels import memory

ENDPOINTS = Path(__file__).parents[2] / "endpoints.yml"
HOUR = 3600.0


class Clock:
    """A clock that stands still until it is told the hour."""

    def __init__(self) -> None:
        self.hour = 100.0

    def monotonic(self) -> float:
        return self.hour * HOUR


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(memory, "time", SimpleNamespace(monotonic=stopped.monotonic))
    return stopped


@pytest.fixture
def store(clock: Clock) -> ForgettingTrackerStore:
    assert clock.hour == 100.0
    return ForgettingTrackerStore(Domain.empty(), hours=12)


def save(store: ForgettingTrackerStore, sender: str, text: str = "hei") -> None:
    asyncio.run(store.save(DialogueStateTracker.from_events(sender, [UserUttered(text)])))


def kept(store: ForgettingTrackerStore) -> List[str]:
    return sorted(asyncio.run(store.keys()))


def test_a_saved_conversation_is_found_again(store: ForgettingTrackerStore) -> None:
    save(store, "a", "kven kan hjelpe?")
    tracker = asyncio.run(store.retrieve("a"))
    assert tracker is not None
    assert [event.text for event in tracker.events] == ["kven kan hjelpe?"]


def test_a_forgotten_conversation_is_gone_and_the_others_are_kept(store: ForgettingTrackerStore) -> None:
    save(store, "a")
    save(store, "b")
    asyncio.run(store.forget("a"))
    assert kept(store) == ["b"]
    assert asyncio.run(store.retrieve("a")) is None


def test_to_forget_what_never_was_does_nothing(store: ForgettingTrackerStore) -> None:
    save(store, "a")
    asyncio.run(store.forget("never"))
    assert kept(store) == ["a"]


@pytest.mark.parametrize(("hours", "left"), [(11.9, ["new", "old"]), (12.0, ["new"]), (500.0, ["new"])])
def test_a_conversation_is_forgotten_when_its_hours_have_passed(
    store: ForgettingTrackerStore, clock: Clock, hours: float, left: List[str]
) -> None:
    save(store, "old")
    clock.hour += hours
    save(store, "new")
    assert kept(store) == left


def test_a_new_message_keeps_a_conversation_for_as_long_again(store: ForgettingTrackerStore, clock: Clock) -> None:
    for hour, sender in [(100, "first"), (101, "second"), (110, "first")]:
        clock.hour = hour
        save(store, sender)
    clock.hour = 115
    save(store, "third")
    assert kept(store) == ["first", "third"]


def test_all_that_have_grown_old_are_forgotten_at_once(store: ForgettingTrackerStore, clock: Clock) -> None:
    for sender in ["a", "b", "c"]:
        save(store, sender)
    clock.hour += 13
    save(store, "d")
    assert kept(store) == ["d"]


def test_a_conversation_that_was_forgotten_can_begin_anew(store: ForgettingTrackerStore) -> None:
    save(store, "a", "det gamle")
    asyncio.run(store.forget("a"))
    save(store, "a", "det nye")
    tracker = asyncio.run(store.retrieve("a"))
    assert tracker is not None
    assert [event.text for event in tracker.events] == ["det nye"]


def test_a_conversation_is_forgotten_in_time_though_no_other_message_comes() -> None:
    async def left_alone() -> Tuple[List[Text], List[Text]]:
        store = ForgettingTrackerStore(Domain.empty(), hours=0.5 / HOUR)
        await store.save(DialogueStateTracker.from_events("a", [UserUttered("hei")]))
        await asyncio.sleep(0.3)
        await store.save(DialogueStateTracker.from_events("b", [UserUttered("hei")]))
        await asyncio.sleep(0.4)
        first = list(await store.keys())
        await asyncio.sleep(0.4)
        return first, list(await store.keys())

    assert asyncio.run(left_alone()) == (["b"], [])


def test_the_actions_are_called_with_the_token_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_ACTIONS_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("ENDORINN_INTERNAL_TOKEN", "t")
    assert AvailableEndpoints.read_endpoints(str(ENDPOINTS)).action.headers == {"Authorization": "Bearer t"}


def test_the_endpoints_of_the_annex_name_this_store_and_its_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_ACTIONS_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("ENDORINN_INTERNAL_TOKEN", "t")
    endpoint = AvailableEndpoints.read_endpoints(str(ENDPOINTS)).tracker_store
    store = TrackerStore.create(endpoint, Domain.empty())
    assert (type(store), store._hours) == (ForgettingTrackerStore, 12)


def talk(messages: int) -> List[Event]:
    said: List[Event] = []
    for number in range(messages):
        said += [ActionExecuted("action_listen"), UserUttered(f"melding {number}"), ActionExecuted("action_svar")]
        said += [SlotSet("kommune", "oppdal" if number == 0 else "tynset")] if number < 2 else []
    return said


@pytest.mark.parametrize("messages", [1, MESSAGES, MESSAGES + 1, 40])
def test_of_a_long_conversation_the_end_is_kept_and_what_the_slots_hold(messages: int) -> None:
    domain = Domain.from_dict({"slots": {"kommune": {"type": "text", "mappings": [{"type": "custom"}]}}})
    store = ForgettingTrackerStore(domain)
    asyncio.run(store.save(DialogueStateTracker.from_events("a", talk(messages), domain.slots)))
    tracker = asyncio.run(store.retrieve("a"))
    assert tracker is not None
    texts = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert texts == [f"melding {number}" for number in range(messages)][-MESSAGES:]
    assert tracker.get_slot("kommune") == ("oppdal" if messages == 1 else "tynset")
    assert tracker.latest_action_name == "action_svar"


@pytest.mark.parametrize(("after", "active"), [([], "skjema"), ([ActiveLoop(None)], None)])
def test_a_form_that_began_before_the_end_that_is_kept_goes_on(after: List[Event], active: Optional[str]) -> None:
    domain = Domain.from_dict({"forms": {"skjema": {"required_slots": []}}})
    store = ForgettingTrackerStore(domain)
    said = [ActiveLoop("skjema"), *talk(MESSAGES + 3), *after]
    asyncio.run(store.save(DialogueStateTracker.from_events("a", said, domain.slots)))
    tracker = asyncio.run(store.retrieve("a"))
    assert tracker is not None
    assert tracker.active_loop_name == active


SAID = [{"text": "Hei"}]


def test_what_was_said_is_remembered_for_the_last_messages(store: ForgettingTrackerStore) -> None:
    save(store, "a")
    for number in range(1, MESSAGES + 3):
        store.keep_said("a", number, SAID)
    assert store.last_told("a") == MESSAGES + 2
    told = [number for number in range(1, MESSAGES + 3) if store.said_to("a", number) == SAID]
    assert told == list(range(3, MESSAGES + 3))
    assert (store.last_told("b"), store.said_to("b", 1)) == (None, None)


def test_what_was_said_goes_with_its_conversation(store: ForgettingTrackerStore, clock: Clock) -> None:
    for sender in ("asked", "old"):
        save(store, sender)
        store.keep_said(sender, 1, SAID)
    asyncio.run(store.forget("asked"))
    clock.hour += 13
    save(store, "new")
    assert [store.last_told(sender) for sender in ("asked", "old")] == [None, None]
    assert store._said == {}


def test_nothing_is_kept_of_what_was_said_to_a_conversation_that_is_not_there(store: ForgettingTrackerStore) -> None:
    store.keep_said("a", 1, SAID)
    assert (store._said, store.last_told("a")) == ({}, None)
