"""What an employee's sentence points to: services and records, the one to open first at the top.

A hit scores by what the understanding heard in the sentence (needs, services, levels, question type), by the words that
it shares with a record (BM25), and, while somebody types, by names that begin as the last word does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.answering.cite import WEB
from knowledge.answering.help import routes_of, steps_in_turn
from knowledge.answering.relevance import OTHER_NEED, STATEMENTS, is_for
from knowledge.answering.scene import EVERYDAY, Scene
from knowledge.answering.services import ON_DUTY, cells_of, on_duty
from knowledge.answering.steps import under_way
from knowledge.answering.urgency import SURE_GUARDED, alarm_told
from knowledge.lookup import weights
from knowledge.lookup.fitting import fits
from knowledge.lookup.processes import REPORT
from knowledge.lookup.reading import Reading
from knowledge.lookup.shown import Hit, hit_of, hit_of_service
from knowledge.lookup.speaker import with_speaker
from knowledge.lookup.spelling import mended
from knowledge.ontology import NATIONAL
from knowledge.records import Definition, LevelDefinition, Process
from knowledge.words import phrase, telling_stems, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from knowledge.library import View
    from knowledge.lookup.fitting import Filters
    from knowledge.query import Query
    from knowledge.records import AnyRecord

# A line for the young, which answers always: not who takes the place of a service that has closed.
ALARM, STEPS = "alarmtelefonen", "/prosess-uro-ansatt"
type Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first, and the kind of emergency that the sentence tells of, if it does."""

    hits: tuple[Hit, ...]
    danger: str | None


def find(view: View, query: Query, shares: Shares, now: datetime, wanted: Filters) -> Found:
    """What a sentence points to in one municipality.

    Args:
        view: what the employee may see.
        query: the sentence as it was understood, masked; of no question type and no needs where nothing understood it.
        shares: question type to how sure the understanding is of it, 0 to 1; empty where nothing understood it.
        now: the moment, with Norway's time zone.
        wanted: what the hits must fit.
    """
    told = alarm_told(query)
    asked = with_speaker(view, replace(query, role="ansatt", text=mended(view, query.text)))
    scene = _with_levels(Scene(asked, view, now, told), shares)
    reading = Reading.for_query(view, query)
    scored = [*_records(scene, shares), *_services(scene, shares)]
    fitting = [(value, one) for value, one in scored if fits(view, one, wanted)]
    fitting.sort(key=lambda pair: -pair[0])
    least = max(weights.LEAST, weights.SHARE * fitting[0][0]) if fitting else weights.LEAST
    best = [one for value, one in fitting[: weights.MOST] if value >= least]
    hits = tuple(hit_of_service(reading, one) if isinstance(one, str) else hit_of(reading, one) for one in best)
    return Found(hits, told.kind if told is not None else None)


def _with_levels(scene: Scene, shares: Shares) -> Scene:
    """With the levels that are named in the plan's own words, where levels or the table are asked of."""
    asks = shares.get("ansvar", 0.0) + shares.get("niva", 0.0) >= weights.LIKELY or scene.query.risk_areas
    if scene.query.levels or not asks:
        return scene
    named = tuple(level for level, one in scene.levels.items() if any(map(scene.says, one.keywords)))
    return replace(scene, query=replace(scene.query, levels=named)) if len(named) == 1 else scene


def is_harmed(scene: Scene) -> bool:
    """Whether a child may be abused or neglected: as the net hears it, or as the understanding is sure of."""
    heard = scene.alarm is not None and scene.alarm.kind in weights.HARM
    return heard or any(need.id in weights.HARMED and need.confidence >= SURE_GUARDED for need in scene.query.needs)


