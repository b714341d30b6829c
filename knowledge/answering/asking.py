"""Asking back: the one question whose reply would change what is told, and only then.

A question stands beside an answer that holds already; nobody has to reply to be helped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering import talk
from knowledge.answering.facts import Question
from knowledge.answering.help import routes_of, steps_in_turn
from knowledge.answering.urgency import PRESSING, in_order, rank
from knowledge.answers import Clarification, Option
from knowledge.query import LANGUAGES
from knowledge.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from knowledge.answering.facts import Facts
    from knowledge.answering.scene import Scene
    from knowledge.answers import AsksFor
    from knowledge.records import Role

# The stages of a childhood in years, and the words that tell them (phrases.yml) where no age is said.
STAGES = {"small_child": (0, 5), "schoolchild": (6, 12), "teenager": (13, 17), "grown": (18, 25)}
# So many services at the front of the list are what people read first.
FRONT = 2
PLACES = {"place_kindergarten": "barnehage", "place_school": "skole", "place_home": "hjem"}
# Who is met where a child is every day.
OF_A_PLACE = frozenset({"barnehage", "helsestasjon", "skole", "skolehelsetjeneste"})
ROLES: dict[str, Role] = {
    "role_parent": "forelder",
    "role_private": "ukjent",
    "role_young": "ungdom",
    "role_staff": "ansatt",
}
# Where and how old is one question, of the child; whoever is expected has no age.
CHILD = frozenset({"age", "arena"})
UNBORN = frozenset({"svangerskap", "barsel-spedbarn"})
# Who must report, and who may, is another for an employee than for a neighbour.
BY_ROLE = frozenset({"plikt", "prosess"})
DANGER = "danger"
# Of these needs it matters whether it is now.
MAY_BE_NOW = frozenset({"selvmordstanker", "selvskading", "vold", "overgrep"})
DANGER_NOW, NOT_NOW = "danger_now", "danger_not_now"
IN_DANGER = (DANGER_NOW, NOT_NOW, "unknown")


def question_beside(scene: Scene, facts: Facts, asked_by: Callable[[Scene], Facts]) -> Question | None:
    """The question to put beside an answer; None where no reply would change it, or two were asked just before.

    None is put twice in a conversation, but whether somebody is in danger once for every time that danger is told.
    `asked_by` answers the same question in another scene.
    """
    query = scene.query
    if query.questions >= talk.MOST_QUESTIONS or facts.outcome != "answered" or facts.clarification is not None:
        return None
    if query.alone or query.other_language is not None:
        return None
    if _may_be_in_danger(scene):
        # The contract has no word of its own for it.
        return Question(scene.say("ask_danger_more"), Clarification("need", _options(map(scene.say, IN_DANGER))))
    if query.kommune is None:
        # What holds everywhere is told at once; the municipality's own services are worth one question.
        asks = facts.services and query.needs and "kommune" not in query.asked
        return Question(scene.say("ask_kommune_more"), talk.municipalities()) if asks else None
    if scene.alarm is not None:
        return None
    return _about_the_child(scene, facts) or _about_whoever_asks(scene, facts, asked_by)


def _may_be_in_danger(scene: Scene) -> bool:
    """Whether danger is heard and in doubt, or a need is told that may be danger now."""
    alarm, query = scene.alarm, scene.query
    if query.replied == "safe" or (DANGER in query.asked and query.danger is not None):
        return False
    if alarm is not None:
        return not alarm.certain and not alarm.remembered
    told = query.question_type in {"finn-hjelp", None} and DANGER not in query.asked
    return told and any(need.id in MAY_BE_NOW and rank(scene, need) < len(PRESSING) for need in in_order(scene))


def asks_of_danger(clarification: Clarification) -> bool:
    """Whether a question back asks if somebody is in danger now."""
    return any(option.payload == say(IN_DANGER[0], one) for option in clarification.options for one in LANGUAGES)


def _asks_for(asks_for: AsksFor, labels: Iterable[str], scene: Scene) -> Question:
    options = _options((*labels, scene.say("unknown")))
    young = asks_for == "age" and scene.query.role == "ungdom"
    text = scene.say("ask_age_young" if young else f"ask_{asks_for}_more")
    return Question(text, Clarification(asks_for, options))


def _options(labels: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(label, label) for label in labels)


def _stages(scene: Scene) -> dict[str, tuple[int, int]]:
    """The stages that it may be about: of a young person who writes, not the smallest child's."""
    young = scene.query.role == "ungdom"
    return {key: years for key, years in STAGES.items() if not (young and key == "small_child")}


def _ages(scene: Scene) -> Iterator[str]:
    *bands, (last, _) = _stages(scene).values()
    yield from (scene.say("age_band", low=low, high=high) for low, high in bands)
    yield scene.say("age_from", low=last)


def _about_the_child(scene: Scene, facts: Facts) -> Question | None:
    """Where the child is, or how old, if one of another age is helped by somebody who is not named."""
    query = scene.query
    asks_for_help = query.question_type in {"finn-hjelp", None} and query.needs and not facts.process
    if not asks_for_help or query.age is not None or not (facts.statements or facts.plan) or query.asked & CHILD:
        return None
    if UNBORN & set(query.need_ids):
        return None
    if any(rank(scene, need) < len(PRESSING) for need in in_order(scene)):
        return None  # Who is hurt is helped first.
    fronts = {key: _front(scene, (low + high) // 2) for key, (low, high) in STAGES.items()}
    told = [key for key in _stages(scene) if scene.says_any(key)] or _stages(scene)
    shown = {service.type for service in facts.services}
    if all(shown.issuperset(fronts[key]) for key in told):
        return None  # Who comes first for a child of another age is named already, with for whom.
    by_place = {frozenset({*fronts[key]} - OF_A_PLACE) for key in ("small_child", "schoolchild")}
    if len(by_place) == 1 and scene.query.role != "ungdom":
        return _asks_for("arena", map(scene.say, PLACES), scene)
    return _asks_for("age", _ages(scene), scene)


def _front(scene: Scene, age: int) -> tuple[str, ...]:
    """Which services stand first for a child of an age."""
    of_that_age = replace(scene, query=replace(scene.query, age=age))
    return tuple(step.service for step in steps_in_turn(of_that_age, tuple(routes_of(of_that_age)))[:FRONT])


def _about_whoever_asks(scene: Scene, facts: Facts, asked_by: Callable[[Scene], Facts]) -> Question | None:
    """Whether somebody asks at work, where duties and steps differ with it."""
    if scene.query.role != "ukjent" or scene.query.question_type not in BY_ROLE or "role" in scene.query.asked:
        return None
    at_work = asked_by(replace(scene, query=replace(scene.query, role="ansatt")))
    if _told(at_work) == _told(facts):
        return None
    return _asks_for("role", map(scene.say, ROLES), scene)


def _told(facts: Facts) -> tuple[str | None, frozenset[str]]:
    quotes = (ref.quote for statement in facts.statements for ref in statement.sources if ref.quote)
    return facts.process.id if facts.process else None, frozenset(quotes)
