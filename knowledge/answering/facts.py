"""What a question type found, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.answers import Cell, Clarification, Option, Outcome, PlanStep, ProcessFound, ServiceFound, Statement


@dataclass(frozen=True, slots=True)
class Facts:
    """The parts of an answer. `opening` is said first and holds no fact; `handover` is why a person is offered.

    `web` asks for the municipality's web address at the end. `glosses` say what its abbreviations mean.
    """

    outcome: Outcome = "answered"
    opening: str = ""
    statements: tuple[Statement, ...] = ()
    services: tuple[ServiceFound, ...] = ()
    plan: tuple[PlanStep, ...] = ()
    process: ProcessFound | None = None
    cells: tuple[Cell, ...] = ()
    clarification: Clarification | None = None
    suggestions: tuple[Option, ...] = ()
    notices: tuple[str, ...] = ()
    handover: str | None = None
    web: bool = False
    glosses: tuple[Statement, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no fact was found."""
        return not (self.statements or self.services or self.plan or self.process or self.cells)
