"""The action server in a process of its own, and how a test calls it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "en-lang-nok-hemmelighet-for-huset-0123"  # noqa: S105 - of these tests only
KEY = {"Authorization": f"Bearer {TOKEN}"}


@contextmanager
def process(database: Path, port: int, log: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server, started as `endorinn run` starts it; all it writes goes to `log`."""
    own = {
        "DATABASE_URL": f"sqlite:///{database}",
        "ENDORINN_ACTIONS_PORT": str(port),
        "ENDORINN_INTERNAL_TOKEN": TOKEN,
    }
    command = [sys.executable, "-m", "actions.server"]
    with log.open("wb") as output:
        running = subprocess.Popen(command, env={**os.environ, **own, **more}, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(10)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def call(action: str, text: str) -> dict[str, Any]:
    """What Rasa 3.6 sends to have an action run."""
    message = {"text": text, "intent": {"name": "smaprat"}, "entities": [], "metadata": {"kommune": "oppdal"}}
    tracker = {"sender_id": "a", "slots": {}, "latest_message": message, "events": [], "paused": False}
    tracker |= {"followup_action": None, "active_loop": {}, "latest_action_name": None}
    return {"next_action": action, "sender_id": "a", "tracker": tracker, "domain": {}, "version": "3.6.21"}


def wait_until_up(client: httpx.Client, running: subprocess.Popen[bytes]) -> None:
    """Waits until it answers or has ended."""
    while running.poll() is None:
        try:
            client.get("/health")
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
