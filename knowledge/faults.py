"""What is wrong with a file, said so that somebody who is no programmer can mend it."""

from __future__ import annotations

from dataclasses import dataclass, field

type Place = tuple[str | int, ...]


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One fault of one file, and what mends it.

    `line` counts from 1, 0 where the fault is of the whole file; `at` is the place in the record
    (`("sources", 0, "quote")`), from which the line is found. What reads the same is the same fault.
    """

    path: str
    line: int
    message: str
    at: Place = field(default=(), compare=False)

    def __str__(self) -> str:
        """As an editor reads it, and as editors' programs jump to it."""
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"
