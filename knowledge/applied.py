"""A service as it applies in one municipality: laid together field by field, the nearest record first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.ontology import NATIONAL

if TYPE_CHECKING:
    from knowledge.records import Ages, AnyRecord, Helpline, Level, Service, Source, Text


# What an employee reads of a service: what is written for employees, else what is for everyone.
STAFF = ("staff", "text")


@dataclass(frozen=True)
class AppliedService:
    """A service as it applies in a municipality: each field from the nearest record that has it."""

    records: tuple[Service | Helpline, ...]
    name: Text | None
    text: Text | None
    staff: Text | None
    access: Text | None
    cost: Text | None
    for_whom: Text | None
    organised_under: Text | None
    level_note: Text | None
    ages: Ages | None
    levels: tuple[Level, ...]

    @classmethod
    def of(cls, records: tuple[Service | Helpline, ...]) -> AppliedService:
        """Lays records of one service type together, nearest first."""
        return cls(
            records,
            name=_nearest(records, "name"),
            text=_nearest(records, "text"),
            staff=_nearest(records, *STAFF),
            access=_nearest(records, "access"),
            cost=_nearest(records, "cost"),
            for_whom=_nearest(records, "for_whom"),
            organised_under=_nearest(records, "organised_under"),
            level_note=_nearest(records, "level_note"),
            ages=_nearest(records, "ages"),
            levels=_nearest(records, "levels") or (),
        )

    @property
    def id(self) -> str:
        """The nearest record's id."""
        return self.records[0].id

    @property
    def type(self) -> str:
        """The ontology type."""
        return self.records[0].type

    @property
    def is_own(self) -> bool:
        """Whether the municipality or its plan says something of the service itself."""
        return not self.id.startswith(f"{NATIONAL}/")

    def sources_of(self, name: str) -> tuple[Source, ...]:
        """The sources that carry one field, of the record that it comes from."""
        found = _origin(self.records, *(STAFF if name == "staff" else (name,)))
        return sources_for(*found) if found else ()


def _origin(records: tuple[Service | Helpline, ...], *names: str) -> tuple[Service | Helpline, str] | None:
    """The nearest record that has one of these fields, and which of them; None where no record has any."""
    return next(((record, name) for record in records for name in names if getattr(record, name, None)), None)


def _nearest(records: tuple[Service | Helpline, ...], *names: str) -> Any:  # noqa: ANN401 - whatever the field holds
    found = _origin(records, *names)
    return getattr(*found) if found else None


def sources_for(record: AnyRecord, name: str) -> tuple[Source, ...]:
    """The sources that carry one field of a record: those that name it, then those that carry the whole."""
    naming = tuple(source for source in record.sources if name in source.fields)
    whole = tuple(source for source in record.sources if not source.fields)
    return (*naming, *whole) or record.sources
