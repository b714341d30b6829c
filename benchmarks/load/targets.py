"""What was measured, and what it should be: ratios beside stock Rasa in the same run, and a few plain bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.load.crowd import Load

STOCK, ANNEX, SMALL, SHARED = "stock Rasa", "our annex alone", "the whole, SQLite", "the whole, PostgreSQL and Redis"
MANY = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """What one of them did.

    `alone`: messages that the library answered, because Rasa was not there in time; `unhurried`: the load of people who
    read before they write again.
    """

    name: str
    start_s: float
    training_s: float | None
    memory_mb: float
    alone: int
    loads: tuple[Load, ...]
    unhurried: Load

    def load(self, clients: int) -> Load:
        """That of so many clients."""
        return next(load for load in self.loads if load.clients == clients)


@dataclass(frozen=True, slots=True)
class Target:
    """What should be at most, or at least, so much."""

    what: str
    bound: float
    measured: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is."""
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def targets(measured: Mapping[str, Measured]) -> tuple[Target, ...]:
    """All of them, of one run."""
    stock, small, shared = (measured[name] for name in (STOCK, SMALL, SHARED))
    found = []
    for load in small.loads:
        before, at = stock.load(load.clients), f"{load.clients} clients" if load.clients > 1 else "one client"
        speed, p50 = _ratio(load.per_second, before.per_second), _ratio(load.p50_ms, before.p50_ms)
        found.append(Target(f"messages a second beside stock Rasa, {at}", 3, speed, at_least=True))
        found.append(Target(f"p50 beside stock Rasa, {at}", 0.5, p50))
    both = _ratio(shared.load(MANY).per_second, small.load(MANY).per_second)
    found.append(Target(f"PostgreSQL and Redis beside SQLite, {MANY} clients", 0.8, both, at_least=True))
    found.append(Target(f"p95 of the whole, {MANY} clients, ms", 120, small.load(MANY).p95_ms))
    found.append(Target("memory of all processes, MB", 1400, small.memory_mb))
    found.append(Target("ready after s", 20, small.start_s))
    if small.training_s is not None:
        found.append(Target("trained in s", 180, small.training_s))
    found.append(Target("messages answered without Rasa", 0, small.alone + shared.alone))
    return tuple(found)


def _ratio(one: float, other: float) -> float:
    # So finely that what is just missed is not rounded to what it should be.
    return round(one / other, 3)
