"""What a municipality still has to fill in or confirm before it goes live: needs, contacts, dates, gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.library import Library
from knowledge.ontology import NATIONAL, ontology
from knowledge.records import Contact, Gap, Helpline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from knowledge.content import Content
    from knowledge.library import View
    from knowledge.records import AnyRecord, Role, Route, RouteStep

# How long before its day a review is worth planning for.
SOON = timedelta(days=90)
# What is told of a need besides who helps: kinds of records that are statements of it.
TELLING = ("measure", "threshold", "duty", "right", "process", "arena", "definition", "factor", "figure", "plan")
ROLES: tuple[Role, ...] = ("forelder", "ungdom", "ansatt", "ukjent")
# A page is a way in, but not a way to reach somebody.
DIRECT = ("telefon", "sms", "epost", "skjema", "chat", "adresse")


class State(StrEnum):
    """How well one thing is known, best first."""

    LOCAL = "lokalt"
    NATIONAL = "nasjonalt"
    UNCONFIRMED = "ubekreftet"
    MISSING = "mangler"


@dataclass(frozen=True, slots=True)
class NeedCovered:
    """One need: who helps, how to reach them, what it takes, and what else is told."""

    need: str
    route: State
    contact: State
    threshold: State
    told: State

    @property
    def states(self) -> tuple[State, ...]:
        """In the order of the columns."""
        return (self.route, self.contact, self.threshold, self.told)


@dataclass(frozen=True, slots=True)
class ServiceReached:
    """One service that routes lead to: how it can be reached, and by how many needs it is led to."""

    type: str
    name: str
    state: State
    confirmed: tuple[Contact, ...]
    unconfirmed: tuple[Contact, ...]
    needs: int


@dataclass(frozen=True, slots=True)
class Report:
    """What is known and what lacks in one municipality on one day."""

    kommune: str
    on: date
    needs: tuple[NeedCovered, ...]
    services: tuple[ServiceReached, ...]
    unconfirmed: tuple[AnyRecord, ...]
    due: tuple[AnyRecord, ...]
    gaps: tuple[Gap, ...]
    records: int

    def count(self, state: State) -> int:
        """How many cells of needs are in a state."""
        return sum(covered.states.count(state) for covered in self.needs)


def report(content: Content, kommune: str, on: date) -> Report:
    """Reads the content as one municipality sees it."""
    view = Library(content.records, content.documents).view(kommune, on)
    owners = ontology().owners(kommune)
    seen = [record for record in content.records if record.owner in owners and not is_over(record, on)]
    local = [record for record in seen if record.owner != NATIONAL]
    return Report(
        kommune=kommune,
        on=on,
        needs=tuple(_need(view, need) for need in ontology().needs),
        services=tuple(_services(view)),
        unconfirmed=tuple(one for one in seen if one.status == "unconfirmed"),
        due=tuple(sorted((one for one in seen if one.review_by < on + SOON), key=lambda one: (one.review_by, one.id))),
        gaps=tuple(record for record in local if isinstance(record, Gap)),
        records=len(local),
    )


def is_over(record: AnyRecord, on: date) -> bool:
    """Whether a record holds no more on a day."""
    return record.status == "superseded" or (record.valid_to is not None and record.valid_to < on)


def _need(view: View, need: str) -> NeedCovered:
    routes = [route for role in ROLES if (route := view.route(need, role, None)) is not None]
    parent = view.route(need, "forelder", None)
    steps = [step.service for step in parent.steps] if parent else []
    return NeedCovered(
        need=need,
        route=_nearest(routes) if len(routes) == len(ROLES) else State.MISSING,
        contact=_reach(view, steps[0]) if steps else State.MISSING,
        threshold=_nearest([*_about(view, need, "threshold"), *_access(view, steps)]),
        told=_nearest(_about(view, need, *TELLING)),
    )


def _about(view: View, need: str, *kinds: str) -> list[AnyRecord]:
    return [record for record in view.of_kind(*kinds) if need in record.needs]


def _access(view: View, services: Sequence[str]) -> Iterator[AnyRecord]:
    for kind in services[:1]:
        if kind in view.services:
            yield from (record for record in view.services[kind].records if record.access)


def _nearest(records: Sequence[AnyRecord]) -> State:
    if not records:
        return State.MISSING
    return State.LOCAL if any(record.owner != NATIONAL for record in records) else State.NATIONAL


def _reach(view: View, kind: str) -> State:
    direct = [one for one in view.contacts(kind) if one.channel in DIRECT]
    lines = [one for one in view.helplines if one.type == kind]
    if direct or lines:
        return _nearest([*direct, *lines])
    waiting = any(one.channel in DIRECT for one in view.contacts(kind, confirmed=False))
    return State.UNCONFIRMED if waiting else State.MISSING


def _services(view: View) -> Iterator[ServiceReached]:
    led = Counter(
        kind
        for need in ontology().needs
        for kind in {step.service for role in ROLES for step in _steps(view.route(need, role, None))}
    )
    for kind, needs in sorted(led.items(), key=lambda one: (-one[1], one[0])):
        if kind in view.services and not any(isinstance(one, Helpline) for one in view.services[kind].records):
            name = view.services[kind].name
            yield ServiceReached(
                type=kind,
                name=name.nb if name else kind,
                state=_reach(view, kind),
                confirmed=view.contacts(kind),
                unconfirmed=view.contacts(kind, confirmed=False),
                needs=needs,
            )


def _steps(route: Route | None) -> tuple[RouteStep, ...]:
    return route.steps if route else ()
