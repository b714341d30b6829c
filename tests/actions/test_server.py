"""The action server as it is run: a process of its own, on loopback, that Rasa calls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.actions.running import KEY, TOKEN, call, free_port, process, wait_until_up
from tests.scraping import scrape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = "Merkeord"
ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the process writes."""
    return tmp_path_factory.mktemp("log") / "actions.log"


@pytest.fixture(scope="module")
def client(on_the_shelf: Path, log: Path) -> Iterator[httpx.Client]:
    """The way to a running server."""
    port = free_port()
    with (
        process(on_the_shelf, port, log) as running,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False, headers=KEY) as client,
    ):
        wait_until_up(client, running)
        yield client


def test_rasa_gets_the_answer_and_the_slots(client: httpx.Client) -> None:
    body = client.post("/webhook", json=call("action_smaprat", "Hei")).raise_for_status().json()
    [response] = body["responses"]
    assert response["custom"]["outcome"] == "smalltalk"
    assert [event["name"] for event in body["events"]] == ["kommune", "sprak", "bom", "spurt", "ventende"]


@pytest.mark.parametrize("key", ["", "Bearer feil", TOKEN])
@pytest.mark.parametrize("path", ["/webhook", "/actions", "/health", "/metrics"])
def test_whoever_does_not_know_the_token_is_answered_nothing(client: httpx.Client, path: str, key: str) -> None:
    forged = call("action_svar", "Hva er vakttelefonen?")
    forged["tracker"]["latest_message"]["metadata"] = {"kommune": "oppdal", "role": "ansatt", "signed_in": True}
    refused = client.request("POST" if path == "/webhook" else "GET", path, json=forged, headers={"Authorization": key})
    assert (refused.status_code, refused.json()) == (401, {"status": "unknown caller"})


def test_an_unknown_action_is_not_found(client: httpx.Client) -> None:
    assert client.post("/webhook", json=call("action_annet", "Hei")).status_code == 404


def test_no_word_of_a_message_is_ever_logged(client: httpx.Client, log: Path) -> None:
    client.post("/webhook", json=call("action_smaprat", MARK))
    client.post("/webhook", json=call("action_annet", MARK))
    assert MARK not in log.read_text(encoding="utf-8")


def test_a_crash_is_told_and_logged_with_its_place_and_without_what_crashed(client: httpx.Client, log: Path) -> None:
    body = call("action_svar", "Hei")
    body["tracker"]["latest_message"]["entities"] = [{"entity": "alder", "value": MARK}]
    crashed = client.post("/webhook", json=body)
    assert (crashed.status_code, crashed.json()) == (500, {"status": "failed"})
    written = log.read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "understanding/understood.py" in written
    assert MARK not in written


def test_an_action_is_logged_under_the_id_that_rasa_sends_along(client: httpx.Client, log: Path) -> None:
    for request_id in (ID, ID[::-1]):
        client.post("/webhook", json=call("action_smaprat", MARK), headers={"X-Request-ID": request_id})
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if '"action"' in line]
    told = [(one["action"], one["request_id"]) for one in lines if one["request_id"] in {ID, ID[::-1]}]
    assert told == [("action_smaprat", ID), ("action_smaprat", ID[::-1])]


def test_a_crash_is_logged_under_the_id_too(client: httpx.Client, log: Path) -> None:
    body, request_id = call("action_svar", "Hei"), f"{ID}ff"
    body["tracker"]["latest_message"]["entities"] = [{"entity": "alder", "value": MARK}]
    client.post("/webhook", json=body, headers={"X-Request-ID": request_id})
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if request_id in line]
    assert {one.get("error") for one in lines if one["level"] == "error"} == {"ValueError"}


def test_actions_are_timed_by_their_names_and_failures_counted(client: httpx.Client) -> None:
    address, count = str(client.base_url), "endorinn_action_duration_seconds_count"
    before = scrape(address, token=TOKEN)
    client.post("/webhook", json=call("action_smaprat", MARK))
    client.post("/webhook", json=call(f"action_{MARK}", MARK))
    after = scrape(address, token=TOKEN)
    assert after.value(count, action="action_smaprat") == before.value(count, action="action_smaprat") + 1
    failures = "endorinn_action_failures_total"
    assert after.value(failures, action="unknown") == before.value(failures, action="unknown") + 1
    assert not any(MARK in str(sample.labels) for sample in after.samples)


def test_a_server_without_content_does_not_start_and_says_what_to_do(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with process(tmp_path / "tom.db", free_port(), log) as running:
        assert running.wait(30) == 1
    said = "The database holds no content yet. Run `endorinn knowledge load` first."
    assert said in log.read_text(encoding="utf-8").splitlines()


def test_a_server_with_unsafe_settings_does_not_start_and_names_them(on_the_shelf: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    unsafe = {"ENDORINN_ENV": "production", "ENDORINN_ALLOWED_ORIGINS": "http://oppdal.kommune.no"}
    with process(on_the_shelf, free_port(), log, **unsafe) as running:
        assert running.wait(60) == 1
    assert log.read_text(encoding="utf-8").splitlines()[-2:] == [
        "ENDORINN_ENV=production does not start with these settings:",
        "ENDORINN_ALLOWED_ORIGINS holds http://oppdal.kommune.no. Name each page in full, with https://.",
    ]
