"""What a hit must fit: a need, a level, an age, where the child is, and whom it is written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from knowledge.records import Process, Right, Service

if TYPE_CHECKING:
    from knowledge.library import View
    from knowledge.records import Ages, AnyRecord, Level, Role

type Place = Literal["barnehage", "skole", "sfo", "hjemme"]
# Where a child is every day, and how old it is there.
PLACES: dict[Place, tuple[int, int]] = {"barnehage": (0, 6), "skole": (5, 19), "sfo": (5, 10), "hjemme": (0, 23)}
# What is only for those who are in these places.
OF_A_PLACE = frozenset({"barnehage", "skole", "sfo"})


@dataclass(frozen=True, slots=True)
class Filters:
    """Each None: all of them. `arena` is where the child is, `role` whom a hit is written to."""

    need: str | None = None
    level: Level | None = None
    age: int | None = None
    arena: Place | None = None
    role: Role | None = None


def fits(view: View, hit: AnyRecord | str, wanted: Filters) -> bool:
    """Whether a record, or a service given as its type, is among what is wanted; what says nothing of it is."""
    return (
        _of_need(view, hit, wanted.need)
        and _of_level(view, hit, wanted.level)
        and _of_age(view, hit, wanted.age)
        and _of_place(view, hit, wanted.arena)
        and _of_role(hit, wanted.role)
    )


def _of_need(view: View, hit: AnyRecord | str, need: str | None) -> bool:
    if need is None:
        return True
    if not isinstance(hit, str):
        return need in hit.needs
    route = view.route(need, "ansatt", None)
    return route is not None and hit in [step.service for step in route.steps]


def _of_level(view: View, hit: AnyRecord | str, level: Level | None) -> bool:
    if level is None:
        return True
    if isinstance(hit, str):
        return level in view.services[hit].levels
    return getattr(hit, "level", None) == level


def _ages(view: View, hit: AnyRecord | str) -> Ages | None:
    return view.services[hit].ages if isinstance(hit, str) else getattr(hit, "ages", None)


def _of_age(view: View, hit: AnyRecord | str, age: int | None) -> bool:
    ages = _ages(view, hit)
    if age is None:
        return True
    if ages is not None:
        return ages.cover(age)
    named = OF_A_PLACE & ({hit} if isinstance(hit, str) else set(hit.services))
    return not named or any(PLACES[place][0] <= age <= PLACES[place][1] for place in PLACES if place in named)


def _of_place(view: View, hit: AnyRecord | str, place: Place | None) -> bool:
    if place is None:
        return True
    named = OF_A_PLACE & ({hit} if isinstance(hit, str) else set(hit.services))
    ages = _ages(view, hit)
    low, high = PLACES[place]
    overlaps = ages is None or ((ages.low or 0) <= high and (ages.high is None or ages.high >= low))
    others = not isinstance(hit, str) and bool(set(hit.services) - OF_A_PLACE)
    return overlaps and (not named or place in named or others)


def _of_role(hit: AnyRecord | str, role: Role | None) -> bool:
    if role is None or isinstance(hit, str | Service):
        return True
    if isinstance(hit, Process | Right):
        return not hit.roles or role in hit.roles
    return hit.kind != "duty" or role == "ansatt"
