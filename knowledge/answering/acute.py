"""The help lines to show when somebody may be in danger: which, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answering.cite import LAST, lines_of
from knowledge.answers import Acute

if TYPE_CHECKING:
    from knowledge.answering.scene import Scene
    from knowledge.records import Helpline

MAX_CONTACTS = 5
ADULT = 18
# Whoever threatens with a weapon is met by the police first: the order of the lines for violence.
VIOLENCE = "vold-overgrep"
# The line for poisons, which is of no kind of emergency: second, for whoever does not breathe needs an ambulance.
POISON, SECOND = "giftinformasjonen", 1


def acute_lines(scene: Scene) -> Acute | None:
    """The lines for the alarm that the safety net raised; None where it raised none.

    The content check sees to it that there is one without limits of age for every kind.
    """
    if scene.alarm is None:
        return None
    kind = scene.alarm.kind
    lines = [line for line in scene.view.helplines if kind in line.acute]
    order = VIOLENCE if scene.alarm.threat else kind
    ranked = sorted(
        [line for line in lines if _suits(scene, line)] or lines,
        key=lambda line: (line.acute.get(order, LAST), line.acute[kind], line.id),
    )
    if scene.alarm.poison:
        ranked[SECOND:SECOND] = [line for line in scene.view.helplines if line.type == POISON]
    phones = ([ref for ref in lines_of(scene, line) if ref.kind == "telefon"] for line in ranked)
    contacts = tuple(ref for refs in phones for ref in refs[:1])
    return Acute(kind, contacts[:MAX_CONTACTS]) if contacts else None


def _suits(scene: Scene, line: Helpline) -> bool:
    """A line for adults is not shown to a child, nor one for children to an adult about themself."""
    age = scene.query.age
    young = scene.query.role == "ungdom" and (age is None or age < ADULT)
    if line.ages is None:
        return True
    if young:
        return line.ages.low is None or line.ages.low < ADULT
    return (
        line.ages.high is None
        or line.ages.high >= ADULT
        or (scene.alarm is not None and scene.alarm.subject == "child")
    )
