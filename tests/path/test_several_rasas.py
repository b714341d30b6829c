"""Two real Rasas at one Redis and one action server: a conversation goes to and fro as if they were one."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from endorinn import annex, training
from endorinn.asking import free_ports
from foundation.database import make_engine
from foundation.settings import ROOT
from gateway.rasa import CONVERSATIONS, HEALTH, WEBHOOK
from knowledge.store import load_content
from tests.redis import RedisServer, redis_served

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from knowledge.content import Content

TOKEN = "vZ3kq-Y1mH8_dPw0sLr5TtNfXc7aBeJu9iGo2hRx4E"  # noqa: S105 - of this test  # pragma: allowlist secret
# Two TensorFlows start at once, perhaps beside much else.
PATIENCE = 600
WORDS = (
    "hva koster SFO?",
    "og i Alvdal?",
    "hva med leksehjelp?",
    "jenta mi på 9 blir mobbet på skolen",
    "hvem kan hjelpe?",
)


@dataclass(frozen=True)
class Rasas:
    """Two instances, and what they share."""

    clients: tuple[httpx.Client, httpx.Client]
    redis: RedisServer
    logs: Path
    processes: Sequence[subprocess.Popen[bytes]]


@dataclass
class Told:
    """A conversation as a gateway tells it."""

    rasas: Rasas
    id: str = field(default_factory=lambda: uuid4().hex)
    last: int | None = None

    def body(self, text: str, number: int) -> dict[str, Any]:
        """A message that follows the one told last."""
        place = {"number": number, "after": self.last}
        return {"sender": self.id, "message": text, "metadata": {"kommune": "tynset", "role": "forelder", **place}}

    def tell(self, text: str, at: int) -> list[dict[str, Any]]:
        """The next message, to one of the two; it knows what came before, or this fails."""
        number = 1 if self.last is None else self.last + 2
        response = self.rasas.clients[at].post(WEBHOOK, json=self.body(text, number)).raise_for_status()
        self.last = number
        return [message["custom"] for message in response.json() if "custom" in message]


@pytest.fixture(scope="module")
def rasas(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Iterator[Rasas]:
    """Two Rasas; one has its model from this folder, the other fetches it over HTTP."""
    if not training.is_current():
        training.train()
    folder = tmp_path_factory.mktemp("rasas")
    database = f"sqlite:///{folder}/endorinn.db"
    engine = make_engine(database)
    load_content(engine, content)
    engine.dispose()
    actions, shop, *ports = free_ports(4)
    with redis_served() as redis, _running(folder) as start:
        own = os.environ | {"DATABASE_URL": database, "ENDORINN_INTERNAL_TOKEN": TOKEN}
        own |= {"ENDORINN_ACTIONS_PORT": str(actions), "ENDORINN_ACTIONS_URL": f"http://127.0.0.1:{actions}"}
        start("actions", [sys.executable, "-m", "actions.server"], own)
        start("shop", [sys.executable, "-m", "http.server", str(shop), "-d", str(training.model().parent)], own)
        own |= {"ENDORINN_REDIS_URL": redis.address}
        fetched = {
            "ENDORINN_VAR_DIR": str(folder / "var"),
            "ENDORINN_MODEL": f"http://127.0.0.1:{shop}/{training.model().name}",
            "ENDORINN_MODEL_SHA256": hashlib.sha256(training.model().read_bytes()).hexdigest(),
        }
        _wait_until_up(f"http://127.0.0.1:{shop}")
        serving = [str(annex.PYTHON), "-m", "serving"]
        processes = [
            start(f"rasa{port}", serving, own | {"ENDORINN_RASA_PORT": str(port)} | more, annex.BOT)
            for port, more in zip(ports, ({}, fetched), strict=True)
        ]
        key = {"Authorization": f"Bearer {TOKEN}"}
        here, there = (
            httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=key, timeout=60, trust_env=False)
            for port in ports
        )
        with here, there:
            _wait_until_up(f"http://127.0.0.1:{actions}/health")
            for client in (here, there):
                _wait_until_ready(client, folder)
            yield Rasas((here, there), redis, folder, processes)


@contextmanager
def _running(folder: Path) -> Iterator[Any]:
    """Starts processes that write to a file each, and ends them."""
    started: list[subprocess.Popen[bytes]] = []

    def start(
        name: str, command: list[str], environment: Mapping[str, str], cwd: Path = ROOT
    ) -> subprocess.Popen[bytes]:
        with (folder / f"{name}.log").open("wb") as log:
            started.append(subprocess.Popen(command, env=environment, cwd=cwd, stdout=log, stderr=subprocess.STDOUT))
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.wait()


def _wait_until_up(address: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            httpx.get(address, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Nothing answers at {address}.")


def _wait_until_ready(client: httpx.Client, logs: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            if client.get(HEALTH).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    said = "\n".join(path.read_text(encoding="utf-8", errors="replace")[-1000:] for path in logs.glob("rasa*.log"))
    pytest.fail(f"Rasa did not start: {said}")


def test_a_talk_between_two_rasas_is_answered_as_by_one(rasas: Rasas) -> None:
    alone, between = Told(rasas), Told(rasas)
    expected = [alone.tell(text, at=0) for text in WORDS]
    assert [between.tell(text, at=place % 2) for place, text in enumerate(WORDS, start=1)] == expected
    # They lean on what was said before: the place, and what was talked of.
    assert [answers[0]["kommune"] for answers in expected] == ["tynset", *["alvdal"] * 4]
    assert [answers[0]["question_type"] for answers in expected[:2]] == ["pris", "pris"]


def test_a_message_at_both_at_once_is_heard_once_and_answered_alike(rasas: Rasas) -> None:
    told = Told(rasas)
    told.tell(WORDS[0], at=0)
    body = told.body(WORDS[1], 5)
    with ThreadPoolExecutor(8) as gateways:
        answers = list(gateways.map(lambda at: rasas.clients[at % 2].post(WEBHOOK, json=body), range(8)))
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    told.last = 5
    assert told.tell("hva koster det?", at=1)[0]["kommune"] == "alvdal"


def test_what_is_forgotten_at_one_is_unknown_to_the_other(rasas: Rasas) -> None:
    told = Told(rasas)
    told.tell(WORDS[0], at=0)
    assert rasas.clients[1].delete(f"{CONVERSATIONS}/{told.id}").status_code == 204
    refused = rasas.clients[0].post(WEBHOOK, json=told.body(WORDS[1], 9))
    assert (refused.status_code, refused.json()["last"]) == (409, None)


def test_what_is_forgotten_while_the_other_answers_does_not_come_back(rasas: Rasas) -> None:
    told = Told(rasas)
    told.tell(WORDS[0], at=0)
    with ThreadPoolExecutor(1) as gateway:
        answering = gateway.submit(told.tell, WORDS[1], at=0)
        time.sleep(0.02)
        rasas.clients[1].delete(f"{CONVERSATIONS}/{told.id}")
        assert answering.exception() is None
    refused = rasas.clients[1].post(WEBHOOK, json=told.body("hva koster det?", 11))
    assert (refused.status_code, refused.json()["last"]) == (409, None)


def test_there_is_no_other_way_in_than_the_gate(rasas: Rasas) -> None:
    for path in ("/conversations/a/tracker", "/model/parse", "/webhooks/rest/webhook", "/status"):
        assert rasas.clients[0].get(path).status_code == 404
        assert rasas.clients[0].post(path, json={}).status_code == 404


def test_without_redis_both_say_so_at_once_and_go_on_when_it_is_back(rasas: Rasas) -> None:
    rasas.redis.kill()
    told = Told(rasas)
    for client in rasas.clients:
        assert client.post(WEBHOOK, json=told.body(WORDS[0], 1)).status_code == 503
        assert client.get(HEALTH).status_code == 503
    rasas.redis.start()
    assert [told.tell(text, at=place % 2)[0]["kommune"] for place, text in enumerate(WORDS[:2])] == ["tynset", "alvdal"]


def test_when_one_is_killed_in_the_middle_of_a_turn_the_other_answers_it(rasas: Rasas) -> None:
    """The last of these tests: one of the two is gone after it."""
    told = Told(rasas)
    told.tell(WORDS[0], at=0)
    with ThreadPoolExecutor(1) as gateway:
        answering = gateway.submit(rasas.clients[0].post, WEBHOOK, json=told.body(WORDS[1], 3))
        time.sleep(0.02)
        rasas.processes[0].kill()
        answering.exception()  # Whatever the gateway heard of it.
    assert told.tell(WORDS[1], at=1)[0]["kommune"] == "alvdal"


def test_neither_words_nor_the_password_stand_in_what_they_wrote(rasas: Rasas) -> None:
    written = "".join(path.read_text(encoding="utf-8", errors="replace") for path in rasas.logs.glob("*.log"))
    assert "gate.memory.down" in written
    assert [words for words in (*WORDS, rasas.redis.password, TOKEN) if words in written] == []
