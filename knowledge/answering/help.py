"""«Hvem kan hjelpe?»: from needs to services in order, one first step, and who else.

Routing is content (`route` records). What is decided here is only how the routes of several needs
are laid together: most pressing first, then in turn, each service once.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from knowledge.answering.cite import card, field_statement, refer, spoken
from knowledge.answering.facts import Facts
from knowledge.answering.records import told
from knowledge.answering.relevance import relevant
from knowledge.answers import PlanStep
from knowledge.library import sources_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound
    from knowledge.query import Need
    from knowledge.records import Route, RouteStep

MAX_SERVICES = 5
MAX_STEPS = 4
# Needs that come first however sure the understanding is of the others: somebody may be in danger.
PRESSING = ("selvmordstanker", "overgrep", "vold", "selvskading", "omsorgssvikt", "sosial-kontroll")
# A guess at these must be this sure before child welfare is named first: a wrong guess frightens a family away.
SURE = {"omsorgssvikt": 0.6, "sosial-kontroll": 0.6}
# So few words, and a best guess less sure than this, are a vague opening: they get one question, not a plan.
VAGUE_WORDS = 7
VAGUE = 0.65
# The adults' own needs come after the child's.
ADULTS_OWN = frozenset({"sliten-forelder", "foreldreveiledning", "okonomi", "foreldrebetaling"})
OPENINGS = {"ansatt": "open_need_staff", "ungdom": "open_need_young"}
FIELDS = ("text", "for_whom", "access")


def find_help(scene: Scene) -> Facts:
    """Where the needs of the message lead; the service itself where one is named and no need is."""
    if is_vague(scene):
        return Facts()
    routes = tuple(routes_of(scene))
    if routes:
        return _along(scene, routes)
    if scene.named:
        return describe(scene)
    found = relevant(scene, "measure", "arena", "process", "right")
    return Facts(statements=tuple(told(scene, found)))


def routes_of(scene: Scene) -> Iterator[Route]:
    """The route of each need: the most pressing first, then the child's own, then the adults'."""
    ordered = sorted(scene.query.needs, key=lambda need: (_pressing(need), need.id in ADULTS_OWN, -need.confidence))
    for need in ordered:
        route = scene.view.route(need.id, scene.query.role, scene.query.age)
        if route is not None:
            yield route


def _pressing(need: Need) -> int:
    pressing = need.id in PRESSING and need.confidence >= SURE.get(need.id, 0.0)
    return PRESSING.index(need.id) if pressing else len(PRESSING)


def is_vague(scene: Scene) -> bool:
    """Whether a message is an opening that says little: «det går ikke bra hjemme»."""
    query = scene.query
    surest = max((need.confidence for need in query.needs), default=0.0)
    silent = scene.alarm is None and not scene.named and not query.from_context
    return silent and surest < VAGUE and len(query.text.split()) <= VAGUE_WORDS


def _along(scene: Scene, routes: tuple[Route, ...]) -> Facts:
    services = tuple(_services(scene, routes))
    several = len(routes) > 1
    return Facts(
        opening=scene.say(OPENINGS.get(scene.query.role, "open_need")),
        statements=() if several else (spoken(scene, routes[0].first, routes[0], "first"),),
        services=services,
        plan=tuple(_plan(scene, routes, services)) if several else (),
    )


def _services(scene: Scene, routes: tuple[Route, ...]) -> Iterator[ServiceFound]:
    for step in steps_in_turn(scene, routes)[:MAX_SERVICES]:
        yield card(scene, scene.view.services[step.service], scene.words(step.why))


def steps_in_turn(scene: Scene, routes: tuple[Route, ...]) -> list[RouteStep]:
    """First steps of all routes, then second ones …; each service once, and only those that exist here."""
    in_turn = chain.from_iterable(zip_longest(*(route.steps for route in routes)))
    once: dict[str, RouteStep] = {}
    for step in in_turn:
        if step is not None and step.service in scene.view.services and _suits(scene, step.service):
            once.setdefault(step.service, step)
    return list(once.values())


def _suits(scene: Scene, service: str) -> bool:
    ages = scene.view.services[service].ages
    return scene.query.age is None or ages is None or ages.cover(scene.query.age)


def _plan(scene: Scene, routes: tuple[Route, ...], services: tuple[ServiceFound, ...]) -> Iterator[PlanStep]:
    by_type = {service.type: service.id for service in services}
    said: set[str] = set()
    for route in routes[:MAX_STEPS]:
        text = scene.words(route.first)
        if text not in said:
            said.add(text)
            first = next((by_type[step.service] for step in route.steps if step.service in by_type), None)
            yield PlanStep(text, first, refer(scene, sources_for(route, "first")))


def with_pressing(scene: Scene, facts: Facts) -> Facts:
    """Adds the first step and the services for violence, abuse, self-harm and the like, whatever was asked."""
    pressing = tuple(route for route in routes_of(scene) if route.need in PRESSING)[:1]
    if not pressing:
        return facts
    services = {service.type: service for service in (*_services(scene, pressing), *facts.services)}
    first = spoken(scene, pressing[0].first, pressing[0], "first")
    return replace(facts, statements=(first, *facts.statements), services=tuple(services.values())[:MAX_SERVICES])


def describe(scene: Scene) -> Facts:
    """What is known of the services that the message names."""
    services = [scene.view.services[name] for name in scene.named[:2]]
    facts = (field_statement(scene, service, name) for service in services for name in FIELDS)
    measures = relevant(scene, "measure", limit=2)
    return Facts(
        statements=(*(fact for fact in facts if fact), *told(scene, measures)),
        services=tuple(card(scene, service, scene.say("why_named")) for service in services),
    )
