"""One request has one id in the logs of all three processes, and each of them tells Prometheus its part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from foundation.settings import settings
from tests.scraping import scrape

if TYPE_CHECKING:
    from tests.path.conftest import Assistant

MARK = "Merkeordet"
TRIES = 10
ADDRESSES = {
    "gateway": ("ENDORINN_GATEWAY_PORT", "/metrics"),
    "actions": ("ENDORINN_ACTIONS_PORT", "/metrics"),
    "rasa": ("ENDORINN_RASA_PORT", "/webhooks/gate/metrics"),
}


def asked(assistant: Assistant) -> str:
    """The id of a request in which a question was answered."""
    with httpx.Client(base_url=assistant.address, timeout=30) as client:
        started = client.post("/api/conversations", json={"kommune": "oppdal"}).json()
        told = client.post(
            f"/api/conversations/{started['id']}/messages",
            json={"text": f"{MARK} vil ikke på skolen. Hvem er PPT?"},
            headers={"Authorization": f"Bearer {started['token']}"},
        ).raise_for_status()
    found: str = told.headers["X-Request-ID"]
    return found


def lines_of(assistant: Assistant, process: str, request_id: str) -> list[dict[str, Any]]:
    """What a process has logged under an id."""
    log: Path = settings().var / "log" / assistant.environment["ENDORINN_GATEWAY_PORT"] / f"{process}.log"
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if request_id in line]


def asked_in_time(assistant: Assistant) -> str:
    """The same, of a request that Rasa was in time for: on a busy machine the first may not be."""
    for _ in range(TRIES):
        request_id = asked(assistant)
        if [line["event"] for line in lines_of(assistant, "gateway", request_id)] == ["turn"]:
            return request_id
    pytest.fail(f"Rasa was late {TRIES} times.")


def test_one_id_leads_through_the_logs_of_all_processes(assistant: Assistant) -> None:
    request_id = asked_in_time(assistant)
    lines = {process: lines_of(assistant, process, request_id) for process in ADDRESSES}
    assert {process: [line["event"] for line in found] for process, found in lines.items()} == {
        "gateway": ["turn"],
        "rasa": ["gate.turn"],
        "actions": ["action"],
    }
    assert {line["request_id"] for found in lines.values() for line in found} == {request_id}
    assert MARK not in json.dumps(lines)


def test_the_id_is_in_no_database_and_in_no_conversation(assistant: Assistant) -> None:
    request_id = asked(assistant)
    path = Path(assistant.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    stored = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    assert MARK.encode() in stored
    assert request_id.encode() not in stored


@pytest.mark.parametrize("process", ADDRESSES)
def test_each_process_tells_its_part_of_a_turn(assistant: Assistant, process: str) -> None:
    setting, path = ADDRESSES[process]
    address = f"http://127.0.0.1:{assistant.environment[setting]}"
    name = {
        "gateway": "endorinn_turns_total",
        "actions": "endorinn_action_duration_seconds_count",
        "rasa": "endorinn_rasa_turns_total",
    }[process]
    before = scrape(address, path).value(name)
    asked(assistant)
    assert scrape(address, path).value(name) > before
    assert httpx.get(f"{address}{path}").status_code == (404 if process == "gateway" else 401)


def test_rasa_times_the_action_server_behind_it(assistant: Assistant) -> None:
    address = f"http://127.0.0.1:{assistant.environment['ENDORINN_RASA_PORT']}"
    asked(assistant)
    told = scrape(address, "/webhooks/gate/metrics")
    assert told.value("endorinn_rasa_action_wait_seconds_count") > 0
    assert told.value("endorinn_rasa_conversations") >= 0
