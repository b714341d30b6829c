"""Two of everything behind HAProxy, as `deploy/compose.yml` has it: the same commands, configuration and probe."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import httpx

from benchmarks.servers import ACTIONS, GATEWAY, RASA, Server, below_all, environment, found, has_content, wait_for
from endorinn.asking import free_ports
from endorinn.processes import programs
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEPLOY = ROOT / "deploy"
EDGE, ROUTER = "edge", "router"
PARTS = (ACTIONS, RASA, GATEWAY)
CERTIFICATE, KEY, BOTH = "site.crt", "site.key", "site.pem"


@dataclass(frozen=True)
class Town:
    """Everything that runs, by the names that compose gives, and where people reach it."""

    servers: dict[str, Server]
    address: str
    trust: ssl.SSLContext

    def is_ready(self, name: str) -> bool:
        """What the probe of its container would say."""
        command = [sys.executable, str(DEPLOY / "healthy.py"), name.rpartition("-")[0]]
        return not subprocess.run(command, env=self.servers[name].environment, check=False).returncode  # noqa: S603 - our own

    def wait_for(self, name: str) -> None:
        """Returns once one is ready.

        Raises:
            OperatorError: when it is not within three minutes.
        """
        wait_for(lambda: self.is_ready(name), f"{name} was not ready")

    def wait_for_all(self) -> None:
        """Returns once a message goes the whole way.

        Raises:
            OperatorError: when it does not within three minutes.
        """
        for name in instances():
            self.wait_for(name)
        with httpx.Client(base_url=self.address, verify=self.trust, trust_env=False) as client:
            wait_for(lambda: _is_ready(client), "The town was not ready")


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx.HTTPError:
        return False


def instances() -> list[str]:
    """What there are two of, by the names that compose gives; whoever is asked stands before whoever asks."""
    return [f"{part}-{number}" for part in PARTS for number in (1, 2)]


@contextmanager
def town() -> Iterator[Town]:
    """All of it, on free ports and with a database of its own; ready when it is given, and stopped at the end.

    Raises:
        OperatorError: when PostgreSQL, Redis, HAProxy or OpenSSL is not installed, or something does not start.
    """
    folder = Path(mkdtemp(prefix="endorinn-town-"))
    https, http, to_rasas, to_actions, postgres, redis, *own = free_ports(6 + len(instances()))
    ports = dict(zip(instances(), own, strict=True))
    address = f"https://localhost:{https}"
    chosen = {
        "ENDORINN_ENV": "production",
        "ENDORINN_PUBLIC_URL": address,
        "ENDORINN_INTERNAL_TOKEN": token_urlsafe(32),
        "DATABASE_URL": f"postgresql+psycopg://postgres@127.0.0.1:{postgres}/postgres",
        "ENDORINN_REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        "ENDORINN_RASA_URL": f"http://127.0.0.1:{to_rasas}",
        "ENDORINN_ACTIONS_URL": f"http://127.0.0.1:{to_actions}",
    }
    certify(folder)
    web = {
        "CERTIFICATE": str(folder / BOTH),
        "HTTPS_PORT": str(https),
        "HTTP_PORT": str(http),
        "RASA_PORT": str(to_rasas),
        "ACTIONS_PORT": str(to_actions),
        **{name.upper().replace("-", "_"): f"127.0.0.1:{port}" for name, port in ports.items()},
    }
    with environment(chosen):
        below = below_all(folder, postgres, redis)
        trust = ssl.create_default_context(cafile=folder / CERTIFICATE)
        middle = {name: _haproxy(name, folder, web) for name in (ROUTER, EDGE)}
        built = Town(below | middle | _doubled(ports), address, trust)
        try:
            _start(list(below.values()))
            wait_for(has_content, "The content could not be loaded")
            _start([built.servers[name] for name in (ROUTER, EDGE, *instances())])
            built.wait_for_all()
            yield built
        finally:
            for server in reversed(built.servers.values()):
                server.stop()
            shutil.rmtree(folder, ignore_errors=True)


def _start(servers: Sequence[Server]) -> None:
    for server in servers:
        server.start()


def certify(folder: Path) -> None:
    """A certificate for this machine, its key, and both in one file, as HAProxy wants them."""
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1")
    command = [found("openssl"), "req", *kind, *subject, "-keyout", KEY, "-out", CERTIFICATE]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own
    (folder / BOTH).write_bytes((folder / CERTIFICATE).read_bytes() + (folder / KEY).read_bytes())


def _haproxy(name: str, folder: Path, variables: dict[str, str]) -> Server:
    # Debian puts it where only root's path leads.
    program = found("haproxy", f"{os.environ['PATH']}:/usr/sbin")
    command = [program, "-f", str(DEPLOY / "haproxy" / f"{name}.cfg")]
    return Server(name, command, folder, os.environ | {"BIND": "127.0.0.1"} | variables)


def _doubled(ports: dict[str, int]) -> dict[str, Server]:
    """Two of each of the three, which differ in nothing but their ports."""
    ours = {str(one.name): one for one in programs()}
    made = {}
    for name, port in ports.items():
        program = ours[name.rpartition("-")[0]]
        variables = program.environment | {program.setting: str(port)}
        made[name] = Server(name, program.command, program.folder, variables)
    return made
