"""What is measured against a budget, and what is built."""

from __future__ import annotations

from dataclasses import dataclass, field

from foundation.settings import ROOT

DIST = ROOT / "web" / "dist"
KIB = 1_024


@dataclass(frozen=True, slots=True)
class Measured:
    """One budget and what was measured; `at_most` is False where more is better."""

    what: str
    unit: str
    measured: float
    budget: float
    at_most: bool = field(default=True, kw_only=True)

    @property
    def is_kept(self) -> bool:
        """Whether the budget is kept."""
        return self.measured <= self.budget if self.at_most else self.measured >= self.budget
