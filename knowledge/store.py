"""The content in the database: the store, the audit and the exchange. Answers are made from memory.

Loading is one transaction and idempotent: it adds, changes and removes until the database says what
the files say, and keeps what a record said before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from foundation.clock import utc, utc_now
from foundation.database import explained, migrate, reading
from foundation.errors import OperatorError
from knowledge.library import Library
from knowledge.records import RECORD, Document
from knowledge.tables import DocumentRow, HistoryRow, LoadRow, RecordRow, SourceRow

if TYPE_CHECKING:
    from sqlalchemy import Engine, Select

    from knowledge.content import Content
    from knowledge.records import AnyRecord, Source

MIGRATIONS = Path(__file__).with_name("migrations")
VERSIONS = "knowledge_version"


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
        now = utc_now()
        _write(session, content, [*added, *changed], [*removed, *changed], now)
        loaded = Loaded(added, changed, removed, len(after))
        session.add(_load_row(loaded, now))
    return loaded


def _write(session: Session, content: Content, write: list[str], erase: list[str], now: datetime) -> None:
    for key in erase:
        row = session.get_one(RecordRow, key, options=[selectinload(RecordRow.sources)])
        session.add(HistoryRow(record_id=key, since=row.since, until=now, record=_as_written(row)))
        session.delete(row)
    session.flush()
    for key, document in content.documents.items():
        session.merge(DocumentRow(id=key, **document.model_dump()))
    wanted = set(write)
    session.add_all(_row(record, now) for record in content.records if record.id in wanted)
    session.flush()
    for unused in session.scalars(select(DocumentRow).where(DocumentRow.id.not_in(content.documents))):
        session.delete(unused)


def _load_row(loaded: Loaded, now: datetime) -> LoadRow:
    return LoadRow(
        loaded_at=now,
        records=loaded.records,
        added=len(loaded.added),
        changed=len(loaded.changed),
        removed=len(loaded.removed),
    )


def _all_records() -> Select[RecordRow]:
    return select(RecordRow).options(selectinload(RecordRow.sources)).order_by(RecordRow.id)


def _row(record: AnyRecord, now: datetime) -> RecordRow:
    body = record.model_dump(mode="json", exclude={*COLUMNS, "sources"}, exclude_defaults=True)
    return RecordRow(
        **{name: getattr(record, name) for name in COLUMNS},
        since=now,
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
    return RECORD.validate_python(_as_written(row))


def _as_written(row: RecordRow) -> dict[str, Any]:
    """A record as its file says it, in JSON's types."""
    columns = {name: getattr(row, name) for name in COLUMNS if name != "owner"}
    dated = {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
    sources = [
        {
            "document": source.document_id,
            "locator": source.locator,
            "quote": source.quote,
            "checked": source.checked.isoformat(),
            "url": source.url,
            "fields": source.fields,
        }
        for source in row.sources
    ]
    return {**dated, **row.body, "sources": sources}


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
    with reading(engine) as session:
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


@dataclass(frozen=True, slots=True)
class Version:
    """What a record said, as JSON, from one loading to another; `until` None: what it says now."""

    since: datetime
    until: datetime | None
    record: dict[str, Any]


def history(engine: Engine, key: str) -> tuple[Version, ...]:
    """Everything that a record ever said, oldest first; empty for an id that was never loaded.

    Raises:
        OperatorError: when the database cannot be read.
    """
    migrate(engine, MIGRATIONS, VERSIONS)
    with reading(engine) as session:
        asked = select(HistoryRow).where(HistoryRow.record_id == key).order_by(HistoryRow.id)
        past = [Version(utc(row.since), utc(row.until), row.record) for row in session.scalars(asked)]
        row = session.scalar(_all_records().where(RecordRow.id == key))
        now = [Version(utc(row.since), None, _as_written(row))] if row else []
    return (*past, *now)
