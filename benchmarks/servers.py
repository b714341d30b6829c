"""All that runs: Rasa, the action server, gateways, PostgreSQL and Redis; each of them can be killed."""

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

from benchmarks.load.memory import with_children
from endorinn.asking import free_ports
from endorinn.processes import is_ready, programs
from foundation.errors import OperatorError
from foundation.settings import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PROGRAMS = Path("/usr/lib/postgresql")
# PostgreSQL refuses to be run by root; Debian's package brings this user.
USER = "postgres" if os.geteuid() == 0 else None
START_SECONDS = 180
AWAY_SECONDS = 2
# The load comes from one address, as no family's does.
UNLIMITED = {
    "ENDORINN_RATE_PER_ADDRESS": "1000000/minute",
    "ENDORINN_RATE_OF_STARTS": "1000000/minute",
    "ENDORINN_RATE_PER_CONVERSATION": "1000000/minute",
    "ENDORINN_MAX_TURNS": "1000",
}
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

    @property
    def log(self) -> Path:
        """Where what it writes goes, for whoever wonders."""
        return ROOT / "reports" / f"bench-{self.name}.log"

    def start(self) -> None:
        """Starts it."""
        self.log.parent.mkdir(exist_ok=True)
        if self.name == POSTGRES:
            # What a killed one leaves behind: the next must not wait for whoever has its number now.
            (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        output = self.log.open("ab")
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [str(part) for part in self.command],
            cwd=self.folder,
            env=self.environment,
            user=self.user,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        output.close()

    def kill(self) -> None:
        """`kill -9`, its children too."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def leave(self, way: signal.Signals = signal.SIGTERM) -> None:
        """Asks it to end, as whoever restarts it does, and waits until it has."""
        if self.process is not None:
            self.process.send_signal(way)
            self.process.wait()

    def freeze(self) -> None:
        """Stands still, its children too: its connections stay open, and nothing is answered on them."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Goes on where it stood."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        if self.process is not None:
            for one in sorted(with_children([self.process.pid])):  # Parents first: they start no more children then.
                os.kill(one, which)

    def stop(self) -> None:
        """Ends it, whether it wants to or not."""
        if self.process is not None and self.process.poll() is None:
            self.kill()


@dataclass
class House:
    """Everything that runs, by name, where the gateways are, where the database lies, and how long it took to start."""

    servers: dict[str, Server]
    addresses: tuple[str, ...]
    database_url: str
    folder: Path
    start_s: float = field(default=0.0, init=False)  # Seconds until ours were ready.

    @property
    def gateways(self) -> tuple[Server, ...]:
        """Those at the addresses, in order."""
        return tuple(self.servers[name] for name in (GATEWAY, SECOND) if name in self.servers)

    def kill(self, name: str) -> None:
        """Kills one, and starts it again once it has been away for a moment."""
        self.servers[name].kill()
        time.sleep(AWAY_SECONDS)
        self.servers[name].start()

    def wait_until_ready(self) -> None:
        """Returns once every gateway and what is behind it answers.

        Raises:
            OperatorError: when they do not within three minutes.
        """
        wait_for(lambda: all(is_ready(address) for address in self.addresses), "The assistant was not ready")


def wait_for(is_so: Callable[[], bool], else_said: str) -> None:
    """Returns once something is so.

    Raises:
        OperatorError: when it is not within three minutes; `else_said` says what.
    """
    give_up = time.monotonic() + START_SECONDS
    while not is_so():
        if time.monotonic() > give_up:
            message = f"{else_said} within {START_SECONDS} seconds. Is another test running?"
            raise OperatorError(message)
        time.sleep(0.1)


@contextmanager
def house(gateways: int = 2, *, shared: bool = True, under: Path | None = None) -> Iterator[House]:
    """Everything, on free ports and with a database of its own; ready when it is given, and stopped at the end.

    `shared`: on PostgreSQL and Redis, which several gateways need; else on SQLite, as on one small server. The
    database lies `under` a folder, where one is given.

    Raises:
        OperatorError: when PostgreSQL or Redis is not installed, or the assistant does not start.
    """
    folder = Path(mkdtemp(prefix="endorinn-bench-", dir=under))
    postgres, redis, actions, rasa, *own = free_ports(4 + gateways)
    url = f"postgresql+psycopg://postgres@127.0.0.1:{postgres}/postgres" if shared else f"sqlite:///{folder}/bench.db"
    chosen = {
        "DATABASE_URL": url,
        "ENDORINN_RASA_PORT": str(rasa),
        "ENDORINN_ACTIONS_PORT": str(actions),
        "ENDORINN_GATEWAY_PORT": str(own[0]),
        "ENDORINN_SESSION_IDLE_MINUTES": "600",
        **UNLIMITED,
    }
    if shared:
        chosen["ENDORINN_REDIS_URL"] = f"redis://127.0.0.1:{redis}/0"
    with environment(chosen):
        below = below_all(folder, postgres, redis) if shared else {}
        above = _above(own)
        built = House(below | above, tuple(f"http://127.0.0.1:{port}" for port in own), url, folder)
        try:
            for server in below.values():
                server.start()
            wait_for(has_content, "The content could not be loaded")
            begun = time.perf_counter()
            for server in above.values():
                server.start()
            built.wait_until_ready()
            built.start_s = round(time.perf_counter() - begun, 1)
            yield built
        finally:
            for server in reversed(built.servers.values()):
                server.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def environment(chosen: dict[str, str]) -> Iterator[None]:
    """Settings, for this process and those that it starts, as long as it lasts."""
    before = dict(os.environ)
    try:
        os.environ.update(chosen)
        settings.cache_clear()
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()


def below_all(folder: Path, postgres: int, redis: int) -> dict[str, Server]:
    """PostgreSQL and Redis, in a folder of their own."""
    own = dict(os.environ)
    return {
        POSTGRES: Server(POSTGRES, _postgres(folder, postgres), folder, own, USER),
        REDIS: Server(REDIS, [found("redis-server"), "--port", str(redis), "--save", ""], folder, own),
    }


def _above(ports: Sequence[int]) -> dict[str, Server]:
    ours = {one.name: Server(one.name, one.command, one.folder, one.environment) for one in programs()}
    for port in ports[1:]:
        environment = dict(os.environ) | {"ENDORINN_GATEWAY_PORT": str(port)}
        ours[SECOND] = Server(SECOND, ours[GATEWAY].command, ROOT, environment)
    return ours


def found(program: str, path: str | None = None) -> str:
    """Where a program lies.

    Raises:
        OperatorError: when it is not installed.
    """
    place = shutil.which(program, path=path)
    if place is None:
        message = f"{program} is not installed: `apt-get install {program}`."
        raise OperatorError(message)
    return place


def postgres_alone(folder: Path) -> tuple[Server, str]:
    """A PostgreSQL in a folder, not yet started, and its address.

    Raises:
        OperatorError: when it is not installed.
    """
    [port] = free_ports(1)
    server = Server(POSTGRES, _postgres(folder, port), folder, dict(os.environ), USER)
    return server, f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"


def _postgres(folder: Path, port: int) -> list[str | Path]:
    servers = sorted(PROGRAMS.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not servers:
        message = "PostgreSQL is not installed: `apt-get install postgresql`."
        raise OperatorError(message)
    if USER:
        shutil.chown(folder, USER)
    initdb = [
        str(servers[-1].with_name("initdb")),
        "-D",
        f"{folder}/data",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    subprocess.run(initdb, cwd=folder, user=USER, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own
    return [servers[-1], "-D", folder / "data", "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]


def has_content() -> bool:
    """Loads the content, where the database takes it."""
    command = [sys.executable, "-m", "endorinn.main", "knowledge", "load"]
    return not subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode  # noqa: S603 - our own
