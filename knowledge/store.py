"""The content in the database: the store, the audit and the exchange. Answers are made from memory.

Loading is one transaction and idempotent: it adds, changes and removes until the database says what
the files say. Only the loader writes these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

from foundation.clock import utc_now
from foundation.database import NAMING, explained, migrate
from foundation.errors import OperatorError
from knowledge.library import Library
from knowledge.records import RECORD, Document

if TYPE_CHECKING:
    from sqlalchemy import Engine, Select

    from knowledge.content import Content
    from knowledge.records import AnyRecord, Source

MIGRATIONS = Path(__file__).with_name("migrations")
VERSIONS = "knowledge_version"


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
    """A record: what is asked for often as columns, the rest of its kind as JSON."""

    __tablename__ = "knowledge_record"

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    owner: Mapped[str] = mapped_column(String(40), index=True)
    status: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    review_by: Mapped[date] = mapped_column(index=True)
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


class LoadRow(Base):
    """One loading: when, and what it changed."""

    __tablename__ = "knowledge_load"

    id: Mapped[int] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    records: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading changed: ids of records."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    records: int


COLUMNS = ("id", "kind", "owner", "status", "audience", "valid_from", "valid_to", "review_by")


def load_content(engine: Engine, content: Content) -> Loaded:
    """Makes the database say what the content says.

    Raises:
        OperatorError: when the database cannot be written; it is then as it was.
    """
    migrate(engine, MIGRATIONS, VERSIONS)
    with explained(engine), Session(engine) as session, session.begin():
        before = {row.id: _value_if_known(row) for row in session.scalars(_all_records())}
        after = {record.id: record for record in content.records}
        changed = tuple(key for key, record in after.items() if key in before and before[key] != record)
        added = tuple(key for key in after if key not in before)
        removed = tuple(key for key in before if key not in after)
        _write(session, content, [*added, *changed], [*removed, *changed])
        loaded = Loaded(added, changed, removed, len(after))
        session.add(_load_row(loaded))
    return loaded


def _write(session: Session, content: Content, write: list[str], erase: list[str]) -> None:
    for key in erase:
        session.delete(session.get_one(RecordRow, key))
    session.flush()
    for key, document in content.documents.items():
        session.merge(DocumentRow(id=key, **document.model_dump()))
    wanted = set(write)
    session.add_all(_row(record) for record in content.records if record.id in wanted)
    session.flush()
    for row in session.scalars(select(DocumentRow).where(DocumentRow.id.not_in(content.documents))):
        session.delete(row)


def _load_row(loaded: Loaded) -> LoadRow:
    return LoadRow(
        loaded_at=utc_now(),
        records=loaded.records,
        added=len(loaded.added),
        changed=len(loaded.changed),
        removed=len(loaded.removed),
    )


def _all_records() -> Select[RecordRow]:
    return select(RecordRow).options(selectinload(RecordRow.sources)).order_by(RecordRow.id)


def _row(record: AnyRecord) -> RecordRow:
    body = record.model_dump(mode="json", exclude={*COLUMNS, "sources"}, exclude_defaults=True)
    return RecordRow(
        **{name: getattr(record, name) for name in COLUMNS},
        body=body,
        sources=[_source_row(position, source) for position, source in enumerate(record.sources)],
    )


def _source_row(position: int, source: Source) -> SourceRow:
    return SourceRow(
        position=position,
        document_id=source.document,
        locator=source.locator,
        quote=source.quote,
        checked=source.checked,
        url=source.url,
        fields=list(source.fields),
    )


def _value(row: RecordRow) -> AnyRecord:
    columns = {name: getattr(row, name) for name in COLUMNS if name != "owner"}
    sources = [
        {
            "document": source.document_id,
            "locator": source.locator,
            "quote": source.quote,
            "checked": source.checked,
            "url": source.url,
            "fields": source.fields,
        }
        for source in row.sources
    ]
    return RECORD.validate_python({**columns, **row.body, "sources": sources})


def _value_if_known(row: RecordRow) -> AnyRecord | None:
    try:
        return _value(row)
    except ValidationError:  # An older program wrote it in a form that is no more; it is written anew.
        return None


def read_library(engine: Engine) -> Library:
    """All content from the database, as answers are made from it.

    Raises:
        OperatorError: when the database cannot be read, or nothing was ever loaded by this version.
    """
    migrate(engine, MIGRATIONS, VERSIONS)
    with explained(engine), Session(engine) as session:
        if not session.scalar(select(func.count(LoadRow.id))):
            message = "The database holds no content yet. Run `endorinn knowledge load` first."
            raise OperatorError(message)
        try:
            return _library(session)
        except ValidationError as error:
            message = "The database's content is in the form of another version. Run `endorinn knowledge load` first."
            raise OperatorError(message) from error


def _library(session: Session) -> Library:
    documents = {
        row.id: Document(title=row.title, kind=row.kind, url=row.url, text=row.text)
        for row in session.scalars(select(DocumentRow))
    }
    return Library(tuple(_value(row) for row in session.scalars(_all_records())), documents)
