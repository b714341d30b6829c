"""Several gateways on one database: what happens at one is seen at the other, with Redis at once."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from accounts.service import Accounts
from foundation.providers import Grant
from foundation.settings import Settings
from gateway.following import PLACE_SECONDS
from knowledge.store import load_content
from tests.accounts.conftest import CHEAP, PASSWORD
from tests.gateway.running import FAST, Talk, answers_in, events_in, gateway_on, serving
from tests.gateway.vakt.employees import DESK
from tests.postgres import new_database
from tests.redis import RedisServer, redis_served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.content import Content
    from tests.gateway.running import Gateway

# Between looks where events may be missed: so seldom that no test sees one.
EVENT_POLL = 30
# Within so many seconds what was written at one gateway has come to the other.
AT_ONCE = 0.3
PATIENCE = 20
SUMMARY: dict[str, Any] = {
    "role": "forelder",
    "age": 9,
    "kommune": "oppdal",
    "needs": [],
    "services": [],
    "words": "Jeg vil snakke med noen.",
}


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    """A Redis of these tests' own."""
    with redis_served() as server:
        yield server


@contextmanager
def pair(loaded: Path, folder: Path, rasa: str, **chosen: Any) -> Iterator[tuple[Gateway, Gateway]]:  # noqa: ANN401 - any setting
    """Two gateways on one SQLite database."""
    with gateway_on(loaded, folder, rasa, **chosen) as one, gateway_on(loaded, folder, rasa, **chosen) as other:
        yield one, other


@pytest.fixture(scope="module")
def gateways(
    loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int, redis: RedisServer
) -> Iterator[tuple[Gateway, Gateway]]:
    """Two that tell each other of what happens."""
    folder, nobody = tmp_path_factory.mktemp("several"), f"http://127.0.0.1:{closed_port}"
    with pair(loaded, folder, nobody, redis_url=redis.address, event_poll=EVENT_POLL) as both:
        for gateway in both:
            wait_until(gateway.client, events=True)
        yield both


def wait_until(client: httpx.Client, *, events: bool) -> None:
    """Waits until a gateway says so of its events."""
    give_up = time.monotonic() + PATIENCE
    while client.get("/readyz").json()["events"] is not events:
        assert time.monotonic() < give_up, "The gateway has not seen it."
        time.sleep(0.02)


@contextmanager
def answers_of(talk: Talk) -> Iterator[Iterator[dict[str, str]]]:
    """The answers of a conversation as they come, once the stream listens."""
    with (
        httpx.Client(base_url=talk.gateway.client.base_url, timeout=PATIENCE, trust_env=False) as client,
        client.stream("GET", f"{talk.path}/events", headers=talk.key) as response,
    ):
        lines = response.iter_lines()
        assert next(event for event in events_in(lines))["event"] == "handover"
        yield answers_in(lines)


def test_what_is_written_at_one_gateway_comes_to_a_stream_at_the_other_at_once(
    gateways: tuple[Gateway, Gateway],
) -> None:
    here, there = gateways
    talk = here.start(kommune="oppdal")
    with answers_of(talk) as answers, ThreadPoolExecutor(1) as threads:
        for number in ("2", "4"):
            coming = threads.submit(lambda: (next(answers)["id"], time.monotonic()))
            Talk(there, talk.id, talk.token).write("Hvem er PPT?").raise_for_status()
            written = time.monotonic()
            told, came = coming.result(PATIENCE)
            assert (told, came - written < AT_ONCE) == (number, True)


def test_a_conversation_that_is_forgotten_at_one_gateway_ends_at_the_other(gateways: tuple[Gateway, Gateway]) -> None:
    here, there = gateways
    talk = here.start(kommune="oppdal")
    with answers_of(talk) as answers:
        assert Talk(there, talk.id, talk.token).forget().status_code == 204
        assert list(answers) == []


def test_whoever_waits_learns_of_their_place_though_streams_look_seldom(gateways: tuple[Gateway, Gateway]) -> None:
    here, there = gateways
    first, second = here.start(kommune="oppdal"), there.start(kommune="oppdal")
    asked = {"summary": SUMMARY, "share_talk": False}
    for talk in (first, second):
        talk.gateway.client.post(f"{talk.path}/handover", json=asked, headers=talk.key).raise_for_status()
    with (
        httpx.Client(base_url=there.client.base_url, timeout=PATIENCE, trust_env=False) as client,
        client.stream("GET", f"{second.path}/events", headers=second.key) as response,
    ):
        told = (json.loads(one["data"]) for one in events_in(response.iter_lines()) if one["event"] == "handover")
        assert next(told)["place"] == 2
        here.client.delete(f"{first.path}/handover", headers=first.key).raise_for_status()
        left = time.monotonic()
        assert next(view["place"] for view in told if view["place"] != 2) == 1
        assert time.monotonic() - left < PLACE_SECONDS + 3


