from __future__ import annotations

import asyncio
import json
import re
import socket
from types import SimpleNamespace
from typing import Any, Dict, List, Optional

import aiohttp
import pytest
import structlog
from channels.watched import REQUEST_ID_HEADER, WatchedEndpoint, watch
from rasa.utils.endpoints import EndpointConfig
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from structlog.contextvars import get_contextvars

ID, OTHER = "0123456789abcdef0123456789abcdef", "f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f"
WORDS = "Stefaren slår når mamma drikker"
SAID = [{"text": WORDS}]


class Store:
    """What Rasa remembers."""

    async def keys(self) -> List[str]:
        return ["a", "b"]


class Watching:
    """A blueprint that says what a test tells it to, watched; each call's request id as the handler saw it."""

    def __init__(self) -> None:
        self.status = 200
        self.says: Any = SAID
        self.seen: List[Optional[str]] = []
        self.agent: Any = SimpleNamespace(action_endpoint=None, processor=None, tracker_store=Store())

    def calls(self, *ids: str, path: str = "/webhook", method: str = "POST") -> str:
        """Makes calls on one connection, one for each id; what the last one was answered."""
        return asyncio.run(self._calls(ids, path, method))

    async def _calls(self, ids: Any, path: str, method: str) -> str:
        app, gate = Sanic("watched", register=False, configure_logging=False), Blueprint("gate")
        app.ctx.agent = self.agent
        watch(gate)

        async def say(_: Request) -> HTTPResponse:
            self.seen.append(get_contextvars().get("request_id"))
            return response.json(self.says, status=self.status)

        for name in ("webhook", "parse"):
            gate.add_route(say, f"/{name}", methods=("POST",), name=name)
        app.blueprint(gate)
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.after_start()
        told = ""
        async with aiohttp.ClientSession(f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
            for one in ids:
                headers = {REQUEST_ID_HEADER: one} if one else {}
                async with client.request(method, path, headers=headers, json={}) as answered:
                    told = await answered.text()
        server.close()
        await server.wait_closed()
        return told

    def counted(self, series: str) -> float:
        """The value of a series; nought where it is not there yet."""
        told = self.calls("", path="/metrics", method="GET")
        found = re.search(rf"^{re.escape(series)} (\S+)$", told, re.MULTILINE)
        return float(found[1]) if found else 0.0


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Watching:
    # Sanic rewrites its own methods at each start, which goes well once a process unless it is told of tests.
    monkeypatch.setattr(Sanic, "test_mode", True)
    return Watching()


def lines(written: str) -> List[Dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines() if line.startswith("{")]


def test_each_message_is_logged_under_its_id_and_without_words(
    watching: Watching, capsys: pytest.CaptureFixture[str]
) -> None:
    watching.calls(ID, OTHER)
    written = capsys.readouterr().err
    assert [(one["event"], one["request_id"], one["result"]) for one in lines(written)] == [
        ("gate.turn", ID, "answered"),
        ("gate.turn", OTHER, "answered"),
    ]
    assert [word for word in WORDS.split() if word in written] == []


def test_the_id_of_one_request_does_not_stay_for_the_next_on_the_same_connection(watching: Watching) -> None:
    watching.calls(ID, "", OTHER)
    assert watching.seen == [ID, None, OTHER]


@pytest.mark.parametrize("sent", ["kort", "x" * 65, 'med "tegn" som ikke skal i en logg'])
def test_what_cannot_be_an_id_is_not_logged(watching: Watching, sent: str) -> None:
    watching.calls(sent)
    assert watching.seen == [None]


@pytest.mark.parametrize(
    ("status", "says", "result"),
    [
        (200, SAID, "answered"),
        (200, [], "silent"),
        (409, {}, "out_of_step"),
        (500, {}, "failed"),
        (401, {}, "refused"),
    ],
)
def test_a_message_is_counted_by_what_became_of_it(watching: Watching, status: int, says: Any, result: str) -> None:
    series = f'endorinn_rasa_turns_total{{result="{result}"}}'
    before = watching.counted(series)
    watching.status, watching.says = status, says
    watching.calls(ID, ID)
    assert watching.counted(series) == before + 2


def test_messages_and_parses_are_timed_apart(watching: Watching) -> None:
    turns, parses = "endorinn_rasa_turn_duration_seconds_count", "endorinn_rasa_parse_duration_seconds_count"
    before = (watching.counted(turns), watching.counted(parses))
    watching.calls(ID)
    watching.calls(ID, ID, path="/parse")
    assert (watching.counted(turns), watching.counted(parses)) == (before[0] + 1, before[1] + 2)


def test_it_tells_how_many_conversations_are_answered_now(watching: Watching) -> None:
    assert watching.counted("endorinn_rasa_conversations") == 2


@pytest.mark.parametrize("request_id", [ID, None])
def test_the_action_server_is_told_the_id_beside_the_token(request_id: Optional[str]) -> None:
    heard: List[Any] = []

    async def call() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append((await reader.readuntil(b"\r\n\r\n")).decode())
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        endpoint = WatchedEndpoint.of(EndpointConfig(address, headers={"Authorization": "Bearer a"}))
        with structlog.contextvars.bound_contextvars(**({"request_id": request_id} if request_id else {})):
            await endpoint.request(method="get", subpath="webhook")
        await endpoint.close()
        server.close()

    asyncio.run(call())
    [head] = heard
    assert "Authorization: Bearer a" in head
    assert (f"{REQUEST_ID_HEADER}: {request_id}" in head) is (request_id is not None)
