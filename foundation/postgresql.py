"""PostgreSQL as it is used here: whatever hangs, nobody waits for it for ever."""

from __future__ import annotations

import time
from math import ceil
from typing import TYPE_CHECKING, Any, override

import psycopg
from psycopg.errors import _WaitTimeout
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError

if TYPE_CHECKING:
    from psycopg.abc import RV, PQGen
    from sqlalchemy import Engine
    from sqlalchemy.pool import ConnectionPoolEntry

# The server ends a statement that takes too long; where it does not come to that, we hang up so much later, in seconds.
GRACE = 1.0
# A connection that was used so recently is lent without asking the server whether it still holds, in seconds.
FRESH = 1.0
# A server that is asked that, and says nothing for so long, is taken for gone, in seconds.
SIGN_OF_LIFE = 2.0
USED_AT = "used_at"
# Libpq waits for a connection no shorter than this, in seconds.
SHORTEST_CONNECT = 2
# A gateway that vanished in the middle of a transaction holds its locks no longer than this, in seconds.
IDLE = 30
# After so many seconds of silence the other end is asked whether it is there, so often, and so many times.
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
MILLISECONDS = 1000


class PatientConnection(psycopg.Connection[Any]):
    """A connection that hangs up on a server that says nothing; `patience` None: that waits as long as it takes.

    What the server is told to end by itself (`statement_timeout`), a server that is frozen does not end.
    """

    patience: float | None = None

    @override
    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Waits for the server.

        Raises:
            psycopg.OperationalError: when it takes too long; the connection is closed then.
        """
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except _WaitTimeout as error:
            self.close()
            message = "the server does not answer"
            raise psycopg.OperationalError(message) from error


def prepare(engine: Engine, seconds: float) -> None:
    """Lets no connection of an engine wait for anything much longer than so many seconds.

    Whether a connection that is lent again still holds is found out here too, instead of by the pool's own pre-ping,
    which asks at every lending and waits as long as for an answer.
    """

    def connect(_dialect: object, _record: object, where: list[Any], how: dict[str, Any]) -> PatientConnection:
        connection = PatientConnection.connect(*where, **_with_limits(how, seconds))
        connection.patience = seconds + GRACE
        return connection

    def look(connection: PatientConnection, record: ConnectionPoolEntry, _lent: object) -> None:
        if time.monotonic() - record.info[USED_AT] > FRESH and not _holds(engine, connection):
            raise InvalidatePoolError  # The pool connects anew, and drops all that are older.

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", _note_use)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", look)


def _note_use(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[USED_AT] = time.monotonic()


def _holds(engine: Engine, connection: PatientConnection) -> bool:
    """Whether the server is still at the other end, as SQLAlchemy's own `pool_pre_ping` finds out, but soon."""
    usual, connection.patience = connection.patience, SIGN_OF_LIFE
    try:
        return engine.dialect.do_ping(connection)  # type: ignore[arg-type]
    except psycopg.Error:
        return False
    finally:
        connection.patience = usual


def _with_limits(how: dict[str, Any], seconds: float) -> dict[str, Any]:
    """How to connect, with what the server and the network are told; what the operator writes in the address holds."""
    limit = round(seconds * MILLISECONDS)
    ended = {
        "statement_timeout": limit,
        "lock_timeout": limit,
        "idle_in_transaction_session_timeout": IDLE * MILLISECONDS,
    }
    options = [*(f"-c {name}={value}" for name, value in ended.items()), how.get("options", "")]
    connecting = {"connect_timeout": max(SHORTEST_CONNECT, ceil(seconds)), "tcp_user_timeout": limit}
    return {**KEEPALIVES, **connecting, **how, "options": " ".join(options)}
