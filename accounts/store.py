"""Employees, their roles and their sessions in the database.

A session's token is not here, only its hash: who reads the database can be nobody else.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import DateTime, ForeignKey, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from foundation.database import NAMING

MIGRATIONS = Path(__file__).with_name("migrations")
VERSIONS = "accounts_version"
# Lengths that the database has room for.
LOGIN, NAME, PRESENCE, ISSUER, SUBJECT = 100, 100, 100, 300, 255


class Base(DeclarativeBase):
    """The tables of accounts."""

    metadata = MetaData(naming_convention=NAMING)


class UserRow(Base):
    """An employee. Either `password_hash` is set, or a provider vouches for `subject` at `issuer`; or neither yet."""

    __tablename__ = "staff_user"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(LOGIN), unique=True)
    name: Mapped[str] = mapped_column(String(NAME))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    issuer: Mapped[str | None] = mapped_column(String(ISSUER))
    subject: Mapped[str | None] = mapped_column(String(SUBJECT))
    is_active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class GrantRow(Base):
    """A role of an employee in a municipality."""

    __tablename__ = "staff_grant"

    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True)
    kommune: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class SessionRow(Base):
    """A browser that an employee is signed in with. To revoke it is to delete it.

    `token_hash` is the SHA-256 of the token that only the browser has.
    """

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class PresenceRow(Base):
    """Whether an employee takes conversations, what they say of it, and when a page of theirs was last heard of."""

    __tablename__ = "staff_presence"

    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(PRESENCE))
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PendingRow(Base):
    """A sign-in that has been sent to the provider, and by which browser. It is used once and lives for minutes.

    Of `state` and of what the browser holds only the hashes are here.
    """

    __tablename__ = "staff_pending"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
