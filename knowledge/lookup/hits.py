"""What an employee's sentence points to: services and records, the one to open first at the top.

A hit scores by what the understanding heard in the sentence (needs, services, levels, question type), by the words that
it shares with a record (BM25), and, while somebody types, by names that begin as the last word does. The weights were
set by hand on sentences of our own; `tests/eval/oppslag/` holds those that they are measured on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.answering.help import routes_of, steps_in_turn
from knowledge.answering.relevance import OTHER_NEED, STATEMENTS
from knowledge.answering.scene import EVERYDAY, Scene
from knowledge.answering.services import cells_of
from knowledge.answering.steps import under_way
from knowledge.answering.urgency import GUARDED, SURE_GUARDED
from knowledge.lookup.fitting import fits
from knowledge.lookup.reading import Reading
from knowledge.lookup.shown import Hit, hit_of, hit_of_service, names_of
from knowledge.ontology import NATIONAL
from knowledge.records import Definition, LevelDefinition, Process
from knowledge.safety import assess
from knowledge.words import phrase, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from knowledge.library import View
    from knowledge.lookup.fitting import Filters
    from knowledge.query import Query
    from knowledge.records import AnyRecord

type Shares = Mapping[str, float]

# How much the kind of a hit weighs, where the sentence surely asks a question of the type.
KINDS: Mapping[str, Mapping[str, float]] = {
    "finn-hjelp": {"service": 1.2, "duty": 0.2, "process": 0.2},
    "kontakt": {"service": 1.8},
    "terskel": {"threshold": 1.6, "service": 0.6, "right": 0.4, "duty": 0.2},
    "ansvar": {"responsibility": 1.8, "service": 0.9, "duty": 0.4, "plan": 0.3},
    "niva": {"level": 2.0, "threshold": 0.8, "measure": 0.4, "responsibility": 0.6},
    "plikt": {"duty": 1.8, "right": 0.5, "threshold": 0.3, "process": 0.4},
    "prosess": {"process": 1.8, "duty": 0.6, "threshold": 0.3, "arena": 0.2},
    "moteplass": {"arena": 2.0, "process": 0.4, "plan": 0.3},
    "rettighet": {"right": 1.6, "duty": 0.6, "threshold": 0.5},
    "pris": {"right": 0.8, "measure": 0.8, "service": 0.6},
    "definisjon": {"definition": 2.0, "level": 0.6, "arena": 0.4},
    "om-planen": {"plan": 1.4, "measure": 0.6, "figure": 0.8, "arena": 0.3},
}
# What a named service and a need weigh of a record that is about them, and each word of a keyword that is said.
SERVICE, NEED, SAID, LONGEST = 0.7, 0.8, 0.5, 3
# A named service; one that is where the child is every day is named in almost every sentence.
NAMED, EVERYDAY_NAMED = 3.0, 1.0
# The first service of a need's route, and how much less each one after it weighs.
ROUTE, LATER = 2.8, 0.35
# What the words weigh of a service's own texts: its names are heard already.
SERVICE_WORDS = 0.35
# A term or name that stands in the sentence, of a short sentence most of all.
NAMED_IN_FULL = 1.2
TYPED, NOTHING_ELSE = 2.5, 5.0
# An employee who has reason to believe that a child is harmed is told of the duty to report before anything else.
REPORT, REPORT_FIRST = "nasjonal/plikt-meldeplikt-barnevern", 6.0
HARMED = GUARDED - {"sosial-kontroll"}
CELL, ONE_CELL, ONE_LEVEL = 1.0, 4.5, 2.5
UNDER_WAY = 1.5
OWN = 0.2
# Kinds that an employee seldom means first: what the plan says otherwise, what is told to families, what is not known.
SECOND = {"plan": 0.75, "right": 0.85, "measure": 0.9, "figure": 0.5, "factor": 0.5, "gap": 0.5}
# Less than this is no hit, and less than this share of the best one is not worth the reader's time.
LEAST, SHARE = 0.9, 0.25
MOST = 20
# So few words are still being typed.
FEW = 3
SHORTEST = 3


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
    alarm = assess(query.text)
    told = alarm if alarm is not None and not (alarm.faint and query.calm) else None
    scene = Scene(replace(query, role="ansatt"), view, now, told)
    reading = Reading(view, "nn" if query.language == "nn" else "nb")
    scored = [*_records(scene, shares), *_services(scene, shares)]
    fitting = [(value, one) for value, one in scored if fits(view, one, wanted)]
    fitting.sort(key=lambda pair: -pair[0])
    least = max(LEAST, SHARE * fitting[0][0]) if fitting else LEAST
    best = [one for value, one in fitting[:MOST] if value >= least]
    hits = tuple(hit_of_service(reading, one) if isinstance(one, str) else hit_of(reading, one) for one in best)
    return Found(hits, told.kind if told is not None else None)


def _records(scene: Scene, shares: Shares) -> Iterator[tuple[float, AnyRecord]]:
    cells = {cell.id for cell in cells_of(scene)}
    begun = under_way(scene)
    harmed = is_harmed(scene)
    for record in scene.view.of_kind(*STATEMENTS, "gap", "responsibility"):
        value = _about(scene, record) * SECOND.get(record.kind, 1.0)
        if record.kind == "responsibility":
            value = _of_cell(scene, record, cells)
        if isinstance(record, LevelDefinition):
            is_meant = record.level in scene.query.levels and record is scene.levels.get(record.level)
            value = ONE_LEVEL if is_meant else 0.0
        value += _as_named(scene, record)
        if isinstance(record, Process) and begun is record:
            value += UNDER_WAY
        if value >= LEAST:
            value += _of_kind(record.kind, shares) + (OWN if record.owner != NATIONAL else 0.0)
        if record.id == REPORT and harmed:
            value += REPORT_FIRST
        yield value, record


def _about(scene: Scene, record: AnyRecord) -> float:
    """How much a record is about what the sentence says: its words, its keywords, the needs and services heard."""
    words_alone = scene.scores.get(record.id, 0.0)
    said = max((len(phrase(one)) for one in record.keywords if scene.says(one)), default=0)
    service = max((1.0 / rank for rank, name in enumerate(scene.named, 1) if name in record.services), default=0.0)
    need = max((need.confidence for need in scene.query.needs if need.id in record.needs), default=0.0)
    other = OTHER_NEED if need == 0.0 and record.needs and scene.query.needs else 1.0
    return other * (words_alone + SAID * min(said, LONGEST)) + SERVICE * service + NEED * need


def _of_cell(scene: Scene, record: AnyRecord, cells: set[str]) -> float:
    if record.id not in cells:
        return 0.0
    query = scene.query
    exactly = bool(query.levels and query.risk_areas)
    return ONE_CELL if exactly else CELL + (CELL if query.risk_areas or query.levels else 0.0)


def _as_named(scene: Scene, record: AnyRecord) -> float:
    """How much a record's own name says that it is meant: it stands in the sentence, or is being typed."""
    names = names_of(record)
    if isinstance(record, Definition) and any(map(scene.says, names)):
        return NAMED_IN_FULL
    return TYPED if _is_typed(scene, names) else 0.0


