"""Sign-ins that are under way at the provider: kept for minutes, used once, and by the browser that began them only.

They lie in the database and not in a gateway, so that any gateway can go on with what another began.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.orm import Session as Transaction

from accounts.sessions import hash_of
from accounts.store import PendingRow
from foundation.clock import utc_now
from foundation.database import explained

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

# So long somebody may take to sign in at the provider.
LASTS = timedelta(minutes=10)
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SecretsOfOne:
    """What one sign-in is known by: to the provider, to us, and (`browser`) to the browser that began it."""

    state: str
    nonce: str
    verifier: str
    browser: str


class Pending:
    """All sign-ins that are under way. Each method is one transaction, committed when it returns."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are there already: `Accounts` makes them."""
        self._engine = engine
        self._clock = clock

    def begin(self) -> SecretsOfOne:
        """A new one."""
        made = SecretsOfOne(*(secrets.token_urlsafe(SECRET_BYTES) for _ in range(4)))
        row = PendingRow(
            state_hash=hash_of(made.state),
            browser_hash=hash_of(made.browser),
            nonce=made.nonce,
            verifier=made.verifier,
            started_at=self._clock(),
        )
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            transaction.add(row)
        return made

    def take(self, state: str, browser: str) -> SecretsOfOne | None:
        """The one of this state, which is then used; None where there is none, or another browser began it."""
        taken = (
            delete(PendingRow)
            .where(
                PendingRow.state_hash == hash_of(state),
                PendingRow.browser_hash == hash_of(browser),
                PendingRow.started_at > self._clock() - LASTS,
            )
            .returning(PendingRow.nonce, PendingRow.verifier)
        )
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            found = transaction.execute(taken).one_or_none()
        return None if found is None else SecretsOfOne(state, found.nonce, found.verifier, browser)

    def purge(self) -> None:
        """Deletes those that were not gone on with."""
        over = delete(PendingRow).where(PendingRow.started_at <= self._clock() - LASTS)
        with explained(self._engine), Transaction(self._engine) as transaction, transaction.begin():
            transaction.execute(over)
