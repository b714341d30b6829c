"""All knowledge in memory, as each municipality sees it. Any thread may read it.

A municipality sees its own records, then its plan area's, then the national ones. Services are
merged field by field, the nearest record that has the field wins.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from knowledge.names import service_names
from knowledge.ontology import ontology
from knowledge.records import Contact, Helpline, Route, Service
from knowledge.search import SearchIndex, words_of
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from knowledge.records import Ages, AnyRecord, Document, Level, Role, Source, Text

# Kinds that are no statement of their own.
SILENT = ("service", "contact", "helpline", "route", "gap")
# Kinds whose words are no fact about what a question asks.
UNSPOKEN = ("contact", "helpline", "route", "gap")


@dataclass(frozen=True)
class AppliedService:
    """A service as it applies in a municipality: each field from the nearest record that has it."""

    records: tuple[Service | Helpline, ...]
    name: Text | None
    text: Text | None
    access: Text | None
    cost: Text | None
    for_whom: Text | None
    organised_under: Text | None
    level_note: Text | None
    ages: Ages | None
    levels: tuple[Level, ...]

    @classmethod
    def of(cls, records: tuple[Service | Helpline, ...]) -> AppliedService:
        """Lays records of one service type together, nearest first."""
        return cls(
            records,
            name=_nearest(records, "name"),
            text=_nearest(records, "text"),
            access=_nearest(records, "access"),
            cost=_nearest(records, "cost"),
            for_whom=_nearest(records, "for_whom"),
            organised_under=_nearest(records, "organised_under"),
            level_note=_nearest(records, "level_note"),
            ages=_nearest(records, "ages"),
            levels=_nearest(records, "levels") or (),
        )

    @property
    def id(self) -> str:
        """The nearest record's id."""
        return self.records[0].id

    @property
    def type(self) -> str:
        """The ontology type."""
        return self.records[0].type

    def sources_of(self, name: str) -> tuple[Source, ...]:
        """The sources that carry one field, of the record that it comes from."""
        record = _origin(self.records, name)
        return sources_for(record, name) if record else ()


def _origin(records: tuple[Service | Helpline, ...], name: str) -> Service | Helpline | None:
    return next((record for record in records if getattr(record, name, None)), None)


def _nearest(records: tuple[Service | Helpline, ...], name: str) -> Any:  # noqa: ANN401 - whatever the field holds
    record = _origin(records, name)
    return getattr(record, name) if record else None


def sources_for(record: AnyRecord, name: str) -> tuple[Source, ...]:
    """The sources that carry one field of a record: those that name it, then those that carry the whole."""
    naming = tuple(source for source in record.sources if name in source.fields)
    whole = tuple(source for source in record.sources if not source.fields)
    return (*naming, *whole) or record.sources


