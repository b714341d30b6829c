"""All that runs: PostgreSQL, Redis, Rasa, the action server and two gateways, each of which can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from endorinn.asking import free_ports
from endorinn.processes import is_ready
from foundation.errors import OperatorError
from foundation.settings import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROGRAMS = Path("/usr/lib/postgresql")
# PostgreSQL refuses to be run by root; Debian's package brings this user.
USER = "postgres" if os.geteuid() == 0 else None
START_SECONDS = 90
AWAY_SECONDS = 2
GATEWAY, SECOND, RASA, ACTIONS, POSTGRES, REDIS = "gateway", "second", "rasa", "actions", "postgres", "redis"


@dataclass
class Server:
    """A process that can be killed and started again with the same command."""

    name: str
    command: Sequence[str | Path]
    folder: Path
    environment: dict[str, str]
    user: str | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Starts it; what it writes goes to `reports/`, for whoever wonders."""
        log = (ROOT / "reports" / f"bench-{self.name}.log").open("ab")
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [str(part) for part in self.command],
            cwd=self.folder,
            env=self.environment,
            user=self.user,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()

    def kill(self) -> None:
        """`kill -9`, its children too."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Ends it."""
        if self.process is not None and self.process.poll() is None:
            self.kill()


@dataclass(frozen=True)
class House:
    """Everything that runs, by name, and where the two gateways are."""

    servers: dict[str, Server]
    addresses: tuple[str, str]
    database_url: str

    def kill(self, name: str) -> None:
        """Kills one, and starts it again once it has been away for a moment."""
        self.servers[name].kill()
        time.sleep(AWAY_SECONDS)
        _remove_lock(self.servers[name])
        self.servers[name].start()

    def wait_until_ready(self) -> None:
        """Returns once both gateways and what is behind them answer.

        Raises:
            OperatorError: when they do not within a minute and a half.
        """
        give_up = time.monotonic() + START_SECONDS
        while not all(is_ready(address) for address in self.addresses):
            if time.monotonic() > give_up:
                message = f"The assistant was not ready within {START_SECONDS} seconds. Is another test running?"
                raise OperatorError(message)
            time.sleep(0.3)


@contextmanager
def house() -> Iterator[House]:
    """Starts everything on free ports, with a database of its own, and stops it.

    Raises:
        OperatorError: when PostgreSQL or Redis is not installed, or the assistant does not start.
    """
    folder = Path(mkdtemp(prefix="endorinn-handover-"))
    built = _built(folder, *free_ports(6))
    try:
        for name in (POSTGRES, REDIS):
            built.servers[name].start()
        _make_database(folder)
        for name in (ACTIONS, RASA, GATEWAY, SECOND):
            built.servers[name].start()
        built.wait_until_ready()
        yield built
    finally:
        for server in reversed(built.servers.values()):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _built(folder: Path, *ports: int) -> House:
    postgres, redis, actions, rasa, first, second = ports
    url = f"postgresql+psycopg://postgres@127.0.0.1:{postgres}/postgres"
    os.environ |= {
        "DATABASE_URL": url,
        "ENDORINN_REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        "ENDORINN_RASA_PORT": str(rasa),
        "ENDORINN_ACTIONS_PORT": str(actions),
        "ENDORINN_GATEWAY_PORT": str(first),
        "ENDORINN_SESSION_IDLE_MINUTES": "600",
    }
    settings.cache_clear()
    from endorinn.processes import programs  # noqa: PLC0415 - it reads the settings that were just set

    ours = {
        program.name: Server(program.name, program.command, program.folder, program.environment)
        for program in programs()
    }
    own = dict(os.environ)
    other = own | {"ENDORINN_GATEWAY_PORT": str(second)}
    servers = {
        POSTGRES: Server(POSTGRES, _postgres(folder, postgres), folder, own, USER),
        REDIS: Server(REDIS, [_found("redis-server"), "--port", str(redis), "--save", ""], folder, own),
        **ours,
        SECOND: Server(SECOND, [sys.executable, "-m", "gateway.serve"], ROOT, other),
    }
    return House(servers, (f"http://127.0.0.1:{first}", f"http://127.0.0.1:{second}"), url)


def _found(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        message = f"{program} is not installed: `apt-get install {program}`."
        raise OperatorError(message)
    return found


def _postgres(folder: Path, port: int) -> list[str | Path]:
    found = sorted(PROGRAMS.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        message = "PostgreSQL is not installed: `apt-get install postgresql`."
        raise OperatorError(message)
    if USER:
        shutil.chown(folder, USER)
    initdb = [str(found[-1].with_name("initdb")), "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run(initdb, cwd=folder, user=USER, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own
    return [found[-1], "-D", folder / "data", "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]


def _make_database(folder: Path) -> None:
    """Loads the content, as soon as PostgreSQL takes it."""
    give_up = time.monotonic() + START_SECONDS
    command = [sys.executable, "-m", "endorinn.main", "knowledge", "load"]
    while subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode:  # noqa: S603 - our own
        if time.monotonic() > give_up:
            message = f"The content could not be loaded into PostgreSQL in {folder}."
            raise OperatorError(message)
        time.sleep(0.5)


def _remove_lock(server: Server) -> None:
    """What a killed PostgreSQL leaves behind: its next start must not wait for whoever has its number now."""
    (server.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