def _is_typed(scene: Scene, names: tuple[str, ...]) -> bool:
    """Whether a few words, the last of them perhaps half, are the beginnings of words of one name."""
    typed = words(scene.query.text)
    if not typed or len(typed) > FEW or len(typed[-1]) < SHORTEST:
        return False
    return any(all(any(word.startswith(part) for word in _words(name)) for part in typed) for name in names)


@lru_cache(maxsize=50_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(words(name))


def is_harmed(scene: Scene) -> bool:
    """Whether a child may be abused or neglected: as the net hears for certain, or as the understanding is sure of."""
    heard = scene.alarm is not None and scene.alarm.kind in {"vold-overgrep", "barn-i-fare"}
    return heard or any(need.id in HARMED and need.confidence >= SURE_GUARDED for need in scene.query.needs)


def _services(scene: Scene, shares: Shares) -> Iterator[tuple[float, str]]:
    by_route = {step.service: place for place, step in enumerate(steps_in_turn(scene, tuple(routes_of(scene))))}
    sure = max((need.confidence for need in scene.query.needs), default=0.0)
    by_words = _service_scores(scene.view, scene.query.text)
    asks_of_it = 1.0 if not scene.query.needs or shares.get("kontakt", 0.0) > sure else 0.6
    for kind, service in scene.view.services.items():
        value = SERVICE_WORDS * by_words.get(kind, 0.0)
        if kind in scene.named:
            value += (EVERYDAY_NAMED if kind in EVERYDAY else NAMED * asks_of_it) / (1 + 0.3 * scene.named.index(kind))
        if kind in by_route:
            value += ROUTE * max(sure, 0.4) * (1 - LATER) ** by_route[kind]
        names = tuple(name for record in service.records for name in names_of(record))
        if any(phrase(name) == scene.stems for name in names):
            value += NOTHING_ELSE
        elif _is_typed(scene, names):
            value += TYPED
        if value >= LEAST:
            value += _of_kind("service", shares)
        yield value, kind


def _of_kind(kind: str, shares: Shares) -> float:
    return sum(share * KINDS.get(name, {}).get(kind, 0.0) for name, share in shares.items())


def _service_scores(view: View, text: str) -> dict[str, float]:
    scores = view.service_search.scores(text)
    return {
        kind: max(scores.get(record.id, 0.0) for record in service.records) for kind, service in view.services.items()
    }
