"""How gateways tell each other that something has happened: alone, by a real Redis, and without it."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from redis.asyncio import Redis
from structlog.testing import CapturingLogger

from foundation.errors import OperatorError
from foundation.settings import Settings
from gateway import bus_redis
from gateway.bus import Event, LocalBus, of_conversation, of_desk
from gateway.bus_redis import CHANNEL, RedisBus, bus_of
from gateway.lookers import typing_of
from gateway.streams import SELDOM, Streams
from tests.redis import RedisServer, redis_served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from gateway.bus import Bus

PATIENCE = 20
TOPIC, OTHER = of_conversation("a"), of_conversation("b")
WRITTEN, MISSED = Event(TOPIC, "written"), Event(TOPIC, "missed")
RUBBISH = {
    "no JSON": b"hei",
    "no text": b"\xff\xfe",
    "a list": b"[]",
    "no event": b"{}",
    "a kind that nobody knows": b'{"origin": "x", "topic": "conversation:a", "kind": "exploded", "value": ""}',
    "a topic that is a number": b'{"origin": "x", "topic": 7, "kind": "written", "value": ""}',
    "an event that is too long": json.dumps(
        {"origin": "x", "topic": "conversation:a", "kind": "written", "value": "", "more": "a" * 1_000}
    ).encode(),
}


@pytest.fixture(scope="module")
def _server() -> Iterator[RedisServer]:
    with redis_served() as server:
        yield server


@pytest.fixture
def redis(_server: RedisServer) -> RedisServer:
    """A Redis that runs."""
    if not _server.is_running:
        _server.start()
    return _server


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    """What the bus logs."""
    made = CapturingLogger()
    monkeypatch.setattr(bus_redis, "log", made)
    return made


def logged(logs: CapturingLogger) -> list[Any]:
    """The names of what was logged."""
    return [call.args[0] for call in logs.calls]


@asynccontextmanager
async def opened(redis: RedisServer) -> AsyncIterator[RedisBus]:
    """A gateway's bus that is connected."""
    async with RedisBus(redis.address) as bus:
        await until(bus)
        yield bus


async def until(bus: Bus, *, is_whole: bool = True) -> None:
    """Waits until a bus has seen that Redis is there, or is not."""
    await seen(lambda: bus.is_whole is is_whole)


async def seen(condition: Callable[[], bool]) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - the bus itself has no reason to say when
            await asyncio.sleep(0.01)


@contextmanager
def listening(bus: Bus, *topics: str) -> Iterator[asyncio.Queue[Event]]:
    """All that is heard of some topics."""
    heard: asyncio.Queue[Event] = asyncio.Queue()
    with bus.subscribe(topics, heard.put_nowait):
        yield heard


async def heard_next(heard: asyncio.Queue[Event]) -> Event:
    """What is heard next."""
    async with asyncio.timeout(PATIENCE):
        return await heard.get()


async def test_whoever_listens_to_a_topic_hears_its_events_and_no_others() -> None:
    bus = LocalBus()
    with listening(bus, TOPIC) as heard:
        await bus.publish(Event(OTHER, "written"))
        await bus.publish(WRITTEN)
        assert (heard.get_nowait(), heard.empty()) == (WRITTEN, True)
    await bus.publish(WRITTEN)
    assert heard.empty()


def test_whoever_may_have_missed_something_is_told_by_their_own_topics() -> None:
    bus = LocalBus()
    with listening(bus, TOPIC) as heard, listening(bus, OTHER, of_desk("oppdal")) as others:
        bus.deliver_missed()
        assert heard.get_nowait() == MISSED
        assert [others.get_nowait().topic for _ in range(2)] == [OTHER, of_desk("oppdal")]
        assert heard.empty()
        assert others.empty()


@pytest.mark.parametrize(
    ("database", "is_whole"), [("sqlite:///var/endorinn.db", True), ("postgresql+psycopg://a@127.0.0.1/b", False)]
)
async def test_without_redis_only_a_gateway_on_sqlite_hears_of_everything(database: str, *, is_whole: bool) -> None:
    async with bus_of(Settings(database_url=database, redis_url=None)) as bus:
        assert (bus.is_whole, bus.reaches_others) == (is_whole, None)


def test_whoever_hears_of_everything_looks_seldom_and_never_more_often_than_is_set() -> None:
    assert Streams(1, LocalBus(is_whole=True), 1.0).look_seconds == SELDOM
    assert Streams(1, LocalBus(is_whole=True), 30.0).look_seconds == 30.0
    assert Streams(1, LocalBus(is_whole=False), 1.0).look_seconds == 1.0


def test_an_event_that_says_nothing_of_who_writes_is_no_sign_of_writing() -> None:
    assert typing_of((Event(TOPIC, "typing"), Event(TOPIC, "typing", "family")), "family") is None


async def test_one_gateway_hears_what_happens_at_another(redis: RedisServer) -> None:
    events = [Event(TOPIC, "typing", "+coordinator"), WRITTEN, Event(TOPIC, "changed")]
    async with opened(redis) as here, opened(redis) as there:
        with listening(there, TOPIC) as heard:
            for event in events:
                await here.publish(event)
            assert [await heard_next(heard) for _ in events] == events
        assert here.reaches_others


