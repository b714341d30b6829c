"""A process as a figure shows it: its steps in order, what binds them, and what waits for none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.records import Duty, Process

if TYPE_CHECKING:
    from knowledge.answers import SourceRef
    from knowledge.lookup.reading import Reading
    from knowledge.records import Step

# What never waits, whatever else is under way: told beside every process.
REPORT, SOS = "nasjonal/plikt-meldeplikt-barnevern", ("nasjonal/nodetater-112", "nasjonal/nodetater-113")
# A name that a figure has room for, where the content gives none.
LONGEST = 48


@dataclass(frozen=True, slots=True)
class BoundBy:
    """A duty that a step is bound by."""

    id: str
    title: str
    law: str | None


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step: `number` from 1 in the process' own order; `name` in a few words, `text` in full."""

    number: int
    name: str
    text: str
    deadline: str | None
    duties: tuple[BoundBy, ...]


@dataclass(frozen=True, slots=True)
class DrawnProcess:
    """The steps in order, and beside them `always`: those that wait for no other and are told wherever one stands."""

    id: str
    title: str
    for_staff: bool
    steps: tuple[DrawnStep, ...]
    always: tuple[DrawnStep, ...]
    sources: tuple[SourceRef, ...]


def processes_of(reading: Reading) -> tuple[DrawnProcess, ...]:
    """Every process, nearest owner first, those that are written to employees before the others."""
    records = [one for one in reading.view.of_kind("process") if isinstance(one, Process)]
    drawn = [drawn_of(reading, record) for record in records]
    return tuple(sorted(drawn, key=lambda one: not one.for_staff))


def drawn_of(reading: Reading, record: Process) -> DrawnProcess:
    """One process as a figure shows it."""
    numbered = [(_drawn(reading, number, step), step.always) for number, step in enumerate(record.steps, 1)]
    return DrawnProcess(
        record.id,
        reading.words(record.title),
        "ansatt" in record.roles,
        tuple(step for step, always in numbered if not always),
        tuple(step for step, always in numbered if always),
        reading.refer(record.sources),
    )


def _drawn(reading: Reading, number: int, step: Step) -> DrawnStep:
    text = reading.words(step.text)
    name = reading.words(step.name) if step.name is not None else _shortened(text)
    found = (reading.view.by_id.get(duty) for duty in step.duties)
    duties = tuple(BoundBy(one.id, reading.words(one.title), one.law) for one in found if isinstance(one, Duty))
    return DrawnStep(number, name, text, reading.maybe(step.deadline), duties)


def _shortened(text: str) -> str:
    sentence = text.partition(". ")[0].rstrip(".")
    if len(sentence) <= LONGEST:
        return sentence
    return f"{sentence[:LONGEST].rpartition(' ')[0]} …"
