"""The library's tables. Only the loader writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from foundation.database import NAMING


class Base(DeclarativeBase):
    """The library's tables."""

    metadata = MetaData(naming_convention=NAMING)


class DocumentRow(Base):
    """A document that sources point to."""

    __tablename__ = "knowledge_document"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str | None]
    text: Mapped[str | None]


class RecordRow(Base):
    """A record as it stands: what is asked for often as columns, the rest of its kind as JSON.

    `since`: when the loading was that wrote it.
    """

    __tablename__ = "knowledge_record"

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    owner: Mapped[str] = mapped_column(String(40), index=True)
    status: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    review_by: Mapped[date] = mapped_column(index=True)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    sources: Mapped[list[SourceRow]] = relationship(
        cascade="all, delete-orphan", order_by="SourceRow.position", lazy="raise", passive_deletes=True
    )


class SourceRow(Base):
    """Where a record stands; `position` keeps the file's order."""

    __tablename__ = "knowledge_source"

    record_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("knowledge_record.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[str] = mapped_column(String(80), ForeignKey("knowledge_document.id"))
    locator: Mapped[str]
    quote: Mapped[str | None]
    checked: Mapped[date]
    url: Mapped[str | None]
    fields: Mapped[list[str]] = mapped_column(JSON)


class HistoryRow(Base):
    """What a record said from one loading to another, whole, with its sources. Rows are only ever added."""

    __tablename__ = "knowledge_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(160), index=True)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class LoadRow(Base):
    """One loading: when, and what it changed."""

    __tablename__ = "knowledge_load"

    id: Mapped[int] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    records: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]
