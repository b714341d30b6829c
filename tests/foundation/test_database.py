"""The database says what is wrong with it, and what to do; nothing is lost on the way."""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, QueuePool, create_engine, text

from foundation import database
from foundation.database import explained, make_engine, migrate
from foundation.errors import OperatorError
from foundation.settings import ROOT

VERSIONS = "room_version"
ENV = """
from sqlalchemy import MetaData, Table
from foundation.migrations_env import run_migrations
metadata = MetaData()
Table("room", metadata)
run_migrations(metadata)
"""
STEP = """
from alembic import op
revision = "{revision}"
down_revision = {previous!r}
def upgrade():
    op.execute({statement!r})
"""
CREATE = "CREATE TABLE room (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"
WIDEN = "ALTER TABLE room ADD COLUMN floor INTEGER NOT NULL DEFAULT 1"
READ = """
import sys
from sqlalchemy import text
from foundation.database import make_engine
with make_engine(sys.argv[1]).connect() as connection:
    print(connection.execute(text("SELECT count(*) FROM room")).scalar())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hus.db"


@pytest.fixture
def engine(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    made = make_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A folder of migrations with one step."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV, encoding="utf-8")
    add_step(folder, "0001", None, CREATE)
    return folder


def add_step(scripts: Path, revision: str, previous: str | None, statement: str) -> None:
    """Write one more migration."""
    step = STEP.format(revision=revision, previous=previous, statement=statement)
    (scripts / "versions" / f"{revision}.py").write_text(step, encoding="utf-8")


def test_an_empty_database_gets_its_tables(engine: Engine, scripts: Path) -> None:
    migrate(engine, scripts, VERSIONS)
    with engine.connect() as connection:
        assert connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar() == "0001"  # noqa: S608 - ours
        assert connection.execute(text("SELECT count(*) FROM room")).scalar() == 0


def test_a_database_of_an_older_version_is_brought_up_and_keeps_what_it_holds(engine: Engine, scripts: Path) -> None:
    migrate(engine, scripts, VERSIONS)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO room (name) VALUES ('kjeller')"))
    add_step(scripts, "0002", "0001", WIDEN)
    migrate(engine, scripts, VERSIONS)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name, floor FROM room")).all() == [("kjeller", 1)]


def test_migrating_twice_changes_nothing(engine: Engine, scripts: Path) -> None:
    migrate(engine, scripts, VERSIONS)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO room (name) VALUES ('kjeller')"))
    migrate(engine, scripts, VERSIONS)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM room")).scalars().all() == ["kjeller"]


def test_a_newer_database_is_refused_and_left_alone(engine: Engine, scripts: Path, path: Path) -> None:
    migrate(engine, scripts, VERSIONS)
    with engine.begin() as connection:
        connection.execute(text("UPDATE room_version SET version_num = '0099'"))
    with pytest.raises(OperatorError, match=r"at version 0099, which this program does not know: .* newer one\. Start"):
        migrate(engine, scripts, VERSIONS)
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT version_num FROM room_version").fetchall() == [("0099",)]
    plain.close()


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_locked_database_says_which_and_what_to_do(engine: Engine, scripts: Path, path: Path, statement: str) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(statement)
    with pytest.raises(OperatorError, match=r"hus\.db is locked by another program\. Stop that program"):
        migrate(engine, scripts, VERSIONS)
    other.close()


def test_a_lock_is_waited_for_some_seconds_before_it_is_told(path: Path) -> None:
    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 5_000
    engine.dispose()


def test_a_database_whose_connections_are_all_taken_says_so(path: Path) -> None:
    narrow = create_engine(f"sqlite:///{path}", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05)
    taken = pytest.raises(OperatorError, match=r"All connections to the database sqlite:.*hus\.db are taken\. Wait")
    with narrow.connect(), taken, explained(narrow), narrow.connect():
        pass
    narrow.dispose()


def test_a_full_disk_says_so_and_what_was_stored_before_stays(engine: Engine, scripts: Path) -> None:
    migrate(engine, scripts, VERSIONS)
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO room (name) VALUES ('før')"))
        connection.commit()
        # As a disk that has no room for another page.
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(OperatorError, match=r"is full\. Make room"), explained(engine):
            connection.execute(text("INSERT INTO room (name) VALUES (:name)"), {"name": "x" * 100_000})
        connection.rollback()
        assert connection.execute(text("SELECT name FROM room")).scalars().all() == ["før"]


def test_a_server_that_does_not_answer_is_to_be_looked_at() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        made = make_engine(f"postgresql+psycopg://postgres@127.0.0.1:{probe.getsockname()[1]}/postgres")
        with pytest.raises(OperatorError, match=r"does not answer\. Check that it runs"), explained(made):
            made.connect()


def test_a_file_that_is_no_database_says_what_to_do(engine: Engine, scripts: Path, path: Path) -> None:
    path.write_bytes(b"dette er ingen database " * 100)
    with pytest.raises(OperatorError, match=r"hus\.db cannot be read\. Restore it from a backup"):
        migrate(engine, scripts, VERSIONS)
    assert path.read_bytes() == b"dette er ingen database " * 100


def test_a_folder_in_the_databases_place_says_what_to_check(engine: Engine, scripts: Path, path: Path) -> None:
    path.mkdir()
    with pytest.raises(OperatorError, match=r"hus\.db cannot be opened\. Check DATABASE_URL"):
        migrate(engine, scripts, VERSIONS)


@pytest.mark.parametrize("address", ["ikke en adresse", "", "dagbok://hus", "postgresql+ukjent://u:hemmelig@vert/x"])
def test_an_address_that_names_no_database_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(OperatorError, match=r"^DATABASE_URL is no database address") as caught:
        make_engine(address)
    assert "hemmelig" not in str(caught.value)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with pytest.raises(OperatorError, match=r"folder cannot be made: .* Check DATABASE_URL"):
        make_engine(f"sqlite:///{tmp_path}/fil/hus.db")


def test_a_password_is_not_told(engine: Engine) -> None:
    secret = make_engine("sqlite:///:memory:")
    secret.url = secret.url.set(drivername="postgresql", username="u", password="hemmelig", host="vert")  # noqa: S106 - made up
    with pytest.raises(OperatorError) as caught, explained(secret), engine.connect() as connection:
        connection.execute(text("SELECT * FROM finnes_ikke"))
    assert "hemmelig" not in str(caught.value)


def test_a_relative_path_lies_in_the_project() -> None:
    engine = make_engine("sqlite:///var/endorinn.db")
    assert engine.url.database == str(ROOT / "var" / "endorinn.db")


def test_sqlite_keeps_a_log_ahead_syncs_fully_and_minds_its_keys(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]


def test_another_process_reads_what_is_committed_while_this_one_writes(
    engine: Engine, scripts: Path, path: Path
) -> None:
    migrate(engine, scripts, VERSIONS)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO room (name) VALUES ('kjeller')"))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO room (name) VALUES ('loft')"))
        command = [sys.executable, "-c", READ, f"sqlite:///{path}"]
        read = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    assert read.stdout == "1\n"
