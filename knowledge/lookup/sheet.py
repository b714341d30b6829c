"""Everything that is known of one service in one municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.lookup.shown import title_of
from knowledge.ontology import ontology
from knowledge.opening import is_open
from knowledge.records import Contact, Helpline, Responsibility, Told
from knowledge.referring import refer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from knowledge.answers import SourceRef
    from knowledge.applied import AppliedService
    from knowledge.lookup.reading import Reading
    from knowledge.records import Ages, AnyRecord, Audience, Channel, Level, Line

# What a service says of itself, in the order in which it is read.
FIELDS = ("staff", "for_whom", "access", "cost", "level_note", "organised_under")
# Records that are about a service, in the order in which an employee needs them.
ABOUT = ("threshold", "process", "duty", "right", "measure", "arena", "definition", "plan", "gap")
# A record that is about more services than these is about none of them first, but for the one it names first.
FOCUSED = 4


@dataclass(frozen=True, slots=True)
class SheetField:
    """What a service says of itself under one heading (`key`), and where that stands."""

    key: str
    text: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class SheetContact:
    """A way to reach the service. `confirmed` False: nobody has confirmed it, and it is no number to give on."""

    id: str
    kind: Channel
    value: str
    label: str
    hours: str | None
    open_now: bool | None
    audience: Audience
    confirmed: bool
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Linked:
    """Something else that can be opened: its id, what it is called, and what it says where that is short."""

    id: str
    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """One service. `law` are the paragraphs that its duties and rights name, `needs` those whose route leads here."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    is_own: bool
    ages: Ages | None
    levels: tuple[tuple[Level, str], ...]
    fields: tuple[SheetField, ...]
    contacts: tuple[SheetContact, ...]
    partners: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]
    cells: tuple[Linked, ...]
    about: tuple[Linked, ...]
    law: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    checked: str
    review_by: str


def sheet_of(reading: Reading, kind: str, now: datetime) -> ServiceSheet | None:
    """A service by its ontology type; None where nothing is known of it here. `now` decides what is open."""
    service = reading.view.services.get(kind)
    if service is None:
        return None
    about = tuple(_about(reading, kind))
    sources = reading.refer(source for record in service.records for source in record.sources)
    return ServiceSheet(
        id=service.id,
        type=kind,
        name=reading.service(kind),
        aliases=tuple(dict.fromkeys(alias for record in service.records for alias in record.aliases)),
        is_own=service.is_own,
        ages=service.ages,
        levels=tuple((level, reading.level(level)) for level in service.levels),
        fields=tuple(_fields(reading, service)),
        contacts=contacts_of(reading, kind, now),
        partners=_partners(reading, service),
        needs=_needs(reading, kind),
        cells=tuple(_cells(reading, kind)),
        about=tuple(_linked(reading, record) for record in about),
        law=tuple(dict.fromkeys(law for record in about if (law := getattr(record, "law", None)))),
        sources=sources,
        checked=max(source.checked for source in sources),
        review_by=min(record.review_by for record in service.records).isoformat(),
    )


def contacts_of(reading: Reading, kind: str, now: datetime) -> tuple[SheetContact, ...]:
    """Every way to reach a service: help lines, confirmed contacts, then to some readers those that are not."""
    service = reading.view.services.get(kind)
    lines = [
        _contact(reading, line, record, now)
        for record in (service.records if service is not None else ())
        if isinstance(record, Helpline)
        for line in record.lines
    ]
    unconfirmed = reading.view.contacts(kind, confirmed=False) if reading.tells_unconfirmed else ()
    own = (*reading.view.contacts(kind), *unconfirmed)
    return (*lines, *(_contact(reading, contact, contact, now) for contact in own))


def _contact(reading: Reading, line: Line | Contact, record: Helpline | Contact, now: datetime) -> SheetContact:
    return SheetContact(
        id=record.id,
        kind=line.channel,
        value=line.value,
        label=reading.words(line.label),
        hours=reading.maybe(line.hours),
        open_now=is_open(line, now),
        audience=record.audience,
        confirmed=record.status == "confirmed",
        source=reading.refer(record.sources)[0],
    )


def _fields(reading: Reading, service: AppliedService) -> Iterator[SheetField]:
    for key in FIELDS:
        text = getattr(service, key)
        if text is not None:
            sources = refer(service.sources_of(key), reading.view.documents)
            yield SheetField("text" if key == "staff" else key, reading.words(text), sources)


def _partners(reading: Reading, service: AppliedService) -> tuple[tuple[str, str], ...]:
    named = (partner for record in service.records for partner in getattr(record, "partners", ()))
    return tuple((one, reading.service(one)) for one in dict.fromkeys(named) if one in reading.view.services)


def _needs(reading: Reading, kind: str) -> tuple[tuple[str, str], ...]:
    """The needs whose route, as employees here are told it, has the service among its first."""
    routes = ((need, reading.view.route(need, "ansatt", None)) for need in ontology().needs)
    leading = [need for need, route in routes if route is not None and kind in [one.service for one in route.steps[:3]]]
    return tuple((need, reading.need(need)) for need in leading)


def _cells(reading: Reading, kind: str) -> Iterator[Linked]:
    for record in reading.view.of_kind("responsibility"):
        if isinstance(record, Responsibility) and kind in record.services:
            yield Linked(record.id, record.kind, title_of(reading, record), "")


def _about(reading: Reading, kind: str) -> Iterator[AnyRecord]:
    for record in reading.view.of_kind(*ABOUT):
        if kind in record.services and (len(record.services) <= FOCUSED or record.services[0] == kind):
            yield record


def _linked(reading: Reading, record: AnyRecord) -> Linked:
    text = reading.words(record.staff or record.text) if isinstance(record, Told) else ""
    return Linked(record.id, record.kind, title_of(reading, record), text)
