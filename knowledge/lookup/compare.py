"""One service or one need side by side in several municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.lookup.sheet import sheet_of

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.answers import SourceRef
    from knowledge.lookup.reading import Reading
    from knowledge.lookup.sheet import ServiceSheet


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a need leads in one municipality: its first step, and services in order with why."""

    first: str
    services: tuple[tuple[str, str, str], ...]
    is_own: bool
    sources: tuple[SourceRef, ...]


def services_of(readings: dict[str, Reading], kind: str, now: datetime) -> dict[str, ServiceSheet | None]:
    """A service's sheet in each municipality; None where nothing is known of it there."""
    return {kommune: sheet_of(reading, kind, now) for kommune, reading in readings.items()}


def leads_of(readings: dict[str, Reading], need: str, age: int | None) -> dict[str, Leads | None]:
    """Where a need leads in each municipality, as employees are told; None where no route is known."""
    return {kommune: _leads(reading, need, age) for kommune, reading in readings.items()}


def _leads(reading: Reading, need: str, age: int | None) -> Leads | None:
    route = reading.view.route(need, "ansatt", age)
    if route is None:
        return None
    steps = [step for step in route.steps if step.service in reading.view.services]
    return Leads(
        first=reading.words(route.first),
        services=tuple((step.service, reading.service(step.service), reading.words(step.why)) for step in steps),
        is_own=route.owner != "nasjonal",
        sources=reading.refer(route.sources),
    )
