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
from knowledge.answering.relevance import CLEAR, relevant
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
# Needs that come first, if the understanding is this sure of them or the safety net hears the same: a wrong guess
# at child welfare frightens a family away.
PRESSING = ("selvmordstanker", "overgrep", "vold", "selvskading", "omsorgssvikt", "sosial-kontroll")
SURE = 0.6
# Beside a pressing need others are told only when they are this sure.
SURE_BESIDE = 0.8
# The needs that the safety net's alarms are about.
HEARD = {
    "fare-for-liv": ("selvmordstanker",),
    "selvmord": ("selvmordstanker",),
    "selvskading": ("selvskading",),
    "vold-overgrep": ("vold", "overgrep", "sosial-kontroll"),
    "barn-i-fare": ("omsorgssvikt",),
}
# Whoever names child welfare has not thereby told of neglect.
CHILD_WELFARE = frozenset({"barnevern", "barnevernvakt"})
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
    found = relevant(scene, "measure", "arena", "process", "right", least=CLEAR)
    return Facts(statements=tuple(told(scene, found)))


def routes_of(scene: Scene) -> Iterator[Route]:
    """The route of each need: the most pressing first, then the child's own, then the adults'."""
    ordered = sorted(_heard(scene), key=lambda need: (_rank(scene, need), need.id in ADULTS_OWN, -need.confidence))
    beside_pressing = bool(ordered) and _rank(scene, ordered[0]) < len(PRESSING)
    for position, need in enumerate(ordered):
        route = scene.view.route(need.id, scene.query.role, scene.query.age)
        if route is not None and (position == 0 or not beside_pressing or need.confidence >= SURE_BESIDE):
            yield route


def _heard(scene: Scene) -> Iterator[Need]:
    for need in scene.query.needs:
        only_named = need.id == "omsorgssvikt" and scene.alarm is None and CHILD_WELFARE & set(scene.named)
        if not only_named:
            yield need


def _rank(scene: Scene, need: Need) -> int:
    """0 for what the safety net hears too, then the pressing needs in their order; `len(PRESSING)` for the rest."""
    if scene.alarm is not None and need.id in HEARD[scene.alarm.kind] and not _child_acts_out(scene):
        return 0
    pressing = need.id in PRESSING and need.confidence >= SURE and not (need.id == "vold" and _child_acts_out(scene))
    return PRESSING.index(need.id) if pressing else len(PRESSING)


def _child_acts_out(scene: Scene) -> bool:
    """Whether it is the child who hits: «åtteåringen min slår meg når han blir sint» asks for help with anger."""
    sure = {need.id: need.confidence for need in scene.query.needs}
    certain = scene.alarm is not None and scene.alarm.certain
    return not certain and sure.get("atferd", 0.0) > sure.get("vold", 1.0)


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
    """Each service once, and only those that exist here: all of a pressing need, then of each route in turn."""
    pressing = routes[0].steps if routes and routes[0].need in PRESSING else ()
    in_turn = chain(pressing, chain.from_iterable(zip_longest(*(route.steps for route in routes))))
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
    """Adds the first step and the services for violence, abuse, self-harm and the like, whatever was asked.

    So too for absence from school where child welfare is asked about: absence alone is the school's to help with.
    """
    first = next(routes_of(scene), None)
    if first is None or not (_is_told(scene, first.need) or _is_absence_alone(scene, first.need)):
        return facts
    own = {service.type: service for service in _services(scene, (first,))}
    services = own | {service.type: service for service in facts.services if service.type not in own}
    said = spoken(scene, first.first, first, "first")
    return replace(facts, statements=(said, *facts.statements), services=tuple(services.values())[:MAX_SERVICES])


def _is_absence_alone(scene: Scene, need: str) -> bool:
    return need == "skolefravaer" and scene.alarm is None and bool(CHILD_WELFARE & set(scene.named))


def _is_told(scene: Scene, need: str) -> bool:
    return need in PRESSING and any(_rank(scene, one) < len(PRESSING) for one in _heard(scene) if one.id == need)


def describe(scene: Scene) -> Facts:
    """What is known of the services that the message names."""
    services = [scene.view.services[name] for name in scene.named[:2]]
    facts = (field_statement(scene, service, name) for service in services for name in FIELDS)
    measures = relevant(scene, "measure", limit=2)
    return Facts(
        statements=(*(fact for fact in facts if fact), *told(scene, measures)),
        services=tuple(card(scene, service, scene.say("why_named")) for service in services),
    )
