"""Employees as an operator keeps them: added, given roles, disabled. Whatever takes away ends their sessions too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from accounts.passwords import Passwords, refuse_weak
from accounts.sessions import grants_of
from accounts.store import NAME, GrantRow, SessionRow, UserRow
from foundation.clock import utc, utc_now
from foundation.database import explained
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from foundation.providers import Grant

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class User:
    """An employee. `issuer` is the provider that vouches for them; None for those who have a password here."""

    id: int
    login: str
    name: str
    issuer: str | None
    is_active: bool
    created_at: datetime
    grants: tuple[Grant, ...]


class Users:
    """All employees of one database. Each method is one transaction, committed when it returns."""

    def __init__(self, engine: Engine, passwords: Passwords, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are there already: `Accounts` makes them."""
        self._engine = engine
        self._passwords = passwords
        self._clock = clock

    def add(self, login: str, name: str, password: str, grants: Sequence[Grant] = ()) -> User:
        """A new employee, who signs in with a password.

        Raises:
            OperatorError: when the login is taken or cannot be one, the name is empty, or the password is weak.
        """
        login, name = as_login(login), _named(name)
        if not LOGIN.fullmatch(login):
            message = f"{login!r} cannot be a login. Use 2 to 100 of a to z, digits and . _ @ + -."
            raise OperatorError(message)
        refuse_weak(password, login)
        row = UserRow(
            login=login,
            name=name,
            password_hash=self._passwords.hash(password),
            is_active=True,
            created_at=self._clock(),
        )
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            if found(transaction, login) is not None:
                message = f"The login {login} is taken. See: endorinn users list."
                raise OperatorError(message)
            transaction.add(row)
            transaction.flush()
            add_grants(transaction, row.id, grants)
            transaction.flush()
            return _user(transaction, row)

    def listed(self) -> tuple[User, ...]:
        """All employees, by login."""
        with explained(self._engine), Transaction(self._engine) as transaction:
            rows = transaction.scalars(select(UserRow).order_by(UserRow.login)).all()
            return tuple(_user(transaction, row) for row in rows)

    def of(self, login: str) -> User:
        """An employee.

        Raises:
            OperatorError: when there is none of this login.
        """
        with explained(self._engine), Transaction(self._engine) as transaction:
            return _user(transaction, _known(transaction, login))

    def any_local(self) -> bool:
        """Whether somebody could sign in with a password."""
        chosen = select(UserRow.id).where(UserRow.password_hash.is_not(None), UserRow.is_active).limit(1)
        with explained(self._engine), Transaction(self._engine) as transaction:
            return transaction.scalar(chosen) is not None

    def set_password(self, login: str, password: str) -> None:
        """Another password; whoever is signed in with the old one is not any more.

        Raises:
            OperatorError: when there is no such login, a provider vouches for it, or the password is weak.
        """
        refuse_weak(password, as_login(login))
        kept = self._passwords.hash(password)
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            row = _own(transaction, login)
            row.password_hash = kept
            transaction.flush()  # First: whoever signs in meanwhile waits for this row, and then has the wrong one.
            transaction.execute(delete(SessionRow).where(SessionRow.user_id == row.id))

    def disable(self, login: str) -> None:
        """Shuts an employee out at once.

        Raises:
            OperatorError: when there is none of this login.
        """
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            row = _known(transaction, login)
            row.is_active = False
            transaction.flush()
            transaction.execute(delete(SessionRow).where(SessionRow.user_id == row.id))

    def enable(self, login: str) -> None:
        """Lets an employee in again.

        Raises:
            OperatorError: when there is none of this login.
        """
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            _known(transaction, login).is_active = True

    def grant(self, login: str, grant: Grant) -> None:
        """Gives a role; who has it already keeps it.

        Raises:
            OperatorError: when there is no such login, or a provider says which roles it has.
        """
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            row = _own(transaction, login)
            if grant not in grants_of(transaction, row.id):
                add_grants(transaction, row.id, [grant])

    def revoke(self, login: str, grant: Grant) -> None:
        """Takes a role away; it counts at the next request.

        Raises:
            OperatorError: when there is no such login, it has no such role, or a provider says which roles it has.
        """
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            row = _own(transaction, login)
            if grant not in grants_of(transaction, row.id):
                message = f"{row.login} is no {grant.role} in {grant.kommune}. See: endorinn users list."
                raise OperatorError(message)
            transaction.execute(
                delete(GrantRow).where(
                    GrantRow.user_id == row.id, GrantRow.kommune == grant.kommune, GrantRow.role == grant.role
                )
            )


def as_login(written: str) -> str:
    """A login as it is kept, whoever wrote it with capitals."""
    return written.strip().casefold()


def found(transaction: Transaction, login: str) -> UserRow | None:
    """The employee of a login, as it is kept."""
    return transaction.scalar(select(UserRow).where(UserRow.login == login))


def add_grants(transaction: Transaction, user_id: int, grants: Sequence[Grant]) -> None:
    """Gives roles, each once."""
    transaction.add_all(GrantRow(user_id=user_id, kommune=one.kommune, role=one.role) for one in dict.fromkeys(grants))


def _known(transaction: Transaction, login: str) -> UserRow:
    row = found(transaction, as_login(login))
    if row is None:
        message = f"There is no login {login}. See: endorinn users list."
        raise OperatorError(message)
    return row


def _own(transaction: Transaction, login: str) -> UserRow:
    row = _known(transaction, login)
    if row.issuer is not None:
        message = (
            f"{row.login} signs in with {row.issuer}, which keeps the password and says which roles there are. "
            "Change them there."
        )
        raise OperatorError(message)
    return row


def _named(name: str) -> str:
    named = " ".join(name.split())
    if not named or len(named) > NAME or not named.isprintable():
        message = f"A name has 1 to {NAME} characters, as colleagues know the person."
        raise OperatorError(message)
    return named


def _user(transaction: Transaction, row: UserRow) -> User:
    grants = grants_of(transaction, row.id)
    return User(row.id, row.login, row.name, row.issuer, row.is_active, utc(row.created_at), grants)
