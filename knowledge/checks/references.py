"""Ids, files, and the ids that records name."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.checks.finding import Finding
from knowledge.faults import Fault
from knowledge.ontology import NATIONAL, ontology
from knowledge.records import Contact, Gap, Helpline, Process, Responsibility, Route, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.checks.finding import Placed
    from knowledge.faults import Place
    from knowledge.records import AnyRecord


def check(path: str, record: AnyRecord) -> Iterator[Finding]:
    """Faults of one record's own id and of what it names."""
    yield from _check_place(path, record)
    yield from _check_references(record)
    yield from _check_steps(record)


def check_together(placed: Sequence[Placed]) -> Iterator[Fault]:
    """Ids used twice, routes that hide each other, records that replace each other in a ring, unknown duties."""
    yield from _check_ids(placed)
    yield from _check_twins(placed)
    yield from _check_successors(placed)
    yield from _check_duties(placed)


def _check_place(path: str, record: AnyRecord) -> Iterator[Finding]:
    folder = path.partition("/")[0]
    slug = record.id.partition("/")[2]
    if Path(path).stem != slug:
        message = f"The file is called {Path(path).name}, but the id is {record.id}. Call it {slug}.yml."
        yield Finding(message, ("id",))
    if record.owner != folder:
        yield Finding(f"The id {record.id} belongs in the folder {record.owner}/, not {folder}/.", ("id",))
    if record.owner not in ontology().all_owners:
        message = f"The owner {record.owner} is neither a municipality, a plan area nor {NATIONAL}. Mend the id."
        yield Finding(message, ("id",))
    if isinstance(record, Service) and record.id != f"{record.owner}/{record.type}":
        yield Finding(f"A service's id is <owner>/<type>: write {record.owner}/{record.type}.", ("id",))
    if isinstance(record, Contact) and not _reaches(record.owner, record.service.partition("/")[0]):
        message = f"{record.owner} does not see the service {record.service}. Name its own: {record.owner}/…"
        yield Finding(message, ("service",))


def _reaches(owner: str, other: str) -> bool:
    places = [place.id for place in ontology().municipalities.values() if owner in ontology().owners(place.id)]
    return owner == other or any(other in ontology().owners(place) for place in places)


def _check_references(record: AnyRecord) -> Iterator[Finding]:
    vocabulary = ontology()
    known: Mapping[str, Iterable[str]] = {
        "need": vocabulary.needs,
        "service": vocabulary.services,
        "question type": vocabulary.question_types,
        "risk area": vocabulary.risk_areas,
        "acute kind": vocabulary.acute_kinds,
    }
    for kind, value, at in _references(record):
        if value not in known[kind]:
            near = get_close_matches(value, known[kind], 1)
            hint = f"Did you mean {near[0]}?" if near else "The ids are in knowledge/ontology.yml."
            yield Finding(f"Unknown {kind}: {value}. {hint}", at)


def _references(record: AnyRecord) -> Iterator[tuple[str, str, Place]]:
    yield from (("need", need, ("needs", n)) for n, need in enumerate(record.needs))
    yield from (("service", service, ("services", n)) for n, service in enumerate(record.services))
    match record:
        case Service():
            yield "service", record.type, ("type",)
            yield from (("service", partner, ("partners", n)) for n, partner in enumerate(record.partners))
        case Helpline():
            yield "service", record.type, ("type",)
            yield from (("acute kind", kind, ("acute", kind)) for kind in record.acute)
        case Contact():
            yield "service", record.service.partition("/")[2], ("service",)
        case Route():
            yield "need", record.need, ("need",)
            yield from (("service", step.service, ("steps", n, "service")) for n, step in enumerate(record.steps))
        case Process():
            for n, step in enumerate(record.steps):
                yield from (("service", one, ("steps", n, "turns_to", m)) for m, one in enumerate(step.turns_to))
                yield from (("need", one, ("steps", n, "turns_for", m)) for m, one in enumerate(step.turns_for))
        case Responsibility():
            yield "risk area", record.risk_area, ("risk_area",)
        case Gap():
            yield from (("question type", kind, ("question_types", n)) for n, kind in enumerate(record.question_types))


def _check_steps(record: AnyRecord) -> Iterator[Finding]:
    """A step that turns to a service without a step after it tells nothing of what comes next."""
    if isinstance(record, Process):
        for n, step in enumerate(record.steps):
            if step.turns_to and not any(not after.always for after in record.steps[n + 1 :]):
                yield Finding("No step comes after this one. Take `turns_to` away.", ("steps", n, "turns_to"))


def _check_ids(placed: Iterable[Placed]) -> Iterator[Fault]:
    counts = Counter(record.id for _, record in placed)
    for path, record in placed:
        if counts[record.id] > 1:
            message = f"The id {record.id} is used by {counts[record.id]} files. An id names one record: rename one."
            yield Fault(path, 0, message, ("id",))


def _check_twins(placed: Iterable[Placed]) -> Iterator[Fault]:
    first: dict[tuple[object, ...], str] = {}
    for path, record in placed:
        if isinstance(record, Route) and record.status == "confirmed":
            for role in record.roles or ontology().roles:
                general = not record.roles
                key = (record.owner, record.need, role, record.ages, general, record.valid_from, record.valid_to)
                if first.setdefault(key, record.id) != record.id:
                    message = f"{first[key]} is a route for the same need, role and age. Keep one of them."
                    yield Fault(path, 0, message, ("need",))
                    break


def _check_duties(placed: Sequence[Placed]) -> Iterator[Fault]:
    """A step is bound by duties that are here, and that its owner sees."""
    duties = {record.id: record.owner for _, record in placed if record.kind == "duty"}
    for path, record in placed:
        if isinstance(record, Process):
            for n, step in enumerate(record.steps):
                for m, duty in enumerate(step.duties):
                    if duty not in duties or not _is_seen_by_all(record.owner, duties[duty]):
                        near = [one for one in get_close_matches(duty, duties, 2) if one != duty]
                        hint = f"Did you mean {near[0]}?" if near else "Name a record of the kind duty."
                        message = f"Unknown duty: {duty}. {hint}"
                        yield Fault(path, 0, message, ("steps", n, "duties", m))


def _is_seen_by_all(owner: str, other: str) -> bool:
    """Whether every municipality that sees what one owner has, sees what another has."""
    places = [place.id for place in ontology().municipalities.values() if owner in ontology().owners(place.id)]
    return owner == other or (bool(places) and all(other in ontology().owners(place) for place in places))


def _check_successors(placed: Sequence[Placed]) -> Iterator[Fault]:
    successors = {record.id: record.replaced_by for _, record in placed if record.replaced_by}
    known = {record.id for _, record in placed}
    for path, record in placed:
        if not record.replaced_by:
            continue
        if record.status != "superseded":
            message = "Only a record with `status: superseded` is replaced by another one. Set it."
            yield Fault(path, 0, message, ("replaced_by",))
        if record.replaced_by not in known:
            message = f"No record has the id {record.replaced_by}. Name one that there is."
            yield Fault(path, 0, message, ("replaced_by",))
        ring = _ring(record.id, successors)
        if ring:
            message = f"These records replace each other in a ring: {' → '.join(ring)}. Cut it at the newest one."
            yield Fault(path, 0, message, ("replaced_by",))


def _ring(start: str, successors: Mapping[str, str]) -> list[str]:
    way = [start]
    while (successor := successors.get(way[-1])) is not None:
        way.append(successor)
        if successor == start:
            return way
        if successor in way[:-1]:
            return []  # The ring is further on, and is told of the records in it.
    return []
