"""A PostgreSQL server of the tests' own, from Debian's package, thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from foundation.database import make_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Engine

PROGRAMS = Path("/usr/lib/postgresql")
# PostgreSQL refuses to be run by root; Debian's package brings this user.
USER = "postgres" if os.geteuid() == 0 else None


@contextmanager
def empty_database(kind: str, file: Path, address: Callable[[], str]) -> Iterator[Engine]:
    """An empty database: in `file` where `kind` is sqlite, else on the server that `address` tells when asked."""
    if kind == "postgresql":
        with new_database(address()) as made:
            yield made
        return
    made = make_engine(f"sqlite:///{file}")
    yield made
    made.dispose()


@contextmanager
def served() -> Iterator[str]:
    """Starts a server on a free port of loopback and gives its address without a database's name.

    Skips the test where PostgreSQL is not installed, except in CI, where that is a failure.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="endorinn-postgres-"))
    shutil.chown(folder, USER) if USER else None
    port = _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    start: list[str | Path] = [
        programs / "pg_ctl",
        "start",
        "-w",
        "-D",
        folder / "data",
        "-l",
        folder / "log",
        "-o",
        options,
    ]
    try:
        _run([programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"], folder)
        _run(start, folder)
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
        finally:
            _run([programs / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "data"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_database(server_address: str) -> Iterator[Engine]:
    """What is as good as an empty database on a running server, and made in no time: a schema that is seen alone."""
    server = create_engine(f"{server_address}/postgres", isolation_level="AUTOCOMMIT")
    name = f"test_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    made = make_engine(str(server.url.update_query_dict({"options": f"-csearch_path={name}"})))
    try:
        yield made
    finally:
        made.dispose()
        with server.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        server.dispose()


@contextmanager
def frozen(engine: Engine) -> Iterator[None]:
    """A server of a test's own, with all its processes, stopped as by a machine that hangs: nothing is closed."""
    with engine.connect() as connection:
        folder = connection.execute(text("SHOW data_directory")).scalar_one()
    head = int((Path(folder) / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    children = Path(f"/proc/{head}/task/{head}/children").read_text(encoding="utf-8").split()
    processes = [head, *map(int, children)]
    try:
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _programs() -> Path:
    found = sorted(PROGRAMS.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if not found:
        message = "PostgreSQL is not installed: `apt-get install postgresql`."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    return found[-1].parent


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _run(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, user=USER, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        pytest.fail(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")
