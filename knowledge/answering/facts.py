"""What a question type found, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.answers import Cell, Clarification, Option, Outcome, PlanStep, ProcessFound, ServiceFound, Statement


@dataclass(frozen=True, slots=True)
class Question:
    """A question of ours in words, with what can be pressed."""

    text: str
    clarification: Clarification


@dataclass(frozen=True, slots=True)
class Facts:
    """The parts of an answer. `opening` is said first and holds no fact; `handover` is why a person is offered.

    `under_way`: `process` goes on from where whoever asks stands. `web` asks for the municipality's web address at the
    end. `clarification` is asked instead of an answer, `beside` beside it. `glosses` say what its abbreviations mean.
    """

    outcome: Outcome = "answered"
    opening: str = ""
    statements: tuple[Statement, ...] = ()
    services: tuple[ServiceFound, ...] = ()
    plan: tuple[PlanStep, ...] = ()
    process: ProcessFound | None = None
    under_way: bool = False
    cells: tuple[Cell, ...] = ()
    clarification: Clarification | None = None
    beside: Question | None = None
    suggestions: tuple[Option, ...] = ()
    notices: tuple[str, ...] = ()
    handover: str | None = None
    web: bool = False
    glosses: tuple[Statement, ...] = ()

    @property
    def asked(self) -> Clarification | None:
        """What is asked, instead of an answer or beside it."""
        return self.clarification or (self.beside.clarification if self.beside else None)

    @property
    def empty(self) -> bool:
        """Whether no fact was found."""
        return not (self.statements or self.services or self.plan or self.process or self.cells)
