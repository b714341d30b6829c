"""The probe of a container: exit 0 when the process answers as it should, and it proves itself with the token."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from foundation.settings import Settings
from gateway.rasa import HEALTH
from tests.deploy.manifests import DEPLOY, PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "Zg3-kY8_pQ1xWv5mLr7bNc2dTf9hJs4e"  # noqa: S105 - of this test  # pragma: allowlist secret
PATHS = {"gateway": "/healthz", "rasa": HEALTH, "actions": "/health"}


class Door(BaseHTTPRequestHandler):
    """Answers its own path, and whoever has the token."""

    path_of_health: ClassVar[str] = ""

    def do_GET(self) -> None:
        known = self.headers["Authorization"] == f"Bearer {TOKEN}"
        self.send_response(401 if not known else 200 if self.path == self.path_of_health else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's own name
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def asked(part: str, port: int, token: str = TOKEN) -> int:
    """What the probe ends with."""
    own = {f"ENDORINN_{part.upper()}_PORT": str(port), "ENDORINN_INTERNAL_TOKEN": token}
    command = [sys.executable, str(DEPLOY / "healthy.py"), part]
    return subprocess.run(command, env=os.environ | own, check=False).returncode


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_answers_is_healthy(part: str, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Door, "path_of_health", PATHS[part])
    assert asked(part, port) == 0


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_answers_something_else_is_not_healthy(part: str, port: int) -> None:
    assert asked(part, port) == 1


def test_whoever_lacks_the_token_learns_nothing(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Door, "path_of_health", PATHS["rasa"])
    assert asked("rasa", port, token="") == 1


def test_a_part_that_is_not_there_is_not_healthy() -> None:
    assert asked("gateway", 9) == 1


@pytest.mark.parametrize("part", PARTS)
def test_the_ports_are_those_of_the_house(part: str) -> None:
    default = Settings.model_fields[f"{part}_port"].default
    assert f'"{part}": ({default}, "{PATHS[part]}")' in (DEPLOY / "healthy.py").read_text(encoding="utf-8")
