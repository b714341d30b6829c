"""Copies of the database: made whole, put back whole, and gone in time. On a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.deploy.manifests import DEPLOY
from tests.postgres import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

DAY = 86_400
type Script = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """The address of a database with a user of its own, as `users.sh` makes them, and nobody connected to it."""
    with server_of(postgres) as server, server.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS endorinn"))
        connection.execute(text("DROP ROLE IF EXISTS endorinn"))
        url = make_url(postgres)
        own = {"DATABASE_PASSWORD": 'it\'s "quoted" $HOME', "POSTGRES_USER": "postgres"}  # pragma: allowlist secret
        done = run("users.sh", own | {"PGHOST": str(url.host), "PGPORT": str(url.port)})
        assert done.returncode == 0, done.stderr
        yield str(url.set(username="endorinn", database="endorinn"))
        connection.execute(text("DROP DATABASE endorinn"))
        connection.execute(text("DROP ROLE endorinn"))


def server_of(postgres: str) -> Disposed:
    """Its owner's way in, one statement a transaction."""
    return Disposed(create_engine(f"{postgres}/postgres", isolation_level="AUTOCOMMIT"))


class Disposed:
    """An engine that holds no connection afterwards: a database that somebody is in cannot be replaced."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Engine:
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()


def run(script: str, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a script as its container does, with PostgreSQL's programs in reach."""
    programs = max(PROGRAMS.glob("*/bin/pg_dump")).parent
    path = f"{programs}:{os.environ['PATH']}"
    command = ["/bin/sh", str(DEPLOY / "postgres" / script), *arguments]
    return subprocess.run(
        command, env=os.environ | environment | {"PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def script(database: str, tmp_path: Path) -> Script:
    """Runs a script on the database, with copies in a folder of its own."""
    url = make_url(database)
    environment = {
        "PGHOST": str(url.host),
        "PGPORT": str(url.port),
        "PGUSER": "endorinn",
        "PGDATABASE": "endorinn",
        "BACKUP_FOLDER": str(tmp_path),
        "BACKUP_DAYS": "7",
    }
    return lambda name, *arguments: run(name, environment, *arguments)


def write(database: str, *statements: str) -> None:
    """Runs statements in it."""
    with Disposed(create_engine(database)) as engine, engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def words(database: str) -> list[str]:
    """What it holds."""
    with Disposed(create_engine(database)) as engine, engine.connect() as connection:
        return list(connection.scalars(text("SELECT words FROM said ORDER BY words")))


def test_a_copy_is_put_back_with_what_was_there_and_without_what_came_later(
    database: str, script: Script, tmp_path: Path
) -> None:
    write(database, "CREATE TABLE said (words text)", "INSERT INTO said VALUES ('før')")
    assert script("backup.sh").returncode == 0
    write(database, "UPDATE said SET words = 'etter'", "CREATE TABLE newer (id int)")
    [copy] = tmp_path.glob("*.dump")

    done = script("restore.sh", str(copy))

    assert (done.returncode, done.stderr) == (0, "")
    assert words(database) == ["før"]
    write(database, "CREATE TABLE newer (id int)")


def test_what_was_put_back_can_be_copied_and_put_back_again(database: str, script: Script, tmp_path: Path) -> None:
    write(database, "CREATE TABLE said (words text)", "INSERT INTO said VALUES ('ord')")
    for _ in range(2):
        assert script("backup.sh").returncode == 0
        copy = max(tmp_path.glob("*.dump"))
        assert script("restore.sh", str(copy)).returncode == 0
        copy.unlink()
    assert words(database) == ["ord"]


def test_a_damaged_copy_changes_nothing(database: str, script: Script, tmp_path: Path) -> None:
    write(database, "CREATE TABLE said (words text)", "INSERT INTO said VALUES ('ord')")
    assert script("backup.sh").returncode == 0
    [copy] = tmp_path.glob("*.dump")
    copy.write_bytes(copy.read_bytes()[:-200])

    done = script("restore.sh", str(copy))

    assert done.returncode == 1
    assert "the database is as it was" in done.stderr
    assert words(database) == ["ord"]


def test_a_copy_can_be_read_by_its_owner_only(script: Script, tmp_path: Path) -> None:
    assert script("backup.sh").returncode == 0
    [copy] = tmp_path.glob("*.dump")
    assert copy.stat().st_mode & 0o077 == 0


def test_copies_that_are_too_old_are_deleted_and_nothing_else(script: Script, tmp_path: Path) -> None:
    for name, days in (("endorinn-old.dump", 7.1), ("endorinn-young.dump", 6.9), ("another", 30)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - days * DAY,) * 2)
    assert script("backup.sh").returncode == 0
    kept = {path.name for path in tmp_path.iterdir()}
    assert {"endorinn-young.dump", "another"} <= kept
    assert "endorinn-old.dump" not in kept
    assert len(kept) == 3


def test_old_copies_go_also_when_no_new_one_can_be_made(tmp_path: Path) -> None:
    old = tmp_path / "endorinn-old.dump"
    old.touch()
    os.utime(old, (time.time() - 8 * DAY,) * 2)
    nowhere = {"PGHOST": "127.0.0.1", "PGPORT": "9", "BACKUP_FOLDER": str(tmp_path), "BACKUP_DAYS": "7"}
    assert run("backup.sh", nowhere).returncode != 0
    assert list(tmp_path.glob("*.dump")) == []
