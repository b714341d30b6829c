"""A gateway of a test's own, beside the assistant's: on the same database and the same Rasa, and it can be killed."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from endorinn.processes import is_ready
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_SECONDS = 120


@dataclass
class OwnGateway:
    """One process at a time, always at the same address."""

    environment: Mapping[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gateway.serve"],
            cwd=ROOT,
            env={**self.environment, "ENDORINN_GATEWAY_PORT": str(self.port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        give_up = time.monotonic() + START_SECONDS
        while not is_ready(self.address):
            if self.process.poll() is not None or time.monotonic() > give_up:
                self.kill()
                pytest.fail("The gateway did not start.")
            time.sleep(0.1)

    def kill(self) -> None:
        """`kill -9`."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def own_gateway(environment: Mapping[str, str], port: int) -> Iterator[OwnGateway]:
    """Runs while it lasts."""
    gateway = OwnGateway(environment, port)
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.kill()
