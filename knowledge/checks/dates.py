"""Validity: dates that contradict each other, and what a day makes old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from knowledge.records import AnyRecord


def check_order(record: AnyRecord) -> Iterator[Finding]:
    """Dates in an order that cannot be."""
    if record.valid_from and record.valid_to and record.valid_to < record.valid_from:
        yield Finding("valid_to is before valid_from. Mend one of them.", ("valid_to",))
    for n, source in enumerate(record.sources):
        if source.checked > record.review_by:
            message = (
                f"{source.document} was checked after the record's review is due ({record.review_by}). Move it on."
            )
            yield Finding(message, ("sources", n, "checked"))


def check(record: AnyRecord, on: date) -> Iterator[Finding]:
    """What has run out, is due, or claims to have been checked in the future."""
    if record.status == "superseded":
        return
    if record.valid_to and record.valid_to < on:
        message = f"It held until {record.valid_to} and is not used any more. Set `status: superseded`, or a new date."
        yield Finding(message, ("valid_to",))
    elif record.review_by < on:
        message = f"The review was due on {record.review_by}. Compare it with its sources, then move the date on."
        yield Finding(message, ("review_by",))
    for n, source in enumerate(record.sources):
        if source.checked > on:
            yield Finding(f"Checked on {source.checked}, a day that is not come yet.", ("sources", n, "checked"))
