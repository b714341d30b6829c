from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, Iterator, List

import aiohttp
import pytest
from channels.watched import REQUEST_ID_HEADER, trace_if_wanted, watch
from rasa.utils.endpoints import EndpointConfig
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from otlp_collector import CLIENT, SERVER, Collector, attributes_of

BOT = Path(__file__).parents[2]
ID = "0123456789abcdef0123456789abcdef"
TRACE, SPAN = "1f" * 16, "2e" * 8
WORDS = "Stefaren slår når mamma drikker"
CALL = {"next_action": "action_svar", "sender_id": "samtale-1", "tracker": {"latest_message": {"text": WORDS}}}
TRACED = {
    REQUEST_ID_HEADER: ID,
    "traceparent": f"00-{TRACE}-{SPAN}-01",
    "tracestate": "vendor=hemmelig",
    "Authorization": "Bearer hemmelig",
}
OFF = """
import sys
from channels.watched import trace_if_wanted
from sanic import Blueprint
trace_if_wanted(Blueprint("gate"))
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""


class Traced:
    """A gate that understands a message and has an action run, as Rasa does it; all of it is traced."""

    def __init__(self) -> None:
        self.fails = False
        # What the action server was sent.
        self.heads: List[str] = []

    def calls(self, *headers: Dict[str, str], path: str = "/webhook") -> None:
        """Makes calls on one connection, one for each of the headers."""
        asyncio.run(self._calls(headers, path))

    async def _parse(self, _: str) -> Dict[str, Any]:
        if self.fails:
            raise ValueError(WORDS)
        return {"text": WORDS}

    async def _act(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
        await writer.drain()
        writer.close()

    async def _calls(self, headers: Any, path: str) -> None:
        actions = await asyncio.start_server(self._act, "127.0.0.1", 0)
        endpoint = EndpointConfig(f"http://127.0.0.1:{actions.sockets[0].getsockname()[1]}")
        app, gate = Sanic("traced", register=False, configure_logging=False), Blueprint("gate")
        app.ctx.agent = SimpleNamespace(
            action_endpoint=endpoint, processor=SimpleNamespace(parse_message=self._parse, action_endpoint=endpoint)
        )
        watch(gate)
        trace_if_wanted(gate)

        async def answer(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            try:
                await agent.processor.parse_message(WORDS)
            except ValueError:
                return response.json({}, status=500)
            await agent.processor.action_endpoint.request(json=CALL, method="post")
            return response.json([{"text": WORDS}])

        for name in ("webhook", "parse", "conversations"):
            gate.add_route(answer, f"/{name}", methods=("POST",), name=name)
        app.blueprint(gate)
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.after_start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
            for one in headers:
                async with client.post(path, headers=one, json={"message": WORDS}) as answered:
                    await answered.read()
        await app.ctx.agent.action_endpoint.close()
        server.close()
        await server.wait_closed()
        await server.after_stop()
        actions.close()


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with Collector() as one:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", one.address)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        yield one


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Traced:
    # Sanic rewrites its own methods at each start, which goes well once a process unless it is told of tests.
    monkeypatch.setattr(Sanic, "test_mode", True)
    return Traced()


def test_a_message_goes_on_with_the_trace_and_shows_understanding_and_action(
    collector: Collector, traced: Traced
) -> None:
    traced.calls(TRACED)
    spans = collector.spans(3)
    told, understanding, action = spans["webhook"], spans["understanding"], spans["action_svar"]
    assert (told.trace_id.hex(), told.parent_span_id.hex(), told.kind) == (TRACE, SPAN, SERVER)
    assert {one.trace_id.hex() for one in spans.values()} == {TRACE}
    assert (understanding.parent_span_id, action.parent_span_id) == (told.span_id, told.span_id)
    assert action.kind == CLIENT
    assert attributes_of(told) == {
        "endorinn.request_id": ID,
        "endorinn.result": "answered",
        "http.response.status_code": 200,
    }
    assert attributes_of(action) == {"endorinn.action": "action_svar"}


def test_the_action_server_is_told_where_to_go_on(collector: Collector, traced: Traced) -> None:
    traced.calls(TRACED)
    action = collector.spans(3)["action_svar"]
    [head] = traced.heads
    assert f"traceparent: 00-{TRACE}-{action.span_id.hex()}-01" in head
    assert f"{REQUEST_ID_HEADER}: {ID}" in head
    assert "tracestate" not in head


def test_texts_that_are_only_read_are_traced_too(collector: Collector, traced: Traced) -> None:
    traced.calls(TRACED, path="/parse")
    assert set(collector.spans(3)) == {"parse", "understanding", "action_svar"}


def test_the_next_request_on_the_same_connection_has_a_trace_of_its_own(collector: Collector, traced: Traced) -> None:
    traced.calls(TRACED, {})
    collector.spans(6)
    assert len({one.partition("traceparent: 00-")[2][:32] for one in traced.heads}) == 2


def test_what_is_no_message_makes_no_span(collector: Collector, traced: Traced) -> None:
    traced.calls(TRACED, path="/conversations")
    assert collector.received == []
    assert "traceparent" not in traced.heads[0]


def test_of_an_error_only_its_type_is_told(collector: Collector, traced: Traced) -> None:
    traced.fails = True
    traced.calls(TRACED)
    spans = collector.spans(2)
    assert attributes_of(spans["understanding"]) == {"error.type": "ValueError"}
    assert attributes_of(spans["webhook"])["endorinn.result"] == "failed"
    assert [len(one.events) for one in spans.values()] == [0, 0]
    assert [one.status.message for one in spans.values()] == ["", ""]


def test_nothing_that_is_sent_holds_words_tokens_or_the_conversation(collector: Collector, traced: Traced) -> None:
    traced.calls(TRACED)
    traced.fails = True
    traced.calls(TRACED)
    collector.spans(5)
    sent = b"".join(collector.received)
    assert [one for one in (*WORDS.split(), "samtale-1", "hemmelig", "127.0.0.1") if one.encode() in sent] == []


def test_a_collector_that_is_away_is_told_of_once_without_its_address(
    traced: Traced,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://hemmelig@{nobody}/hemmelig")
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "1")
    caplog.set_level(logging.DEBUG, "opentelemetry")
    traced.calls(*[TRACED] * 5)
    written = "".join(capsys.readouterr()) + caplog.text
    assert len(traced.heads) == 5
    assert written.count("traces_lost") == 1
    assert "hemmelig" not in written


def test_where_no_collector_is_named_nothing_of_opentelemetry_is_loaded() -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    told = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", OFF], cwd=BOT, env=own, capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout.splitlines()[-1]) == []
