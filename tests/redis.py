"""A Redis of the tests' own, from Debian's package: it keeps nothing, and can be killed and started again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator

PATIENCE = 20


@dataclass
class RedisServer:
    """A server at a port of loopback, with a password."""

    program: str
    port: int
    password: str = field(default="hysj-hysj", repr=False)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it is, and what opens it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def is_running(self) -> bool:
        """Whether it was started and not killed since."""
        return self._process is not None

    def start(self) -> None:
        """Starts it, and waits until it takes connections."""
        options = ("--bind", "127.0.0.1", "--port", str(self.port), "--requirepass", self.password, "--dir", "/tmp")  # noqa: S108 - it writes nothing there
        kept_nowhere = ("--save", "", "--appendonly", "no")
        self._process = subprocess.Popen(
            [self.program, *options, *kept_nowhere], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        give_up = time.monotonic() + PATIENCE
        while not _is_open(self.port):
            if self._process.poll() is not None or time.monotonic() > give_up:
                pytest.fail("redis-server did not start.")
            time.sleep(0.02)

    def send(self, sign: signal.Signals) -> None:
        """Sends it a signal."""
        if self._process is not None:
            self._process.send_signal(sign)

    def kill(self) -> None:
        """As `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def redis_served() -> Iterator[RedisServer]:
    """Starts a server on a free port, and stops it.

    Skips the test where Redis is not installed, except in CI, where that is a failure.
    """
    program = shutil.which("redis-server")
    if program is None:
        message = "Redis is not installed: `apt-get install redis-server`."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    server = RedisServer(program, _free_port())
    try:
        server.start()
        yield server
    finally:
        server.kill()


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
