"""Question types that records of a kind answer: duties, rights, levels, arenas, definitions and plans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering.cite import card
from knowledge.answering.describe import describe
from knowledge.answering.facts import Facts
from knowledge.answering.relevance import (
    COLD,
    NEAR_ENOUGH,
    STATEMENTS,
    best_by_words,
    is_example,
    own_best,
    relevant,
    score,
)
from knowledge.answering.steps import process_found, under_way
from knowledge.answering.telling import told
from knowledge.ontology import NATIONAL
from knowledge.records import Definition, PlanPassage, Process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound
    from knowledge.records import AnyRecord

MAX_CONCERNED = 3
# Least score of a statement that only the words point to, when the question type found nothing.
LEAST_ALONE = 2.1
PLAN_KINDS = ("plan", "figure", "factor", "measure", "definition", "level", "arena")
# A short question about the plan («hvem er planen for?») shares one word with its answer.
LEAST_OF_PLAN = 1.2
# Figures and risk factors are left out: cold words to somebody who did not ask for them.
EVERY_KIND = ("measure", "definition", "arena", "duty", "right", "threshold", "process", "plan")
# Whether somebody who reports can be anonymous.
REPORTED_PRIVATELY = "nasjonal/rett-melde-privat"
# The kinds that the question's words alone may point to, where that is not every kind.
CLEAR_KINDS = {
    "finn-hjelp": ("measure", "arena", "process", "right"),
    "om-planen": STATEMENTS,
    "ansvar": tuple(kind for kind in EVERY_KIND if kind != "threshold"),
}


def duties(scene: Scene) -> Facts:
    """What somebody must do, and from which threshold."""
    if scene.query.role == "ungdom":
        # «Må foreldrene mine få vite det?»: what a young person has a right to comes before what others must do.
        return _facts(scene, relevant(scene, "right", "duty", "threshold"))
    # «Må jeg si ja før de kan snakke sammen om oss?»: of a family's duties, its rights are the other side.
    also = () if scene.query.role == "ansatt" else ("right",)
    found = relevant(scene, "duty", "threshold", *also) or relevant(scene, "right", "process", "definition")
    return _facts(scene, found)


def rights(scene: Scene) -> Facts:
    """What a family has a right to."""
    return _facts(scene, relevant(scene, "right", "measure", "duty", "threshold"))


def anonymity(scene: Scene) -> Facts:
    """Whether child welfare will know who reports."""
    return _facts(scene, [one for one in scene.view.of_kind("right") if one.id == REPORTED_PRIVATELY])


def processes(scene: Scene) -> Facts:
    """What happens, in which order."""
    begun = under_way(scene)
    found = begun or _nearest_process(scene)
    beside = relevant(scene, "duty", "right", "threshold", "measure", limit=1 if found else 3)
    return Facts(
        process=process_found(scene, found) if isinstance(found, Process) else None,
        under_way=begun is not None,
        statements=tuple(told(scene, beside)),
        services=_concerned(scene, filter(None, [found, *beside])),
    )


def _nearest_process(scene: Scene) -> AnyRecord | None:
    """The process that the words point to; the municipality's own, where it fits nearly as well."""
    near = relevant(scene, "process")
    own = (one for one in near if one.owner != NATIONAL and score(scene, one) >= NEAR_ENOUGH * score(scene, near[0]))
    return next(own, None) or next(iter(near), None)


def arenas(scene: Scene) -> Facts:
    """Where services meet; and what happens in the meeting, where that is asked."""
    processes = (one for one in relevant(scene, "process") if isinstance(one, Process))
    meeting = next((one for one in processes if any(map(scene.says, one.aliases))), None)
    return replace(
        _facts(scene, relevant(scene, "arena")), process=process_found(scene, meeting) if meeting is not None else None
    )


def definitions(scene: Scene) -> Facts:
    """What a word means: the terms that stand in the question, else what comes nearest."""
    levels_named = levels(scene).statements if scene.query.levels else ()
    terms = _terms(scene)[:3]
    of_the_named = scene.query.from_context and not terms  # «Hva gjør en slik?»
    if scene.named and (of_the_named or (len(scene.named) > 1 and scene.says_any("difference"))):
        return describe(scene)
    found = terms or relevant(scene, "definition", "level", "right", "duty", limit=2)
    if levels_named and found:
        facts = _facts(scene, found)
        return replace(facts, statements=tuple(dict.fromkeys((*facts.statements, *levels_named[:1]))))
    return _facts(scene, found) if found or not scene.named else describe(scene)


def _terms(scene: Scene) -> list[AnyRecord]:
    return _nearest_owner([record for record in scene.view.of_kind("definition") if _names(scene, record)])


def _names(scene: Scene, record: AnyRecord) -> bool:
    return isinstance(record, Definition) and any(
        scene.says(term) for term in (record.term.nb, record.term.nn, *record.aliases)
    )


def _nearest_owner(records: list[AnyRecord]) -> list[AnyRecord]:
    # The municipality's own meaning of a word comes before the nation's; a view is nearest first already.
    terms: dict[str, AnyRecord] = {}
    for record in records:
        if isinstance(record, Definition):
            terms.setdefault(record.term.nb.lower(), record)
    return list(terms.values())


