from __future__ import annotations

import asyncio
import json
import logging
import socket
from typing import Any, Awaitable, Callable, Dict, List, Optional, Tuple

import aiohttp
import pytest
from channels.gate import GateInput
from channels.talk import Talk
from channels.tracker_store import ForgettingTrackerStore
from channels.watched import WatchedEndpoint
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage, register
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from channels import redis_memory
from redis_server import RedisServer

WEBHOOK = "/webhooks/gate/webhook"
WORDS = "Stefaren slår når mamma drikker"
TOKEN = "hemmelig"  # noqa: S105 - of this test only
KEY = {"Authorization": f"Bearer {TOKEN}"}
ASKED = {"sender": "a", "message": WORDS, "metadata": {"kommune": "oppdal"}}


async def nothing() -> None:
    """Happens while a message is answered."""


class Parrot(Agent):
    """An agent with Rasa's own store about it, and no model: it says again what it is told, is silent, or fails."""

    def __init__(self) -> None:
        self.store = ForgettingTrackerStore(Domain.empty())
        super().__init__(domain=Domain.empty(), tracker_store=self.store)
        self.heard: List[UserMessage] = []
        self.parsed: List[str] = []
        self.fails = False
        self.has_model = True
        self.is_silent = False
        self.meanwhile: Callable[[], Awaitable[None]] = nothing

    def is_ready(self) -> bool:
        return self.has_model

    async def parse_message(self, message_data: str) -> Dict[str, Any]:
        self.parsed.append(message_data)
        return {}

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        if self.fails:
            error = f"cannot understand {message.text}"
            raise ValueError(error)
        if not self.is_silent:
            await message.output_channel.send_text_message(message.sender_id, message.text)
            await message.output_channel.send_custom_json(message.sender_id, {"outcome": "answered"})
        await self.meanwhile()
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text))
        await self.tracker_store.save(tracker)


class Gate:
    """Rasa's web application with the gate as its only channel, on a port of its own for one call at a time."""

    def __init__(self, agent: Parrot) -> None:
        self._agent = agent
        self.port = 0

    def call(self, method: str, path: str, **body: Any) -> Tuple[int, str]:
        return asyncio.run(self._call([(method, path, {"headers": KEY, **body})]))[0]

    def at_once(self, *bodies: Dict[str, Any]) -> List[Tuple[int, str]]:
        return asyncio.run(self._call([("POST", WEBHOOK, {"headers": KEY, "json": body}) for body in bodies]))

    async def _call(self, calls: List[Tuple[str, str, Dict[str, Any]]]) -> List[Tuple[int, str]]:
        app = Sanic("gate", register=False, configure_logging=False)
        app.ctx.agent = self._agent
        register([GateInput.from_credentials({"token": TOKEN})], app, route="/webhooks/")
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        address = f"http://127.0.0.1:{self.port}"
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.after_start()
        async with aiohttp.ClientSession() as client:

            async def call(method: str, path: str, body: Dict[str, Any]) -> Tuple[int, str]:
                async with client.request(method, address + path, **body) as response:
                    return response.status, await response.text()

            told = await asyncio.gather(*(call(*one) for one in calls))
        server.close()
        await server.wait_closed()
        await server.after_stop()
        return list(told)


