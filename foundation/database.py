"""The database: engine, sessions, migrations. Which tables there are is each room's own affair."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg.errors import LockNotAvailable, QueryCanceled
from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import Session

from foundation import postgresql, sqlite
from foundation.errors import OperatorError
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names that a migration can refer to, on every database.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_SECONDS = 5
# What the settings say where nothing is set; `FOREVER` is a day.
POOL, SECONDS, FOREVER = 40, 5.0, 86_400.0
# What PostgreSQL calls a full disk; its words come in the server's language.
DISK_FULL = "53100"
# Any number that no other program locks by in our database.
MIGRATING = 0x656E646F72696E6E
# Norwegian letters stand readable in the database.
LEGIBLE = partial(json.dumps, ensure_ascii=False)


def make_engine(address: str, pool: int = POOL, seconds: float | None = SECONDS) -> Engine:
    """An engine for a database address; a relative SQLite path starts at the project's folder.

    Args:
        address: as SQLAlchemy writes it.
        pool: how many connections there are at most; whoever wants one more waits.
        seconds: how long a connection is waited for, and PostgreSQL for an answer; None: as long as it takes.

    Raises:
        OperatorError: when the address names no database that can be used here.
    """
    try:
        url = make_url(address)
        return (_sqlite if url.get_backend_name() == "sqlite" else _server)(url, pool, seconds)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        # The address itself may hold a password, so it is not repeated.
        message = "DATABASE_URL is no database address that can be used here. Write it as sqlite:///var/endorinn.db."
        raise OperatorError(message) from error
    except OSError as error:
        message = f"The database's folder cannot be made: {error}. Check DATABASE_URL and the folder's permissions."
        raise OperatorError(message) from error


def _server(url: URL, pool: int, seconds: float | None) -> Engine:
    # A connection that the server has closed meanwhile is found out before it is used.
    patience = seconds if url.get_driver_name() == "psycopg" else None
    engine = create_engine(url, pool_pre_ping=patience is None, json_serializer=LEGIBLE, **_pool(pool, seconds))
    if patience is not None:
        postgresql.prepare(engine, patience)
    return engine


def _sqlite(url: URL, pool: int, seconds: float | None) -> Engine:
    in_memory = url.database in {None, "", ":memory:"}
    if not in_memory:
        path = Path(str(url.database))
        path = path if path.is_absolute() else ROOT / path
        path.parent.mkdir(parents=True, exist_ok=True)
        url = url.set(database=str(path))
    shared: dict[str, Any] = {} if in_memory else _pool(pool, seconds)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=LEGIBLE, **shared)
    sqlite.prepare(engine, BUSY_SECONDS)
    return engine


def _pool(pool: int, seconds: float | None) -> dict[str, Any]:
    return {"pool_size": pool, "max_overflow": 0, "pool_timeout": FOREVER if seconds is None else seconds}


def wipe(engine: Engine) -> None:
    """Takes what was deleted out of SQLite's write-ahead log too; where a reader holds it, the next call does.

    PostgreSQL has its own ways (vacuum, checkpoints) and needs none of ours.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def migrate(engine: Engine, scripts: Path, versions: str) -> None:
    """Brings one room's tables to their newest form.

    Args:
        engine: the database.
        scripts: the room's folder of Alembic migrations.
        versions: name of the table that remembers how far it came.

    Raises:
        OperatorError: when the database is locked, unreadable, or newer than this program.
    """
    config = Config()
    config.set_main_option("script_location", str(scripts))
    known = ScriptDirectory.from_config(config)
    with explained(engine), engine.connect() as connection:
        if _version(connection, known, versions) == known.get_current_head():
            return
        _wait_for_others(connection)
        config.attributes.update(connection=connection, version_table=versions)
        command.upgrade(config, "head")
        connection.commit()


def _wait_for_others(connection: Connection) -> None:
    """Of two gateways that start together, one makes the tables, and the other finds them made.

    That may take its time. The lock goes with the transaction, and so does what was half made.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # Not lent to anybody else afterwards, who would wait for ever.
    connection.detach()
    driver = connection.connection.driver_connection
    if isinstance(driver, postgresql.PatientConnection):
        driver.patience = None
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})


def _version(connection: Connection, known: ScriptDirectory, versions: str) -> str | None:
    """How far the tables have come; None where there are none yet.

    Raises:
        OperatorError: when this program does not know the version.
    """
    if not inspect(connection).has_table(versions):
        return None
    current: str | None = connection.execute(text(f"SELECT version_num FROM {versions}")).scalar()  # noqa: S608 - our own name
    try:
        if current:
            known.get_revision(current)
    except CommandError as error:
        message = (
            f"The database is at version {current}, which this program does not know: it was written by a newer one. "
            "Start that newer program, or point DATABASE_URL to another database."
        )
        raise OperatorError(message) from error
    return current


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turns what a database driver says into a sentence that says what to do.

    Raises:
        OperatorError: in place of any database error.
    """
    # What follows a question mark may hold a password too.
    where = engine.url.set(query={}).render_as_string(hide_password=True)
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error):
            message = f"The database {where} is locked by another program. Stop that program, then try again."
        elif isinstance(error.orig, (QueryCanceled, LockNotAvailable)):
            message = f"The database {where} took too long to answer. Try again when it has less to do."
        elif _is_full(error):
            message = f"The disk that the database {where} lies on is full. Make room; it goes on by itself then."
        elif engine.dialect.name == "sqlite":
            message = f"The database {where} cannot be opened. Check DATABASE_URL and the folder's permissions."
        else:
            message = f"The database {where} does not answer. Check that it runs, and DATABASE_URL."
        raise OperatorError(message) from error
    except NoConnectionError as error:
        message = f"All connections to the database {where} are taken. Wait until what holds them is done."
        raise OperatorError(message) from error
    except DatabaseError as error:
        message = f"The database {where} cannot be read. Restore it from a backup, or move it away to start afresh."
        raise OperatorError(message) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session of whoever only reads.

    On PostgreSQL nothing is begun in it, and so nothing is rolled back: that is two calls less, and psycopg, which
    drops at every rollback what it has prepared, keeps it. What each statement sees is the same there. On SQLite a
    transaction sees one state of everything, and costs nothing.

    Raises:
        OperatorError: in place of any database error.
    """
    with explained(engine), Session(engine) as session:
        if engine.dialect.name != "sqlite":
            session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        yield session


def _is_full(error: OperationalError) -> bool:
    is_full_file = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return is_full_file or getattr(error.orig, "sqlstate", None) == DISK_FULL
