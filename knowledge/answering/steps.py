"""The steps of a process, from where whoever asks stands: «foreldrene er informert, hva nå?»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answering.cite import refer
from knowledge.answering.relevance import NEED_WEIGHT, SERVICE_WEIGHT, is_for
from knowledge.answers import ProcessFound, ProcessStep
from knowledge.ontology import NATIONAL
from knowledge.records import Process
from knowledge.words import phrase, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.records import Step

# «Skal foreldrene være informert?» asks for what is not done; so many words before it at most.
NOT_YET, NEAR = frozenset(stems("skal må bør kan hvordan korleis")), 3
# A process of any child about whom somebody worries, whatever the need.
ANY_CHILD = "bekymring-for-barn"
# A process of one need is no answer to another.
LEAST = 1.0


def process_found(scene: Scene, record: Process) -> ProcessFound:
    """The steps that are ahead, and those that wait for none; all of them where none is told as done."""
    sources = refer(scene, record.sources)
    steps = tuple(
        ProcessStep(scene.words(step.text), scene.words(step.deadline) if step.deadline else None, sources)
        for step in _shown(record, steps_behind(scene, record))
    )
    return ProcessFound(record.id, scene.words(record.title), steps)


def steps_behind(scene: Scene, record: Process) -> int:
    """How many steps are behind whoever asks; never all of them, for somebody who asks has not come to the end."""
    done = [place for place, step in enumerate(record.steps, 1) if any(_is_done(scene, one) for one in step.done)]
    before = _behind_before(scene, record)
    if before is not None:
        done.append(before + scene.says_any("did_it"))
    return min(max(done, default=0), len(record.steps) - 1)


def goes_further(scene: Scene) -> bool:
    """Whether a message goes on in the process that was spoken of: «det er gjort», «vi har drøftet det i teamet»."""
    record = _of_before(scene)
    if record is None or (scene.query.needs and _about(scene, record) < LEAST and ANY_CHILD not in record.needs):
        return False
    tells = any(_is_done(scene, one) for step in record.steps for one in step.done)
    return tells or scene.says_any("did_it") or scene.says_any("what_next")


def _of_before(scene: Scene) -> Process | None:
    if scene.query.standing is None:
        return None
    told, _ = scene.query.standing
    return next((one for one in scene.view.of_kind("process") if isinstance(one, Process) and one.id == told), None)


def _behind_before(scene: Scene, record: Process) -> int | None:
    """How many steps were behind when so many were shown the last time; None where another process was shown."""
    standing = scene.query.standing
    if standing is None or standing[0] != record.id:
        return None
    shown = (_shown(record, behind) for behind in range(len(record.steps)))
    return next((behind for behind, steps in enumerate(shown) if len(steps) == standing[1]), 0)


def _shown(record: Process, behind: int) -> list[Step]:
    return [step for place, step in enumerate(record.steps) if place >= behind or step.always]


def _is_done(scene: Scene, words: str) -> bool:
    """Whether a phrase tells of something that has been done: not «skal foreldrene være informert?»."""
    sought = phrase(words)
    places = (at for at in range(len(scene.stems)) if scene.stems[at : at + len(sought)] == sought)
    return any(not NOT_YET.intersection(scene.stems[max(at - NEAR, 0) : at]) for at in places)


def under_way(scene: Scene) -> Process | None:
    """The process that whoever asks is in the middle of; None where they tell of no step as done.

    One of the need or service that is spoken of goes before one of any child, the municipality's own before the
    nation's, and one that is written to the role before one to everybody.
    """
    if goes_further(scene):
        return _of_before(scene)
    return max(_begun(scene), key=lambda record: _nearness(scene, record), default=None)


def _begun(scene: Scene) -> Iterator[Process]:
    for record in scene.view.of_kind("process"):
        if isinstance(record, Process) and is_for(scene, record) and steps_behind(scene, record):
            suits = _about(scene, record) >= LEAST or (ANY_CHILD in record.needs and scene.query.role == "ansatt")
            if suits:
                yield record


def _nearness(scene: Scene, record: Process) -> tuple[float, bool, bool, int, float]:
    about = _about(scene, record)
    words = scene.scores.get(record.id, 0.0)
    return about, record.owner != NATIONAL, bool(record.roles), steps_behind(scene, record), words


def _about(scene: Scene, record: Process) -> float:
    """How much a process is about what is spoken of, by services and needs; 0 where it is about neither."""
    named = SERVICE_WEIGHT if set(record.services) & set(scene.named) else 0.0
    told = max((need.confidence for need in scene.query.needs if need.id in record.needs), default=0.0)
    return named + NEED_WEIGHT * told
