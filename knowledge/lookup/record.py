"""One record as a page of its own: what it says, and the particulars that its kind has, each under a heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.lookup.shown import title_of
from knowledge.ontology import ontology
from knowledge.records import Responsibility, Text, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answers import SourceRef
    from knowledge.lookup.reading import Reading
    from knowledge.records import Ages, AnyRecord, Audience

# Particulars in the order in which they are read.
PARTICULARS = (
    "who",
    "deadline",
    "law",
    "for_whom",
    "access",
    "cost",
    "criteria",
    "tried",
    "changes",
    "meanwhile",
    "members",
    "frequency",
    "length",
    "mandate",
    "replaces",
    "value",
)


@dataclass(frozen=True, slots=True)
class Particular:
    """What a record says under one heading (`key`); several lines are a list."""

    key: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record. `adopted` False: the plan only recommends it. `checked` is an ISO date."""

    id: str
    kind: str
    title: str
    text: str
    level: str | None
    ages: Ages | None
    adopted: bool
    audience: Audience
    particulars: tuple[Particular, ...]
    services: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]
    sources: tuple[SourceRef, ...]
    checked: str
    review_by: str


def page_of(reading: Reading, record: AnyRecord) -> RecordPage:
    """A record as a page."""
    level = getattr(record, "level", None)
    sources = reading.refer(record.sources)
    here = (one for one in record.services if one in reading.view.services)
    return RecordPage(
        id=record.id,
        kind=record.kind,
        title=title_of(reading, record),
        text=_text(reading, record),
        level=None if level is None else reading.level(level),
        ages=getattr(record, "ages", None),
        adopted=getattr(record, "adopted", True),
        audience=record.audience,
        particulars=tuple(particulars(reading, record)),
        services=tuple((one, reading.service(one)) for one in here),
        needs=tuple((one, reading.need(one)) for one in record.needs),
        sources=sources,
        checked=max(source.checked for source in sources),
        review_by=record.review_by.isoformat(),
    )


def _text(reading: Reading, record: AnyRecord) -> str:
    match record:
        case Told():
            return reading.words(record.staff or record.text)
        case Responsibility():
            return ontology().risk_areas[record.risk_area]
    return ""


def particulars(reading: Reading, record: AnyRecord) -> Iterator[Particular]:
    """What a record says besides its text."""
    for key in PARTICULARS:
        lines = tuple(_lines(reading, getattr(record, key, None)))
        if lines:
            yield Particular(key, lines)


def _lines(reading: Reading, value: object) -> Iterator[str]:
    match value:
        case Text():
            yield reading.words(value)
        case str():
            yield value
        case tuple():
            for one in value:
                yield from _lines(reading, one)
