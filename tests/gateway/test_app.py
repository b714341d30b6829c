"""The gateway as it is run: what its process writes down, and how it starts and stops."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from gateway.problems import EMERGENCY
from tests.gateway.running import Gateway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Talk

MARK = "Merkeord"
FNR = "13097248022"


@contextmanager
def process(
    factory: str | None, database: Path, log: Path, rasa_port: int
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A gateway in a process of its own, whose application `factory` makes; all it writes goes to `log`.

    Without a factory it is started as `endorinn run` starts it.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = {"DATABASE_URL": f"sqlite:///{database}", "ENDORINN_RASA_PORT": str(rasa_port)}
    own |= {"ENDORINN_LOG_LEVEL": "DEBUG", "ENDORINN_MAX_BODY_BYTES": "16384", "ENDORINN_GATEWAY_PORT": str(port)}
    command = [sys.executable, "-m", "gateway.serve"]
    if factory is not None:
        command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--port", str(port)]
        command += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "2"]
    with log.open("wb") as output:
        running = subprocess.Popen(command, env={**os.environ, **own}, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield running, port
    finally:
        running.terminate()
        running.wait(10)


def wait_until_up(client: httpx.Client, running: subprocess.Popen[bytes]) -> None:
    """Waits until it answers or has ended."""
    while running.poll() is None:
        try:
            client.get("/healthz")
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the process writes."""
    return tmp_path_factory.mktemp("log") / "gateway.log"


@pytest.fixture(scope="module")
def own(loaded: Path, tmp_path_factory: pytest.TempPathFactory, log: Path, closed_port: int) -> Iterator[Gateway]:
    """A gateway in a process of its own, that crashes when a message says «krasj»."""
    database = tmp_path_factory.mktemp("own") / "endorinn.db"
    shutil.copy(loaded, database)
    with (
        process("tests.gateway.crashing:create", database, log, closed_port) as (running, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client,
    ):
        wait_until_up(client, running)
        yield Gateway(client, database)


@pytest.fixture
def talk(own: Gateway) -> Talk:
    """A new conversation."""
    return own.start(kommune="oppdal")


def lines(log: Path) -> list[dict[str, Any]]:
    """What was logged, each line a JSON object."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_a_crash_is_told_without_what_crashed(talk: Talk) -> None:
    response = talk.write(f"krasj {MARK}")
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert response.json() == {
        "type": "/problem/intern-feil",
        "title": "Noe gikk galt hos oss",
        "status": 500,
        "detail": f"Feilen er registrert. Prøv igjen om litt, eller ta kontakt med kommunen. {EMERGENCY}",
        "request_id": response.headers["x-request-id"],
    }
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_message_that_met_a_crash_is_not_lost(talk: Talk) -> None:
    talk.write(f"krasj {MARK}")
    assert talk.stored() == [(1, "person", f"krasj {MARK}")]


def test_the_log_says_what_crashed_and_where(talk: Talk, log: Path) -> None:
    talk.write("krasj")
    crash = lines(log)[-1]
    assert (crash["event"], crash["level"], crash["error"]) == ("unexpected_error", "error", "ValueError")
    assert "tests/gateway/crashing.py:" in crash["place"]


def test_the_log_says_how_a_message_was_answered(talk: Talk, log: Path) -> None:
    talk.write("Hvem er PPT?")
    turn = lines(log)[-1]
    assert (turn["event"], turn["conversation"], turn["outcomes"]) == ("turn", talk.id, ["answered"])
    assert turn["milliseconds"] < 5_000


REQUESTS: dict[str, dict[str, Any]] = {
    "answered": {"json": {"text": f"{MARK} Hvem er PPT?"}},
    "danger": {"json": {"text": f"{MARK} jeg vil ta livet mitt"}},
    "a national id": {"json": {"text": f"{MARK} {FNR}"}},
    "a crash": {"json": {"text": f"{MARK} krasj"}},
    "too long": {"json": {"text": MARK * 1000}},
    "too large": {"json": {"text": MARK * 3000}},
    "an unknown field": {"json": {"text": "Hei", MARK: MARK}},
    "not JSON": {"content": MARK, "headers": {"Content-Type": "application/json"}},
    "a wrong content type": {"content": MARK, "headers": {"Content-Type": "text/plain"}},
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_no_word_of_a_message_is_ever_logged(talk: Talk, log: Path, request_: dict[str, Any]) -> None:
    talk.send(**request_)
    written = log.read_text(encoding="utf-8")
    assert [word for word in (MARK, MARK.lower(), FNR) if word in written] == []


def test_no_word_of_what_a_stream_sends_is_logged(talk: Talk, log: Path) -> None:
    talk.write(f"{MARK} Hvem er PPT?")
    assert MARK in talk.answer_events(1)[0]["data"]
    assert MARK not in log.read_text(encoding="utf-8")


def test_no_word_is_logged_when_nothing_can_be_stored(talk: Talk, log: Path) -> None:
    with talk.gateway.locked():
        assert talk.write(f"{MARK} jeg vil ta livet mitt").status_code == 200
    assert lines(log)[-2]["event"] == "danger_not_stored"
    assert MARK not in log.read_text(encoding="utf-8")


def test_no_key_is_ever_logged(talk: Talk, log: Path) -> None:
    talk.write("Hei")
    assert talk.token not in log.read_text(encoding="utf-8")


def test_a_gateway_without_content_does_not_start_and_says_what_to_do(tmp_path: Path, closed_port: int) -> None:
    log = tmp_path / "log"
    with process("gateway.app:create_app", tmp_path / "empty.db", log, closed_port) as (running, _):
        assert running.wait(30) != 0
    assert "The database holds no content yet. Run `endorinn knowledge load` first." in log.read_text(encoding="utf-8")


def test_a_gateway_that_is_stopped_gives_the_answer_it_is_at_and_waits_for_no_stream(
    loaded: Path, tmp_path: Path, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    rasa.reset()
    rasa.says(said)
    rasa.may_answer.clear()
    database = tmp_path / "endorinn.db"
    shutil.copy(loaded, database)
    with (
        process(None, database, tmp_path / "gateway.log", urlsplit(rasa.address).port or 0) as (running, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client,
        ThreadPoolExecutor(2) as threads,
    ):
        wait_until_up(client, running)
        talk = Gateway(client, database).start(kommune="oppdal")
        streaming = threads.submit(client.get, f"{talk.path}/events", headers=talk.key)
        call = threads.submit(talk.write, "Hei")
        while not rasa.heard:
            time.sleep(0.05)
        running.terminate()
        time.sleep(3)
        rasa.may_answer.set()
        assert call.result().json()["answers"] == [said]
        running.wait(5)
        assert isinstance(streaming.exception(), httpx.RemoteProtocolError)  # Cut off, as by any restart.
