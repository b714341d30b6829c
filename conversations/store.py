"""Conversations and messages in the database. Only the gateway's process writes them.

Every message is committed before it is acknowledged. A message names facts by id within its answer,
never by foreign key: content and conversations are two stores that happen to share a database.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from foundation.database import NAMING

MIGRATIONS = Path(__file__).with_name("migrations")
VERSIONS = "conversations_version"


class Base(DeclarativeBase):
    """The tables of conversations."""

    metadata = MetaData(naming_convention=NAMING)


class ConversationRow(Base):
    """One talk. `token_hash` is the SHA-256 of the token that only the person has.

    `keep_as` is the class of its retention, counted from `last_at`, when its last message came. `is_counted` says
    whether what is asked in it counts as usage (`conversations.usage`).
    """

    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_kept", "keep_as", "last_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    kommune: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    keep_as: Mapped[str] = mapped_column(String(20))
    last_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    is_counted: Mapped[bool] = mapped_column(default=True)


class MessageRow(Base):
    """One message of a talk, in order. `text` is masked; `answer` is what the assistant said, or a coordinator's card.

    Of a person's message: `client_id` is what its sender calls it, `replaces` the number that it was put in the place
    of, and `addressee` who is to answer it. Of a coordinator's and of what happened to the conversation: `event` says
    who and what. Of an answer: `reply_to` is the number of the message that it answers, `place` which of its answers it
    is.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        Index("uq_message_client_id", "conversation_id", "author", "client_id", unique=True),
        Index("uq_message_reply_to", "conversation_id", "reply_to", "place", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    author: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    client_id: Mapped[str | None] = mapped_column(String(64))
    reply_to: Mapped[int | None]
    place: Mapped[int | None]
    replaces: Mapped[int | None]
    addressee: Mapped[str | None] = mapped_column(String(20))
    event: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class WithdrawnRow(Base):
    """That a message was withdrawn, by its sender's own id: sent late once more, it does not come back."""

    __tablename__ = "withdrawn"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(64), primary_key=True)


class CandidateRow(Base):
    """A message that its writer let be kept to learn from, and what a reviewer says it means.

    `understood` is what the assistant took it for, `label` what is right; both hold `question_type` and `needs`.
    It goes when its conversation is forgotten.
    """

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))
    understood: Mapped[dict[str, Any]] = mapped_column(JSON)
    label: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
