"""The whole assistant, started once a session on free ports: real Rasa, actions, gateway and SQLite."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.collector import Collector
from tests.path.running import ANCESTORS, address_in, environment_on_free_ports, wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import Draft202012Validator


@dataclass(frozen=True)
class Assistant:
    """A running assistant, as a client sees it."""

    address: str
    schema: Draft202012Validator
    # Where a municipality's page may stand that shows the widget.
    host: str
    # What it was started with: our own commands find its database so.
    environment: dict[str, str]

    def answers(self, *turns: str, kommune: str | None = None, role: str | None = None) -> list[dict[str, Any]]:
        """One conversation of some turns; every answer validates against the contract."""
        body = {key: value for key, value in (("kommune", kommune), ("role", role)) if value}
        with httpx.Client(base_url=self.address, timeout=30) as client:
            started = client.post("/api/conversations", json=body).json()
            client.headers["Authorization"] = f"Bearer {started['token']}"
            path = f"/api/conversations/{started['id']}/messages"
            answers = [client.post(path, json={"text": turn}).json()["answers"][-1] for turn in turns]
        for answer in answers:
            self.schema.validate(answer)
        return answers

    def answer(self, text: str, *, kommune: str | None = None, role: str | None = None) -> dict[str, Any]:
        """One question in a conversation of its own."""
        return self.answers(text, kommune=kommune, role=role)[0]


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """Where the assistant sends its traces to."""
    with Collector() as one:
        yield one


@pytest.fixture(scope="session")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, answer_schema: Draft202012Validator, collector: Collector
) -> Iterator[Assistant]:
    """Everything, as `make run` starts it; the model is trained if it is not there yet."""
    environment = environment_on_free_ports(tmp_path_factory.mktemp("assistant") / "endorinn.db")
    environment |= collector.variables
    command = [sys.executable, "-m", "endorinn.main", "run"]
    address = address_in(environment)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        wait_until_ready(process, address)
        yield Assistant(address, answer_schema, environment[ANCESTORS], environment)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.fixture(scope="session")
def environment_of_assistant(assistant: Assistant) -> dict[str, str]:
    """The environment in which `endorinn ask` finds the running assistant."""
    return os.environ | {"ENDORINN_GATEWAY_PORT": assistant.address.rpartition(":")[2]}


def read_lines(text: str) -> list[dict[str, Any]]:
    """JSON lines."""
    return [json.loads(line) for line in text.splitlines() if line]