async def test_its_own_events_are_heard_at_once_and_once(redis: RedisServer) -> None:
    async with opened(redis) as here, opened(redis) as there:
        with listening(here, TOPIC) as heard:
            await here.publish(WRITTEN)
            assert heard.get_nowait() == WRITTEN
            with listening(there, TOPIC) as echo:
                await here.publish(Event(TOPIC, "changed"))
                assert heard.get_nowait().kind == "changed"
                while (await heard_next(echo)).kind != "changed":
                    pass
            await there.publish(Event(TOPIC, "typing", "-family"))
            assert (await heard_next(heard)).kind == "typing"  # Nothing of its own came back before it.


async def test_what_was_published_before_redis_was_there_is_told_as_missed(redis: RedisServer) -> None:
    late = RedisBus(redis.address)
    await late.publish(WRITTEN)
    async with opened(redis) as there:
        with listening(there, TOPIC) as heard:
            async with late:
                assert await heard_next(heard) == MISSED


async def test_of_more_than_can_wait_the_others_learn_that_they_have_missed_some(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus_redis, "MOST_WAITING", 2)
    async with opened(redis) as here, opened(redis) as there:
        with listening(there, TOPIC) as heard:
            for _ in range(10):
                await here.publish(WRITTEN)
            said = [await heard_next(heard) for _ in range(3)]
            assert MISSED in said


async def test_rubbish_on_the_channel_is_dropped_and_logged_once(redis: RedisServer, logs: CapturingLogger) -> None:
    async with opened(redis) as here, opened(redis) as there, Redis.from_url(redis.address) as stranger:
        with listening(there, TOPIC) as heard:
            for data in RUBBISH.values():
                await stranger.publish(CHANNEL, data)
            await stranger.publish("another channel", b"hei")
            await here.publish(WRITTEN)
            assert await heard_next(heard) == WRITTEN
    assert logged(logs) == ["redis_rubbish"] * 2  # Of each gateway one.


async def test_a_redis_that_is_killed_and_comes_back_fails_nothing(redis: RedisServer, logs: CapturingLogger) -> None:
    async with opened(redis) as here, opened(redis) as there:
        with listening(here, TOPIC) as own, listening(there, TOPIC) as others:
            redis.kill()
            await until(here, is_whole=False)
            await until(there, is_whole=False)
            assert (own.get_nowait(), others.get_nowait(), here.reaches_others) == (MISSED, MISSED, False)
            began = time.monotonic()
            await here.publish(WRITTEN)
            assert (own.get_nowait(), time.monotonic() - began < 0.1) == (WRITTEN, True)
            await asyncio.sleep(1)  # Some vain attempts.
            assert logged(logs) == ["redis_down"] * 2
            redis.start()
            await until(here)
            await until(there)
            assert await heard_next(others) == MISSED
            await here.publish(Event(TOPIC, "changed"))
            while (event := await heard_next(others)) == MISSED:  # Of what `here` could not pass on.
                pass
            assert event.kind == "changed"
    assert logged(logs) == [*["redis_down"] * 2, *["redis_back"] * 2]


async def test_a_redis_that_hangs_holds_nobody_up_and_is_given_up(
    redis: RedisServer, logs: CapturingLogger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus_redis, "BEAT_SECONDS", 0.2)
    async with opened(redis) as here:
        with listening(here, TOPIC) as heard:
            redis.send(signal.SIGSTOP)
            try:
                began = time.monotonic()
                await here.publish(WRITTEN)
                assert (heard.get_nowait(), time.monotonic() - began < 0.1) == (WRITTEN, True)
                await until(here, is_whole=False)
            finally:
                redis.send(signal.SIGCONT)
            await until(here)
    assert logged(logs) == ["redis_down", "redis_back"]


async def test_a_quiet_redis_is_asked_and_stays(
    redis: RedisServer, logs: CapturingLogger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus_redis, "BEAT_SECONDS", 0.05)
    async with opened(redis) as here:
        with listening(here, TOPIC) as heard:
            await asyncio.sleep(0.5)
            assert (here.is_whole, heard.empty(), logs.calls) == (True, True, [])


async def test_a_wrong_password_is_logged_without_it(redis: RedisServer, logs: CapturingLogger) -> None:
    async with RedisBus(redis.address.replace(redis.password, "feil-passord")) as bus:
        await seen(lambda: bool(logs.calls))
        assert not bus.is_whole
    [call] = logs.calls
    assert (call.args, call.kwargs) == (("redis_down",), {"error": "AuthenticationError"})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hysj",
        "127.0.0.1:6379",
        "http://:hysj@127.0.0.1",
        "redis://",
        "redis://:hysj@127.0.0.1:hysj/0",
        "redis://:hysj/hysj@127.0.0.1/0",
        "redis://:hysj@127.0.0.1/zero",
        "redis://:hysj@127.0.0.1/0?socket_timeout=600",
    ],
)
def test_what_is_no_address_of_a_redis_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(OperatorError, match="ENDORINN_REDIS_URL is no address of a Redis") as refused:
        RedisBus(address)
    assert "hysj" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "address",
    [
        "redis://redis",
        "rediss://user:password@redis.example.org:6380/3",
        "redis://[::1]:6379",
        "unix:///run/redis.sock",
    ],  # pragma: allowlist secret
)
async def test_an_address_may_be_written_in_these_ways(address: str) -> None:
    RedisBus(address)
