"""What a schema cannot see: ids, references, quotes, numbers and names out of place, language, coverage, dates.

Each check takes placed records and yields faults; none stops at the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.checks import coverage, dates, language, numbers, references, sources
from knowledge.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from knowledge.checks.finding import Placed
    from knowledge.records import Document


def check_records(placed: Sequence[Placed], documents: Mapping[str, Document], *, complete: bool = True) -> list[Fault]:
    """All faults of all records, of what holds on any day.

    `complete`: whether all documents could be read; if not, one that is missing is no fault of the records.
    """
    words = language.Words.of(placed)
    faults = [
        Fault(path, 0, message, at)
        for path, record in placed
        for message, at in (
            *references.check(path, record),
            *dates.check_order(record),
            *sources.check(record, documents, complete=complete),
            *numbers.check(record),
            *language.check(record, words),
        )
    ]
    return [*faults, *references.check_together(placed), *numbers.check_together(placed), *coverage.check(placed)]


def check_dates(placed: Sequence[Placed], on: date) -> list[Fault]:
    """What has run out or is due for review on a day: to be mended, but no reason not to load the rest."""
    return [Fault(path, 0, message, at) for path, record in placed for message, at in dates.check(record, on)]
