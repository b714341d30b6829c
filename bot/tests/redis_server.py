"""A Redis of the tests' own, as in the house's tests: it keeps nothing, and can be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import Iterator, Optional

import pytest
import redis

PATIENCE = 20


class RedisServer:
    """A server at a port of loopback, with a password."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._process: Optional[subprocess.Popen] = None
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]

    @property
    def address(self) -> str:
        return f"redis://:hemmelig%2Fhemmelig@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--requirepass", "hemmelig/hemmelig"]
        options += ["--dir", "/tmp"]  # noqa: S108 - it writes nothing there
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            [self._program, *options, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        give_up = time.monotonic() + PATIENCE
        while not self._is_open():
            if self._process.poll() is not None or time.monotonic() > give_up:
                pytest.fail("redis-server did not start.")
            time.sleep(0.02)

    def empty(self) -> None:
        with redis.Redis.from_url(self.address) as client:
            client.flushall()

    def hang(self) -> None:
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        self._send(signal.SIGCONT)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _send(self, sign: int) -> None:
        if self._process is not None:
            self._process.send_signal(sign)

    def _is_open(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def redis_served() -> Iterator[RedisServer]:
    """Starts a server on a free port, and stops it.

    Skips the test where Redis is not installed, except in CI, where that is a failure.
    """
    program = shutil.which("redis-server")
    if program is None:
        message = "Redis is not installed: `apt-get install redis-server`."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    server = RedisServer(program)
    try:
        server.start()
        yield server
    finally:
        server.kill()
