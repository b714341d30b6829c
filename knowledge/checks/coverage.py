"""Nobody is left without an answer: a route for every need, a line for every danger, a name for every service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.faults import Fault
from knowledge.ontology import NATIONAL, ontology
from knowledge.records import Helpline, Route, Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.checks.finding import Placed


def check(placed: Sequence[Placed]) -> Iterator[Fault]:
    """Needs, dangers and services that somebody would ask about in vain."""
    yield from _check_routes(placed)
    yield from _check_steps(placed)
    yield from _check_helplines(placed)


def _check_routes(placed: Sequence[Placed]) -> Iterator[Fault]:
    national = [record for _, record in placed if isinstance(record, Route) and _for_everybody(record)]
    for need in ontology().needs:
        covered = {role for route in national if route.need == need for role in (route.roles or ontology().roles)}
        missing = [role for role in ontology().roles if role not in covered]
        if missing:
            where = _without(placed, need, missing)
            message = f"No route for {need} for {', '.join(missing)} in {where}. Write {NATIONAL}/rute-{need}.yml."
            yield Fault(NATIONAL, 0, message)


def _without(placed: Sequence[Placed], need: str, roles: Sequence[str]) -> str:
    own = {
        (record.owner, role)
        for _, record in placed
        if isinstance(record, Route) and record.need == need and _is_open(record)
        for role in (record.roles or ontology().roles)
    }
    bare = [
        place
        for place in ontology().municipalities
        if not all(any((owner, role) in own for owner in ontology().owners(place)) for role in roles)
    ]
    everywhere = len(bare) == len(ontology().municipalities)
    return "any municipality" if everywhere else ", ".join([*bare, "where none is chosen"])


def _check_steps(placed: Sequence[Placed]) -> Iterator[Fault]:
    named = {
        record.type
        for _, record in placed
        if isinstance(record, Service | Helpline) and record.owner == NATIONAL and record.name is not None
    }
    for path, record in placed:
        if isinstance(record, Route):
            for n, step in enumerate(record.steps):
                if step.service in ontology().services and step.service not in named:
                    message = f"{step.service} has no national name. Write {NATIONAL}/{step.service}.yml."
                    yield Fault(path, 0, message, ("steps", n, "service"))


def _check_helplines(placed: Sequence[Placed]) -> Iterator[Fault]:
    everybody = [record for _, record in placed if isinstance(record, Helpline) and _for_everybody(record)]
    for kind in ontology().acute_kinds:
        if not any(kind in line.acute and line.lines[0].channel == "telefon" for line in everybody):
            message = f"No confirmed help line with a phone for {kind}, for people of every age. Add one."
            yield Fault(NATIONAL, 0, message)


def _for_everybody(record: Helpline | Route) -> bool:
    return record.owner == NATIONAL and _is_open(record)


def _is_open(record: Helpline | Route) -> bool:
    """Whether it is for people of every age, on every day."""
    lasting = record.status == "confirmed" and record.valid_from is None and record.valid_to is None
    return lasting and record.audience == "alle" and record.ages is None
