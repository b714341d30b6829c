"""A gateway that really runs, and conversations as a client holds them."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn

from foundation.settings import Settings
from gateway.app import create_app
from gateway.serve import PatientProtocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ANSWER_TIMEOUT = 1.0
# So long a bare connection is watched before a test gives up.
PATIENCE = 60
# Tests write faster than people do.
FAST: dict[str, Any] = {
    "rate_per_address": "100000/minute",
    "rate_of_starts": "10000/minute",
    "rate_per_conversation": "1000/minute",
}


@dataclass(frozen=True)
class Gateway:
    """A running gateway, and the database it writes to."""

    client: httpx.Client
    database: Path

    def start(self, **who: str) -> Talk:
        """A new conversation."""
        started = self.client.post("/api/conversations", json=who).json()
        return Talk(self, started["id"], started["token"])

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database says, past all our own code."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The database while another program writes to it."""
        with closing(sqlite3.connect(self.database, isolation_level=None, check_same_thread=False)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")


@dataclass(frozen=True)
class Talk:
    """A conversation as its owner holds it."""

    gateway: Gateway
    id: str
    token: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/api/conversations/{self.id}"

    @property
    def key(self) -> dict[str, str]:
        """The header that opens it."""
        return {"Authorization": f"Bearer {self.token}"}

    def write(self, text: str, id_: str | None = None, replaces: str | None = None) -> httpx.Response:
        """Writes a message, under an id of its sender's or none."""
        named = {key: value for key, value in (("id", id_), ("replaces", replaces)) if value is not None}
        return self.send(json={"text": text, **named})

    def send(self, headers: dict[str, str] | None = None, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """Sends whatever it is to where messages go."""
        return self.gateway.client.post(f"{self.path}/messages", headers={**self.key, **(headers or {})}, **request)

    def answer_to(self, text: str) -> dict[str, Any]:
        """The one answer to a message."""
        [answer] = self.write(text).raise_for_status().json()["answers"]
        found: dict[str, Any] = answer
        return found

    def stored(self) -> list[tuple[Any, ...]]:
        """Number, author and text of each stored message, in order."""
        sql = "SELECT number, author, text FROM message WHERE conversation_id = ? ORDER BY id"
        return self.gateway.rows(sql, self.id)

    def events(self, count: int | None = None, after: int | None = None) -> list[dict[str, str]]:
        """The first events of its stream, or all until the stream ends, as their fields."""
        headers = self.key if after is None else {**self.key, "Last-Event-ID": str(after)}
        with self.gateway.client.stream("GET", f"{self.path}/events", headers=headers) as response:
            return list(islice(events_in(response.iter_lines()), count))

    def answer_events(self, count: int | None = None, after: int | None = None) -> list[dict[str, str]]:
        """The first events of its stream that are answers, or all until the stream ends."""
        headers = self.key if after is None else {**self.key, "Last-Event-ID": str(after)}
        with self.gateway.client.stream("GET", f"{self.path}/events", headers=headers) as response:
            return list(islice(answers_in(response.iter_lines()), count))

    def forget(self) -> httpx.Response:
        """Asks for the conversation to be forgotten."""
        return self.gateway.client.delete(self.path, headers=self.key)


def events_in(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Server-sent events, each ended by an empty line; comments, which begin with a colon, left out."""
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields
            fields = {}


def numbered_in(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Those of them that are stored; where a hand-over stands, and who is writing, has no number."""
    return (event for event in events_in(lines) if "id" in event)


def answers_in(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Those of them that are answers."""
    return (event for event in events_in(lines) if event["event"] == "answer")


@contextmanager
def connected(gateway: Gateway) -> Iterator[socket.socket]:
    """A bare connection, for a client that does not send as it should."""
    address = (gateway.client.base_url.host, gateway.client.base_url.port or 80)
    with socket.create_connection(address, timeout=PATIENCE) as client:
        yield client


def trickle(client: socket.socket, data: bytes, *, until_answer: bool = False) -> bytes:
    """Sends a byte at a time until the server lets go (or answers); what it said last."""
    said = b""
    client.settimeout(0.02)
    give_up = time.monotonic() + PATIENCE
    for place in range(len(data)):
        try:
            client.send(data[place : place + 1])
            said = client.recv(100_000)
        except TimeoutError:
            assert time.monotonic() < give_up, "The client is still held."
        except ConnectionError:
            return said
        else:
            if until_answer or not said:
                return said
    pytest.fail("All of it could be sent.")


@contextmanager
def serving(settings: Settings, patience: float) -> Iterator[str]:
    """The address of a gateway that a real server serves, in a thread of its own."""
    config = uvicorn.Config(
        create_app(settings),
        log_config=None,
        ws="none",
        http=PatientProtocol,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("foundation.database.BUSY_SECONDS", patience)
            thread.start()
            while not server.started and thread.is_alive():
                time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def gateway_on(loaded: Path, folder: Path, rasa: str, patience: float = 0.2, **chosen: Any) -> Iterator[Gateway]:  # noqa: ANN401 - any setting
    """A gateway with a database of its own, that waits `patience` seconds for a lock."""
    database = folder / "endorinn.db"
    if not database.exists():  # Else a gateway has been here before, or is here still.
        shutil.copy(loaded, database)
    usual = {"answer_timeout": ANSWER_TIMEOUT, "event_poll": 0.05, "max_body_bytes": 16_384, "log_level": "ERROR"}
    settings = Settings(
        database_url=f"sqlite:///{database}", rasa_url=rasa, actions_url=rasa, **{**usual, **FAST, **chosen}
    )
    with serving(settings, patience) as address, httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        yield Gateway(client, database)
