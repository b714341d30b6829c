"""Two Rasa instances at one Redis, as two stores that know nothing of each other."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, List, Optional, Tuple
from uuid import uuid4

import pytest
import redis
from channels.memory import MemoryDownError
from channels.redis_memory import RedisMemory
from channels.talk import MESSAGES, Talk
from channels.tracker_store import KEPT, ForgettingTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from redis.asyncio.connection import SSLConnection

from channels import redis_memory
from redis_server import RedisServer

BOT = Path(__file__).parents[2]
SAID = [{"text": "Ring 116 111"}]
# Claims a conversation, says so, and waits to be killed.
CLAIMS = """
import asyncio, sys
from channels import redis_memory
redis_memory.CLAIM_SECONDS = 0.5
async def claim():
    async with redis_memory.RedisMemory(sys.argv[1], 60).claimed(sys.argv[2]):
        print("claimed", flush=True)
        await asyncio.sleep(60)
asyncio.run(claim())
"""
Pair = Tuple[ForgettingTrackerStore, ForgettingTrackerStore]


@pytest.fixture
def sender() -> str:
    return uuid4().hex


def run(address: str, does: Callable[[Pair], Awaitable[Any]], hours: float = 12.0) -> Any:
    async def with_two() -> Any:
        async with opened(address, hours) as here, opened(address, hours) as there:
            return await does((here, there))

    return asyncio.run(with_two())


@asynccontextmanager
async def opened(address: str, hours: float) -> AsyncIterator[ForgettingTrackerStore]:
    store = ForgettingTrackerStore(Domain.empty(), hours=hours)
    store.memory = RedisMemory(address, hours * 3600)
    try:
        yield store
    finally:
        await store.memory.close()


async def tell(store: ForgettingTrackerStore, sender: str, number: int) -> bool:
    """A message's turn as Rasa has it: what was remembered, and the message after it."""
    async with store.turn(sender) as turn:
        tracker = await store.get_or_create_tracker(sender)
        tracker.update(UserUttered(f"melding {number}"))
        tracker.update(ActionExecuted("action_svar"))
        await asyncio.sleep(0.001)
        await store.save(tracker)
        return await turn.keep(number, SAID)


async def read(store: ForgettingTrackerStore, sender: str) -> Talk:
    async with store.turn(sender) as turn:
        return turn.talk


async def texts(store: ForgettingTrackerStore, sender: str) -> List[Optional[str]]:
    async with store.turn(sender):
        tracker = await store.retrieve(sender)
        events = tracker.events if tracker else []
        return [event.text for event in events if isinstance(event, UserUttered)]


async def last_told(store: ForgettingTrackerStore, sender: str) -> Optional[int]:
    return (await read(store, sender)).last_told


def test_a_conversation_goes_on_at_the_other_instance(redis: RedisServer, sender: str) -> None:
    async def to_and_fro(stores: Pair) -> Any:
        for number in range(6):
            await tell(stores[number % 2], sender, number)
        return await texts(stores[0], sender), await last_told(stores[1], sender)

    assert run(redis.address, to_and_fro) == (["melding 4", "melding 5"], 5)


def test_of_a_long_conversation_the_end_is_kept(redis: RedisServer, sender: str) -> None:
    async def at_length(stores: Pair) -> Any:
        for number in range(MESSAGES + 5):
            await tell(stores[number % 2], sender, number)
        return await texts(stores[0], sender), await read(stores[1], sender)

    told, talk = run(redis.address, at_length)
    assert told == [f"melding {number}" for number in range(MESSAGES + 5)][-KEPT:]
    assert list(talk.said) == list(range(5, MESSAGES + 5))


def test_what_one_instance_said_the_other_knows(redis: RedisServer, sender: str) -> None:
    async def said(stores: Pair) -> Any:
        await tell(stores[0], sender, 7)
        async with stores[1].turn(sender) as turn:
            return turn.talk.said_to(7)

    assert run(redis.address, said) == SAID


