"""What processes hold in memory: each shared page counted once (PSS), theirs and their children's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PROC = Path("/proc")
KILO = 1024


def megabytes(processes: Iterable[int]) -> float:
    """The proportional set size of processes and all that they started, in MB."""
    return round(sum(map(_kilobytes, with_children(processes))) / KILO, 1)


def with_children(processes: Iterable[int]) -> set[int]:
    """Processes, all that they started, and what those started."""
    found = set(processes)
    parents = {int(entry.name): _parent(entry) for entry in PROC.iterdir() if entry.name.isdigit()}
    while more := {process for process, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _parent(entry: Path) -> int | None:
    try:
        # The name in brackets may hold anything; what comes after it does not.
        return int((entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
    except OSError:  # It has just ended.
        return None


def _kilobytes(process: int) -> int:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
