"""A hit as a list shows it: its name, its first words, its level, where it stands and when that was checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from knowledge.names import NAMES
from knowledge.ontology import ontology
from knowledge.records import Gap, Responsibility, Text, Threshold, Told

if TYPE_CHECKING:
    from knowledge.answers import SourceRef
    from knowledge.lookup.reading import Reading
    from knowledge.records import AnyRecord, Audience, Level

type HitKind = Literal[
    "service",
    "responsibility",
    "duty",
    "process",
    "arena",
    "definition",
    "threshold",
    "right",
    "level",
    "measure",
    "plan",
    "figure",
    "factor",
    "gap",
]
LEAD = 180


@dataclass(frozen=True, slots=True)
class Hit:
    """Something to open. `id` is a record's; of a service its nearest record's, and `service` its type.

    `source` is where it stands first, `checked` the day that was last compared, as an ISO date.
    """

    kind: HitKind
    id: str
    service: str | None
    title: str
    text: str
    levels: tuple[Level, ...]
    level_names: tuple[str, ...]
    source: SourceRef
    checked: str
    audience: Audience


def hit_of(reading: Reading, record: AnyRecord) -> Hit:
    """A record as a hit."""
    sources = reading.refer(record.sources)
    levels = tuple(filter(None, [getattr(record, "level", None)]))
    return Hit(
        kind=record.kind,  # type: ignore[arg-type] # services, contacts, help lines and routes are no such hits
        id=record.id,
        service=None,
        title=title_of(reading, record),
        text=_lead(_text_of(reading, record)),
        levels=levels,
        level_names=tuple(map(reading.colour, levels)),
        source=sources[0],
        checked=max(one.checked for one in sources),
        audience=record.audience,
    )


def hit_of_service(reading: Reading, kind: str) -> Hit:
    """A service as a hit."""
    service = reading.view.services[kind]
    sources = reading.refer(source for record in service.records for source in record.sources)
    text = service.staff or service.text or service.for_whom or service.access
    return Hit(
        kind="service",
        id=service.id,
        service=kind,
        title=reading.service(kind),
        text=_lead(reading.words(text)) if text is not None else "",
        levels=service.levels,
        level_names=tuple(map(reading.colour, service.levels)),
        source=sources[0],
        checked=max(one.checked for one in sources),
        audience="alle",
    )


def title_of(reading: Reading, record: AnyRecord) -> str:
    """What a record is called: its own name, else what it is about."""
    for key in NAMES:
        named = getattr(record, key, None)
        if isinstance(named, Text):
            return reading.words(named)
    match record:
        case Responsibility():
            return f"{ontology().risk_areas[record.risk_area]}: {reading.colour(record.level)}"
        case Threshold():
            about = ", ".join(map(reading.service, record.services))
            return about or (reading.level(record.level) if record.level else _lead(reading.words(record.text)))
        case Gap() | Told():
            return _lead(reading.words(record.text).partition(". ")[0])
    return record.id


def _text_of(reading: Reading, record: AnyRecord) -> str:
    match record:
        case Responsibility():
            return ", ".join(record.as_written)
        case Told():
            return reading.words(record.staff or record.text)
        case _ if record.kind == "process":
            steps = [step for step in record.steps if not step.always] or list(record.steps)
            return reading.words(steps[0].text)
    return ""


def _lead(text: str) -> str:
    """The first words of a text, whole ones."""
    line = " ".join(text.split())
    return line if len(line) <= LEAD else f"{line[:LEAD].rpartition(' ')[0].rstrip(',;:')} …"
