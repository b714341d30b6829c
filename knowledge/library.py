"""All knowledge in memory, as each municipality sees it. Any thread may read it.

A municipality sees its own records, then its plan area's, then the national ones. Services are
merged field by field, the nearest record that has the field wins.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from foundation.masking import mask
from knowledge.applied import AppliedService
from knowledge.holding import Holding
from knowledge.names import names_of, public_names, service_names
from knowledge.ontology import ontology
from knowledge.records import Contact, Helpline, Route, Service
from knowledge.safety import assess
from knowledge.search import Search, SearchIndex
from knowledge.walk import sentences
from knowledge.words import stems, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from foundation.names import Phrases
    from knowledge.records import AnyRecord, Document, Role


# Kinds whose own words are what people look for.
WORDED = frozenset({"service", "definition", "duty"})


@dataclass(frozen=True)
class View:
    """What one municipality (or nobody in particular) may be told on one day.

    Of what is unconfirmed only contacts are here, so that it can be said that there is one to confirm.
    """

    kommune: str | None
    on: date
    holdings: tuple[Holding, ...]
    documents: Mapping[str, Document]

    @cached_property
    def records(self) -> tuple[AnyRecord, ...]:
        """Every visible record, nearest owner first."""
        return tuple(record for holding in self.holdings for record in holding.records)

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
    def due(self) -> tuple[AnyRecord, ...]:
        """Records whose review is overdue."""
        return tuple(record for record in self.records if record.review_by < self.on)

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

    def speaks_of(self, word: str) -> bool:
        """Whether some statement or service uses a word, given as its stem: what the sources speak of."""
        return any(word in holding.vocabulary for holding in self.holdings)

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
    def names(self) -> dict[str, tuple[str, ...]]:
        """Every name of every record, by its id."""
        return {record.id: names_of(record) for record in self.records}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the names and keywords of what is here, and of what services, terms and duties say."""
        named = (name for record in self.records for name in (*names_of(record), *record.keywords))
        telling = (record for record in self.records if record.kind in WORDED)
        told = (text for record in telling for text in sentences(record))
        return frozenset(word for text in (*named, *told) for word in words(text))

    @cached_property
    def service_search(self) -> Search:
        """Search over the services' own texts, and those of help lines."""
        return Search([SearchIndex([one for service in self.services.values() for one in service.records])])

    @cached_property
    def asked_search(self) -> Search:
        """Search over what employees type when they look for a record: each sentence by itself, the best one counts."""
        asked = [(record.id, sentence) for record in self.records for sentence in record.asked]
        return Search([SearchIndex.of_texts(asked)])

    @cached_property
    def search(self) -> Search:
        """Search over everything that is a statement, and over gaps."""
        return Search([holding.index for holding in self.holdings])


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
    _holdings: dict[tuple[str, date, bool], Holding] = field(default_factory=dict, repr=False, compare=False)
    _lock: RLock = field(default_factory=RLock, repr=False, compare=False)

    def view(self, kommune: str | None, on: date, *, signed_in: bool = False) -> View:
        """What a municipality sees on a day; made once and kept for that day."""
        key = (kommune, on, signed_in)
        with self._lock:
            if any(day != on for _, day, _ in self._views):
                self._views.clear()
                self._holdings.clear()
            if key not in self._views:
                owners = ontology().owners(kommune)
                holdings = tuple(self._holding(owner, on, signed_in=signed_in) for owner in owners)
                self._views[key] = View(kommune, on, holdings, self.documents)
            return self._views[key]

    def warm(self, on: date) -> None:
        """Makes what every owner holds and its search index, and reads the safety net: no question waits for them.

        So are the word lists read by which personal data is hidden.
        """
        assess("")
        mask("Hun heter ukjent-xyz, 98765432", self.public_names)
        for kommune in (None, *ontology().municipalities):
            view = self.view(kommune, on)
            _ = view.search, view.names_of
            for holding in view.holdings:
                _ = holding.index, holding.vocabulary

    @cached_property
    def public_names(self) -> Phrases:
        """Names that are never a person's, for `foundation.masking`."""
        return public_names(self.records, self.documents.values())

    def _holding(self, owner: str, on: date, *, signed_in: bool) -> Holding:
        key = (owner, on, signed_in)
        if key not in self._holdings:
            self._holdings[key] = Holding.of(self._by_owner.get(owner, ()), on, signed_in=signed_in)
        return self._holdings[key]

    @cached_property
    def _by_owner(self) -> dict[str, list[AnyRecord]]:
        grouped: defaultdict[str, list[AnyRecord]] = defaultdict(list)
        for record in self.records:
            grouped[record.owner].append(record)
        return dict(grouped)
