"""What one owner (a municipality, a plan area, the nation) holds on one day: the same for all who see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.records import Contact
from knowledge.search import SearchIndex, words_of
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from knowledge.records import AnyRecord

# Kinds that are no statement of their own.
SILENT = ("service", "contact", "helpline", "route")
# Kinds whose words are no fact about what a question asks.
UNSPOKEN = ("contact", "helpline", "route", "gap")


@dataclass(frozen=True)
class Holding:
    """One owner's records that hold on a day and may be told, ordered by id."""

    records: tuple[AnyRecord, ...]

    @classmethod
    def of(cls, records: Iterable[AnyRecord], on: date, *, signed_in: bool) -> Holding:
        """Keeps what holds and may be told; of what is unconfirmed only contacts, so that they can be asked for."""
        told = (
            record
            for record in records
            if holds(record, on)
            and (signed_in or record.audience == "alle")
            and (record.status == "confirmed" or isinstance(record, Contact))
        )
        return cls(tuple(sorted(told, key=lambda record: record.id)))

    @cached_property
    def index(self) -> SearchIndex:
        """The index of everything that is a statement, and of gaps."""
        return SearchIndex([record for record in self.records if record.kind not in SILENT])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that some statement or service uses, as stems."""
        telling = (record for record in self.records if record.kind not in UNSPOKEN)
        return frozenset(stem for record in telling for text in words_of(record) for stem in stems(text))


def holds(record: AnyRecord, on: date) -> bool:
    """Whether a record is in force on a day: begun, not ended, not superseded."""
    begun = record.valid_from is None or record.valid_from <= on
    ended = record.valid_to is not None and record.valid_to < on
    return begun and not ended and record.status != "superseded"