def test_while_redis_is_away_nothing_fails_and_each_looks_by_itself(
    loaded: Path, tmp_path: Path, closed_port: int, redis: RedisServer
) -> None:
    nobody = f"http://127.0.0.1:{closed_port}"
    with pair(loaded, tmp_path, nobody, redis_url=redis.address, event_poll=0.5) as (here, there):
        for gateway in (here, there):
            wait_until(gateway.client, events=True)
        talk = here.start(kommune="oppdal")
        same = Talk(there, talk.id, talk.token)
        with answers_of(talk) as answers:
            redis.kill()
            same.write("Hvem er PPT?").raise_for_status()
            assert next(answers)["id"] == "2"
            talk.write("Hvem er PPT?").raise_for_status()
            assert next(answers)["id"] == "4"
            for gateway in (here, there):
                wait_until(gateway.client, events=False)
            same.write("Hvem er PPT?").raise_for_status()
            assert next(answers)["id"] == "6"
            redis.start()
            for gateway in (here, there):
                wait_until(gateway.client, events=True)
            same.write("Hvem er PPT?").raise_for_status()
            began = time.monotonic()
            assert next(answers)["id"] == "8"
            assert time.monotonic() - began < AT_ONCE


def test_a_gateway_starts_and_answers_where_redis_never_was(loaded: Path, tmp_path: Path, closed_port: int) -> None:
    nobody = f"127.0.0.1:{closed_port}"
    with gateway_on(loaded, tmp_path, f"http://{nobody}", redis_url=f"redis://{nobody}", event_poll=0.1) as gateway:
        talk = gateway.start(kommune="oppdal")
        with answers_of(talk) as answers:
            talk.write("Hvem er PPT?").raise_for_status()
            assert next(answers)["id"] == "2"
        assert gateway.client.get("/readyz").json()["events"] is False


@pytest.fixture(scope="module")
def desks(content: Content, closed_port: int, redis: RedisServer, postgres: str) -> Iterator[tuple[str, str]]:
    """The addresses of two gateways on one PostgreSQL database, where Anne is a coordinator in Oppdal."""
    with new_database(postgres) as engine, ExitStack() as running:
        load_content(engine, content)
        grants = [Grant(kommune="oppdal", role="koordinator")]
        Accounts(engine, passwords=CHEAP).users.add("anne", "Anne", PASSWORD, grants)
        nobody = f"http://127.0.0.1:{closed_port}"
        chosen: dict[str, Any] = {"rasa_url": nobody, "actions_url": nobody, "log_level": "ERROR", **FAST}
        database = engine.url.render_as_string(hide_password=False)
        settings = Settings(database_url=database, redis_url=redis.address, event_poll=EVENT_POLL, **chosen)
        one, other = (running.enter_context(serving(settings, 0.2)) for _ in range(2))
        yield one, other


@contextmanager
def at_desk(address: str) -> Iterator[httpx.Client]:
    """Anne's browser, signed in at one of the gateways."""
    with httpx.Client(base_url=address, headers=DESK, timeout=PATIENCE, trust_env=False) as client:
        client.post("/api/vakt/sign-in", json={"login": "anne", "password": PASSWORD}).raise_for_status()
        wait_until(client, events=True)
        yield client


def queue_of(client: httpx.Client) -> dict[str, Any]:
    """The queue as a gateway tells it, but for when."""
    queue: dict[str, Any] = client.get("/api/vakt/queue").raise_for_status().json()
    return {key: value for key, value in queue.items() if key != "at"}


def test_two_gateways_on_postgresql_show_the_same_queue_and_tell_each_other_of_it(desks: tuple[str, str]) -> None:
    with at_desk(desks[0]) as here, at_desk(desks[1]) as there, there.stream("GET", "/api/vakt/events") as watched:
        events = events_in(watched.iter_lines())
        assert next(events)["event"] == "queue"
        started = here.post("/api/conversations", json={"kommune": "oppdal"}).json()
        key = {"Authorization": f"Bearer {started['token']}"}
        asked = {"summary": SUMMARY, "share_talk": False}
        here.post(f"/api/conversations/{started['id']}/handover", json=asked, headers=key).raise_for_status()
        [waiting] = queue_of(here)["waiting"]
        assert f'"waiting":[{{"id":{waiting["id"]},' in next(
            event["data"] for event in events if '"waiting":[]' not in event["data"]
        )
        assert queue_of(here) == queue_of(there)
        there.post(f"/api/vakt/cases/{waiting['id']}/claim", json={"name": "Anne"}).raise_for_status()
        assert [case["id"] for case in queue_of(here)["live"]] == [waiting["id"]]
        assert queue_of(here) == queue_of(there)
