"""Question types about a service: how to reach it, what it costs, who is responsible."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering.cite import (
    WEB,
    card,
    channels_asked,
    field_statement,
    level_name,
    own_contacts,
    refer,
    service_name,
    spoken,
)
from knowledge.answering.describe import describe
from knowledge.answering.facts import Facts
from knowledge.answering.help import MAX_SERVICES, find_help, routes_of, steps_in_turn
from knowledge.answering.records import own_words
from knowledge.answering.relevance import CLEAR, COLD, own_best, relevant
from knowledge.answering.scene import EVERYDAY
from knowledge.answering.talk import ask_need, who_listens
from knowledge.answering.telling import told
from knowledge.answering.urgency import STORY
from knowledge.answers import Cell, Statement
from knowledge.ontology import ontology
from knowledge.records import Measure, Responsibility, Told
from knowledge.words import stems, telling_stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound
    from knowledge.applied import AppliedService
    from knowledge.records import AnyRecord, Text

MAX_CELLS = 6
HOURS = "apningstid"
# Asked for without a service's name, these are the municipality's own.
PLACE = frozenset({"nettside", "epost", "adresse"})
# Types that are asked of the very service, team or plan that is named.
OF_THE_NAMED = frozenset({"kontakt", "definisjon", "moteplass", "om-planen", "pris", "terskel"})
# «Hvem kan hjelpe når han ikke får sove på kvelden?» is longer, and asks for no number.
OUT_OF_HOURS_WORDS = 8
DOCTOR_ON_DUTY = "legevakt"
# Who answers when these have closed.
ON_DUTY = {
    "barnevernvakt": {"barnevern"},
    "politi": {"barnevern"},
    "alarmtelefonen": {"barnevern", "skolehelsetjeneste"},
    DOCTOR_ON_DUTY: {
        "fastlege",
        "helsestasjon",
        "skolehelsetjeneste",
        "psykisk-helse-rus",
        "psykisk-helse-barn-unge",
        "bup",
    },
}
PRICE_WORDS = frozenset(stems("gratis betale betaling koste kostnad pris egenandel kroner prosent"))


def asks_for_a_price(scene: Scene) -> bool:
    """Whether a question of another type asks for the price too."""
    return bool(PRICE_WORDS & set(scene.stems))


def in_focus(scene: Scene, limit: int = 2) -> tuple[AppliedService, ...]:
    """The services that the question is about: the named ones, else where its needs lead first."""
    names = (
        _asked_of(scene)[:limit]
        or tuple(step.service for step in steps_in_turn(scene, tuple(routes_of(scene))))[:limit]
    )
    return tuple(scene.view.services[name] for name in names if name in scene.view.services)


def _asked_of(scene: Scene) -> tuple[str, ...]:
    # «Må vi ha henvisning fra legen?» is asked of what the referral is for.
    if not scene.named and scene.says("bekymringsmelding"):
        return ("barnevern",)
    referral = scene.says_any("referral")
    if not referral or "fastlege" not in scene.named:
        return scene.named
    beside = tuple(name for name in scene.named if name not in {"fastlege", *EVERYDAY})
    return (*beside, "fastlege") if beside else (() if scene.query.needs else scene.named)


def asks_for_the_doctor_on_duty(scene: Scene) -> bool:
    """«Og om han får feber i natt?»: no advice, but who answers now."""
    return not scene.named and not (scene.query.needs and not scene.query.from_context) and scene.says_any("ill")


def contact(scene: Scene) -> Facts:
    """How to reach a service; only what somebody has confirmed, and by the way that is asked for."""
    cards = tuple(card(scene, service, scene.say("why_on_duty")) for service in on_duty(scene))
    numbers = tuple(
        Statement(f"{one.name}. {contact.label}: {contact.value}", (contact.source,))
        for one in cards
        for contact in one.contacts[:1]
    )
    return Facts(services=cards, statements=numbers) if cards else _contact(scene)


def _contact(scene: Scene) -> Facts:
    asked = channels_asked(scene)
    in_danger = scene.alarm is not None and not scene.alarm.remembered
    if scene.query.needs and not _asked_of(scene) and (not asked or in_danger):
        # «Hvem kontakter jeg først?» of a need: who helps with it is the answer.
        return find_help(scene)
    if scene.named and not asked and (best := own_best(scene)) is not None and best.kind != "gap":
        # «Er barnevernet en grunntjeneste?»: what the municipality says of it, and no number.
        return replace(own_words(scene, best), services=describe(scene).services)
    services = in_focus(scene) or _by_keyword(scene)
    if not services and scene.query.role == "ungdom":
        listening = who_listens(scene)
        return Facts(services=listening, statements=tuple(_lines(listening)))
    services = services or _own_place(scene)
    known = tuple(_contact_statements(scene, services))
    web = False
    asks_who = not scene.query.from_context or scene.says_any("who")
    if not known and not _asked_of(scene) and scene.query.needs and asks_who:
        return replace(find_help(scene), web=True)
    if not known and scene.query.needs and len(scene.stems) > STORY:
        # A case cannot wait for a number that nobody has confirmed.
        known = tuple(_lines(tuple(_beside(scene, known))))
        web = True
    if not known and scene.named and not channels_asked(scene):
        # «Finnes det logoped?»: no number is asked for; what is known of the service is the answer.
        names = ", ".join(service_name(scene, service) for service in services)
        return replace(describe(scene), web=True, notices=(scene.say("notice_no_contact", service=names),))
    if asks_for_a_price(scene):
        known += tuple(fact for service in services if (fact := field_statement(scene, service, "cost")))
    return Facts(
        outcome="answered" if known else "not_stated",
        opening="" if known else scene.say("not_stated"),
        services=(*(card(scene, service, why(scene, service)) for service in services), *_beside(scene, known)),
        statements=known,
        notices=tuple(_contact_notices(scene, services)),
        web=web or not known,
    )


def on_duty(scene: Scene) -> Iterator[AppliedService]:
    """«Og hvis det er natt?»: who answers when the services that are spoken of have closed."""
    if asks_for_the_doctor_on_duty(scene):
        yield scene.view.services[DOCTOR_ON_DUTY]
        return
    short = len(scene.stems) <= OUT_OF_HOURS_WORDS
    if not scene.says_any("closed") and not (short and scene.says_any("out_of_hours")):
        return
    spoken_of = {service.type for service in in_focus(scene, limit=MAX_SERVICES)}
    for on_duty, by_day in ON_DUTY.items():
        if spoken_of & by_day and on_duty in scene.view.services:
            yield scene.view.services[on_duty]


def _by_keyword(scene: Scene) -> tuple[AppliedService, ...]:
    """The service that a question without a name or a need speaks of: the doctor on duty, by fever and evening."""
    found = {
        kind: sum(scene.says(word) for record in service.records for word in record.keywords)
        for kind, service in scene.view.services.items()
    }
    best = max(found, key=lambda kind: found[kind], default=None)
    return (scene.view.services[best],) if best is not None and found[best] else ()


def _own_place(scene: Scene) -> tuple[AppliedService, ...]:
    place = scene.view.services.get(WEB)
    return (place,) if place and channels_asked(scene) & PLACE else ()


def _lines(services: tuple[ServiceFound, ...]) -> Iterator[Statement]:
    for service in services:
        for one in service.contacts[:1]:
            yield Statement(f"{service.name}: {one.value}", (one.source,))


def _beside(scene: Scene, known: tuple[Statement, ...]) -> Iterator[ServiceFound]:
    """Numbers that answer, beside a child welfare service whose own number nobody has confirmed."""
    if "barnevern" in scene.named and not known:
        for name in ("alarmtelefonen", "politi"):
            service = scene.view.services[name]
            yield card(scene, service, service.text or scene.say("why_concerned"))


def _contact_statements(scene: Scene, services: tuple[AppliedService, ...]) -> Iterator[Statement]:
    asked = channels_asked(scene)
    for service in services:
        for one in own_contacts(scene, service):
            if not asked or one.kind in asked or (HOURS in asked and one.opening_hours):
                hours = f" ({one.opening_hours.rstrip('.')})" if one.opening_hours else ""
                yield Statement(f"{service_name(scene, service)}. {one.label}: {one.value}{hours}", (one.source,))


def _contact_notices(scene: Scene, services: tuple[AppliedService, ...]) -> Iterator[str]:
    for service in services:
        asked = channels_asked(scene)
        own = [one for one in own_contacts(scene, service) if not asked or one.kind in asked]
        if not own and scene.view.contacts(service.type, confirmed=False):
            yield scene.say("notice_unconfirmed", service=service_name(scene, service))


def why(scene: Scene, service: AppliedService) -> str | Text:
    """Why a service is shown: it was named, or a need leads there."""
    if service.type in scene.named:
        return scene.say("why_named")
    steps = steps_in_turn(scene, tuple(routes_of(scene)))
    return next((step.why for step in steps if step.service == service.type), scene.say("why_named"))


def price(scene: Scene) -> Facts:
    """What it costs, as far as a source says."""
    services = in_focus(scene)
    costs = [fact for service in services if (fact := field_statement(scene, service, "cost"))]
    if not (services or scene.query.needs or set(telling_stems(scene.query.text)) - PRICE_WORDS):
        return ask_need(scene)  # «Hva koster det?», of nothing.
    near = relevant(scene, "measure", "right", "figure", "plan", limit=5)
    records = [record for record in near if _is_of(scene, record, services)][:3]
    priced = [fact for record in records if (fact := _measure_field(scene, record, "cost"))]
    rights = [record for record in records if not isinstance(record, Measure) and _speaks_of_price(scene, record)]
    if costs or priced or any(record.kind not in COLD for record in rights):
        # What more staff would cost the municipality is for whoever asks for just that.
        rights = [record for record in rights if record.kind not in COLD or any(map(scene.says, record.keywords))]
    found = (*costs, *priced, *told(scene, rights, [*costs, *priced]))
    return Facts(
        outcome="answered" if found else "not_stated",
        statements=tuple(dict.fromkeys(found)),
        services=tuple(card(scene, service, why(scene, service)) for service in services),
    )


def _is_of(scene: Scene, record: AnyRecord, services: tuple[AppliedService, ...]) -> bool:
    """Whether a record is of what is asked about: free dental care is no answer to what the culture school costs."""
    if not (record.needs or record.services) and scene.scores.get(record.id, 0.0) >= CLEAR:
        return True  # Free dental care is of no service here, and of no need.
    if scene.named:
        return not record.services or bool(set(record.services) & set(scene.named))
    asked = {service.type for service in services}
    return not scene.query.needs or bool(set(record.needs) & set(scene.query.need_ids) or set(record.services) & asked)


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
    cells = tuple(cells_of(scene))
    services = in_focus(scene, limit=3)
    placed = tuple(fact for service in services if (fact := field_statement(scene, service, "organised_under")))
    if cells:
        own = placed if scene.named and not scene.query.risk_areas else ()
        return replace(_from_cells(scene, cells), statements=own)
    duties = relevant(scene, "duty", "responsibility", "measure", "process", limit=2)
    return Facts(
        statements=(*placed, *told(scene, duties)),
        services=tuple(card(scene, service, why(scene, service)) for service in services),
    )


def _from_cells(scene: Scene, cells: tuple[Responsibility, ...]) -> Facts:
    shown = tuple(cell_found(scene, cell) for cell in cells[:MAX_CELLS])
    services = dict.fromkeys(service for cell in cells for service in cell.services)
    existing = [scene.view.services[service] for service in services if service in scene.view.services]
    return Facts(
        cells=shown,
        services=tuple(card(scene, service, scene.say("why_cell")) for service in existing[:5])
        if len(cells) == 1
        else (),
        notices=(scene.say("notice_colours"), scene.say("notice_duty")),
    )


def cell_found(scene: Scene, cell: Responsibility) -> Cell:
    """A cell of a plan's table as the answer shows it."""
    return Cell(
        cell.level,
        cell.risk_area,
        cell.services,
        refer(scene, cell.sources),
        level_name=level_name(scene, cell.level),
        risk_area_name=ontology().risk_areas[cell.risk_area],
        service_names=cell.as_written,
    )


