"""Which needs of a message press most: what it tells of danger comes before everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answering.scene import EVERYDAY
from knowledge.query import Need
from knowledge.safety import assess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.query import Query
    from knowledge.safety import Alarm

# Needs that come first, if the understanding is this sure of them or the safety net hears the same: a wrong guess
# at child welfare frightens a family away.
PRESSING = ("selvmordstanker", "overgrep", "vold", "selvskading", "omsorgssvikt", "sosial-kontroll")
SURE = 0.5
# Of those that frighten when guessed wrongly, the understanding must be surer, and nearly as sure as of anything else.
GUARDED = frozenset({"overgrep", "vold", "omsorgssvikt", "sosial-kontroll"})
NEARLY = 0.7
SURE_GUARDED = 0.7
WATCHED = frozenset({"selvmordstanker", "selvskading"})
# The needs that the safety net's alarms are about.
HEARD = {
    "fare-for-liv": ("selvmordstanker",),
    "selvmord": ("selvmordstanker",),
    "selvskading": ("selvskading",),
    "vold-overgrep": ("vold", "overgrep", "sosial-kontroll"),
    "barn-i-fare": ("omsorgssvikt",),
}
# The kind of emergency that a pressing need is of.
KIND_OF = {need: kind for kind, needs in HEARD.items() if kind != "fare-for-liv" for need in needs}
# Of these the safety net is surer than the understanding, even where it is in doubt; of violence it may be a child
# who hits.
UNHEARD = frozenset({"selvmord", "selvskading"})
# Where a child hits, and no adult: needs, and how much less sure than of violence the understanding may be of them.
AMONG_CHILDREN = (("atferd", 0.0), ("mobbing-miljo", 0.1))
# Whoever names child welfare has not thereby told of neglect.
CHILD_WELFARE = frozenset({"barnevern", "barnevernvakt"})
# What a message asks for, where it tells of several things that it is equally sure of.
ASKED_FOR = frozenset({"avlastning", "bolig", "foreldrebetaling", "leksehjelp"})
EQUALLY = 0.05
# The adults' own needs, and what may help, come after what is the matter with the child.
AFTER = frozenset({"sliten-forelder", "foreldreveiledning", "okonomi", "foreldrebetaling", "fritid"})
# More words than these are a story, and a need as near as this is told of in it.
STORY = 7
GUESS = 0.12
LEAVES_SCHOOL = 16


def alarm_told(query: Query) -> Alarm | None:
    """The danger that a message tells of, as the safety net hears it; None where it hears nothing that stands."""
    told = assess(query.text)
    if told is not None and told.faint and query.calm:
        return None  # «Foredrag om selvmord», «i romanen slår han»: the net that reads the whole message hears nothing.
    return told


def heard(scene: Scene) -> Iterator[Need]:
    """The needs of a message, without mere guesses, and with what only the safety net heard."""
    needs = scene.query.needs or _guessed(scene)
    for need in needs:
        only_named = need.id == "omsorgssvikt" and scene.alarm is None and CHILD_WELFARE & set(scene.named)
        # A parent's own words for what is the matter weigh more than a guess that they worry about somebody else's.
        only_guessed = need.id == "bekymring-for-barn" and need is not needs[0] and need.confidence < SURE
        not_their_own = need.id == "sliten-forelder" and scene.query.role == "ungdom" and len(needs) > 1
        if not (only_named or only_guessed or not_their_own):
            yield _by_age(scene, need)
    if scene.alarm is not None and not scene.alarm.remembered and scene.alarm.kind != "fare-for-liv":
        kinds = HEARD[scene.alarm.kind]
        told = scene.alarm.kind in UNHEARD or (scene.alarm.certain and not child_acts_out(scene))
        if told and not any(need.id in kinds for need in needs):
            yield Need(kinds[0], SURE)


def _by_age(scene: Scene, need: Need) -> Need:
    # Nobody drops out of a school that they have to attend.
    schoolchild = scene.query.age is not None and scene.query.age < LEAVES_SCHOOL
    return Need("skolefravaer", need.confidence) if need.id == "frafall-arbeid" and schoolchild else need


def _guessed(scene: Scene) -> tuple[Need, ...]:
    # A story that no need is sure of: what comes nearest is a better answer than «what is it about?».
    query = scene.query
    if (
        query.question_type not in {"finn-hjelp", None}
        or query.from_context
        or set(scene.named) - set(EVERYDAY)
        or len(scene.stems) <= STORY
    ):
        return ()
    near = [need for need in query.nearest if need.id not in PRESSING and need.confidence >= GUESS]
    return tuple(near[:1])


def in_order(scene: Scene) -> list[Need]:
    """The needs heard: the most pressing first, then what is asked for, then the surest."""
    needs = list(heard(scene))
    surest = max((need.confidence for need in needs), default=0.0)

    def place(need: Need) -> tuple[int, bool, bool, bool, float]:
        acts_out = need.id in HEARD["vold-overgrep"] and child_acts_out(scene)
        asked = need.id in ASKED_FOR and need.confidence >= surest - EQUALLY
        return rank(scene, need), acts_out, not asked, need.id in AFTER, -need.confidence

    return sorted(needs, key=place)


def rank(scene: Scene, need: Need) -> int:
    """0 for what the safety net hears too, then the pressing needs in their order; `len(PRESSING)` for the rest."""
    acts_out = need.id in HEARD["vold-overgrep"] and child_acts_out(scene)
    if scene.alarm is not None and need.id in HEARD[scene.alarm.kind] and not acts_out:
        return 0
    return PRESSING.index(need.id) if need.id in PRESSING and _is_sure(scene, need) and not acts_out else len(PRESSING)


def _is_sure(scene: Scene, need: Need) -> bool:
    if need.id in WATCHED:
        return True  # Where a wish to die or to hurt oneself is told at all, a life is not weighed against absence.
    surest = max((one.confidence for one in scene.query.needs), default=0.0)
    return need.confidence >= (max(SURE_GUARDED, NEARLY * surest) if need.id in GUARDED else SURE)


def child_acts_out(scene: Scene) -> bool:
    """Whether it is a child who hits, which asks for help with anger, or for the school's against bullying.

    «Åtteåringen min slår meg når han blir sint», «dyttet rundt av noen eldre elever».
    """
    sure = {need.id: need.confidence for need in scene.query.needs}
    certain = scene.alarm is not None and scene.alarm.certain
    return not certain and any(sure.get(need, 0.0) + lead > sure.get("vold", 1.0) for need, lead in AMONG_CHILDREN)


def stands_alone(scene: Scene) -> bool:
    """Whether what is told is so urgent that nothing else is spoken of: violence, a threat, a life in danger."""
    return scene.alarm is not None and scene.alarm.certain and scene.alarm.kind not in UNHEARD


def is_pressing(scene: Scene, kind: str) -> bool:
    """Whether a need is among those heard that press."""
    return kind in PRESSING and any(rank(scene, one) < len(PRESSING) for one in heard(scene) if one.id == kind)
