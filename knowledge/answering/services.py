"""Question types about a service: how to reach it, what it takes, what it costs, who is responsible."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering.cite import card, channels_asked, field_statement, own_contacts, refer, service_name, spoken
from knowledge.answering.facts import Facts
from knowledge.answering.help import describe, find_help, routes_of, steps_in_turn
from knowledge.answering.records import told
from knowledge.answering.relevance import relevant
from knowledge.answers import Cell, Statement
from knowledge.records import Measure, Responsibility, Told
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound
    from knowledge.library import AppliedService
    from knowledge.records import AnyRecord

MAX_CELLS = 6
HOURS = "apningstid"
PRICE_WORDS = frozenset(stems("gratis betale betaling koste kostnad pris egenandel kroner prosent"))


def in_focus(scene: Scene, limit: int = 2) -> tuple[AppliedService, ...]:
    """The services that the question is about: the named ones, else where its needs lead first."""
    names = scene.named[:limit] or tuple(step.service for step in steps_in_turn(scene, tuple(routes_of(scene))))[:limit]
    return tuple(scene.view.services[name] for name in names)


def contact(scene: Scene) -> Facts:
    """How to reach a service; only what somebody has confirmed, and by the way that is asked for."""
    if scene.query.needs and not scene.named and not channels_asked(scene):
        # «Hvem kontakter jeg først?» of a need: who helps with it is the answer.
        return find_help(scene)
    services = in_focus(scene)
    known = tuple(_contact_statements(scene, services))
    if not known and scene.named and not channels_asked(scene):
        # «Finnes det logoped?»: no number is asked for; what is known of the service is the answer.
        names = ", ".join(service_name(scene, service) for service in services)
        return replace(describe(scene), web=True, notices=(scene.say("notice_no_contact", service=names),))
    return Facts(
        outcome="answered" if known else "not_stated",
        opening="" if known else scene.say("not_stated"),
        services=(*(card(scene, service, _why(scene, service)) for service in services), *_beside(scene, known)),
        statements=known,
        notices=tuple(_contact_notices(scene, services)),
        web=not known,
    )


def _beside(scene: Scene, known: tuple[Statement, ...]) -> Iterator[ServiceFound]:
    """Numbers that answer, beside a child welfare service whose own number nobody has confirmed."""
    if "barnevern" in scene.named and not known:
        for name in ("alarmtelefonen", "politi"):
            service = scene.view.services[name]
            yield card(scene, service, scene.words(service.text) if service.text else scene.say("why_concerned"))


def _contact_statements(scene: Scene, services: tuple[AppliedService, ...]) -> Iterator[Statement]:
    asked = channels_asked(scene)
    for service in services:
        for one in own_contacts(scene, service):
            if not asked or one.kind in asked or (HOURS in asked and one.opening_hours):
                hours = f" ({one.opening_hours.rstrip('.')})" if one.opening_hours else ""
                yield Statement(f"{service_name(scene, service)}. {one.label}: {one.value}{hours}", (one.source,))


def _contact_notices(scene: Scene, services: tuple[AppliedService, ...]) -> Iterator[str]:
    for service in services:
        if not own_contacts(scene, service) and scene.view.contacts(service.type, confirmed=False):
            yield scene.say("notice_unconfirmed", service=service_name(scene, service))


def _why(scene: Scene, service: AppliedService) -> str:
    if service.type in scene.named:
        return scene.say("why_named")
    steps = steps_in_turn(scene, tuple(routes_of(scene)))
    return next((scene.words(step.why) for step in steps if step.service == service.type), scene.say("why_named"))


def threshold(scene: Scene) -> Facts:
    """What it takes: access, ages and thresholds of the service, and of measures that fit the words."""
    services = in_focus(scene)
    fields = (field_statement(scene, service, name) for service in services for name in ("access", "for_whom"))
    known = [fact for fact in fields if fact]
    if PRICE_WORDS & set(scene.stems):
        known += [fact for service in services if (fact := field_statement(scene, service, "cost"))]
    records = relevant(scene, "threshold", "measure", "right", limit=2)
    return Facts(
        statements=(*known, *told(scene, records, known)),
        services=tuple(card(scene, service, _why(scene, service)) for service in services),
    )


def price(scene: Scene) -> Facts:
    """What it costs, as far as a source says."""
    services = in_focus(scene)
    costs = [fact for service in services if (fact := field_statement(scene, service, "cost"))]
    records = relevant(scene, "measure", "right", limit=3)
    priced = [fact for record in records if (fact := _measure_field(scene, record, "cost"))]
    rights = [record for record in records if not isinstance(record, Measure) and _speaks_of_price(scene, record)]
    found = (*costs, *priced, *told(scene, rights, [*costs, *priced]))
    return Facts(
        outcome="answered" if found else "not_stated",
        statements=tuple(dict.fromkeys(found)),
        services=tuple(card(scene, service, _why(scene, service)) for service in services),
    )


def _speaks_of_price(scene: Scene, record: AnyRecord) -> bool:
    return isinstance(record, Told) and bool(PRICE_WORDS & set(stems(scene.told(record))))


def _measure_field(scene: Scene, record: AnyRecord, name: str) -> Statement | None:
    text = getattr(record, name, None)
    if not isinstance(record, Measure) or text is None:
        return None
    named = spoken(scene, text, record, name)
    return Statement(f"{scene.words(record.name)}: {named.text}", named.sources)


def responsibility(scene: Scene) -> Facts:
    """Who is responsible: the cells of the plan's table, else where the service belongs, else the route."""
    cells = tuple(_cells(scene))
    if cells:
        return _from_cells(scene, cells)
    services = in_focus(scene, limit=3)
    placed = (field_statement(scene, service, "organised_under") for service in services)
    duties = relevant(scene, "duty", "responsibility", "measure", "process", limit=2)
    return Facts(
        statements=(*(fact for fact in placed if fact), *told(scene, duties)),
        services=tuple(card(scene, service, _why(scene, service)) for service in services),
    )


def _from_cells(scene: Scene, cells: tuple[Responsibility, ...]) -> Facts:
    shown = tuple(
        Cell(cell.level, cell.risk_area, cell.services, refer(scene, cell.sources)) for cell in cells[:MAX_CELLS]
    )
    services = dict.fromkeys(service for cell in cells for service in cell.services)
    existing = [scene.view.services[service] for service in services if service in scene.view.services]
    return Facts(
        cells=shown,
        services=tuple(card(scene, service, scene.say("why_cell")) for service in existing[:5])
        if len(cells) == 1
        else (),
        notices=(scene.say("notice_colours"), scene.say("notice_duty")),
    )


def asks_for_cells(scene: Scene) -> bool:
    """Whether a question names both a level and a risk area: it asks who stands there."""
    return bool(scene.query.levels and scene.query.risk_areas)


def _cells(scene: Scene) -> Iterator[Responsibility]:
    """Cells of the levels and risk areas that are named; of the needs' areas where no area is."""
    query = scene.query
    if not (query.levels or query.risk_areas or query.role == "ansatt"):
        return
    for record in scene.view.of_kind("responsibility"):
        at_level = not query.levels or getattr(record, "level", None) in query.levels
        if isinstance(record, Responsibility) and at_level and _in_area(scene, record):
            yield record


def _in_area(scene: Scene, cell: Responsibility) -> bool:
    query = scene.query
    if query.risk_areas:
        return cell.risk_area in query.risk_areas
    return not query.needs or bool(set(cell.needs) & set(query.need_ids))
