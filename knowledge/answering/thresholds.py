"""«Hva skal til?»: what it takes, what the level means, what is usually tried, what would change it, and meanwhile."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from knowledge.answering.cite import card, field_statement, refer, service_name
from knowledge.answering.facts import Facts
from knowledge.answering.relevance import NEAR_ENOUGH, relevant, score
from knowledge.answering.services import asks_for_a_price, cell_found, cells_of, in_focus, why
from knowledge.answering.telling import told
from knowledge.answers import Statement
from knowledge.ontology import NATIONAL
from knowledge.records import Arena

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.answers import Cell
    from knowledge.applied import AppliedService
    from knowledge.records import AnyRecord

FIELDS = ("access", "for_whom")
MAX_TOLD, MAX_NEAR = 2, 5
# A duty must share this much with the question's words, and not the service alone.
LEAST_WORDS = 1.0
# So many cells of a plan's table, and meeting arenas, beside a threshold.
MAX_CELLS = 3


def threshold(scene: Scene) -> Facts:
    """What it takes to get a service: its access and ages, its level here, thresholds and measures that fit the words.

    Employees are also told the duty, the table's cell and where services meet.
    """
    services = in_focus(scene)
    known = [fact for service in services for name in FIELDS if (fact := field_statement(scene, service, name))]
    if asks_for_a_price(scene):
        known += [fact for service in services if (fact := field_statement(scene, service, "cost"))]
    records = tuple(_told_of(scene, services))
    own = (*known, *told(scene, records, known))
    staff = scene.query.role == "ansatt"
    cells = tuple(_cells(scene, services)) if staff else ()
    return Facts(
        statements=(*own, *_levels(scene, services), *(_for_staff(scene, services, own) if staff else ())),
        services=tuple(card(scene, service, why(scene, service)) for service in services),
        cells=cells,
        notices=(scene.say("notice_colours"), scene.say("notice_duty")) if cells else (),
    )


def _told_of(scene: Scene, services: tuple[AppliedService, ...]) -> Iterator[AnyRecord]:
    """The threshold of the service that is asked about, the nearest owner's, and what else fits the words."""
    asked = {service.type for service in services[:1]}
    of_it = [one for one in relevant(scene, "threshold", limit=MAX_NEAR) if asked & set(one.services)]
    # Of one owner's, the one that is of this service alone or first.
    first = min(of_it, key=lambda one: (one.owner == NATIONAL, one.services[0] not in asked), default=None)
    near = relevant(scene, "threshold", "measure", "right", limit=MAX_TOLD)
    # One that fits the words less well may frighten: «når skal barnevernet handle straks?» beside «hva skal til?».
    leads = first is not None and score(scene, first) >= NEAR_ENOUGH * score(scene, near[0])
    yield from islice(dict.fromkeys((first, *near)), MAX_TOLD) if first is not None and leads else near


def _levels(scene: Scene, services: tuple[AppliedService, ...]) -> Iterator[Statement]:
    """The level on which a plan places the service that is asked about, in the plan's own word, and what it means."""
    for service in services[:1]:
        levels = [scene.levels[level] for level in service.levels if level in scene.levels]
        words = ", ".join(f"«{scene.words(level.word)}»" for level in levels)
        if not levels:
            continue
        key = "at_level" if len(levels) == 1 else "at_levels"
        placed = scene.say(key, service=service_name(scene, service), words=words)
        sources = refer(scene, service.sources_of("levels"))
        if len(levels) == 1:
            meaning = levels[0]
            yield Statement(f"{placed} {scene.told(meaning)}", (*sources, *refer(scene, meaning.sources)))
        else:
            yield Statement(placed, sources)


def _for_staff(scene: Scene, services: tuple[AppliedService, ...], said: tuple[Statement, ...]) -> Iterator[Statement]:
    """What an employee must do from here, and where the services meet."""
    types, needs = {service.type for service in services}, {*scene.query.need_ids}
    near = (one for one in relevant(scene, "duty") if scene.scores.get(one.id, 0.0) >= LEAST_WORDS)
    duties = (one for one in near if types & set(one.services) or needs & set(one.needs))
    yield from told(scene, islice(duties, 1), said)
    for record in relevant(scene, "arena", limit=1):
        if isinstance(record, Arena) and types & set(record.services):
            often = f" ({scene.words(record.frequency).rstrip('.')})" if record.frequency else ""
            yield Statement(
                scene.say("meets_in", arena=scene.words(record.name), often=often), refer(scene, record.sources)
            )


def _cells(scene: Scene, services: tuple[AppliedService, ...]) -> Iterator[Cell]:
    """The cells of the plan's table for the needs that are told, in which the service stands."""
    types, needs = {service.type for service in services}, {*scene.query.need_ids}
    standing = (cell for cell in cells_of(scene) if types & set(cell.services))
    of_the_case = (cell for cell in standing if scene.query.risk_areas or needs & set(cell.needs))
    yield from (cell_found(scene, cell) for cell in islice(of_the_case, MAX_CELLS))
