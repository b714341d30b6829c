"""Puts facts into the Answer of the contract, with everything a person should know beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering.acute import acute_lines
from knowledge.answering.after import with_next
from knowledge.answering.cite import statement, web_address
from knowledge.answering.glossary import glosses
from knowledge.answering.reply import acute_opening, body, coordinator, paragraphs, question_back, write
from knowledge.answers import Answer, Handover, Statement
from knowledge.ontology import ontology
from knowledge.records import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.facts import Facts
    from knowledge.answering.scene import Scene
    from knowledge.answers import Outcome

UNKNOWN_TYPE = "finn-hjelp"
# Small talk and privacy need no person; a question back is asked first.
NO_OFFER = frozenset({"smalltalk", "privacy", "clarification"})


def compose(scene: Scene, facts: Facts) -> Answer:
    """The whole answer."""
    facts = _with_web_address(scene, facts)
    facts = replace(facts, opening=" ".join(filter(None, [*_corrections(scene), facts.opening])))
    facts = replace(facts, glosses=tuple(glosses(scene, "\n".join(paragraphs(scene, facts)))))
    facts = replace(facts, services=with_next(scene, facts))
    if scene.alarm is not None and scene.alarm.certain:
        facts = replace(facts, suggestions=())  # Nobody in danger is offered topics.
    acute = acute_lines(scene)
    outcome = _outcome(scene, facts)
    notices = tuple(dict.fromkeys([*facts.notices, *_notices(scene, facts)]))
    return Answer(
        question=scene.query.text,
        kommune=scene.query.kommune,
        role=scene.query.role,
        language=scene.language,
        outcome=outcome,
        question_type=scene.query.question_type or UNKNOWN_TYPE,
        needs=scene.query.needs,
        acute=acute,
        services=facts.services,
        statements=(*facts.statements, *facts.glosses),
        clarification=facts.asked,
        handover=_handover(scene, facts, outcome),
        reply=write(scene, facts, acute, notices),
        plan=facts.plan,
        process=facts.process,
        responsibility=facts.cells,
        suggestions=facts.suggestions,
        notices=notices,
        body=body(scene, facts),
        acute_opening=acute_opening(scene, acute),
        question_back=question_back(scene, facts),
        coordinator=coordinator(scene, facts),
        age=scene.query.age,
        forgotten=scene.query.forgotten,
        id=scene.query.id,
    )


def _corrections(scene: Scene) -> Iterator[str]:
    """That what the person set right is understood."""
    query = scene.query
    if "kommune" in query.corrected and query.kommune is not None:
        yield scene.say("corrected_kommune", kommune=ontology().municipalities[query.kommune].name)
    if "role" in query.corrected and query.role != "ukjent":
        yield scene.say(f"corrected_{query.role}")


def _with_web_address(scene: Scene, facts: Facts) -> Facts:
    if not facts.web:
        return facts
    own = (Statement(f"{one.label}: {one.value}", (one.source,)) for one in web_address(scene))
    return replace(facts, statements=(*facts.statements, *own))


def _outcome(scene: Scene, facts: Facts) -> Outcome:
    return "acute" if scene.alarm is not None and scene.alarm.certain else facts.outcome


def _notices(scene: Scene, facts: Facts) -> Iterator[str]:
    if scene.query.hidden:
        yield scene.say("notice_hidden", hidden=_hidden(scene))
    if scene.language == "en" and not facts.empty:
        yield scene.say("notice_content_nb")
    if _overdue(scene, facts):
        yield scene.say("notice_review")


def _hidden(scene: Scene) -> str:
    """«Et navn, en adresse og et telefonnummer»."""
    *first, last = (scene.say(f"hidden_{word}") for word in scene.query.hidden)
    return f"{', '.join(first)} {scene.say('and')} {last}" if first else last


def _overdue(scene: Scene, facts: Facts) -> bool:
    due = scene.view.due
    ids = {record.id for record in due}
    texts = {statement(scene, record).text for record in due if isinstance(record, Told)}
    told = {one.id for one in (*facts.services, facts.process) if one is not None}
    return bool(told & ids) or any(one.text in texts for one in facts.statements)


def _handover(scene: Scene, facts: Facts, outcome: Outcome) -> Handover:
    if outcome == "acute":
        return Handover(offered=True, reason=scene.say("reason_acute"))
    if facts.handover:
        return Handover(offered=True, reason=facts.handover)
    if outcome in NO_OFFER:
        return Handover(offered=False, reason=None)
    return Handover(offered=True, reason=scene.say("reason_offered"))
