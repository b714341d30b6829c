"""«Hvem kan hjelpe?»: from needs to services in order, one first step, and who else.

Routing is content (`route` records). What is decided here is only how the routes of several needs
are laid together: most pressing first, then in turn, each service once.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from knowledge.answering.acute import POISON, acute_lines
from knowledge.answering.cite import card, field_statement, refer, service_name, spoken
from knowledge.answering.describe import describe
from knowledge.answering.facts import Facts
from knowledge.answering.records import own_words
from knowledge.answering.relevance import CLEAR, own_best, relevant
from knowledge.answering.scene import EVERYDAY
from knowledge.answering.steps import ANY_CHILD, process_found
from knowledge.answering.telling import told
from knowledge.answering.urgency import (
    CHILD_WELFARE,
    PRESSING,
    STORY,
    WATCHED,
    in_order,
    is_pressing,
    rank,
    stands_alone,
)
from knowledge.answers import PlanStep
from knowledge.applied import sources_for
from knowledge.query import Need
from knowledge.records import Right

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound, Statement
    from knowledge.records import Process, Route, RouteStep

MAX_SERVICES = 5
MAX_STEPS = 5
# So many more are named beside those whose cards are shown.
MAX_ALSO = 5
# So many of five places are for what is told beside a pressing need.
MAX_BESIDE = 3
SCHOOL_AGE = 6
# With so many needs at once somebody must hold the threads.
MANY, COORDINATION = 3, "koordinering"
# Child welfare is help that can be asked for, and says so.
BARNEVERN, VOLUNTARY = "barnevern", "nasjonal/rett-barnevern-frivillig"
HARD = frozenset({*PRESSING, "psykisk-syk-foresatt", "rus-foresatt"})
# Beside a pressing need others are told only when they are this sure.
SURE_BESIDE = 0.35
# So few words, and a best guess less sure than this, are a vague opening: they get one question, not a plan.
VAGUE_WORDS = 7
VAGUE = 0.45
OPENINGS = {"ansatt": "open_need_staff", "ungdom": "open_need_young"}


def find_help(scene: Scene) -> Facts:
    """Where the needs of the message lead; the service itself where one is named and no need is."""
    if is_vague(scene):
        return Facts()
    routes = tuple(routes_of(scene))
    if routes:
        return _along(scene, routes)
    if scene.named:
        best = own_best(scene)
        described = describe(scene)
        if best is None or best.kind == "gap":
            return described
        return replace(own_words(scene, best), services=described.services)
    found = relevant(scene, "measure", "arena", "process", "right", least=CLEAR)
    return Facts(statements=tuple(told(scene, found)))


def next_step(scene: Scene, process: Process) -> Facts:
    """What comes now, for somebody in the middle of a case, and who helps with it; nothing that they have done."""
    told_of = scene.query.needs or scene.named
    any_child = replace(scene, query=replace(scene.query, needs=(Need(ANY_CHILD, 1.0),)))
    helped = find_help(scene if told_of else any_child)
    first = next(routes_of(scene), None)
    if first is None or not is_pressing(scene, first.need):
        helped = replace(helped, statements=(), plan=())
    opening = helped.opening if scene.alarm is not None else scene.say("open_under_way")
    return replace(helped, opening=opening, process=process_found(scene, process), under_way=True)


def poisoned(scene: Scene) -> Facts | None:
    """What to do when a child has swallowed something poisonous: «har drukket oppvaskmiddel» tells of no drinking.

    None where something else is told that presses too, or nothing of the kind.
    """
    if scene.alarm is None or not (scene.alarm.poison and scene.alarm.certain):
        return None
    if any(rank(scene, need) < len(PRESSING) for need in in_order(scene)):
        return None
    lines = (line for line in scene.view.helplines if line.type == POISON)
    return Facts(statements=tuple(spoken(scene, line.text, line, "text") for line in lines))


def who_coordinates(scene: Scene) -> Facts:
    """«Hvem holder i alt dette for oss?»: the route of coordination, whatever needs were told."""
    needs = (Need(COORDINATION, 1.0),)
    return find_help(replace(scene, query=replace(scene.query, needs=needs, services=())))


def routes_of(scene: Scene) -> Iterator[Route]:
    """The route of each need: the most pressing first, then the child's own, then the adults'."""
    ordered = in_order(scene)
    beside_pressing = bool(ordered) and rank(scene, ordered[0]) < len(PRESSING)
    if beside_pressing and stands_alone(scene):
        ordered = ordered[:1]
    for position, need in enumerate(ordered):
        route = scene.view.route(need.id, scene.query.role, scene.query.age)
        if route is not None and (position == 0 or not beside_pressing or need.confidence >= SURE_BESIDE):
            yield route


def is_vague(scene: Scene) -> bool:
    """Whether a message is an opening that says little: «det går ikke bra hjemme»."""
    query = scene.query
    surest = max((need.confidence for need in query.needs), default=0.0)
    watched = any(need.id in WATCHED for need in query.needs)
    silent = scene.alarm is None and not scene.named and not query.from_context and not watched
    return silent and surest < VAGUE and len(query.text.split()) <= VAGUE_WORDS


def _along(scene: Scene, routes: tuple[Route, ...]) -> Facts:
    coordination = _coordination(scene, routes)
    asked_for = _can_be_asked_for(scene, routes)
    services = _with_coordinator(scene, tuple(_services(scene, routes)), coordination)
    also = tuple(_also(scene, routes, services)) if len(routes) >= MANY else ()
    routes = (*routes[: MAX_STEPS - len(coordination)], *coordination)
    several = len(routes) > 1
    first = () if several else (spoken(scene, routes[0].first, routes[0], "first"),)
    return Facts(
        opening=" ".join([*_kept_all_the_same(scene, services), scene.say(_opening(scene))]),
        statements=(*_of_the_named(scene), *first),
        services=services,
        plan=(*_plan(scene, routes, services), *_ask_child_welfare(scene, asked_for)) if several else (),
        notices=also,
    )


def _kept_all_the_same(scene: Scene, services: tuple[ServiceFound, ...]) -> Iterator[str]:
    """That a service is named though it is refused, because somebody may be in danger."""
    names = [service.name for service in services if service.type in scene.query.refused - {*EVERYDAY}]
    if names:
        yield scene.say("refused_kept", services=", ".join(names))


def _opening(scene: Scene) -> str:
    if scene.query.replied is not None:
        return f"open_{scene.query.replied}"
    return "open_again" if scene.query.from_context else OPENINGS.get(scene.query.role, "open_need")


def _coordination(scene: Scene, routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """The route of coordination, beside so many others that somebody must hold the threads."""
    if len(routes) < MANY or any(route.need == COORDINATION for route in routes):
        return ()
    route = scene.view.route(COORDINATION, scene.query.role, scene.query.age)
    return (route,) if route is not None else ()


def _can_be_asked_for(scene: Scene, routes: tuple[Route, ...]) -> Right | None:
    """That child welfare helps families who ask: beside many needs, where a child is hurt or a parent is ill."""
    hard = HARD.intersection(scene.query.need_ids)
    if len(routes) < MANY or not hard or scene.query.role == "ansatt" or BARNEVERN not in scene.view.services:
        return None
    rights = (record for record in scene.view.of_kind("right") if isinstance(record, Right))
    return next((record for record in rights if record.id == VOLUNTARY), None)


def _ask_child_welfare(scene: Scene, right: Right | None) -> Iterator[PlanStep]:
    if right is not None:
        yield PlanStep(scene.told(right), None, refer(scene, right.sources))


def _with_coordinator(
    scene: Scene, services: tuple[ServiceFound, ...], coordination: tuple[Route, ...]
) -> tuple[ServiceFound, ...]:
    """The last place is for whoever holds the threads."""
    shown = {service.type for service in services}
    steps = [step for step in steps_in_turn(scene, coordination) if step.service not in shown][:1]
    holding = tuple(card(scene, scene.view.services[step.service], step.why) for step in steps)
    return (*services[: MAX_SERVICES - len(holding)], *holding)


def _also(scene: Scene, routes: tuple[Route, ...], services: tuple[ServiceFound, ...]) -> Iterator[str]:
    """The services that come beside: of many needs five cards do not hold them all."""
    shown = {service.type for service in services}
    beside = [step.service for step in steps_in_turn(scene, routes) if step.service not in shown]
    names = [service_name(scene, scene.view.services[one]) for one in beside[:MAX_ALSO]]
    if names:
        yield scene.say("notice_also", services=", ".join(names))


def _of_the_named(scene: Scene) -> Iterator[Statement]:
    # «Har de ungdomsklubb på Skarnes?» is asked of the place; in a story a service is named in passing.
    if scene.alarm is None and len(scene.stems) <= STORY:
        services = (scene.view.services[name] for name in scene.named if name not in EVERYDAY)
        yield from filter(None, (field_statement(scene, service, "text") for service in services if service.is_own))


def _services(scene: Scene, routes: tuple[Route, ...]) -> Iterator[ServiceFound]:
    # A line whose number stands among the emergency lines already leaves its place to a service that does not.
    acute = acute_lines(scene)
    numbers = {contact.value for contact in acute.contacts} if acute else set()
    first = {line.type for line in scene.view.helplines if any(one.value in numbers for one in line.lines)}
    steps = sorted(steps_in_turn(scene, routes), key=lambda step: step.service in first)
    for step in steps[:MAX_SERVICES]:
        yield card(scene, scene.view.services[step.service], step.why)


def steps_in_turn(scene: Scene, routes: tuple[Route, ...]) -> list[RouteStep]:
    """Each service once, and only those that exist here: of a pressing need first, then of each route in turn."""
    beside = min(len(routes) - 1, MAX_BESIDE)
    pressing = routes[0].steps[: MAX_SERVICES - beside] if routes and routes[0].need in PRESSING else ()
    in_turn = chain(pressing, chain.from_iterable(zip_longest(*(route.steps for route in routes))))
    once: dict[str, RouteStep] = {}
    for step in in_turn:
        if step is not None and step.service in scene.view.services and _suits(scene, step.service):
            once.setdefault(step.service, step)
    return _wanted(scene, _where_the_child_is(scene, once))


def _wanted(scene: Scene, steps: list[RouteStep]) -> list[RouteStep]:
    """Without what is refused, unless somebody may be in danger; where whoever writes works comes last."""
    query = scene.query
    pressing = scene.alarm is not None or any(rank(scene, need) < len(PRESSING) for need in in_order(scene))
    refused = query.refused - {*EVERYDAY}  # «Hun går ikke på skolen» refuses no school.
    wanted = [step for step in steps if pressing or step.service not in refused]
    own = query.own_services - {*EVERYDAY} if query.role == "ansatt" else frozenset()
    return sorted(wanted or steps, key=lambda step: step.service in own)


def _where_the_child_is(scene: Scene, once: dict[str, RouteStep]) -> list[RouteStep]:
    # A child that is told of as being in kindergarten is not met with the school.
    steps = list(once.values())
    in_kindergarten = "barnehage" in {*scene.query.services, *scene.query.need_ids} or _is_under_school_age(scene)
    younger = in_kindergarten and "skole" not in scene.query.services
    if younger and {"barnehage", "skole"} <= set(once):
        school, kindergarten = (steps.index(once[kind]) for kind in ("skole", "barnehage"))
        steps.insert(min(school, kindergarten), steps.pop(kindergarten))
    if "barsel-spedbarn" in scene.query.need_ids and "skole" not in scene.query.services:
        steps.sort(key=lambda step: step.service == "skolehelsetjeneste")
    if scene.query.role == "ansatt" and scene.says_any("tried"):
        steps.sort(key=lambda step: step.service in EVERYDAY)
    return steps


def _is_under_school_age(scene: Scene) -> bool:
    return scene.query.age is not None and scene.query.age < SCHOOL_AGE


def _suits(scene: Scene, service: str) -> bool:
    ages = scene.view.services[service].ages
    return scene.query.age is None or ages is None or ages.cover(scene.query.age)


def _plan(scene: Scene, routes: tuple[Route, ...], services: tuple[ServiceFound, ...]) -> Iterator[PlanStep]:
    by_type = {service.type: service.id for service in services}
    said: set[str] = set()
    for route in routes:
        text = scene.words(route.first)
        if text not in said:
            said.add(text)
            first = next((by_type[step.service] for step in route.steps if step.service in by_type), None)
            yield PlanStep(text, first, refer(scene, sources_for(route, "first")))


def with_pressing(scene: Scene, facts: Facts) -> Facts:
    """Adds the first step and the services for violence, abuse, self-harm and the like, whatever was asked.

    So too for absence from school where child welfare is asked about: absence alone is the school's to help with.
    """
    first = next(routes_of(scene), None)
    if first is None or not (is_pressing(scene, first.need) or _is_absence_alone(scene, first.need)):
        return facts
    own = {service.type: service for service in _services(scene, (first,))}
    services = own | {service.type: service for service in facts.services if service.type not in own}
    said = spoken(scene, first.first, first, "first")
    return replace(facts, statements=(said, *facts.statements), services=tuple(services.values())[:MAX_SERVICES])


def _is_absence_alone(scene: Scene, need: str) -> bool:
    return need == "skolefravaer" and scene.alarm is None and bool(CHILD_WELFARE & set(scene.named))
