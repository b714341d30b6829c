"""What is wrong with a file, said so that somebody who is no programmer can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One fault of one file; printed as `path: message`."""

    path: str
    message: str

    def __str__(self) -> str:
        """As an editor reads it."""
        return f"{self.path}: {self.message}"