def with_named(scene: Scene, kind: str, facts: Facts) -> Facts:
    """Adds the cards of what the question names: first where it is asked of them, else where there are no others."""
    asked = _asked_of(scene) if facts.clarification is None else ()
    # «Og hvem er PPT på videregående?», in the middle of a story, is asked of the one that is named.
    asks = "?" in scene.query.text or scene.says_any("who")
    in_a_talk = kind == "finn-hjelp" and scene.query.from_context and asks
    of_the_named = (kind in OF_THE_NAMED or in_a_talk) and scene.alarm is None
    named = [name for name in asked if name not in EVERYDAY] or (asked if kind == "kontakt" or in_a_talk else ())
    if not named or (facts.services and not of_the_named):
        return facts
    shown = {service.type: service for service in facts.services}
    first = {name: shown.get(name) or card(scene, scene.view.services[name], scene.say("why_named")) for name in named}
    return replace(facts, services=tuple((first | shown).values())[:MAX_SERVICES])


def asks_for_cells(scene: Scene) -> bool:
    """Whether a question names both a level and a risk area or a service: it asks who stands where in the table."""
    by_service = scene.query.question_type == "niva" and scene.named and scene.view.of_kind("responsibility")
    return bool(scene.query.levels and (scene.query.risk_areas or by_service))


def cells_of(scene: Scene) -> Iterator[Responsibility]:
    """Cells of the levels and risk areas that are named; of the needs' areas where no area is."""
    query = scene.query
    if not (query.levels or query.risk_areas or query.role == "ansatt"):
        return
    for record in scene.view.of_kind("responsibility"):
        at_level = not query.levels or getattr(record, "level", None) in query.levels
        if isinstance(record, Responsibility) and at_level and _in_area(scene, record):
            yield record


def _in_area(scene: Scene, cell: Responsibility) -> bool:
    """Of the area that is named; else of the services, else of the needs; of all areas where only a level is."""
    query = scene.query
    if query.risk_areas:
        return cell.risk_area in query.risk_areas
    if scene.named:
        return bool(set(cell.services) & set(scene.named))
    return bool(set(cell.needs) & set(query.need_ids)) if query.needs else bool(query.levels)