def levels(scene: Scene) -> Facts:
    """What the prevention levels mean: those that are asked about, else all three; the nearest plan's words."""
    asked = scene.query.levels or ("gronn", "gul", "rod")
    chosen = [scene.levels[level] for level in asked if level in scene.levels]
    beside = [
        record for record in relevant(scene, "measure", limit=4, least=0.5) if getattr(record, "level", None) in asked
    ]
    # «The plan here uses other words» is true of a plan that was read; the nation's own text says it of all plans.
    by_plan = any(record.owner != NATIONAL and not record.colours for record in chosen)
    return Facts(
        statements=tuple(told(scene, [*chosen, *beside])),
        notices=(scene.say("notice_colours"),) if by_plan else (),
    )


def about_the_plan(scene: Scene) -> Facts:
    """What the plan says otherwise: the municipality's own words first, which need fit less well than the nation's."""
    kinds = ("factor",) if scene.says_any("factors") else PLAN_KINDS
    found = relevant(scene, *kinds, limit=6, least=LEAST_OF_PLAN)
    own = [record for record in found if record.owner != NATIONAL]
    return _facts(scene, own[:4] or relevant(scene, *PLAN_KINDS, limit=4))


def own_words(scene: Scene, best: AnyRecord) -> Facts:
    """What the municipality or its plan says, where the question's words point to it whatever it sounds like."""
    found = [record for record in relevant(scene, *STATEMENTS, limit=3) if record.owner != NATIONAL]
    return _facts(scene, dict.fromkeys([best, *found]))


def with_best(scene: Scene, kind: str, facts: Facts) -> Facts:
    """Adds the statement that the question's words point to most clearly, where it is not told already."""
    a_word_alone = kind == "finn-hjelp" and len(scene.stems) == 1 and not scene.named
    if facts.clarification is not None or a_word_alone:
        return facts
    told_of = kind != "finn-hjelp" or scene.query.needs
    kinds = CLEAR_KINDS.get(kind, EVERY_KIND) if told_of else EVERY_KIND
    best = _own_plan(scene, kind) or best_by_words(scene, *kinds)
    if best is None or facts.cells or kind == "kontakt" or scene.alarm is not None or is_example(best):
        return facts
    if not _belongs(scene, kind, best):
        return facts
    if isinstance(best, Process):
        # Whoever asks what they must do is not told how it goes for somebody else.
        told_already = facts.process or (kind == "plikt" and facts.statements)
        return facts if told_already else replace(facts, process=process_found(scene, best))
    if kind == "definisjon" and facts.statements and isinstance(best, Definition):
        return facts  # The word is explained, by whoever is nearest.
    new = tuple(told(scene, [best], facts.statements))
    said = (*facts.statements, *new) if kind in {"niva", "definisjon"} else (*new, *facts.statements)
    return replace(facts, statements=said)


def _belongs(scene: Scene, kind: str, best: AnyRecord) -> bool:
    """Whether a statement is about what is spoken of: beside help for a need, and in a talk that goes on."""
    about_a_need = not scene.query.needs or bool(set(best.needs) & set(scene.query.need_ids))
    if kind == "finn-hjelp":
        return about_a_need and not scene.query.from_context
    return about_a_need or not scene.query.from_context or bool(set(best.services) & set(scene.named))


def _own_plan(scene: Scene, kind: str) -> AnyRecord | None:
    # «Begynner de unge tidlig med alkohol her?» is asked of the place.
    own = own_best(scene) if kind == "finn-hjelp" else None
    return own if own is not None and own.kind == "plan" else None


def with_figures(scene: Scene, kind: str, facts: Facts) -> Facts:
    """Adds the figure that a question for a share or a number points to: «hvor mange prosent får …»."""
    in_danger = scene.alarm is not None and scene.alarm.certain
    if kind in {"pris", "kontakt"} or in_danger or not scene.says_any("shares"):
        return facts
    found = relevant(scene, "figure", limit=1)
    return replace(facts, statements=(*told(scene, found, facts.statements), *facts.statements))


def clearly(scene: Scene) -> Facts:
    """The statement that the words alone point to, of what was taken for a story of trouble but asks for a fact."""
    best = (
        best_by_words(scene, *EVERY_KIND, least=LEAST_ALONE)
        if "?" in scene.query.text and scene.alarm is None
        else None
    )
    return _facts(scene, [best]) if best is not None and not is_example(best) else Facts()


def anything(scene: Scene) -> Facts:
    """Plain search over every statement, for a question that nothing else understands."""
    found = _terms(scene)[:2] or relevant(scene, *EVERY_KIND, limit=3, least=LEAST_ALONE)
    return _facts(scene, found or relevant(scene, *COLD, limit=2, least=LEAST_ALONE))


def _facts(scene: Scene, records: Iterable[AnyRecord]) -> Facts:
    found = list(records)
    services = _concerned(scene, found) if any(record.kind in {"right", "duty"} for record in found) else ()
    process = next((record for record in found if isinstance(record, Process)), None)
    planned = any(isinstance(record, PlanPassage) and not record.adopted for record in found)
    return Facts(
        statements=tuple(told(scene, found)),
        process=process_found(scene, process) if process else None,
        services=services,
        notices=(scene.say("notice_not_adopted"),) if planned else (),
    )


def _concerned(scene: Scene, records: Iterable[AnyRecord]) -> tuple[ServiceFound, ...]:
    """The services that rights, duties and processes have to do with: whom to turn to about them."""
    types = dict.fromkeys((*scene.named, *(service for record in records for service in record.services)))
    here = [scene.view.services[one] for one in types if one in scene.view.services]
    return tuple(card(scene, service, scene.say("why_concerned")) for service in here[:MAX_CONCERNED])
