"""A situation as a sheet: the duty to report first, then needs, level, who, consent, what to try, and the next step.

Everything in it is a record's own words with its sources; what an employee makes of them is theirs to write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from knowledge.answering.acute import acute_lines
from knowledge.answering.help import routes_of, steps_in_turn
from knowledge.answering.scene import Scene
from knowledge.answering.services import cells_of
from knowledge.answering.steps import steps_behind, under_way
from knowledge.answering.urgency import alarm_told
from knowledge.applied import sources_for
from knowledge.lookup.hits import is_harmed
from knowledge.lookup.reading import LEVELS, Reading
from knowledge.lookup.sheet import contacts_of
from knowledge.lookup.shown import title_of
from knowledge.records import Arena, Process, Threshold, Told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from knowledge.answers import ContactRef, SourceRef
    from knowledge.library import View
    from knowledge.query import Query
    from knowledge.records import AnyRecord, Level, Route, Step

type PartKey = Literal["level", "responsible", "involve", "consent", "try", "arena", "next", "family"]
type LevelReason = Literal["told", "harmed", "tried", "start"]
REPORT, REPORT_WHEN, REPORTING = "plikt-meldeplikt-barnevern", "terskel-meldeplikt", "prosess-melde-fra-ansatt"
# From a worry to help, as plans and the law have it.
STEPS = ("prosess-uro-ansatt", "prosess-uro")
# Whom one may tell what, with the family's yes and without it; and who says yes, by age.
SHARING = ("rett-samtykke-deling", "plikt-taushetsplikt")
IN_DANGER = "plikt-dele-ved-fare"
ADULT_IN_HEALTH, OLD_ENOUGH_TO_KEEP, OLD_ENOUGH_IN_SCHOOL = 16, 12, 15
FAMILY = "rett-medvirkning-foreldre"
MOST_SERVICES, MOST_ARENAS = 5, 3


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One thing that a sheet says, and where it stands."""

    text: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class CasePart:
    """What a sheet says under one heading."""

    key: PartKey
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """A sheet. `report` is the duty to report, always first; `applies`: what is told may be a reason for it.

    `level_reason` says why the level is suggested; `danger` are the lines to call where danger is told.
    """

    report: tuple[CaseLine, ...]
    report_when: tuple[str, ...]
    report_contacts: tuple[str, ...]
    applies: bool
    danger: tuple[ContactRef, ...]
    needs: tuple[tuple[str, str], ...]
    level: Level
    level_reason: LevelReason
    parts: tuple[CasePart, ...]

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """Every source, each once."""
        told = (line for part in self.parts for line in part.lines)
        return tuple(dict.fromkeys(source for line in (*self.report, *told) for source in line.sources))


def case_of(view: View, query: Query, now: datetime) -> CaseSheet:
    """The sheet of a situation as it was understood; `query.text` is masked."""
    told = alarm_told(query)
    scene = Scene(replace(query, role="ansatt"), view, now, told)
    reading = Reading.for_query(view, query)
    routes = tuple(routes_of(scene))
    level, reason = _level(scene)
    acute = acute_lines(scene)
    needs = dict.fromkeys([*(route.need for route in routes), *query.need_ids])
    parts = (
        CasePart("level", tuple(_of_level(reading, level))),
        CasePart("responsible", tuple(_responsible(scene, reading, routes, now))),
        CasePart("involve", tuple(_first_steps(reading, routes))),
        CasePart("consent", tuple(_consent(reading, query.age, in_danger=told is not None))),
        CasePart("try", tuple(_try(scene, reading))),
        CasePart("arena", tuple(_arenas(scene, reading))),
        CasePart("next", tuple(_next(scene, reading))),
        CasePart("family", tuple(_family(scene, reading, routes))),
    )
    return CaseSheet(
        report=tuple(_lines(reading, _national(view, REPORT))),
        report_when=_criteria(reading),
        report_contacts=tuple(_whom_to_tell(reading, now)),
        applies=is_harmed(scene),
        danger=acute.contacts if acute is not None else (),
        needs=tuple((need, reading.need(need)) for need in needs),
        level=level,
        level_reason=reason,
        parts=tuple(part for part in parts if part.lines),
    )


