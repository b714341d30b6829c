"""Signing in and out. What an operator does to accounts is in `users`, who is in is in `presence`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session as Transaction

from accounts.errors import WrongPasswordError
from accounts.passwords import Passwords
from accounts.pending import Pending
from accounts.presence import Presences
from accounts.sessions import Lifetimes, Sessions
from accounts.store import MIGRATIONS, VERSIONS, UserRow
from accounts.tries import TooManyTriesError, Tries
from accounts.users import LOGIN, Users, as_login, found
from accounts.vouched import signed_in_by_provider
from foundation.clock import utc_now
from foundation.database import explained, migrate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from accounts.rights import SignedIn
    from accounts.sessions import Session
    from accounts.vouched import Identity

log = structlog.get_logger()


class Accounts:
    """All accounts of one database. Each method is one transaction, committed when it returns."""

    def __init__(
        self,
        engine: Engine,
        lifetimes: Lifetimes | None = None,
        clock: Callable[[], datetime] = utc_now,
        passwords: Passwords | None = None,
    ) -> None:
        """Brings the tables to their newest form. `clock` says what time it is, in UTC.

        Raises:
            OperatorError: when the database cannot be opened, is locked or newer than this program.
        """
        migrate(engine, MIGRATIONS, VERSIONS)
        self._engine = engine
        self._clock = clock
        self._passwords = passwords or Passwords()
        self._tries = Tries()
        self._sessions = Sessions(engine, lifetimes or Lifetimes(), clock)
        self.users = Users(engine, self._passwords, clock)
        self.presence = Presences(engine, clock)
        self.pending = Pending(engine, clock)

    def sign_in(self, login: str, password: str) -> tuple[Session, str]:
        """A new session for whoever knows the password, and the token that opens it.

        Raises:
            TooManyTriesError: when a password was tried too often for this login.
            WrongPasswordError: in every other case, with the same words and after the same work.
        """
        login = as_login(login)
        try:
            self._tries.count(login)
        except TooManyTriesError:
            log.warning("sign_in", user=None, outcome="too-many-tries")
            raise
        user_id, begun = self._tried(login, password)
        log.info("sign_in", user=user_id, outcome="signed-in" if begun else "refused")
        if begun is None:
            raise WrongPasswordError
        self._tries.forget(login)
        return begun

    def signed_in_by_provider(self, identity: Identity) -> tuple[Session, str]:
        """A new session for whom a provider vouches for, and the token that opens it.

        The roles are those that the provider tells now. Who has none is refused, and signed out everywhere.

        Raises:
            NoRoleError: when the provider tells no role.
            ClosedError: when the account is disabled here.
        """
        with explained(self._engine):
            return signed_in_by_provider(self._engine, self._sessions, identity, self._clock())

    def open(self, token: str, *, is_used: bool = True) -> SignedIn:
        """Whom a token stands for, with the roles that hold now: what was withdrawn since counts at once.

        `is_used` False: a look that is no sign of life, such as that of an open event stream.

        Raises:
            NotSignedInError: when it stands for nobody, its time is over, or the account is closed.
        """
        return self._sessions.open(token, is_used=is_used)

    def sign_out(self, token: str) -> None:
        """Ends a session; where it has ended already, nothing happens."""
        self._sessions.end(token)

    def revoke_all(self, user_id: int) -> int:
        """Ends every session of an employee; how many there were."""
        return self._sessions.end_all(user_id)

    def sessions_of(self, user_id: int) -> tuple[Session, ...]:
        """The sessions of an employee, the newest first."""
        return self._sessions.of(user_id)

    def purge_sessions(self) -> int:
        """Deletes sessions whose time is over, and sign-ins that were not gone on with; how many sessions."""
        self.pending.purge()
        return self._sessions.purge()

    def _tried(self, login: str, password: str) -> tuple[int | None, tuple[Session, str] | None]:
        """Whose login it is, and a session if the password is right."""
        user, begun = self._user(login), None
        for _ in range(2):  # Once more where another browser's sign-in had the password kept anew meanwhile.
            kept = user.password_hash if user and user.is_active else None
            if not self._passwords.is_right(kept, password) or user is None or kept is None:
                break
            if (begun := self._begun(user, kept, password)) is not None:
                break
            user = self._user(login)
        return user.id if user else None, begun

    def _user(self, login: str) -> UserRow | None:
        if not LOGIN.fullmatch(login):  # Bytes that no database can look for are no login.
            return None
        with explained(self._engine), Transaction(self._engine, expire_on_commit=False) as transaction:
            return found(transaction, login)

    def _begun(self, user: UserRow, kept: str, password: str) -> tuple[Session, str] | None:
        """A session, unless the account was closed or got another password while this one was looked at."""
        anew = self._passwords.kept_anew(kept, password)
        same = (
            update(UserRow)
            .where(UserRow.id == user.id, UserRow.is_active, UserRow.password_hash == kept)
            .values(password_hash=anew)
            .returning(UserRow.id)
        )
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            if transaction.scalar(same) is None:
                return None
            return self._sessions.begin(transaction, user.id)
