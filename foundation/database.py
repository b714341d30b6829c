"""The database: engine, sessions, migrations. Which tables there are is each room's own affair."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

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
# What PostgreSQL calls a full disk; its words come in the server's language.
DISK_FULL = "53100"
# Any number that no other program locks by in our database.
MIGRATING = 0x656E646F72696E6E
# Norwegian letters stand readable in the database.
LEGIBLE = partial(json.dumps, ensure_ascii=False)


def make_engine(address: str) -> Engine:
    """An engine for a database address; a relative SQLite path starts at the project's folder.

    Raises:
        OperatorError: when the address names no database that can be used here.
    """
    try:
        return _make_engine(make_url(address))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        # The address itself may hold a password, so it is not repeated.
        message = "DATABASE_URL is no database address that can be used here. Write it as sqlite:///var/endorinn.db."
        raise OperatorError(message) from error
    except OSError as error:
        message = f"The database's folder cannot be made: {error}. Check DATABASE_URL and the folder's permissions."
        raise OperatorError(message) from error


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, json_serializer=LEGIBLE)
    if url.database and url.database != ":memory:":
        path = Path(url.database) if Path(url.database).is_absolute() else ROOT / url.database
        path.parent.mkdir(parents=True, exist_ok=True)
        url = url.set(database=str(path))
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS},
        json_serializer=LEGIBLE,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # A write-ahead log lets readers read while somebody writes; full sync loses nothing when the power goes.
    # What is deleted is overwritten, and not only marked as free.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


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
    with explained(engine), engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.attributes.update(connection=connection, version_table=versions)
        _wait_for_others(connection)
        _refuse_newer(connection, ScriptDirectory.from_config(config), versions)
        command.upgrade(config, "head")
        connection.commit()


def _wait_for_others(connection: Connection) -> None:
    """Of two gateways that start together, one makes the tables, and the other finds them made.

    SQLite has one writer anyway. The lock goes with the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})


def _refuse_newer(connection: Connection, scripts: ScriptDirectory, versions: str) -> None:
    if not inspect(connection).has_table(versions):
        return
    current = connection.execute(text(f"SELECT version_num FROM {versions}")).scalar()  # noqa: S608 - our own name
    try:
        if current:
            scripts.get_revision(current)
    except CommandError as error:
        message = (
            f"The database is at version {current}, which this program does not know: it was written by a newer one. "
            "Start that newer program, or point DATABASE_URL to another database."
        )
        raise OperatorError(message) from error


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turns what a database driver says into a sentence that says what to do.

    Raises:
        OperatorError: in place of any database error.
    """
    where = engine.url.render_as_string(hide_password=True)
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error):
            message = f"The database {where} is locked by another program. Stop that program, then try again."
        elif _is_full(error):
            message = f"The disk that the database {where} lies on is full. Make room; it goes on by itself then."
        else:
            message = f"The database {where} cannot be opened. Check DATABASE_URL and the folder's permissions."
        raise OperatorError(message) from error
    except NoConnectionError as error:
        message = f"All connections to the database {where} are taken. Wait until what holds them is done."
        raise OperatorError(message) from error
    except DatabaseError as error:
        message = f"The database {where} cannot be read. Restore it from a backup, or move it away to start afresh."
        raise OperatorError(message) from error


def _is_full(error: OperationalError) -> bool:
    is_full_file = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return is_full_file or getattr(error.orig, "sqlstate", None) == DISK_FULL
