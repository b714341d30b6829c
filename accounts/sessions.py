"""Sessions: who a browser's token stands for, and for how long."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self, cast

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session as Transaction

from accounts.errors import NotSignedInError
from accounts.rights import SignedIn
from accounts.store import GrantRow, SessionRow, UserRow
from foundation.clock import utc, utc_now
from foundation.database import explained
from foundation.providers import Grant

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Engine

    from foundation.providers import StaffRole
    from foundation.settings import Settings

TOKEN_BYTES = 32
# No more often than this is it noted that a session is used.
NOTED = timedelta(minutes=1)
IN_ORDER = (GrantRow.kommune, GrantRow.role)


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lasts, and how long without a sign of life."""

    whole: timedelta = timedelta(hours=8)
    idle: timedelta = timedelta(hours=1)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What the operator has set."""
        return cls(timedelta(hours=settings.session_hours), timedelta(minutes=settings.session_idle_minutes))

    def are_over(self, now: datetime) -> ColumnElement[bool]:
        """The sessions whose time is over."""
        return or_(SessionRow.expires_at <= now, SessionRow.seen_at <= now - self.idle)


@dataclass(frozen=True, slots=True)
class Session:
    """A session of an employee, without the token that opens it."""

    user_id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class Sessions:
    """All sessions of one database. Each method is one transaction, committed when it returns."""

    def __init__(self, engine: Engine, lifetimes: Lifetimes, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are there already: `Accounts` makes them."""
        self._engine = engine
        self._lifetimes = lifetimes
        self._clock = clock
        self._noted = min(NOTED, lifetimes.idle / 2)

    def begin(self, transaction: Transaction, user_id: int) -> tuple[Session, str]:
        """A new session within a transaction, and the token that opens it; only the token's hash is kept."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        row = SessionRow(
            token_hash=hash_of(token),
            user_id=user_id,
            created_at=now,
            seen_at=now,
            expires_at=now + self._lifetimes.whole,
        )
        begun = _session(row)
        transaction.add(row)
        return begun, token

    def open(self, token: str, *, is_used: bool = True) -> SignedIn:
        """Whom a token stands for, with the roles that hold now.

        `is_used` False: a look that is no sign of life, such as that of an open event stream.

        Raises:
            NotSignedInError: when it stands for nobody, its time is over, or the account is closed.
        """
        now, own = self._clock(), SessionRow.token_hash == hash_of(token)
        chosen = (
            select(UserRow, SessionRow.seen_at, GrantRow)
            .join(SessionRow, SessionRow.user_id == UserRow.id)
            .outerjoin(GrantRow, GrantRow.user_id == UserRow.id)
            .where(own, UserRow.is_active, ~self._lifetimes.are_over(now))
            .order_by(*IN_ORDER)
        )
        with explained(self._engine), Transaction(self._engine) as transaction:
            found = transaction.execute(chosen).all()
            if not found:
                raise NotSignedInError
            user, seen_at, _ = found[0]
            grants = tuple(_grant(row) for _, _, row in found if row is not None)
            signed_in = SignedIn(user.id, user.name, user.login, grants, user.issuer is not None)
            if is_used and now - utc(seen_at) >= self._noted:
                transaction.execute(update(SessionRow).where(own).values(seen_at=now))
                transaction.commit()
            return signed_in

    def end(self, token: str) -> None:
        """Ends a session; where it has ended already, nothing happens."""
        self._delete(SessionRow.token_hash == hash_of(token))

    def end_all(self, user_id: int) -> int:
        """Ends every session of an employee; how many there were."""
        return self._delete(SessionRow.user_id == user_id)

    def purge(self) -> int:
        """Deletes the sessions whose time is over; how many there were."""
        return self._delete(self._lifetimes.are_over(self._clock()))

    def of(self, user_id: int) -> tuple[Session, ...]:
        """The sessions of an employee that are not over, the newest first."""
        alive = ~self._lifetimes.are_over(self._clock())
        chosen = select(SessionRow).where(SessionRow.user_id == user_id, alive).order_by(SessionRow.created_at.desc())
        with explained(self._engine), Transaction(self._engine) as transaction:
            return tuple(_session(row) for row in transaction.scalars(chosen))

    def _delete(self, which: ColumnElement[bool]) -> int:
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            gone = transaction.scalars(delete(SessionRow).where(which).returning(SessionRow.token_hash)).all()
        return len(gone)


def hash_of(token: str) -> str:
    """What is kept of a secret that only a browser has."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def grants_of(transaction: Transaction, user_id: int) -> tuple[Grant, ...]:
    """The roles of an employee, in the order of municipality and role."""
    chosen = select(GrantRow).where(GrantRow.user_id == user_id).order_by(*IN_ORDER)
    return tuple(_grant(row) for row in transaction.scalars(chosen))


def _grant(row: GrantRow) -> Grant:
    return Grant(kommune=row.kommune, role=cast("StaffRole", row.role))


def _session(row: SessionRow) -> Session:
    return Session(row.user_id, utc(row.created_at), utc(row.seen_at), utc(row.expires_at))
