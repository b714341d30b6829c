"""Memory of this process and of those it has started, as Linux counts it."""

from __future__ import annotations

import os
import re
import resource
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

KILO = 1024
# Seconds between two looks. A look takes some 20 ms of a large process.
EVERY = 2.0
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def resident_mb() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / KILO / KILO


@dataclass
class Peak:
    """The most that was seen."""

    mb: float = 0.0


@contextmanager
def watched() -> Iterator[Peak]:
    """Looks again and again while it lasts.

    Some classifiers train in worker processes, so theirs is counted too; what several processes share counts once.
    """
    peak, done = Peak(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(peak, done), daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        # What was there between two looks, of this process alone.
        peak.mb = max(peak.mb, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILO)


def _watch(peak: Peak, done: threading.Event) -> None:
    while True:
        peak.mb = max(peak.mb, sum(map(_share_of, _family(os.getpid()))) / KILO)
        if done.wait(EVERY):
            return


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(int(child))


def _share_of(process: int) -> int:
    """Kilobytes; those that several processes share are divided among them."""
    found = PSS.search(_read(Path(f"/proc/{process}/smaps_rollup")))
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    """The file; nothing where the process has ended meanwhile."""
    try:
        return path.read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return ""
