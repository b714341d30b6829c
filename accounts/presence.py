"""Who of the colleagues takes conversations, and who has a page open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Transaction

from accounts.store import GrantRow, PresenceRow, UserRow
from foundation.clock import utc, utc_now
from foundation.database import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine

type State = Literal["available", "away"]
# Whoever was seen within this is here; a page that is open says so every so often.
HERE = timedelta(seconds=60)
# No more often than this is it noted.
NOTED = timedelta(seconds=15)
AT_THE_DESK = ("koordinator", "leder")


@dataclass(frozen=True, slots=True)
class Presence:
    """What an employee says of themselves."""

    state: State = "available"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who takes conversations in `kommuner`; `here`: a page of theirs is open."""

    id: int
    name: str
    kommuner: tuple[str, ...]
    state: State
    text: str
    here: bool


class Presences:
    """The presence of all employees of one database. Each method is one transaction, committed when it returns."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are there already: `Accounts` makes them."""
        self._engine = engine
        self._clock = clock

    def of(self, user_id: int) -> Presence:
        """What an employee says of themselves; available where they have said nothing."""
        with explained(self._engine), Transaction(self._engine) as transaction:
            row = transaction.get(PresenceRow, user_id)
            return Presence(cast("State", row.state), row.text) if row else Presence()

    def put(self, user_id: int, state: State, text: str) -> None:
        """Says whether an employee takes conversations, and up to 100 characters more, such as «tilbake kl. 13»."""
        self._write(user_id, state=state, text=text)

    def seen(self, user_id: int) -> None:
        """A page of an employee is open now."""
        now = self._clock()
        noted = select(PresenceRow.seen_at).where(PresenceRow.user_id == user_id)
        with explained(self._engine), Transaction(self._engine) as transaction:
            last = transaction.scalar(noted)
        if last is None or now - utc(last) >= NOTED:
            self._write(user_id, seen_at=now)

    def gone(self, user_id: int) -> None:
        """No page of an employee is open any more, as far as they say."""
        self._write(user_id, seen_at=None)

    def colleagues(self, kommuner: Sequence[str]) -> tuple[Colleague, ...]:
        """All who take conversations in any of these municipalities, by name; whoever asks is among them."""
        chosen = (
            select(UserRow.id, UserRow.name, GrantRow.kommune, PresenceRow)
            .join(GrantRow, GrantRow.user_id == UserRow.id)
            .outerjoin(PresenceRow, PresenceRow.user_id == UserRow.id)
            .where(UserRow.is_active, GrantRow.kommune.in_(kommuner), GrantRow.role.in_(AT_THE_DESK))
            .order_by(UserRow.name, UserRow.id, GrantRow.kommune)
        )
        found: dict[int, Colleague] = {}
        with explained(self._engine), Transaction(self._engine) as transaction:
            for id_, name, kommune, presence in transaction.execute(chosen):
                before = found[id_].kommuner if id_ in found else ()
                found[id_] = self._colleague(id_, name, tuple(dict.fromkeys((*before, kommune))), presence)
        return tuple(found.values())

    def someone_here(self, kommune: str) -> bool:
        """Whether somebody who takes conversations in a municipality is here and not away."""
        return any(one.here and one.state == "available" for one in self.colleagues([kommune]))

    def _colleague(self, id_: int, name: str, kommuner: tuple[str, ...], presence: PresenceRow | None) -> Colleague:
        if presence is None:
            return Colleague(id_, name, kommuner, "available", "", here=False)
        seen_at = presence.seen_at
        here = seen_at is not None and self._clock() - utc(seen_at) < HERE
        return Colleague(id_, name, kommuner, cast("State", presence.state), presence.text, here)

    def _write(self, user_id: int, **values: str | datetime | None) -> None:
        changed = update(PresenceRow).where(PresenceRow.user_id == user_id).values(**values)
        with explained(self._engine):
            with Transaction(self._engine) as transaction, transaction.begin():
                known = transaction.scalar(changed.returning(PresenceRow.user_id))
            if known is None:
                self._first(user_id, values)

    def _first(self, user_id: int, values: dict[str, str | datetime | None]) -> None:
        new = {"state": "available", "text": "", "seen_at": None} | values
        try:
            with Transaction(self._engine) as transaction, transaction.begin():
                transaction.add(PresenceRow(user_id=user_id, **new))
        except IntegrityError:  # Another page of theirs was first.
            self._write(user_id, **values)
