"""The web servers: HAProxy takes their files, asks with the token, and sends nothing twice that may not be."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from benchmarks.servers import wait_for
from benchmarks.topology.town import BOTH, certify
from endorinn.asking import free_ports
from tests.deploy.manifests import DEPLOY, composed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = sorted((DEPLOY / "haproxy").iterdir())
PROGRAM = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
TOKEN = "Zg3-kY8_pQ1xWv5mLr7bNc2dTf9hJs4e"  # noqa: S105 - of this test  # pragma: allowlist secret
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="HAProxy is not installed: `apt-get install haproxy`.")


def variables(name: str) -> dict[str, str]:
    """What compose starts a web server with."""
    told: dict[str, Any] = composed()["services"][name]["environment"]
    return {key: str(value) for key, value in told.items()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_haproxy_takes_the_file(file: Path, tmp_path: Path) -> None:
    certify(tmp_path)
    environment = os.environ | variables(file.stem) | {"CERTIFICATE": str(tmp_path / BOTH)}
    done = subprocess.run(
        [str(PROGRAM), "-c", "-f", file], env=environment, capture_output=True, text=True, check=False
    )
    assert "Configuration file is valid" in done.stdout, done.stderr


class Actions(BaseHTTPRequestHandler):
    """An action server that keeps what it was sent, and hangs up on what it is told to."""

    server: Served

    def do_GET(self) -> None:
        self.server.health.append(self.headers["Authorization"])
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.bodies[-1] == b"hang up":
            return
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Served(HTTPServer):
    """With what it has seen."""

    def __init__(self, port: int) -> None:
        self.health: list[str] = []
        self.bodies: list[bytes] = []
        super().__init__(("127.0.0.1", port), Actions)


@contextmanager
def serving(port: int) -> Iterator[Served]:
    with Served(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def routed(port: int, first: int, second: int) -> Iterator[str]:
    """The router, with these two action servers."""
    (rasas,) = free_ports(1)
    own = {"BIND": "127.0.0.1", "RASA_PORT": str(rasas), "ACTIONS_PORT": str(port), "ENDORINN_INTERNAL_TOKEN": TOKEN}
    both = {"ACTIONS_1": f"127.0.0.1:{first}", "ACTIONS_2": f"127.0.0.1:{second}"}
    nobody = {"RASA_1": "127.0.0.1:9", "RASA_2": "127.0.0.1:9"}
    command = [str(PROGRAM), "-f", str(DEPLOY / "haproxy" / "router.cfg")]
    environment, silence = os.environ | own | both | nobody, subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=silence, stderr=silence) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(lambda: _answers(address), "HAProxy did not start")
            yield address
        finally:
            process.kill()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def test_what_one_did_not_take_goes_to_the_other() -> None:
    port, first, second = free_ports(3)
    with serving(first) as gone, serving(second) as stays, routed(port, first, second) as address:
        gone.shutdown()
        gone.server_close()
        for number in range(4):
            assert httpx.post(address, content=str(number), trust_env=False).status_code == 200
        assert stays.bodies == [b"0", b"1", b"2", b"3"]


def test_what_one_has_been_sent_never_goes_to_the_other() -> None:
    port, first, second = free_ports(3)
    with serving(first) as one, serving(second) as other, routed(port, first, second) as address:
        assert httpx.post(address, content="hang up", trust_env=False).status_code == 502
        assert one.bodies + other.bodies == [b"hang up"]


def test_health_is_asked_for_with_the_token() -> None:
    port, first, second = free_ports(3)
    with serving(first) as one, serving(second) as other, routed(port, first, second):
        wait_for(lambda: f"Bearer {TOKEN}" in one.health and f"Bearer {TOKEN}" in other.health, "Nobody asked")
