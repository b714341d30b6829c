from __future__ import annotations

import asyncio
import json
import logging
import socket
from typing import Any, Dict, List, Optional, Tuple

import aiohttp
import pytest
from channels.gate import GateInput
from channels.memory import ForgettingTrackerStore
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage, register
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

WEBHOOK = "/webhooks/gate/webhook"
WORDS = "Stefaren min slår når han drikker"
TOKEN = "hemmelig"  # noqa: S105 - of this test only
KEY = {"Authorization": f"Bearer {TOKEN}"}
ASKED = {"sender": "a", "message": WORDS, "metadata": {"kommune": "oppdal"}}


class Parrot(Agent):
    """An agent with Rasa's own store about it, and no model: it says again what it is told, or fails."""

    def __init__(self) -> None:
        super().__init__(domain=Domain.empty(), tracker_store=ForgettingTrackerStore(Domain.empty()))
        self.heard: List[UserMessage] = []
        self.fails = False
        self.has_model = True

    def is_ready(self) -> bool:
        return self.has_model

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        if self.fails:
            error = f"cannot understand {message.text}"
            raise ValueError(error)
        await message.output_channel.send_text_message(message.sender_id, message.text)
        await message.output_channel.send_custom_json(message.sender_id, {"outcome": "answered"})


class Gate:
    """Rasa's web application with the gate as its only channel, on a port of its own for one call at a time."""

    def __init__(self, agent: Parrot) -> None:
        self._agent = agent

    def call(self, method: str, path: str, **body: Any) -> Tuple[int, str]:
        return asyncio.run(self._call(method, path, {"headers": KEY, **body}))

    async def _call(self, method: str, path: str, body: Dict[str, Any]) -> Tuple[int, str]:
        app = Sanic("gate", register=False, configure_logging=False)
        app.ctx.agent = self._agent
        register([GateInput.from_credentials({"token": TOKEN})], app, route="/webhooks/")
        listening = socket.create_server(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        async with aiohttp.ClientSession() as client, client.request(method, address + path, **body) as response:
            told = (response.status, await response.text())
        server.close()
        await server.wait_closed()
        return told


@pytest.fixture
def agent() -> Parrot:
    return Parrot()


@pytest.fixture
def gate(agent: Parrot, monkeypatch: pytest.MonkeyPatch) -> Gate:
    # Sanic rewrites its own methods at each start, which goes well once a process unless it is told of tests.
    monkeypatch.setattr(Sanic, "test_mode", True)
    return Gate(agent)


def remember(agent: Parrot, sender: str) -> None:
    asyncio.run(agent.tracker_store.save(DialogueStateTracker.from_events(sender, [UserUttered(WORDS)])))


def remembered(agent: Parrot) -> List[str]:
    return sorted(asyncio.run(agent.tracker_store.keys()))


def test_a_message_is_answered_with_all_that_the_bot_says(gate: Gate) -> None:
    status, body = gate.call("POST", WEBHOOK, json=ASKED)
    assert (status, json.loads(body)) == (
        200,
        [{"recipient_id": "a", "text": WORDS}, {"recipient_id": "a", "custom": {"outcome": "answered"}}],
    )


def test_the_bot_hears_the_sender_the_words_and_the_metadata(gate: Gate, agent: Parrot) -> None:
    gate.call("POST", WEBHOOK, json=ASKED)
    (heard,) = agent.heard
    assert (heard.sender_id, heard.text, heard.metadata, heard.input_channel) == (
        "a",
        WORDS,
        {"kommune": "oppdal"},
        "gate",
    )


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer feil"}, {"Authorization": TOKEN}, {"Authorization": "Bearer hemmelig\u00e5"}],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", WEBHOOK),
        ("POST", "/webhooks/gate/parse"),
        ("GET", "/webhooks/gate/"),
        ("DELETE", "/webhooks/gate/conversations/a"),
    ],
)
def test_whoever_does_not_know_the_token_is_not_heard(
    gate: Gate, agent: Parrot, method: str, path: str, headers: Dict[str, str]
) -> None:
    remember(agent, "a")
    forged = {**ASKED, "metadata": {"role": "ansatt", "signed_in": True}, "texts": [WORDS]}
    assert gate.call(method, path, json=forged, headers=headers) == (401, '{"status":"unknown caller"}')
    assert (agent.heard, remembered(agent)) == ([], ["a"])


@pytest.mark.parametrize("credentials", [None, {}, {"token": ""}])
def test_rasa_does_not_start_with_an_open_door(credentials: Optional[Dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="Set ENDORINN_INTERNAL_TOKEN"):
        GateInput.from_credentials(credentials)


def test_a_message_needs_no_metadata(gate: Gate, agent: Parrot) -> None:
    assert gate.call("POST", WEBHOOK, json={"sender": "a", "message": "hei"})[0] == 200
    assert agent.heard[0].metadata in (None, {})


def test_an_exception_gives_500_and_none_of_the_words(gate: Gate, agent: Parrot) -> None:
    agent.fails = True
    assert gate.call("POST", WEBHOOK, json=ASKED) == (500, '{"status":"failed"}')


def test_an_exception_is_logged_by_its_name_and_without_the_words(
    gate: Gate, agent: Parrot, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    agent.fails = True
    caplog.set_level(logging.DEBUG)
    gate.call("POST", WEBHOOK, json=ASKED)
    logged = caplog.text + "".join(capfd.readouterr())
    assert "ValueError" in logged
    assert [word for word in WORDS.split() if word in logged] == []


def test_an_answered_message_leaves_no_words_in_the_log(
    gate: Gate, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    gate.call("POST", WEBHOOK, json=ASKED)
    logged = caplog.text + "".join(capfd.readouterr())
    assert [word for word in WORDS.split() if word in logged] == []


def test_what_is_not_json_is_refused(gate: Gate, agent: Parrot) -> None:
    assert gate.call("POST", WEBHOOK, data="{")[0] == 400
    assert agent.heard == []


def test_delete_forgets_that_conversation_only(gate: Gate, agent: Parrot) -> None:
    remember(agent, "a")
    remember(agent, "b")
    assert gate.call("DELETE", "/webhooks/gate/conversations/a") == (204, "")
    assert remembered(agent) == ["b"]


def test_delete_of_what_never_was_is_no_error(gate: Gate, agent: Parrot) -> None:
    remember(agent, "a")
    assert gate.call("DELETE", "/webhooks/gate/conversations/never") == (204, "")
    assert remembered(agent) == ["a"]


def test_the_gate_says_that_it_is_up(gate: Gate) -> None:
    assert gate.call("GET", "/webhooks/gate/") == (200, '{"status":"ok"}')


def test_without_a_model_the_gate_is_not_up(gate: Gate, agent: Parrot) -> None:
    agent.has_model = False
    assert gate.call("GET", "/webhooks/gate/") == (503, '{"status":"no model"}')


def test_the_gate_is_the_channel_that_the_credentials_name() -> None:
    assert GateInput.name() == "gate"
