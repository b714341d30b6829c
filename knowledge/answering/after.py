"""What happens after one has made contact with a service, as a process of the content says it; else nothing is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering.cite import refer
from knowledge.answering.relevance import CLEAR, is_for
from knowledge.answering.scene import EVERYDAY
from knowledge.answering.steps import steps_behind
from knowledge.ontology import NATIONAL
from knowledge.records import Process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.facts import Facts
    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound
    from knowledge.records import Step

type Coming = tuple[Process, Step]


def with_next(scene: Scene, facts: Facts) -> tuple[ServiceFound, ...]:
    """The services of an answer, each with what comes next; none where the answer tells the steps themselves."""
    if facts.process is not None:
        return facts.services
    return tuple(_with_next(scene, service) for service in facts.services)


def _with_next(scene: Scene, service: ServiceFound) -> ServiceFound:
    found = _coming(scene, service.type)
    if found is None:
        return service
    process, step = found
    sources = tuple(dict.fromkeys((*service.sources, *refer(scene, process.sources))))
    return replace(service, next=_told(scene, step), sources=sources)


def _told(scene: Scene, step: Step) -> str:
    text = scene.words(step.text)
    if step.deadline is None:
        return text
    return f"{text} {scene.say('with_deadline', deadline=scene.words(step.deadline).rstrip('.'))}"


def _coming(scene: Scene, service: str) -> Coming | None:
    """The step that comes after contact; None where none does, or where two processes that fit alike differ in it."""
    found = [*_candidates(scene, service)]
    own = [one for one in found if one[0].owner != NATIONAL]
    nearest = own or found
    return nearest[0] if len({_told(scene, step) for _, step in nearest}) == 1 else None


def _candidates(scene: Scene, service: str) -> Iterator[Coming]:
    processes = (one for one in scene.view.of_kind("process") if isinstance(one, Process))
    mine = [one for one in processes if _suits(scene, one, service)]
    written_to = [one for one in mine if one.roles]
    narrowest = min((len(one.roles) for one in written_to), default=0)
    known = scene.query.role != "ukjent"
    for process in mine:
        if known and written_to and len(process.roles) != narrowest:
            continue  # «Når du selv vil snakke med barnevernet» goes before what holds for everybody.
        step = _after(scene, process, service)
        if step is not None:
            yield process, step


def _after(scene: Scene, process: Process, service: str) -> Step | None:
    """The step after the one that turns to the service; None for somebody who has come further than that."""
    turns = next(place for place, step in enumerate(process.steps) if service in step.turns_to)
    ahead = ((place, step) for place, step in enumerate(process.steps) if place > turns and not step.always)
    place, step = next(ahead, (0, None))
    return step if steps_behind(scene, process) <= place else None


def _suits(scene: Scene, process: Process, service: str) -> bool:
    """Whether a process is about what is told, written to whoever asks, for a child of that age, and looked after."""
    turning = next((step for step in process.steps if service in step.turns_to), None)
    if turning is None:
        return False
    told = {*(turning.turns_for or process.needs)} & {*scene.query.need_ids}
    # A place where a child is every day is told of for much else than applying for it.
    telling = told - {*EVERYDAY} or scene.scores.get(process.id, 0.0) >= CLEAR
    for_staff = scene.query.role != "ansatt" or "ansatt" in process.roles
    due = process.id in {record.id for record in scene.view.due}
    written = is_for(scene, process) and for_staff and _of_the_age(scene, process)
    return bool(told and telling) and written and not due


def _of_the_age(scene: Scene, process: Process) -> bool:
    age = scene.query.age
    services = (scene.view.services[one] for one in process.services if one in scene.view.services)
    return age is None or all(service.ages is None or service.ages.cover(age) for service in services)
