"""Which statements, and which gaps, a question is about.

A record scores by the words it shares with the question (BM25) and by the needs and services that
the understanding found. The weights were set by hand on the project's own questions: a named service
counts as much as a rare word, a need somewhat less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.records import Gap
from knowledge.words import stems

if TYPE_CHECKING:
    from knowledge.answering.scene import Scene
    from knowledge.records import AnyRecord

SERVICE_WEIGHT = 2.5
NEED_WEIGHT = 1.5
# Least score of a statement that is told, and least share of the best one's score.
LEAST = 1.7
SHARE = 0.65


def relevant(scene: Scene, *kinds: str, limit: int = 3, least: float = LEAST) -> tuple[AnyRecord, ...]:
    """The records of some kinds that answer the question best, best first; none below `least`."""
    scored = [(score(scene, record), record) for record in scene.view.of_kind(*kinds)]
    good = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])
    return tuple(record for value, record in good[:limit] if value >= SHARE * good[0][0])


def score(scene: Scene, record: AnyRecord) -> float:
    """How well a record fits the question; 0 where it shares nothing with it."""
    words = scene.scores.get(record.id, 0.0)
    service = max((1.0 / rank for rank, name in enumerate(scene.named, 1) if name in record.services), default=0.0)
    need = max((need.confidence for need in scene.query.needs if need.id in record.needs), default=0.0)
    return words + SERVICE_WEIGHT * service + NEED_WEIGHT * need


def gap_asked(scene: Scene) -> Gap | None:
    """The gap that the question's own words ask about («ventetid», «telefonnummer»), the narrowest first."""
    asked = [gap for gap in scene.view.of_kind("gap") if isinstance(gap, Gap) and _asks(scene, gap)]
    return max(asked, key=lambda gap: (len(gap.services) > 0, scene.scores.get(gap.id, 0.0)), default=None)


def _asks(scene: Scene, gap: Gap) -> bool:
    about = not gap.services or bool(set(gap.services) & set(scene.named))
    return about and any(scene.says(keyword) for keyword in gap.keywords if not _is_topic(scene, keyword))


def _is_topic(scene: Scene, keyword: str) -> bool:
    # A gap's keywords may name its service or need too; those words alone ask for nothing that is missing.
    return stems(keyword) in scene.view.names


def gap_of_type(scene: Scene, question_type: str) -> Gap | None:
    """The gap for a question type that found nothing, the one nearest to the question's words first."""
    fitting = [
        gap
        for gap in scene.view.of_kind("gap")
        if isinstance(gap, Gap)
        and question_type in gap.question_types
        and (not gap.services or set(gap.services) & set(scene.named))
        and (not gap.needs or set(gap.needs) & set(scene.query.need_ids) or gap.services)
    ]
    return max(fitting, key=lambda gap: score(scene, gap), default=None)