def test_turns_at_two_instances_never_overlap_and_none_is_lost(redis: RedisServer, sender: str) -> None:
    async def at_once(stores: Pair) -> Any:
        order: List[int] = []

        async def one(number: int) -> None:
            store = stores[number % 2]
            async with store.turn(sender) as turn:
                order.append(number)
                tracker = await store.get_or_create_tracker(sender)
                tracker.update(ActionExecuted(f"action_{number}"))
                await asyncio.sleep(0.002)
                await store.save(tracker)
                assert await turn.keep(number, SAID)
                order.append(number)

        await asyncio.gather(*map(one, range(40)))
        async with stores[0].turn(sender):
            tracker = await stores[0].retrieve(sender)
        return order, [event.action_name for event in tracker.events if isinstance(event, ActionExecuted)]

    order, actions = run(redis.address, at_once)
    taken = order[::2]
    assert order[1::2] == taken
    assert sorted(taken) == list(range(40))
    assert [name for name in actions if name != "action_listen"] == [f"action_{number}" for number in taken]


def test_what_is_forgotten_at_one_instance_while_the_other_answers_stays_forgotten(
    redis: RedisServer, sender: str
) -> None:
    async def meanwhile(stores: Pair) -> Any:
        here, there = stores
        await tell(here, sender, 1)
        async with here.turn(sender) as turn:
            await here.save(await here.get_or_create_tracker(sender))
            await there.forget(sender)
            begun_anew = await tell(there, sender, 1)
            kept = await turn.keep(3, SAID)
        return begun_anew, kept, await texts(here, sender), await last_told(there, sender)

    assert run(redis.address, meanwhile) == (True, False, ["melding 1"], 1)


def test_what_is_forgotten_at_one_instance_is_gone_at_the_other(redis: RedisServer, sender: str) -> None:
    async def gone(stores: Pair) -> Any:
        await tell(stores[0], sender, 1)
        await stores[1].forget(sender)
        return await read(stores[0], sender), await texts(stores[1], sender)

    assert run(redis.address, gone) == (Talk(), [])


def test_a_conversation_is_forgotten_when_its_hours_have_passed_and_not_before(redis: RedisServer, sender: str) -> None:
    async def left_alone(stores: Pair) -> Any:
        await tell(stores[0], sender, 1)
        before = await texts(stores[1], sender)
        await asyncio.sleep(1.1)
        return before, await texts(stores[1], sender)

    assert run(redis.address, left_alone, hours=1 / 3600) == (["melding 1"], [])


def test_the_claim_of_a_process_that_died_ends_by_itself(redis: RedisServer, sender: str) -> None:
    command = [sys.executable, "-c", CLAIMS, redis.address, sender]
    with subprocess.Popen(command, cwd=BOT, stdout=subprocess.PIPE, env=dict(os.environ)) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdout.readline() == b"claimed\n"
        process.kill()
    assert run(redis.address, lambda stores: tell(stores[0], sender, 1))


def test_a_claim_is_renewed_while_the_turn_goes_on(
    redis: RedisServer, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_memory, "CLAIM_SECONDS", 0.4)
    monkeypatch.setattr(redis_memory, "RENEW_SECONDS", 0.05)

    async def slowly(stores: Pair) -> Any:
        order = []

        async def slow() -> None:
            async with stores[0].turn(sender) as turn:
                await stores[0].save(await stores[0].get_or_create_tracker(sender))
                await asyncio.sleep(1.2)
                order.append(await turn.keep(1, SAID))

        async def other() -> None:
            await asyncio.sleep(0.2)
            order.append(await last_told(stores[1], sender))

        await asyncio.gather(slow(), other())
        return order

    assert run(redis.address, slowly) == [True, 1]


def test_who_has_lost_the_claim_keeps_nothing(redis: RedisServer, sender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_memory, "CLAIM_SECONDS", 0.2)

    async def overtaken(stores: Pair) -> Any:
        here, there = stores
        async with here.turn(sender) as turn:
            await here.save(await here.get_or_create_tracker(sender))
            await asyncio.sleep(0.4)
            others = await tell(there, sender, 1)
            kept = await turn.keep(3, SAID)
        return others, kept, await last_told(here, sender)

    assert run(redis.address, overtaken) == (True, False, 1)


def test_a_message_does_not_wait_for_another_instance_for_ever(
    redis: RedisServer, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_memory, "WAIT_SECONDS", 0.1)

    async def wait(stores: Pair) -> None:
        async with stores[0].turn(sender):
            await tell(stores[1], sender, 1)

    with pytest.raises(MemoryDownError, match="ClaimedByAnother"):
        run(redis.address, wait)


