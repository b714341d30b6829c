"""How old the content is: of each owner the day that was longest ago, and how much is past its day of review."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from knowledge.report import is_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from knowledge.records import AnyRecord


@dataclass(frozen=True, slots=True)
class Freshness:
    """Of the records of one owner that still hold: how many, the oldest check of a source, how many are overdue."""

    owner: str
    records: int
    oldest: date
    overdue: int


def freshness(records: Iterable[AnyRecord], on: date) -> Iterator[Freshness]:
    """A row for each owner that has records which hold on a day, in order."""
    held = sorted((one for one in records if not is_over(one, on)), key=attrgetter("owner"))
    for owner, group in groupby(held, key=attrgetter("owner")):
        own = list(group)
        oldest = min(source.checked for record in own for source in record.sources)
        yield Freshness(owner, len(own), oldest, sum(record.review_by < on for record in own))
