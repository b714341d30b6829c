"""How fast the library loads and answers, now and at the size of the whole country: `make bench`.

Each library is measured in a process of its own, so that its memory is its own. The questions are those of
`tests/eval/worked`, as if they had been understood rightly, spread over all municipalities.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import statistics
import time
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.country import country
from foundation.clock import now
from foundation.database import make_engine
from foundation.settings import ROOT
from knowledge import Need, Query, answer
from knowledge.content import read_content
from knowledge.ontology import ontology
from knowledge.store import load_content, read_library

if TYPE_CHECKING:
    from knowledge import Library

QUESTIONS = ROOT / "tests" / "eval" / "worked" / "understanding.jsonl"
REPORT = ROOT / "reports" / "bench-library.json"
ROUNDS = 3
KILO = 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, megabytes and milliseconds of one library."""

    library: str
    municipalities: int
    records: int
    load_s: float
    open_s: float
    snapshot_mb: float
    median_ms: float
    p99_ms: float
    max_ms: float


def measure(name: str, *, wide: bool) -> Measured:
    """Loads the content into a new database, reads it back, and asks."""
    begun = time.perf_counter()
    content = read_content()
    reading = time.perf_counter() - begun
    with country(content) if wide else nullcontext(content) as whole, TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder)}/bench.db")
        begun = time.perf_counter()
        load_content(engine, whole)
        loading = time.perf_counter() - begun
        del content
        before = _resident_mb()
        begun = time.perf_counter()
        library = read_library(engine)
        library.warm(now().date())
        opening = time.perf_counter() - begun
        after = _resident_mb()
        engine.dispose()
        times = _answers(library)
        return Measured(
            library=name,
            municipalities=len(ontology().municipalities),
            records=len(library.records),
            load_s=round(reading + loading, 2),
            open_s=round(opening, 2),
            snapshot_mb=round(after - before, 1),
            median_ms=round(statistics.median(times), 2),
            p99_ms=round(statistics.quantiles(times, n=100)[98], 2),
            max_ms=round(max(times), 2),
        )


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / KILO / KILO


def _answers(library: Library) -> list[float]:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    places = cycle(ontology().municipalities)
    times = []
    for row in rows * ROUNDS:
        needs = tuple(Need(need, 0.8) for need in row["needs"])
        query = Query(row["text"], next(places), row["role"], question_type=row["question_type"], needs=needs)
        begun = time.perf_counter()
        answer(query, library, now())
        times.append(1000 * (time.perf_counter() - begun))
    return times


def main() -> None:
    """Prints both libraries in one table, and writes the same as JSON."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, maxtasksperchild=1) as pool:
        measured = [
            pool.apply(measure, (name,), {"wide": wide})
            for name, wide in (("the content", False), ("the whole country, generated", True))
        ]
    table = Table("", *(one.library for one in measured), "ratio")
    for key in asdict(measured[0]):
        if key != "library":
            values = [asdict(one)[key] for one in measured]
            table.add_row(key, *map(str, values), f"{values[1] / values[0]:.2f}" if values[0] else "")
    Console().print(table)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(one) for one in measured], indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