def _national(view: View, *slugs: str) -> list[AnyRecord]:
    return [view.by_id[f"nasjonal/{slug}"] for slug in slugs if f"nasjonal/{slug}" in view.by_id]


def _lines(reading: Reading, records: list[AnyRecord], *, named: bool = True) -> Iterator[CaseLine]:
    """Statements as lines, each with its record's name before it where it has one."""
    for record in records:
        if isinstance(record, Told):
            said = reading.words(record.staff or record.text)
            text = f"{title_of(reading, record)}: {said}" if named else said
            yield CaseLine(text, reading.refer(record.sources))


def _criteria(reading: Reading) -> tuple[str, ...]:
    records = _national(reading.view, REPORT_WHEN)
    return tuple(reading.words(one) for record in records if isinstance(record, Threshold) for one in record.criteria)


def _whom_to_tell(reading: Reading, now: datetime) -> Iterator[str]:
    for kind in ("barnevern", "barnevernvakt"):
        for one in contacts_of(reading, kind, now):
            if one.confirmed:
                hours = f" ({one.hours.rstrip('.')})" if one.hours else ""
                yield f"{reading.service(kind)}, {one.label}: {one.value}{hours}"


def _level(scene: Scene) -> tuple[Level, LevelReason]:
    """A level to begin with, and why: the lowest that nothing told speaks against."""
    if is_harmed(scene) or scene.alarm is not None:
        return "rod", "harmed"
    if scene.query.levels:
        return scene.query.levels[0], "told"
    begun = under_way(scene)
    tried = scene.says_any("tried") or (begun is not None and steps_behind(scene, begun) > 1)
    return ("gul", "tried") if tried else ("gronn", "start")


def _of_level(reading: Reading, level: Level) -> Iterator[CaseLine]:
    """What the level is in the nearest plan, what it takes, and what would change it."""
    meaning = reading.levels.get(level)
    if meaning is not None:
        said = reading.words(meaning.staff or meaning.text)
        yield CaseLine(f"{reading.level(level)}: {said}", reading.refer(meaning.sources))
    thresholds = (one for one in reading.view.of_kind("threshold") if isinstance(one, Threshold) and one.level == level)
    nearest = next(thresholds, None)
    if nearest is not None and nearest.changes is not None:
        yield CaseLine(reading.words(nearest.changes), reading.refer(sources_for(nearest, "changes")))
    higher = LEVELS[LEVELS.index(level) + 1 :]
    for one in higher[:1]:
        if one in reading.levels:
            record = reading.levels[one]
            said = reading.words(record.staff or record.text)
            yield CaseLine(f"{reading.level(one)}: {said}", reading.refer(record.sources))


def _responsible(scene: Scene, reading: Reading, routes: tuple[Route, ...], now: datetime) -> Iterator[CaseLine]:
    """The cells of the plan's table, then the services that the needs lead to, with how they are reached."""
    for cell in cells_of(scene):
        text = f"{title_of(reading, cell)}: {', '.join(cell.as_written)}"
        yield CaseLine(text, reading.refer(cell.sources))
    for step in steps_in_turn(scene, routes)[:MOST_SERVICES]:
        service = reading.view.services[step.service]
        reached = [f"{one.label}: {one.value}" for one in contacts_of(reading, step.service, now) if one.confirmed][:2]
        access = [reading.words(service.access)] if service.access is not None else []
        text = " ".join([f"{reading.service(step.service)}:", reading.words(step.why), *access, *reached])
        yield CaseLine(text, reading.refer(service.records[0].sources[:2]))


def _first_steps(reading: Reading, routes: tuple[Route, ...]) -> Iterator[CaseLine]:
    for route in routes:
        yield CaseLine(reading.words(route.first), reading.refer(sources_for(route, "first")))


