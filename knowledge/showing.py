"""One record as it applies in one place on one day: each field with the record and the sources it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from knowledge.applied import sources_for
from knowledge.holding import holds
from knowledge.ontology import ontology
from knowledge.records import Contact, Helpline, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from knowledge.records import AnyRecord, Document, Source

# What is told of a record as a whole, not field by field.
HEAD = ("id", "kind", "type", "sources", "valid_from", "valid_to", "review_by", "audience", "status", "replaced_by")


class UnknownRecordError(Exception):
    """No record has this id, here or inherited. The message says which ids come nearest."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field's value as JSON, where it comes from, and the records that say otherwise but are further away."""

    name: str
    value: Any
    record: str
    sources: tuple[Source, ...]
    overrides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it applies. `records` are those it is laid together from, nearest first."""

    id: str
    kind: str
    records: tuple[AnyRecord, ...]
    fields: tuple[ShownField, ...]
    contacts: tuple[Contact, ...]
    remarks: tuple[str, ...]


def show(records: Sequence[AnyRecord], key: str, on: date) -> Shown:
    """What `key` (`oppdal/ppt`) is where its first part is: its own record, and what it inherits.

    A service is laid together from what is told on the day, as answers are; where nothing is, from all there is.

    Raises:
        UnknownRecordError: when neither the place nor anything it inherits from has such a record.
    """
    owner, _, slug = key.partition("/")
    owners = ontology().seen_from(owner)
    by_id = {record.id: record for record in records}
    found = [by_id[f"{owner}/{slug}"] for owner in owners if f"{owner}/{slug}" in by_id]
    found += [] if not owners else _helplines(records, slug, {one.id for one in found}, owners)
    if not found:
        near = get_close_matches(key, by_id, 3) or [one for one in by_id if one.endswith(f"/{slug}")][:3]
        hint = f"The nearest ids: {', '.join(near)}." if near else "`endorinn knowledge export` lists them all."
        message = f"No record has the id {key}, here or inherited. {hint}"
        raise UnknownRecordError(message)
    if not isinstance(found[0], Service | Helpline):
        return _laid_together(key, found[:1], (), _remarks(found[:1], key, on))
    told = [one for one in found if one.status == "confirmed" and one.audience == "alle" and holds(one, on)]
    contacts = (contact for contact in _contacts(records, slug, owners) if holds(contact, on))
    return _laid_together(key, told or found, contacts, _remarks(found, key, on))


def _laid_together(
    key: str, records: Sequence[AnyRecord], contacts: Iterable[Contact], remarks: Iterable[str]
) -> Shown:
    return Shown(key, records[0].kind, tuple(records), tuple(_fields(records)), tuple(contacts), tuple(remarks))


def _helplines(records: Sequence[AnyRecord], kind: str, known: set[str], owners: Sequence[str]) -> list[AnyRecord]:
    lines = (record for record in records if isinstance(record, Helpline) and record.type == kind)
    return [line for line in lines if line.owner in owners and line.id not in known]


def _fields(records: Sequence[AnyRecord]) -> Iterator[ShownField]:
    names = dict.fromkeys(name for record in records for name in type(record).model_fields if name not in HEAD)
    for name in names:
        saying = [record for record in records if getattr(record, name, None) not in (None, (), {})]
        if saying:
            nearest, *further = saying
            value = nearest.model_dump(mode="json")[name]
            others = tuple(record.id for record in further if getattr(record, name) != getattr(nearest, name))
            yield ShownField(name, value, nearest.id, sources_for(nearest, name), others)


def _contacts(records: Sequence[AnyRecord], kind: str, owners: Sequence[str]) -> Iterator[Contact]:
    for owner in owners:
        for record in records:
            if isinstance(record, Contact) and record.owner == owner and record.service.partition("/")[2] == kind:
                yield record


def _remarks(records: Sequence[AnyRecord], key: str, on: date) -> Iterator[str]:
    if records[0].id != key:
        yield f"There is no {key} of its own: all of it is inherited."
    for record in records:
        if record.status != "confirmed":
            successor = f", replaced by {record.replaced_by}" if record.replaced_by else ""
            yield f"{record.id} is {record.status}{successor}: it is not told."
        if record.valid_from and record.valid_from > on:
            yield f"{record.id} holds from {record.valid_from}: it is not told yet."
        if record.valid_to and record.valid_to < on:
            yield f"{record.id} held until {record.valid_to}: it is told no more."
        if record.review_by < on:
            yield f"{record.id} was due for review on {record.review_by}."
        if record.audience != "alle":
            yield f"{record.id} is told to employees only."


def where(source: Source, documents: Mapping[str, Document]) -> str:
    """A source in one line."""
    quote = f" «{source.quote}»" if source.quote else ""
    return f"{documents[source.document].title}, {source.locator} (checked {source.checked}){quote}"