@dataclass(frozen=True)
class View:
    """What one municipality (or nobody in particular) may be told on one day.

    Of what is unconfirmed only contacts are here, so that it can be said that there is one to confirm.
    """

    kommune: str | None
    records: tuple[AnyRecord, ...]
    documents: Mapping[str, Document]

    def of_kind(self, *kinds: str) -> tuple[AnyRecord, ...]:
        """Records of these kinds, nearest owner first."""
        return tuple(record for kind in kinds for record in self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> dict[str, list[AnyRecord]]:
        grouped: defaultdict[str, list[AnyRecord]] = defaultdict(list)
        for record in self.records:
            grouped[record.kind].append(record)
        return dict(grouped)

    @cached_property
    def by_id(self) -> dict[str, AnyRecord]:
        """Every visible record."""
        return {record.id: record for record in self.records}

    @cached_property
    def services(self) -> dict[str, AppliedService]:
        """Ontology type to the service as it applies here."""
        grouped: defaultdict[str, list[Service | Helpline]] = defaultdict(list)
        for record in self.records:
            if isinstance(record, Service | Helpline) and record.status == "confirmed":
                grouped[record.type].append(record)
        return {kind: AppliedService.of(tuple(records)) for kind, records in grouped.items()}

    @cached_property
    def helplines(self) -> tuple[Helpline, ...]:
        """Confirmed help lines."""
        return tuple(record for record in self.records if isinstance(record, Helpline) and record.status == "confirmed")

    def contacts(self, service: str, *, confirmed: bool = True) -> tuple[Contact, ...]:
        """Ways to reach a service type, nearest first; only confirmed ones unless asked otherwise."""
        return tuple(
            record for record in self._contacts.get(service, ()) if (record.status == "confirmed") is confirmed
        )

    @cached_property
    def _contacts(self) -> dict[str, list[Contact]]:
        grouped: defaultdict[str, list[Contact]] = defaultdict(list)
        for record in self.records:
            if isinstance(record, Contact):
                grouped[record.service.partition("/")[2]].append(record)
        return dict(grouped)

    @cached_property
    def names_of(self) -> dict[str, frozenset[tuple[str, ...]]]:
        """Ontology service type to all its names and nicknames, as stems."""
        return {kind: frozenset(map(stems, names)) for kind, names in service_names(self.records).items()}

    @cached_property
    def statement_stems(self) -> frozenset[str]:
        """Every word that some statement or service uses, as stems: what the sources speak of."""
        telling = (record for record in self.records if record.kind not in UNSPOKEN)
        return frozenset(stem for record in telling for text in words_of(record) for stem in stems(text))

    def route(self, need: str, role: Role, age: int | None) -> Route | None:
        """The route for a need: the nearest owner's; of one owner's, the narrowest that fits."""
        fitting = [route for route in self._routes.get(need, ()) if _fits(route, role, age)]
        if not fitting:
            return None
        owner = fitting[0].owner
        return max((route for route in fitting if route.owner == owner), key=_narrowness)

    @cached_property
    def _routes(self) -> dict[str, list[Route]]:
        grouped: defaultdict[str, list[Route]] = defaultdict(list)
        for record in self.records:
            if isinstance(record, Route):
                grouped[record.need].append(record)
        return dict(grouped)

    @cached_property
    def search(self) -> SearchIndex:
        """Search over everything that is a statement, and over gaps."""
        return SearchIndex([record for record in self.records if record.kind not in SILENT or record.kind == "gap"])


def _fits(route: Route, role: Role, age: int | None) -> bool:
    by_role = not route.roles or role in route.roles
    by_age = route.ages is None or (age is not None and route.ages.cover(age))
    return by_role and by_age


def _narrowness(route: Route) -> tuple[bool, bool]:
    return route.ages is not None, bool(route.roles)


@dataclass(frozen=True)
class Library:
    """Everything that is known."""

    records: tuple[AnyRecord, ...]
    documents: Mapping[str, Document]
    _views: dict[tuple[str | None, date, bool], View] = field(default_factory=dict, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def view(self, kommune: str | None, on: date, *, signed_in: bool = False) -> View:
        """What a municipality sees on a day; made once and kept for that day."""
        key = (kommune, on, signed_in)
        with self._lock:
            if any(day != on for _, day, _ in self._views):
                self._views.clear()
            if key not in self._views:
                self._views[key] = View(kommune, tuple(self._visible(kommune, on, signed_in=signed_in)), self.documents)
            return self._views[key]

    def warm(self, on: date) -> None:
        """Makes every municipality's view and its search index, so that the first question waits for neither."""
        for kommune in (None, *ontology().municipalities):
            view = self.view(kommune, on)
            view.search.scores("")
            _ = view.names_of, view.statement_stems

    def _visible(self, kommune: str | None, on: date, *, signed_in: bool) -> Iterable[AnyRecord]:
        owners = {owner: rank for rank, owner in enumerate(ontology().owners(kommune))}
        seen = [
            record
            for record in self.records
            if record.owner in owners
            and _holds(record, on)
            and (signed_in or record.audience == "alle")
            and (record.status == "confirmed" or isinstance(record, Contact))
        ]
        return sorted(seen, key=lambda record: (owners[record.owner], record.id))


def _holds(record: AnyRecord, on: date) -> bool:
    begun = record.valid_from is None or record.valid_from <= on
    ended = record.valid_to is not None and record.valid_to < on
    return begun and not ended and record.status != "superseded"
