"""The kill switch: where automatic answers are stopped, since when, by whom, and what families are told meanwhile.

Every change is a row, and no row is ever changed or deleted: the last one of a municipality says how it stands there,
all of them who did what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from conversations.store import Base
from foundation.clock import utc, utc_now
from foundation.database import explained, reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

# So many characters has a municipality's own message at most: as many as are read on a phone without scrolling.
LONGEST = 500
INSTANT = DateTime(timezone=True)


class StopRow(Base):
    """One change. `kommune` None means all; `since` is when the stop that holds from now on began, None where it ends.

    `by` is the employee's number, None at the command line. Employees are named by number and by the name they had.
    """

    __tablename__ = "stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(INSTANT)
    kommune: Mapped[str | None] = mapped_column(String(40))
    since: Mapped[datetime | None] = mapped_column(INSTANT)
    nb: Mapped[str | None] = mapped_column(String(LONGEST))
    nn: Mapped[str | None] = mapped_column(String(LONGEST))
    by: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(100))


@dataclass(frozen=True, slots=True)
class Message:
    """What a municipality says itself while it is stopped, in one written standard, both or none."""

    nb: str | None = None
    nn: str | None = None


@dataclass(frozen=True, slots=True)
class By:
    """Who stops or lifts; `id` is None at the command line."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did. `since` is when the stop began that has held from then on; None where it was lifted."""

    kommune: str | None
    at: datetime
    since: datetime | None
    message: Message
    by: By

    @property
    def is_stop(self) -> bool:
        """Whether automatic answers are stopped from then on."""
        return self.since is not None


class Stops:
    """The switch. Each method is one transaction. The tables are those of `Conversations`."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are there already. `clock` says what time it is, in UTC."""
        self._engine = engine
        self._clock = clock

    def in_force(self) -> dict[str | None, Change]:
        """The stops that hold now, by municipality; None is the one for all."""
        last = select(func.max(StopRow.id)).group_by(StopRow.kommune)
        holding = select(StopRow).where(StopRow.id.in_(last), StopRow.since.is_not(None))
        with reading(self._engine) as session:
            return {row.kommune: _change(row) for row in session.scalars(holding)}

    def stop(self, kommune: str | None, by: By, message: Message) -> None:
        """Stops a municipality, or all; where it is stopped already, only the message is another from now on."""
        with explained(self._engine), Session(self._engine) as session, session.begin():
            at = self._clock()
            row = StopRow(at=at, kommune=kommune, by=by.id, by_name=by.name, nb=message.nb, nn=message.nn)
            row.since = _since(session, kommune) or at
            session.add(row)

    def lift(self, kommune: str | None, by: By) -> bool:
        """Lets a municipality, or all, be answered again; False where it was not stopped."""
        with explained(self._engine), Session(self._engine) as session, session.begin():
            if _since(session, kommune) is None:
                return False
            session.add(StopRow(at=self._clock(), kommune=kommune, by=by.id, by_name=by.name))
            return True

    def history(self, *kommuner: str | None) -> tuple[Change, ...]:
        """What was done in these municipalities, or everywhere where none is named; the last first."""
        chosen = select(StopRow).order_by(StopRow.id.desc())
        with reading(self._engine) as session:
            changes = map(_change, session.scalars(chosen))
            return tuple(one for one in changes if not kommuner or one.kommune in kommuner)


def _since(session: Session, kommune: str | None) -> datetime | None:
    """Since when it has been stopped; None where it is not."""
    row = session.scalar(
        select(StopRow).where(StopRow.kommune.is_not_distinct_from(kommune)).order_by(StopRow.id.desc()).limit(1)
    )
    return None if row is None else row.since


def _change(row: StopRow) -> Change:
    since = None if row.since is None else utc(row.since)
    return Change(row.kommune, utc(row.at), since, Message(row.nb, row.nn), By(row.by_name, row.by))