@pytest.fixture(params=["own", "redis"])
def agent(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Parrot:
    """Everything holds whether conversations lie in this process or in Redis."""
    monkeypatch.delenv("ENDORINN_REDIS_URL", raising=False)
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis")
        server.empty()
        monkeypatch.setenv("ENDORINN_REDIS_URL", server.address)
    return Parrot()


@pytest.fixture
def gate(agent: Parrot, monkeypatch: pytest.MonkeyPatch) -> Gate:
    # Sanic rewrites its own methods at each start, which goes well once a process unless it is told of tests.
    monkeypatch.setattr(Sanic, "test_mode", True)
    return Gate(agent)


def remember(agent: Parrot, sender: str) -> None:
    async def one_turn() -> None:
        async with agent.store.turn(sender) as turn:
            await agent.tracker_store.save(DialogueStateTracker.from_events(sender, [UserUttered(WORDS)]))
            await turn.keep()
        await agent.store.memory.close()

    asyncio.run(one_turn())


def talk_of(agent: Parrot, sender: str) -> Talk:
    async def read() -> Talk:
        try:
            async with agent.store.turn(sender) as turn:
                return turn.talk
        finally:
            await agent.store.memory.close()

    return asyncio.run(read())


def remembered(agent: Parrot) -> List[str]:
    return [sender for sender in ("a", "b") if talk_of(agent, sender) != Talk()]


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


def test_a_first_text_is_read_before_anybody_waits_for_an_answer(gate: Gate, agent: Parrot) -> None:
    gate.call("GET", "/webhooks/gate/")
    assert (agent.parsed, agent.heard) == (["hei"], [])


def test_the_action_server_is_called_over_a_kept_connection_that_is_watched(gate: Gate, agent: Parrot) -> None:
    agent.action_endpoint = EndpointConfig("http://127.0.0.1:1/webhook")
    gate.call("GET", "/webhooks/gate/")
    assert type(agent.action_endpoint) is WatchedEndpoint


def test_without_a_model_no_text_is_read(gate: Gate, agent: Parrot) -> None:
    agent.has_model = False
    gate.call("GET", "/webhooks/gate/")
    assert agent.parsed == []


def test_the_gate_is_the_channel_that_the_credentials_name() -> None:
    assert GateInput.name() == "gate"


def numbered(number: int, after: Optional[int], text: str = "hei", **more: Any) -> Dict[str, Any]:
    return {"sender": "a", "message": text, "metadata": {"number": number, "after": after, **more}}


def status_of(gate: Gate, body: Dict[str, Any]) -> int:
    return gate.call("POST", WEBHOOK, json=body)[0]


def words(agent: Parrot) -> List[str]:
    kept = talk_of(agent, "a").tracker
    tracker = agent.store.deserialise_tracker("a", kept) if kept else None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


def unknown(last: Optional[int]) -> Tuple[int, Dict[str, Any]]:
    return 409, {"status": "unknown conversation", "last": last}


def read(answer: Tuple[int, str]) -> Tuple[int, Any]:
    return answer[0], json.loads(answer[1])


def test_a_message_that_comes_again_gets_the_same_answer_and_moves_the_talk_once(gate: Gate, agent: Parrot) -> None:
    first = gate.call("POST", WEBHOOK, json=numbered(1, None, "hei"))
    assert gate.call("POST", WEBHOOK, json=numbered(1, None, "noe annet")) == first
    assert (first[0], [one.text for one in agent.heard], words(agent)) == (200, ["hei"], ["hei"])


def test_an_earlier_message_that_comes_again_gets_its_own_answer(gate: Gate, agent: Parrot) -> None:
    first = gate.call("POST", WEBHOOK, json=numbered(1, None, "en"))
    gate.call("POST", WEBHOOK, json=numbered(3, 1, "to"))
    assert gate.call("POST", WEBHOOK, json=numbered(1, None, "en")) == first
    assert words(agent) == ["en", "to"]


def test_messages_that_come_at_once_are_answered_one_at_a_time(gate: Gate, agent: Parrot) -> None:
    async def a_while() -> None:
        await asyncio.sleep(0.05)

    agent.meanwhile = a_while
    answers = gate.at_once(*[numbered(1, None)] * 5)
    assert (len(set(answers)), len(agent.heard), answers[0][0]) == (1, 1, 200)


def test_a_talk_that_should_be_known_and_is_not_is_said_to_be_unknown(gate: Gate, agent: Parrot) -> None:
    assert read(gate.call("POST", WEBHOOK, json=numbered(5, 3))) == unknown(None)
    assert agent.heard == []


def test_what_does_not_follow_the_message_told_last_is_not_heard(gate: Gate, agent: Parrot) -> None:
    gate.call("POST", WEBHOOK, json=numbered(1, None))
    for number, after in ((5, 3), (3, None)):
        assert read(gate.call("POST", WEBHOOK, json=numbered(number, after))) == unknown(1)
    assert status_of(gate, numbered(3, 1)) == 200
    assert len(agent.heard) == 2


def test_a_forgotten_talk_is_unknown_and_so_are_its_answers(gate: Gate, agent: Parrot) -> None:
    gate.call("POST", WEBHOOK, json=numbered(1, None, "hei"))
    gate.call("DELETE", "/webhooks/gate/conversations/a")
    assert read(gate.call("POST", WEBHOOK, json=numbered(3, 1))) == unknown(None)
    assert read(gate.call("POST", WEBHOOK, json=numbered(1, None, "nytt")))[1][0]["text"] == "nytt"
    assert words(agent) == ["nytt"]


def test_a_message_that_failed_was_not_told(gate: Gate, agent: Parrot) -> None:
    gate.call("POST", WEBHOOK, json=numbered(1, None))
    agent.fails = True
    assert status_of(gate, numbered(3, 1)) == 500
    agent.fails = False
    assert read(gate.call("POST", WEBHOOK, json=numbered(5, 3))) == unknown(1)
    assert status_of(gate, numbered(3, 1)) == 200


def test_after_silence_nothing_is_remembered_for_the_slots_lack_what_an_action_would_have_set(
    gate: Gate, agent: Parrot
) -> None:
    gate.call("POST", WEBHOOK, json=numbered(1, None))
    agent.is_silent = True
    assert gate.call("POST", WEBHOOK, json=numbered(3, 1)) == (200, "[]")
    assert remembered(agent) == []
    assert read(gate.call("POST", WEBHOOK, json=numbered(5, 3))) == unknown(None)


def test_what_is_told_only_to_be_remembered_counts_though_nothing_is_said_to_it(gate: Gate, agent: Parrot) -> None:
    agent.is_silent = True
    gate.call("POST", WEBHOOK, json=numbered(1, None, "en", again=True))
    agent.is_silent = False
    assert status_of(gate, numbered(3, 1, "to")) == 200
    assert words(agent) == ["en", "to"]


def test_a_message_without_a_number_is_heard_whatever_was_told(gate: Gate, agent: Parrot) -> None:
    gate.call("POST", WEBHOOK, json=numbered(1, None))
    assert [status_of(gate, ASKED) for _ in range(2)] == [200, 200]
    assert len(agent.heard) == 3


def test_what_is_forgotten_while_it_is_answered_does_not_come_back(gate: Gate, agent: Parrot) -> None:
    async def forget() -> None:
        async with aiohttp.ClientSession() as client:
            address = f"http://127.0.0.1:{gate.port}/webhooks/gate/conversations/a"
            async with client.delete(address, headers=KEY) as response:
                assert response.status == 204

    agent.meanwhile = forget
    assert status_of(gate, numbered(1, None)) == 200
    assert remembered(agent) == []
    agent.meanwhile = nothing
    assert status_of(gate, numbered(1, None)) == 200
    assert len(agent.heard) == 2


@pytest.fixture
def with_mortal(mortal_redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Parrot:
    monkeypatch.setattr(Sanic, "test_mode", True)
    monkeypatch.setenv("ENDORINN_REDIS_URL", mortal_redis.address)
    return Parrot()


DOWN = (503, '{"status":"memory down"}')


def test_without_its_memory_the_gate_hears_nothing_and_says_so(with_mortal: Parrot, mortal_redis: RedisServer) -> None:
    gate = Gate(with_mortal)
    mortal_redis.kill()
    assert gate.call("POST", WEBHOOK, json=numbered(1, None)) == DOWN
    assert gate.call("DELETE", "/webhooks/gate/conversations/a") == DOWN
    assert gate.call("GET", "/webhooks/gate/") == DOWN
    assert with_mortal.heard == []
    mortal_redis.start()
    assert gate.call("GET", "/webhooks/gate/") == (200, '{"status":"ok"}')
    assert status_of(gate, numbered(1, None)) == 200


def test_an_answer_is_given_though_its_memory_went_away_and_was_not_told_then(
    with_mortal: Parrot, mortal_redis: RedisServer, capfd: pytest.CaptureFixture[str]
) -> None:
    async def go_away() -> None:
        mortal_redis.kill()

    gate = Gate(with_mortal)
    with_mortal.meanwhile = go_away
    status, body = gate.call("POST", WEBHOOK, json=numbered(1, None, WORDS))
    assert (status, json.loads(body)[0]["text"]) == (200, WORDS)
    assert [word for word in WORDS.split() if word in "".join(capfd.readouterr())] == []
    mortal_redis.start()
    assert read(gate.call("POST", WEBHOOK, json=numbered(3, 1))) == unknown(None)


def test_a_caller_that_gives_up_ends_its_turn_and_nothing_is_kept_of_it(
    gate: Gate, agent: Parrot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_memory, "CLAIM_SECONDS", 0.5)  # This gate is gone before it lets go of its claim.

    async def for_ever() -> None:
        await asyncio.sleep(60)

    agent.meanwhile = for_ever
    with pytest.raises(asyncio.TimeoutError):
        gate.call("POST", WEBHOOK, json=numbered(1, None), timeout=aiohttp.ClientTimeout(total=0.5))
    agent.meanwhile = nothing
    assert remembered(agent) == []
    assert status_of(gate, numbered(1, None)) == 200
