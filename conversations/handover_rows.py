"""Hand-overs in the database: who asked for a person, who has the conversation, and what became of it.

Employees are named by their number in `accounts` and by the name they had then, never by foreign key. What goes with
a conversation goes when that is forgotten; only `HandoverFigureRow`, which holds nothing that leads to it, stays.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Date, DateTime, ForeignKey, Index, String, func, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from conversations.store import Base

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

INSTANT = DateTime(timezone=True)
IS_OPEN = text("open_for IS NOT NULL")


class HandoverRow(Base):
    """One request for a person, as `conversations.handing` knows it, and what the family has let be shown.

    `open_for` is the conversation as long as it is open, so that no conversation has two. `since` and `until` are the
    numbers of the first and the last message that an employee may read. `contact` is encrypted and goes when the call
    is made, and with it `hint`, its end.
    """

    __tablename__ = "handover"
    __table_args__ = (
        # Few are open, of all that are kept.
        Index("ix_handover_open", "kommune", "state", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        # A number is not given twice: figures and notices outlive the row.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    open_for: Mapped[str | None] = mapped_column(String(32), unique=True)
    kommune: Mapped[str] = mapped_column(String(40), index=True)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(20), index=True)
    holder: Mapped[int | None]
    holder_name: Mapped[str | None] = mapped_column(String(100))
    shown_name: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime] = mapped_column(INSTANT)
    claimed_at: Mapped[datetime | None] = mapped_column(INSTANT)
    ended_at: Mapped[datetime | None] = mapped_column(INSTANT, index=True)
    since: Mapped[int]
    until: Mapped[int | None]
    shares_talk: Mapped[bool]
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    acute: Mapped[str | None] = mapped_column(String(40))
    due: Mapped[date | None] = mapped_column(Date)
    contact: Mapped[str | None]
    contact_kind: Mapped[str | None] = mapped_column(String(10))
    hint: Mapped[str | None] = mapped_column(String(20))
    proposals: Mapped[int]
    consent: Mapped[str | None] = mapped_column(String(10))
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    outcome: Mapped[str | None] = mapped_column(String(20))
    helped: Mapped[str | None] = mapped_column(String(10))
    follow_up: Mapped[str | None] = mapped_column(String(64))


class HandoverEventRow(Base):
    """What somebody did, for the history: `by` is an employee, or None where the family or the house did it."""

    __tablename__ = "handover_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(INSTANT)
    by: Mapped[int | None]
    by_name: Mapped[str | None] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str | None]


class NoteRow(Base):
    """What employees write for each other."""

    __tablename__ = "handover_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(INSTANT)
    by: Mapped[int]
    by_name: Mapped[str] = mapped_column(String(100))
    text: Mapped[str]


class HandoverFigureRow(Base):
    """What is counted of a hand-over: no words, no person, no conversation.

    `due` is the day that a call was promised for; `is_kept` says whether it was made by then, and is None where that is
    not known yet or the family called it off in time. `follow_up` is the SHA-256 of the token of the link by which the
    family may say later whether they got help. `conversations.weeks` says how long anything of it changes.
    """

    __tablename__ = "handover_figure"

    handover_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kommune: Mapped[str] = mapped_column(String(40))
    asked_on: Mapped[date] = mapped_column(Date, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    end: Mapped[str | None] = mapped_column(String(10))
    waited: Mapped[int | None]
    due: Mapped[date | None] = mapped_column(Date)
    is_kept: Mapped[bool | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    helped: Mapped[str | None] = mapped_column(String(10))
    helped_later: Mapped[str | None] = mapped_column(String(10))
    follow_up: Mapped[str | None] = mapped_column(String(64), unique=True)

    @hybrid_property
    def counted_on(self) -> date:
        """The day in whose week it counts: a call in that of its promise, of which it is known then if it was kept."""
        return self.due or self.asked_on

    @counted_on.inplace.expression
    @classmethod
    def _counted_on(cls) -> ColumnElement[date]:
        return func.coalesce(cls.due, cls.asked_on)


class CannedReplyRow(Base):
    """A reply that a municipality's coordinators often give, in both written standards."""

    __tablename__ = "canned_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    kommune: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(80))
    nb: Mapped[str]
    nn: Mapped[str]
