"""The outbox: notices wait here until a mail server has taken them. Several gateways share it; each is sent by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.clock import utc, utc_now
from foundation.database import explained, migrate
from notices.conditions import is_failing, is_free, is_live
from notices.due import Notice
from notices.store import MIGRATIONS, VERSIONS, MailRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.sql.dml import ReturningUpdate

    from notices.due import Kind

# Longer than sending what is claimed at once can take: then whoever claimed it is gone.
LEASE = timedelta(minutes=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=15)
KEEP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Mail:
    """A notice that is claimed, to be sent now."""

    id: int
    notice: Notice
    tries: int


@dataclass(frozen=True, slots=True)
class MailState:
    """Whether a desk's mail goes out; if not, since when (UTC). `waiting`: how many are still to be sent."""

    ok: bool
    since: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True)
class MailCounts:
    """E-mails of all desks that are still to be sent, and those of them that failed when they were last tried."""

    waiting: int
    failing: int


class Outbox:
    """All e-mails of one database. Each method is one transaction, committed when it returns."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        """Brings the table to its newest form. `clock` says what time it is, in UTC.

        Raises:
            OperatorError: when the database cannot be opened, is locked or newer than this program.
        """
        migrate(engine, MIGRATIONS, VERSIONS)
        self._engine = engine
        self._clock = clock

    def put(self, notice: Notice) -> bool:
        """Queues a notice, unless it was before; whether it is new. One that was withdrawn is due again."""
        now = self._clock()
        with explained(self._engine), Session(self._engine) as session:
            there = session.scalar(select(MailRow).where(MailRow.key == notice.key))
            if there is None:
                return _added(session, notice, now)
            if there.withdrawn_at is None or there.sent_at is not None:
                return False
            there.withdrawn_at, there.created_at, there.next_try_at = None, now, now
            session.commit()
            return True

    def queued(self) -> tuple[Notice, ...]:
        """What waits to be sent, the oldest first."""
        chosen = select(MailRow).where(is_live(self._clock())).order_by(MailRow.id)
        with explained(self._engine), Session(self._engine) as session:
            return tuple(_notice(row) for row in session.scalars(chosen))

    def withdraw(self, key: str) -> bool:
        """Takes back what is no longer due; whether it was not sent and is not being sent now."""
        now = self._clock()
        gone = update(MailRow).where(MailRow.key == key, is_live(now), is_free(now)).values(withdrawn_at=now)
        return self._changed(gone.returning(MailRow.id))

    def claim(self, most: int) -> tuple[Mail, ...]:
        """Takes up to so many that are due, the longest due first. Until the lease ends no other gateway gets them.

        One statement, in which the conditions stand twice: PostgreSQL looks again at a row for which it had to wait.
        """
        now = self._clock()
        is_due = and_(is_live(now), is_free(now), MailRow.next_try_at <= now)
        some = select(MailRow.id).where(is_due).order_by(MailRow.next_try_at, MailRow.id).limit(most)
        taken = update(MailRow).where(MailRow.id.in_(some), is_due).values(claimed_until=now + LEASE).returning(MailRow)
        with explained(self._engine), Session(self._engine) as session, session.begin():
            rows = session.scalars(taken.execution_options(synchronize_session=False)).all()
            mails = [Mail(row.id, _notice(row), row.tries) for row in rows]
        return tuple(sorted(mails, key=lambda mail: mail.id))

    def sent(self, mail_id: int) -> None:
        """The mail server has taken it."""
        done = update(MailRow).where(MailRow.id == mail_id, MailRow.sent_at.is_(None))
        self._changed(done.values(sent_at=self._clock(), claimed_until=None, fault=None).returning(MailRow.id))

    def failed(self, mail_id: int, fault: str) -> None:
        """It could not be sent; `fault` is the class of the error. It is tried again after an ever longer pause."""
        now = self._clock()
        with explained(self._engine), Session(self._engine) as session, session.begin():
            row = session.get(MailRow, mail_id)
            if row is None or row.sent_at is not None:
                return
            row.next_try_at = now + min(FIRST_PAUSE * 2 ** min(row.tries, 10), LONGEST_PAUSE)
            row.tries += 1
            row.failing_since = row.failing_since or now
            row.fault, row.claimed_until = fault, None

    def state(self, kommune: str) -> MailState:
        """Whether a desk's mail goes out."""
        now = self._clock()
        since = select(func.min(MailRow.failing_since)).where(MailRow.kommune == kommune, is_failing(now))
        waiting = select(func.count()).select_from(MailRow).where(MailRow.kommune == kommune, is_live(now))
        with explained(self._engine), Session(self._engine) as session:
            first = session.scalar(since)
            return MailState(first is None, first and utc(first), session.scalars(waiting).one())

    def counts(self) -> MailCounts:
        """How much is still to be sent, and how much of that could not be sent so far."""
        now = self._clock()
        live = select(func.count(), func.count(MailRow.failing_since)).where(is_live(now))
        with explained(self._engine), Session(self._engine) as session:
            return MailCounts(*session.execute(live).one())

    def is_in_doubt(self) -> bool:
        """Whether some desk is told that its mail does not go out, and nothing that waits would find out."""
        now = self._clock()
        with explained(self._engine), Session(self._engine) as session:
            return bool(session.scalar(select(exists().where(is_failing(now), ~is_live(now)))))

    def is_up(self) -> None:
        """The mail server answers again: what failed and is no longer due is no fault any more."""
        now = self._clock()
        over = update(MailRow).where(MailRow.failing_since.is_not(None), ~is_live(now), MailRow.sent_at.is_(None))
        self._changed(over.values(failing_since=None).returning(MailRow.id))

    def purge(self) -> int:
        """Deletes what is older than thirty days; how many went."""
        old = delete(MailRow).where(MailRow.created_at < self._clock() - KEEP).returning(MailRow.id)
        with explained(self._engine), Session(self._engine) as session, session.begin():
            return len(session.scalars(old).all())

    def _changed(self, change: ReturningUpdate[tuple[int]]) -> bool:
        with explained(self._engine), Session(self._engine) as session, session.begin():
            return bool(session.scalars(change).all())


def _added(session: Session, notice: Notice, now: datetime) -> bool:
    """Queues what was not there a moment ago; False where another gateway was quicker."""
    row = MailRow(
        key=notice.key,
        kommune=notice.kommune,
        kind=notice.kind,
        recipients=list(notice.recipients),
        data=dict(notice.data),
        created_at=now,
        next_try_at=now,
        tries=0,
    )
    try:
        session.add(row)
        session.commit()
    except IntegrityError:
        return False
    return True


def _notice(row: MailRow) -> Notice:
    return Notice(row.key, row.kommune, cast("Kind", row.kind), tuple(row.recipients), row.data)
