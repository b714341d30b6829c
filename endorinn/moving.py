"""Moving everything that is stored from one database to another: SQLite to PostgreSQL, or back.

All or nothing: the other database has everything when its one transaction ends, and nothing before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, func, insert, inspect, null, select, text

import accounts.store
import conversations.handover_rows
import conversations.stopping
import conversations.store
import conversations.usage
import knowledge.store
import knowledge.tables
import notices.store
from foundation.clock import utc
from foundation.database import explained, migrate
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

# So many rows are read and written at once.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Room:
    """A room that stores something: its tables, its migrations, and the table that remembers how far they came."""

    tables: MetaData
    migrations: Path
    versions: str


ROOMS = (
    Room(knowledge.tables.Base.metadata, knowledge.store.MIGRATIONS, knowledge.store.VERSIONS),
    Room(accounts.store.Base.metadata, accounts.store.MIGRATIONS, accounts.store.VERSIONS),
    Room(conversations.store.Base.metadata, conversations.store.MIGRATIONS, conversations.store.VERSIONS),
    Room(notices.store.Base.metadata, notices.store.MIGRATIONS, notices.store.VERSIONS),
)


def tables() -> tuple[Table, ...]:
    """All that is moved, each after those that its rows point to."""
    return tuple(table for room in ROOMS for table in room.tables.sorted_tables)


def move(source: Engine, target: Engine, moved: Callable[[str, int], None] = lambda _name, _rows: None) -> None:
    """Copies everything to an empty database; `moved` is told of each table and its rows as it goes.

    Nobody can write to the source meanwhile.

    Raises:
        OperatorError: when the target is not empty, holds other rows than the source in the end, or either database
            cannot be used or was written by a newer program. The target is then as empty as it was.
    """
    for engine in (source, target):
        for room in ROOMS:
            migrate(engine, room.migrations, room.versions)
    with explained(source), source.connect() as read:
        _refuse_unknown(read)
        _hold(read)
        with explained(target), target.begin() as write:
            _refuse_full(write)
            for table in tables():
                moved(table.name, _copy(read, write, table))
            for table in tables():
                _carry_numbering(read, write, table)


def _refuse_unknown(read: Connection) -> None:
    known = {table.name for table in tables()} | {room.versions for room in ROOMS}
    if unknown := sorted(set(inspect(read).get_table_names()) - known):
        message = (
            f"The database holds tables that this program does not know: {', '.join(unknown)}. They would be left "
            "behind. Move them away first, or point DATABASE_URL to a database of its own."
        )
        raise OperatorError(message)


def _hold(read: Connection) -> None:
    """Keeps others from writing to the source until everything is copied."""
    read.rollback()
    if read.dialect.name == "sqlite":
        read.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        names = ", ".join(read.dialect.identifier_preparer.format_table(table) for table in tables())
        read.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")


def _refuse_full(write: Connection) -> None:
    if full := [table.name for table in tables() if _count(write, table)]:
        message = (
            f"The database to move to is not empty: there are rows in {', '.join(full)}. Nothing was moved. "
            "Name an empty one."
        )
        raise OperatorError(message)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _copy(read: Connection, write: Connection, table: Table) -> int:
    """Copies a table, and says how many rows it had."""
    for rows in _read(read, table):
        write.execute(insert(table), rows)
    there, here = _count(read, table), _count(write, table)
    if there != here:
        message = f"Of {table.name} {here} rows of {there} came across. Nothing was moved. Try again."
        raise OperatorError(message)
    return there


def _read(read: Connection, table: Table) -> Iterator[Sequence[dict[str, Any]]]:
    """A table's rows, some at a time.

    JSON's own null and a value that is not there look alike when they are read: which it is, is asked beside it.
    """
    columns = [column for column in table.columns if isinstance(column.type, JSON)]
    chosen = select(table, *(column.is_(null()).label(_absent(column.name)) for column in columns))
    found = read.execute(chosen.order_by(*table.primary_key), execution_options={"yield_per": BATCH})
    for some in found.mappings().partitions():
        yield [{column.name: _value(row, column.name) for column in table.columns} for row in some]


def _absent(name: str) -> str:
    return f"{name} is absent"


def _value(row: Mapping[Any, Any], name: str) -> Any:  # noqa: ANN401 - of any column
    value = row[name]
    if row.get(_absent(name)):
        return null()
    # SQLite keeps no zone, and PostgreSQL would take the hour for its own.
    return utc(value) if isinstance(value, datetime) else value


def _carry_numbering(read: Connection, write: Connection, table: Table) -> None:
    """Lets numbers go on where they are: one that was given is given to nothing else, though its row is gone."""
    column = table.autoincrement_column
    if column is None:
        return
    largest = read.execute(select(func.max(column))).scalar()
    last = max(largest or 0, _last_given(read, table))
    if not last:
        return
    if write.dialect.name == "postgresql":
        write.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"), _named(table) | {"last": last}
        )
    elif _counts(table):
        write.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table.name})
        named = {"table": table.name, "last": last}
        write.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), named)


def _last_given(read: Connection, table: Table) -> int:
    if read.dialect.name == "postgresql":
        sequence = read.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), _named(table)).scalar_one()
        last, is_given = read.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608 - its own name
        return int(last) if is_given else 0
    if not _counts(table):
        return 0
    counter = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
    return read.execute(counter, {"table": table.name}).scalar() or 0


def _named(table: Table) -> dict[str, Any]:
    column = table.autoincrement_column
    return {"table": table.name, "column": column.name if column is not None else None}


def _counts(table: Table) -> bool:
    """Whether SQLite remembers a table's last number; of the others it gives the largest there is, and one."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])