def _records(scene: Scene, shares: Shares) -> Iterator[tuple[float, AnyRecord]]:
    cells = {cell.id for cell in cells_of(scene)}
    begun = under_way(scene)
    report = _weight_of_report(scene, shares)
    # «Prøvd litt av hvert. Hva blir neste skritt?»: the nearest owner's steps from a worry to help.
    steps = next((one for one in scene.view.of_kind("process") if one.id.endswith(STEPS)), None)
    asks_next = shares.get("prosess", 0.0) >= weights.LIKELY and (
        scene.says_any("tried") or scene.says_any("what_next")
    )
    for record in scene.view.of_kind(*STATEMENTS, "gap", "responsibility"):
        value = _about(scene, record) * weights.SECOND.get(record.kind, 1.0)
        if record.kind == "responsibility":  # Where some cells are asked of, the others are none of it.
            value = 0.0 if cells and record.id not in cells else value + _of_cell(scene, record, cells)
        if isinstance(record, LevelDefinition):
            is_meant = record.level in scene.query.levels and record is scene.levels.get(record.level)
            value = weights.ONE_LEVEL * (1.0 if len(scene.stems) <= weights.SHORT else 0.5) if is_meant else 0.0
        value += _as_named(scene, record, shares)
        if not is_for(scene, record):
            value *= weights.TO_OTHERS
        if begun is record or (record is steps and asks_next):
            value += weights.UNDER_WAY
        if value >= weights.LEAST:
            value += _of_kind(record.kind, shares) + _own(record)
        if record.id == REPORT:
            value += report
        yield value, record


def _weight_of_report(scene: Scene, shares: Shares) -> float:
    """How much the duty to report presses: most, where harm is what a story tells of first."""
    if not is_harmed(scene):
        heard = scene.query.danger_heard in weights.HARM
        return weights.REPORT_BESIDE if heard else 0.0
    told = sum(shares.get(kind, 0.0) for kind in weights.STORIES)
    asks_a_fact = bool(scene.query.levels) or (bool(shares) and told < weights.LIKELY)
    first = max(scene.query.needs, key=lambda need: need.confidence, default=None)
    is_first = first is None or first.id in weights.HARMED
    in_danger = scene.alarm is not None and scene.alarm.certain
    return weights.REPORT_FIRST if in_danger or (is_first and not asks_a_fact) else weights.REPORT_BESIDE


def _about(scene: Scene, record: AnyRecord) -> float:
    """How much a record is about what the sentence says: its words, its keywords, the needs and services heard."""
    words_alone = weights.WORDS * scene.scores.get(record.id, 0.0)
    said = max((len(phrase(one)) for one in record.keywords if scene.says(one)), default=0)
    service = min(sum(_share(record, name) / rank for rank, name in enumerate(scene.named, 1)), weights.MOST_SERVICES)
    need = max((need.confidence for need in scene.query.needs if need.id in record.needs), default=0.0)
    other = OTHER_NEED if need == 0.0 and record.needs and scene.query.needs else 1.0
    by_names = weights.SAID * min(said, weights.LONGEST) + weights.TITLE * _in_title(scene, record)
    by_words = other * (words_alone + by_names)
    asked = weights.ASKED * scene.asked.get(record.id, 0.0)
    return by_words + asked + weights.SERVICE * service + weights.NEED * need


def _in_title(scene: Scene, record: AnyRecord) -> float:
    """How nearly a record's name and the sentence are the same words: 0 to 1 (F1 of their telling stems)."""
    asked = scene.telling
    if not asked:
        return 0.0
    names = map(_stems_of, scene.view.names[record.id])
    shared = ((len(asked & name), len(name)) for name in names)
    return max((2 * both / (len(asked) + length) for both, length in shared if both), default=0.0)


@lru_cache(maxsize=50_000)
def _stems_of(name: str) -> frozenset[str]:
    return frozenset(telling_stems(name))


def _share(record: AnyRecord, service: str) -> float:
    """How much of a record is about a service: all, where it names that first, else half."""
    if service not in record.services:
        return 0.0
    return 1.0 if record.services[0] == service else 0.5


def _of_cell(scene: Scene, record: AnyRecord, cells: set[str]) -> float:
    if record.id not in cells:
        return 0.0
    query = scene.query
    exactly = bool(query.levels and (query.risk_areas or query.needs))
    chosen = bool(query.risk_areas or query.levels)
    return weights.ONE_CELL if exactly else weights.CELL * (1 + chosen)


def _own(record: AnyRecord) -> float:
    """What the municipality or its plan says itself goes before the nation's, its own steps most of all."""
    if record.owner == NATIONAL:
        return 0.0
    return weights.OWN_STEPS if isinstance(record, Process) else weights.OWN


