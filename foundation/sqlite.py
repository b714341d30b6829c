"""SQLite as it is used here: readers never wait, and writers stand in line for their turn."""

from __future__ import annotations

import sqlite3
import time
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import ExecutionContext

# Between two tries to begin writing, in seconds.
PAUSE = 0.001


def prepare(engine: Engine, seconds: float) -> None:
    """Sets up every connection of an engine; whoever writes waits up to so many seconds for those before."""
    event.listen(engine, "connect", _set_up)
    line = _Line(seconds)
    event.listen(engine, "do_execute", line.stand)
    event.listen(engine, "do_executemany", line.stand)


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # A write-ahead log lets readers read while somebody writes; full sync loses nothing when the power goes.
    # What is deleted is overwritten, and not only marked as free.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


class _Line:
    """Where the writers of one process wait for their turn.

    SQLite itself lets each of many writers look again after ever longer pauses, up to a tenth of a second. Whoever
    comes new looks most often, and who has waited longest may never get it. So here only the first in line looks, and
    often. A transaction that writes begins with the lock (`BEGIN IMMEDIATE`): it cannot fail for want of it later.
    """

    def __init__(self, seconds: float) -> None:
        """Nobody waits longer than so many seconds."""
        self._seconds = seconds
        self._first = Lock()

    def stand(self, cursor: sqlite3.Cursor, _statement: str, _values: object, context: ExecutionContext | None) -> None:
        """Begins a transaction before the first statement that writes, as soon as nobody else writes.

        Raises:
            sqlite3.OperationalError: when others write for too long.
        """
        if _writes(context) and not cursor.connection.in_transaction:
            give_up = time.monotonic() + self._seconds
            if not self._first.acquire(timeout=self._seconds):
                message = "database is locked"
                raise sqlite3.OperationalError(message)
            try:
                _begin(cursor.connection, give_up)
            finally:
                self._first.release()


def _writes(context: Any) -> bool:  # noqa: ANN401 - what SQLAlchemy knows of a statement, untyped
    return context is not None and (context.isinsert or context.isupdate or context.isdelete)


def _begin(connection: sqlite3.Connection, give_up: float) -> None:
    [[usual]] = connection.execute("PRAGMA busy_timeout").fetchall()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while not _has_begun(connection, give_up):
            time.sleep(PAUSE)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual}")


def _has_begun(connection: sqlite3.Connection, give_up: float) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
            raise
        return False
    return True
