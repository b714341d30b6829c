"""Notices in the database, from the moment they are due until they are sent. Nothing in a row is about a family."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import JSON, DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from foundation.database import NAMING

MIGRATIONS = Path(__file__).with_name("migrations")
VERSIONS = "notices_version"


class Base(DeclarativeBase):
    """The tables of notices."""

    metadata = MetaData(naming_convention=NAMING)


class MailRow(Base):
    """One e-mail. `key` names the notice, which is therefore queued once; `data` holds counts that the text tells.

    `claimed_until` is the end of the lease of whoever sends it now. `failing_since` is when it first could not be sent,
    `fault` the class of the last error. `withdrawn_at` is when it was no longer due.
    """

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kommune: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    recipients: Mapped[list[str]] = mapped_column(JSON)
    data: Mapped[dict[str, int]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    next_try_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    tries: Mapped[int]
    claimed_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failing_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fault: Mapped[str | None] = mapped_column(String(80))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