def _consent(reading: Reading, age: int | None, *, in_danger: bool) -> Iterator[CaseLine]:
    slugs = [*((IN_DANGER,) if in_danger else ()), *SHARING]
    if age is None or age < ADULT_IN_HEALTH:
        slugs.append("rett-foreldre-samtykke-under-16")
    if age is not None and age >= ADULT_IN_HEALTH:
        slugs.append("rett-samtykke-16")
    if age is not None and OLD_ENOUGH_TO_KEEP <= age < ADULT_IN_HEALTH:
        slugs.append("rett-informasjon-12-16")
    if age is not None and age >= OLD_ENOUGH_IN_SCHOOL:
        slugs.append("rett-bestemme-15-skole")
    yield from _lines(reading, _national(reading.view, *slugs))


def _try(scene: Scene, reading: Reading) -> Iterator[CaseLine]:
    """What the unit should try and write down: the steps of the nearest process before others are asked."""
    process = _steps(reading.view)
    if is_harmed(scene):
        return  # Nothing is to be tried first.
    if process is not None:
        sources = reading.refer(process.sources[:3])
        for step in [one for one in process.steps if not one.always][:2]:
            yield CaseLine(_told(reading, step), sources)
    first = next(iter(scene.named), None)
    for record in reading.view.of_kind("threshold"):
        if isinstance(record, Threshold) and record.tried is not None and first in record.services:
            yield CaseLine(reading.words(record.tried), reading.refer(sources_for(record, "tried")))


def _steps(view: View) -> Process | None:
    """From a worry to help: the nearest owner's steps that employees may follow."""
    processes = (one for one in view.of_kind("process") if isinstance(one, Process))
    fitting = (one for one in processes if not one.roles or "ansatt" in one.roles)
    return next((one for one in fitting if one.id.partition("/")[2] in STEPS), None)


def _told(reading: Reading, step: Step) -> str:
    deadline = f" ({reading.words(step.deadline).rstrip('.')})" if step.deadline is not None else ""
    return f"{reading.words(step.text)}{deadline}"


def _arenas(scene: Scene, reading: Reading) -> Iterator[CaseLine]:
    """Where the case may be discussed: arenas about the needs or services that are told of, then teams of any case."""
    about = {*scene.query.need_ids, "koordinering"}
    arenas = [one for one in reading.view.of_kind("arena") if isinstance(one, Arena) and about & set(one.needs)]
    teams = [one for one in reading.view.of_kind("arena") if isinstance(one, Arena) and "tst" in one.services]
    for arena in list(dict.fromkeys(one.id for one in (*arenas, *teams)))[:MOST_ARENAS]:
        yield from _lines(reading, [reading.view.by_id[arena]])


def _next(scene: Scene, reading: Reading) -> Iterator[CaseLine]:
    """The next steps of the process that the case is in, or of the nearest from a worry to help; of reporting first."""
    harmed = is_harmed(scene)
    process = (
        next(iter(_national(reading.view, REPORTING)), None) if harmed else under_way(scene) or _steps(reading.view)
    )
    if isinstance(process, Process):
        behind = 0 if harmed else steps_behind(scene, process)
        ahead = [step for place, step in enumerate(process.steps) if place >= behind and not step.always]
        for step in ahead[:2]:
            yield CaseLine(_told(reading, step), reading.refer(process.sources[:3]))


def _family(scene: Scene, reading: Reading, routes: tuple[Route, ...]) -> Iterator[CaseLine]:
    """What the family itself is told of the same needs, and that they have a right to take part.

    Nothing of it where a child may be harmed at home: child welfare decides then what is said, and when.
    """
    if is_harmed(scene):
        return
    for route in routes:
        theirs = reading.view.route(route.need, "forelder", scene.query.age)
        if theirs is not None:
            yield CaseLine(reading.words(theirs.first), reading.refer(sources_for(theirs, "first")))
    yield from _lines(reading, _national(reading.view, FAMILY))
