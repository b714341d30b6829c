"""Where services meet: who is there, how often, what for, and what of it can be put into a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.records import Arena

if TYPE_CHECKING:
    from knowledge.answers import SourceRef
    from knowledge.lookup.reading import Reading
    from knowledge.records import Rhythm

MONTHS = tuple(range(1, 13))
# The halves of a school year, as months: from August until Christmas, and from January until the summer holidays.
AUTUMN, SPRING = (8, 9, 10, 11, 12), (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class MeetingArena:
    """An arena as it is told here. Everything but the name and the text is None or empty where no source says it."""

    id: str
    name: str
    text: str
    members: tuple[str, ...]
    frequency: str | None
    rhythm: Rhythm | None
    length: str | None
    mandate: str | None
    replaces: str | None
    services: tuple[str, ...]
    needs: tuple[str, ...]
    sources: tuple[SourceRef, ...]


def arenas_of(reading: Reading) -> tuple[MeetingArena, ...]:
    """Every arena, nearest owner first."""
    return tuple(arena_of(reading, one) for one in reading.view.of_kind("arena") if isinstance(one, Arena))


def arena_of(reading: Reading, record: Arena) -> MeetingArena:
    """One arena."""
    return MeetingArena(
        id=record.id,
        name=reading.words(record.name),
        text=reading.words(record.staff or record.text),
        members=tuple(reading.words(one) for one in record.members),
        frequency=reading.maybe(record.frequency),
        rhythm=record.rhythm,
        length=reading.maybe(record.length),
        mandate=reading.maybe(record.mandate),
        replaces=reading.maybe(record.replaces),
        services=record.services,
        needs=record.needs,
        sources=reading.refer(record.sources),
    )


def months_of(rhythm: Rhythm) -> tuple[int, ...]:
    """The months in which an arena is known to meet: all of them where it meets monthly, else none is known."""
    return MONTHS if rhythm.every == "maned" else ()
