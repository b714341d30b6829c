from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, List, Optional

import pytest
import yaml
from channels.memory import OwnMemory
from channels.redis_memory import RedisMemory
from channels.talk import Talk
from channels.tracker_store import KEPT, ForgettingTrackerStore
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

BOT = Path(__file__).parents[2]
ADDRESS = "redis://:p#{}'\"$x@127.0.0.1:6379/0".replace("#", "%23")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENDORINN_REDIS_URL", raising=False)
    monkeypatch.setenv("ENDORINN_ACTIONS_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("ENDORINN_INTERNAL_TOKEN", "t")


def store_of(domain: Optional[Domain] = None) -> ForgettingTrackerStore:
    return ForgettingTrackerStore(domain or Domain.empty())


def of_the_annex() -> Any:
    endpoint = AvailableEndpoints.read_endpoints(str(BOT / "endpoints.yml")).tracker_store
    return TrackerStore.create(endpoint, Domain.empty())


def tracker_of(events: List[Event], domain: Optional[Domain] = None) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("a", events, domain.slots if domain else None)


async def one_turn(store: ForgettingTrackerStore, tracker: DialogueStateTracker, number: int = 1) -> bool:
    async with store.turn("a") as turn:
        await store.save(tracker)
        return await turn.keep(number, [{"text": "Hei"}])


async def read(store: ForgettingTrackerStore) -> Optional[DialogueStateTracker]:
    async with store.turn("a"):
        return await store.retrieve("a")


def again(store: ForgettingTrackerStore, tracker: DialogueStateTracker) -> DialogueStateTracker:
    """How the next turn finds a conversation."""
    asyncio.run(one_turn(store, tracker))
    found = asyncio.run(read(store))
    assert found is not None
    return found


def test_a_saved_conversation_is_found_again_at_the_next_turn() -> None:
    tracker = again(store_of(), tracker_of([UserUttered("kven kan hjelpe?")]))
    assert [event.text for event in tracker.events] == ["kven kan hjelpe?"]


def test_between_turns_the_store_holds_nothing() -> None:
    store = store_of()
    asyncio.run(one_turn(store, tracker_of([UserUttered("hei")])))
    assert (list(asyncio.run(store.keys())), asyncio.run(store.retrieve("a"))) == ([], None)


def test_what_is_saved_outside_of_a_turn_is_not_kept() -> None:
    store = store_of()
    asyncio.run(store.save(tracker_of([UserUttered("hei")])))
    assert (list(asyncio.run(store.keys())), asyncio.run(read(store))) == ([], None)


def test_a_turn_that_keeps_nothing_changes_nothing() -> None:
    store = store_of()

    async def changed_and_left() -> Optional[DialogueStateTracker]:
        await one_turn(store, tracker_of([UserUttered("en")]))
        async with store.turn("a"):
            await store.save(tracker_of([UserUttered("en"), UserUttered("to")]))
        return await read(store)

    tracker = asyncio.run(changed_and_left())
    assert tracker is not None
    assert [event.text for event in tracker.events] == ["en"]


def test_nothing_is_kept_of_what_was_said_to_a_conversation_that_is_not_there() -> None:
    store = store_of()

    async def only_said() -> Talk:
        async with store.turn("a") as turn:
            assert not await turn.keep(1, [{"text": "Hei"}])
        async with store.turn("a") as turn:
            return turn.talk

    assert asyncio.run(only_said()) == Talk()


def test_what_was_said_goes_with_its_conversation() -> None:
    store = store_of()

    async def forgotten() -> List[Optional[int]]:
        await one_turn(store, tracker_of([UserUttered("hei")]), number=5)
        async with store.turn("a") as before:
            await before.forget()
        async with store.turn("a") as after:
            return [before.talk.last_told, after.talk.last_told]

    assert asyncio.run(forgotten()) == [5, None]


def talk(messages: int) -> List[Event]:
    said: List[Event] = []
    for number in range(messages):
        said += [ActionExecuted("action_listen"), UserUttered(f"melding {number}"), ActionExecuted("action_svar")]
        said += [SlotSet("kommune", "oppdal" if number == 0 else "tynset")] if number < 2 else []
    return said


@pytest.mark.parametrize("messages", [1, KEPT, KEPT + 1, 40])
def test_of_a_long_conversation_the_end_is_kept_and_what_the_slots_hold(messages: int) -> None:
    domain = Domain.from_dict({"slots": {"kommune": {"type": "text", "mappings": [{"type": "custom"}]}}})
    tracker = again(store_of(domain), tracker_of(talk(messages), domain))
    texts = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert texts == [f"melding {number}" for number in range(messages)][-KEPT:]
    assert tracker.get_slot("kommune") == ("oppdal" if messages == 1 else "tynset")
    assert tracker.latest_action_name == "action_svar"


@pytest.mark.parametrize(("after", "active"), [([], "skjema"), ([ActiveLoop(None)], None)])
def test_a_form_that_began_before_the_end_that_is_kept_goes_on(after: List[Event], active: Optional[str]) -> None:
    domain = Domain.from_dict({"forms": {"skjema": {"required_slots": []}}})
    tracker = again(store_of(domain), tracker_of([ActiveLoop("skjema"), *talk(KEPT + 3), *after], domain))
    assert tracker.active_loop_name == active


def test_what_the_assistant_said_is_kept_only_to_be_said_again() -> None:
    said = [*talk(1), BotUttered("Hei", {"custom": {"reply": "Hei"}}), ActionExecuted("action_listen")]
    tracker = again(store_of(), tracker_of(said))
    assert not any(isinstance(event, BotUttered) for event in tracker.events)
    assert tracker.latest_action_name == "action_listen"


def test_the_actions_are_called_with_the_token_of_the_house() -> None:
    endpoints = AvailableEndpoints.read_endpoints(str(BOT / "endpoints.yml"))
    assert endpoints.action.headers == {"Authorization": "Bearer t"}


def test_the_endpoints_of_the_annex_name_this_store_and_its_hours() -> None:
    store = of_the_annex()
    assert (type(store), type(store.memory), store.memory._seconds) == (ForgettingTrackerStore, OwnMemory, 12 * 3600)


def test_with_a_redis_in_the_settings_conversations_lie_there_for_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_REDIS_URL", ADDRESS)
    memory = of_the_annex().memory
    assert (type(memory), memory._milliseconds) == (RedisMemory, 12 * 3600 * 1000)
    assert memory._redis.connection_pool.connection_kwargs["password"] == "p#{}'\"$x"  # noqa: S105 - of this test only


def test_the_gate_is_the_only_way_to_rasa() -> None:
    """Else a message could reach Rasa's own lock, which holds in one process only, past the claim of its turn."""
    credentials = yaml.safe_load((BOT / "credentials.yml").read_text(encoding="utf-8"))
    assert list(credentials) == ["channels.gate.GateInput"]