def _as_named(scene: Scene, record: AnyRecord, shares: Shares) -> float:
    """How much a record's own name says that it is meant: it stands in the sentence, or is being typed."""
    names = scene.view.names[record.id]
    if isinstance(record, Definition) and any(map(scene.says, names)):
        alone = 1.0 if len(scene.stems) <= weights.FEW else 0.0
        return weights.TERM * max(shares.get("definisjon", alone), 0.3 * alone)
    return weights.TYPED if _is_typed(scene, names) else 0.0


def _is_typed(scene: Scene, names: tuple[str, ...]) -> bool:
    """Whether a few words, the last of them perhaps half, are the beginnings of words of one name."""
    typed = words(scene.query.text)
    if not typed or len(typed) > weights.FEW or len(typed[-1]) < weights.SHORTEST:
        return False
    return any(all(any(word.startswith(part) for word in _words(name)) for part in typed) for name in names)


@lru_cache(maxsize=50_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(words(name))


def _services(scene: Scene, shares: Shares) -> Iterator[tuple[float, str]]:
    by_route = {step.service: place for place, step in enumerate(steps_in_turn(scene, tuple(routes_of(scene))))}
    sure = max((need.confidence for need in scene.query.needs), default=0.0)
    by_words = _service_scores(scene.view, scene.query.text)
    duty = set(_on_duty(scene, shares))
    of_it = sum(shares.get(kind, 0.0) for kind in weights.ASKS_FOR_A_SERVICE) if shares else 1.0
    named = weights.NAMED_IN_PASSING + (weights.NAMED - weights.NAMED_IN_PASSING) * of_it
    # Of a story that tells a need for sure, a service is named in passing: the child has been there.
    story = sure * shares.get("finn-hjelp", 0.0)
    passing = named - (named - weights.NAMED_IN_PASSING) * story
    route = weights.ROUTE * (weights.LEAST_ROUTE + (1 - weights.LEAST_ROUTE) * of_it)
    nobody = not (scene.named or scene.query.needs) and shares.get("kontakt", 0.0) >= weights.LIKELY
    for kind, service in scene.view.services.items():
        value = weights.SERVICE_WORDS * by_words.get(kind, 0.0)
        if kind in scene.named:
            weight = (
                weights.EVERYDAY_NAMED if kind in EVERYDAY else passing if kind not in list(by_route)[:1] else named
            )
            value += weight / (1 + 0.3 * scene.named.index(kind)) * (weights.CLOSED if duty else 1.0)
        if kind in by_route:
            value += route * max(sure, 0.4) * (1 - weights.LATER) ** by_route[kind]
        if nobody and kind == WEB:
            value += weights.NAMED_IN_PASSING
        if kind in duty:
            value += weights.ON_DUTY
        value += _as_called(
            scene, kind, tuple(name for record in service.records for name in scene.view.names[record.id])
        )
        if value >= weights.LEAST:
            value += _of_kind("service", shares)
        yield value, kind


def _on_duty(scene: Scene, shares: Shares) -> Iterator[str]:
    """Who answers when the services that are asked for have closed, where somebody asks whom to call then."""
    yield from (service.type for service in on_duty(scene))
    closed = scene.says_any("closed") or scene.says_any("out_of_hours")
    if closed and shares.get("kontakt", 0.0) >= weights.LIKELY:
        named = set(scene.named)
        yield from (kind for kind, by_day in ON_DUTY.items() if by_day & named and kind != ALARM)


def _as_called(scene: Scene, kind: str, names: tuple[str, ...]) -> float:
    """How much a service's names say that it is meant: nothing else is said, one is misspelt, or being typed."""
    if any(phrase(name) == scene.stems for name in names):
        return weights.NOTHING_ELSE
    if kind not in scene.named and any(map(scene.says, names)):
        return weights.NAMED_IN_PASSING
    return weights.TYPED_SERVICE if _is_typed(scene, names) else 0.0


def _of_kind(kind: str, shares: Shares) -> float:
    return weights.KIND * sum(share * weights.KINDS.get(name, {}).get(kind, 0.0) for name, share in shares.items())


def _service_scores(view: View, text: str) -> dict[str, float]:
    scores = view.service_search.scores(text)
    return {
        kind: max(scores.get(record.id, 0.0) for record in service.records) for kind, service in view.services.items()
    }