def test_who_gives_up_waiting_leaves_no_claim(redis: RedisServer, sender: str) -> None:
    async def give_up(stores: Pair) -> Any:
        here, there = stores
        async with here.turn(sender):
            waiting = asyncio.create_task(tell(there, sender, 1))
            await asyncio.sleep(0.1)
            waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return await tell(there, sender, 2), await texts(here, sender)

    assert run(redis.address, give_up) == (True, ["melding 2"])


def test_a_redis_that_is_away_is_told_and_used_again_when_it_is_back(mortal_redis: RedisServer, sender: str) -> None:
    async def away_and_back(stores: Pair) -> Any:
        await tell(stores[0], sender, 1)
        mortal_redis.kill()
        told = []
        for fails in (lambda: tell(stores[0], sender, 3), lambda: stores[1].forget(sender), stores[0].memory.check):
            with pytest.raises(MemoryDownError) as error:
                await fails()
            told.append(str(error.value))
        mortal_redis.start()
        return told, await tell(stores[0], sender, 1), await texts(stores[1], sender)

    # It keeps nothing on disk: the gateway tells it all again.
    assert run(mortal_redis.address, away_and_back) == (["ConnectionError"] * 3, True, ["melding 1"])


def test_a_redis_that_hangs_is_not_waited_for(
    mortal_redis: RedisServer, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_memory, "STEP_SECONDS", 0.2)
    monkeypatch.setattr(redis_memory, "CLAIM_SECONDS", 0.5)  # Redis may hear of it when it goes on.

    async def hanging(stores: Pair) -> Any:
        await tell(stores[0], sender, 1)
        mortal_redis.hang()
        with pytest.raises(MemoryDownError, match="TimeoutError"):
            await tell(stores[0], sender, 3)
        mortal_redis.go_on()
        return await texts(stores[0], sender)

    assert run(mortal_redis.address, hanging) == ["melding 1"]


def test_a_redis_that_goes_away_during_a_turn_keeps_nothing_of_it(mortal_redis: RedisServer, sender: str) -> None:
    async def during(stores: Pair) -> None:
        async with stores[0].turn(sender) as turn:
            await stores[0].save(await stores[0].get_or_create_tracker(sender))
            mortal_redis.kill()
            with pytest.raises(MemoryDownError, match="ConnectionError"):
                await turn.keep(1, SAID)

    run(mortal_redis.address, during)


def test_a_wrong_password_is_told_by_its_name(mortal_redis: RedisServer, sender: str) -> None:
    address = mortal_redis.address.replace("hemmelig", "feil")
    with pytest.raises(MemoryDownError, match="AuthenticationError"):
        run(address, lambda stores: tell(stores[0], sender, 1))


def test_the_rights_that_the_manual_names_are_enough(mortal_redis: RedisServer, sender: str) -> None:
    rights = "+get +set +del +pexpire +evalsha +script|load +ping ~endorinn:claim:* ~endorinn:talk:*"
    with redis.Redis.from_url(mortal_redis.address) as administrator:
        administrator.execute_command("ACL", "SETUSER", "rasa", "on", ">hemmelig", *rights.split())

    async def all_of_it(stores: Pair) -> Any:
        await stores[0].memory.check()
        kept = await tell(stores[0], sender, 1)
        await stores[1].forget(sender)
        return kept, await texts(stores[1], sender)

    assert run(f"redis://rasa:hemmelig@127.0.0.1:{mortal_redis.port}/0", all_of_it) == (True, [])


@pytest.mark.parametrize(
    "address",
    [
        "hemmelig",
        "http://:hemmelig@redis",
        "redis://:hemmelig@redis:6379/0?ssl_cert_reqs=none",
        "redis://:hemmelig@redis:port/0",
    ],
)
def test_what_is_no_address_of_a_redis_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ValueError, match="ENDORINN_REDIS_URL is no address of a Redis") as error:
        RedisMemory(address, 60)
    assert "hemmelig" not in str(error.value)


def test_with_tls_the_certificate_must_be_that_of_the_host() -> None:
    pool = RedisMemory("rediss://redis.oppdal.kommune.no/0", 60)._redis.connection_pool
    connection = pool.make_connection()
    assert isinstance(connection, SSLConnection)
    context = connection.ssl_context.get()
    assert (context.check_hostname, context.verify_mode.name) == (True, "CERT_REQUIRED")
