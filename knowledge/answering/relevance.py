"""Which statements, and which gaps, a question is about.

A record scores by the words it shares with the question (BM25) and by the needs and services that
the understanding found. The weights were set by hand on the project's own questions: a named service
counts as much as a rare word, a need somewhat less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.ontology import NATIONAL
from knowledge.records import Gap, PlanPassage, Process, Right
from knowledge.words import phrase

if TYPE_CHECKING:
    from knowledge.answering.scene import Scene
    from knowledge.records import AnyRecord

SERVICE_WEIGHT = 2.5
NEED_WEIGHT = 1.5
# What the words weigh of a record that is about other needs than the question's.
OTHER_NEED = 0.6
# Least score of a statement that is told, and least share of the best one's score.
LEAST = 1.7
SHARE = 0.65
# A statement that the words alone point to this clearly is told, whatever the question type is taken for.
CLEAR = 2.4
# From here on the words point to what the municipality itself says, even if the question sounds like something else.
OWN = 2.8
# Least score of a gap that stands in for a question type; less is a gap about something else.
LEAST_GAP = 1.0
# How far ahead of every statement a gap must be that shares only common words with the question.
GAP_LEAD = 1.3
# How near the best record one that should lead (the municipality's own, the service's threshold) must come to lead.
NEAR_ENOUGH = 0.85
# Words that help nobody who did not ask for them.
COLD = ("figure", "factor")
# So many words of a keyword, said side by side, are no chance.
PHRASE = 3
# And the gap must fit the rest of the question nearly as well as what is known does.
NEARLY = 0.9
STATEMENTS = (
    "measure",
    "definition",
    "arena",
    "duty",
    "right",
    "threshold",
    "process",
    "plan",
    "level",
    "figure",
    "factor",
)


def relevant(scene: Scene, *kinds: str, limit: int = 3, least: float = LEAST) -> tuple[AnyRecord, ...]:
    """The records of some kinds that answer the question best, best first; none below `least`."""
    scored = [(score(scene, record), record) for record in scene.view.of_kind(*kinds) if is_for(scene, record)]
    good = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])
    return tuple(record for value, record in good[:limit] if value >= SHARE * good[0][0])


def score(scene: Scene, record: AnyRecord) -> float:
    """How well a record fits the question; 0 where it shares nothing with it."""
    words = scene.scores.get(record.id, 0.0)
    service = max((1.0 / rank for rank, name in enumerate(scene.named, 1) if name in record.services), default=0.0)
    need = max((need.confidence for need in scene.query.needs if need.id in record.needs), default=0.0)
    share = OTHER_NEED if need == 0.0 and record.needs and scene.query.needs else 1.0
    return share * words + SERVICE_WEIGHT * service + NEED_WEIGHT * need


def best_by_words(scene: Scene, *kinds: str, least: float = CLEAR) -> AnyRecord | None:
    """The record that the question's own words point to most clearly; None where none does."""
    fitting = (record for record in scene.view.of_kind(*kinds) if is_for(scene, record))
    found = max(fitting, key=lambda record: scene.scores.get(record.id, 0.0), default=None)
    return found if found is not None and scene.scores.get(found.id, 0.0) >= least else None


def own_best(scene: Scene, *, examples: bool = False) -> AnyRecord | None:
    """The statement or gap of the municipality or its plan that the question's words point to beyond doubt.

    Cold figures and factors, and the plan's made-up child, only with `examples`: for whoever asks for just that.
    """
    own = (
        record
        for record in scene.view.of_kind(*STATEMENTS, "gap")
        if record.owner != NATIONAL
        and (examples or not (record.kind in COLD or is_example(record)))
        and is_for(scene, record)
    )
    best = max(own, key=lambda record: _words(scene, record), default=None)
    if best is None:
        return None
    said = any(len(phrase(word)) >= PHRASE and scene.says(word) for word in best.keywords)
    return best if _words(scene, best) >= (CLEAR if said else OWN) else None


def is_for(scene: Scene, record: AnyRecord) -> bool:
    """Whether a record is written to whoever asks: «når du selv vil snakke med barnevernet» is for the young."""
    return not isinstance(record, Process | Right) or not record.roles or scene.query.role in record.roles


def is_example(record: AnyRecord) -> bool:
    """Whether a record tells of a made-up child, whom a real one may resemble."""
    return isinstance(record, PlanPassage) and record.topic == "eksempel"


def gap_asked(scene: Scene) -> Gap | None:
    """The gap that a question asks for: saying «no source tells» of something that one tells is a fault too.

    A gap is asked for when the question holds a word of its own that no statement uses («ventetid»), or when
    it fits the question's words clearly better than every statement does.
    """
    gaps = [gap for gap in scene.view.of_kind("gap") if isinstance(gap, Gap) and _is_about(scene, gap)]
    known = max((_words(scene, one) for one in scene.view.of_kind(*STATEMENTS)), default=0.0)
    asked = (gap for gap in gaps if _names_gap(scene, gap, phrases=_words(scene, gap) >= NEARLY * known))
    named = max(asked, key=lambda gap: score(scene, gap), default=None)
    nearest = max(gaps, key=lambda gap: _words(scene, gap), default=None)
    if named is None and nearest is not None and _words(scene, nearest) >= max(LEAST, GAP_LEAD * known):
        return nearest
    return named


def names_gap(scene: Scene, *, phrases: bool = True) -> bool:
    """Whether the question holds a word (or, with `phrases`, a whole phrase) that only gaps use."""
    return any(
        isinstance(gap, Gap) and _is_about(scene, gap) and _names_gap(scene, gap, phrases=phrases)
        for gap in scene.view.of_kind("gap")
    )


def _words(scene: Scene, record: AnyRecord) -> float:
    return scene.scores.get(record.id, 0.0)


def _is_about(scene: Scene, gap: Gap) -> bool:
    return not gap.services or not scene.named or bool(set(gap.services) & set(scene.named))


def _names_gap(scene: Scene, gap: Gap, *, phrases: bool = True) -> bool:
    # Said first: it is the cheaper question, and almost always answered no.
    return any(scene.says(word) and _is_its_own(scene, phrase(word), phrases=phrases) for word in gap.keywords)


def _is_its_own(scene: Scene, words: tuple[str, ...], *, phrases: bool) -> bool:
    # No statement uses the word; or it is a number in its place («blir 18»), or a whole phrase.
    numbered = len(words) > 1 and any(word.isdigit() for word in words)
    return numbered or (phrases and len(words) >= PHRASE) or not all(map(scene.view.speaks_of, words))


def gap_of_type(scene: Scene, question_type: str) -> Gap | None:
    """The gap for a question type that found nothing, the one nearest to the question's words first.

    A municipality's gap is about one thing, and must share something with the question; the nation's are general.
    """
    fitting = [
        gap
        for gap in scene.view.of_kind("gap")
        if isinstance(gap, Gap)
        and question_type in gap.question_types
        and (gap.owner == NATIONAL or score(scene, gap) >= LEAST_GAP)
        and (not gap.services or set(gap.services) & set(scene.named))
        and (not gap.needs or set(gap.needs) & set(scene.query.need_ids) or gap.services)
    ]
    return max(fitting, key=lambda gap: (any(map(scene.says, gap.keywords)), score(scene, gap)), default=None)
