"""The closed vocabulary (`ontology.yml`): every id that content, answers and training data may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = Path(__file__).with_name("ontology.yml")
NATIONAL = "nasjonal"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality and the plan area it belongs to."""

    id: str
    name: str
    plan: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """Ids with their descriptions, in the file's order."""

    municipalities: Mapping[str, Municipality]
    roles: tuple[str, ...]
    levels: Mapping[str, str]
    risk_areas: Mapping[str, str]
    question_types: Mapping[str, str]
    needs: Mapping[str, str]
    services: Mapping[str, str]
    acute_kinds: Mapping[str, str]

    def owners(self, kommune: str | None) -> tuple[str, ...]:
        """Whose records a municipality sees, nearest first: itself, its plan area, the nation."""
        if kommune is None:
            return (NATIONAL,)
        plan = self.municipalities[kommune].plan
        return (kommune, NATIONAL) if plan == kommune else (kommune, plan, NATIONAL)

    def seen_from(self, owner: str) -> tuple[str, ...]:
        """Whose records an owner's own stand beside: itself first, then what it inherits; none for no owner."""
        if owner == NATIONAL:
            return (NATIONAL,)
        chains = (self.owners(place) for place in self.municipalities)
        return next((owners[owners.index(owner) :] for owners in chains if owner in owners), ())

    @property
    def all_owners(self) -> frozenset[str]:
        """Every first part that a record id may have."""
        plans = {municipality.plan for municipality in self.municipalities.values()}
        return frozenset({NATIONAL, *self.municipalities, *plans})


@cache
def ontology() -> Ontology:
    """The vocabulary, read once."""
    raw = read_yaml(PATH)
    municipalities = {
        key: Municipality(key, value["name"], value["plan"]) for key, value in raw["municipalities"].items()
    }
    return Ontology(
        municipalities=MappingProxyType(municipalities),
        roles=tuple(raw["roles"]),
        levels=MappingProxyType(raw["levels"]),
        risk_areas=MappingProxyType(raw["risk_areas"]),
        question_types=MappingProxyType(raw["question_types"]),
        needs=MappingProxyType(raw["needs"]),
        services=MappingProxyType(raw["services"]),
        acute_kinds=MappingProxyType(raw["acute_kinds"]),
    )
