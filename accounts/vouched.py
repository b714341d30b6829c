"""Employees whom a provider vouches for: known by issuer and subject, and by nothing that they could choose."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Transaction

from accounts.errors import ClosedError, NoRoleError
from accounts.store import LOGIN, NAME, GrantRow, SessionRow, UserRow
from accounts.users import add_grants, as_login

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from accounts.sessions import Session, Sessions
    from foundation.providers import Grant

log = structlog.get_logger()
# Two browsers of the same new employee may sign in at once; nobody does so more often.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for: `subject` at `issuer` for ever, the rest as it is today."""

    issuer: str
    subject: str
    name: str
    login: str
    grants: tuple[Grant, ...]


def signed_in_by_provider(engine: Engine, sessions: Sessions, identity: Identity, now: datetime) -> tuple[Session, str]:
    """A new session, and its token.

    Raises:
        NoRoleError: when no role is told; the account, if there is one, has none then, and is signed out everywhere.
        ClosedError: when the account is disabled here.
    """
    for left in reversed(range(TRIES)):
        try:
            with Transaction(engine) as transaction, transaction.begin():
                user_id = _kept(transaction, identity, now)
                begun = sessions.begin(transaction, user_id) if user_id and identity.grants else None
        except IntegrityError:  # Another browser of the same person was first, or took the login.
            if not left:
                raise
        else:
            break
    if begun is None:
        log.info("sign_in", user=user_id, outcome="closed" if identity.grants else "no-role", way="provider")
        raise ClosedError if identity.grants else NoRoleError
    log.info("sign_in", user=user_id, outcome="signed-in", way="provider")
    return begun


def _kept(transaction: Transaction, identity: Identity, now: datetime) -> int | None:
    """Brings the account to what the provider tells; its id, or None where there is none, or a closed one."""
    own = (UserRow.issuer == identity.issuer, UserRow.subject == identity.subject)
    row = transaction.scalar(select(UserRow).where(*own))
    if row is None:
        return _new(transaction, identity, now) if identity.grants else None
    told = {"name": identity.name[:NAME], "login": _free_login(transaction, identity, row.id)}
    transaction.execute(update(UserRow).where(UserRow.id == row.id).values(**told))
    transaction.execute(delete(GrantRow).where(GrantRow.user_id == row.id))
    add_grants(transaction, row.id, identity.grants)
    if not identity.grants:
        transaction.execute(delete(SessionRow).where(SessionRow.user_id == row.id))
    transaction.refresh(row)
    return row.id if row.is_active else None


def _new(transaction: Transaction, identity: Identity, now: datetime) -> int:
    row = UserRow(
        login=_free_login(transaction, identity),
        name=identity.name[:NAME],
        issuer=identity.issuer,
        subject=identity.subject,
        is_active=True,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    add_grants(transaction, row.id, identity.grants)
    return row.id


def _free_login(transaction: Transaction, identity: Identity, own_id: int | None = None) -> str:
    """What the provider calls the person, unless somebody else has that login: then with a sign that is theirs."""
    wished = as_login(identity.login)[:LOGIN]
    holder = transaction.scalar(select(UserRow.id).where(UserRow.login == wished))
    if holder in (None, own_id):
        return wished
    sign = hashlib.sha256(f"{identity.issuer} {identity.subject}".encode()).hexdigest()[:8]
    return f"{wished[: LOGIN - len(sign) - 1]}~{sign}"
