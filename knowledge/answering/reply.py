"""The answer as plain text, for a client without cards: what to do first, then who, then where it is written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from knowledge.answering.cite import DASH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.answering.facts import Facts
    from knowledge.answering.scene import Scene
    from knowledge.answers import Acute, Cell, ContactRef, ServiceFound, SourceRef

MAX_SOURCES = 3
# Employees need the paragraph.
MAX_SOURCES_STAFF = 6
# Their only fact is the municipality's own web address.
UNSOURCED = frozenset({"handover", "out_of_scope"})
MAX_QUOTES = 2
# So many words of prose are the most that somebody worried reads.
LONGEST = 100
WEB = ("nettside", "skjema")
# Between two paragraphs.
BREAK = "\n\n"


def write(scene: Scene, facts: Facts, acute: Acute | None, notices: tuple[str, ...]) -> str:
    """The reply, paragraph by paragraph."""
    lines = [*_acute(scene, acute)]
    parts = [
        *(lines if _is_certain(scene) else ()),
        *(() if _only_lines(scene, facts) else paragraphs(scene, facts)),
        *(() if _is_certain(scene) else lines),
        *notices,
        *_question(facts),
        coordinator(scene, facts),
        *_sources(scene, facts),
    ]
    return BREAK.join(part for part in parts if part)


def body(scene: Scene, facts: Facts) -> tuple[str, ...]:
    """The paragraphs of the reply that no other field of the answer carries: what a client with cards shows as text."""
    if _only_lines(scene, facts):
        return ()
    asked = question_back(scene, facts)
    said = BREAK.join([*_said(facts), _glosses(facts)]).split(BREAK)
    return tuple(part for part in said if part and part != asked)


def acute_opening(scene: Scene, acute: Acute | None) -> str | None:
    """The sentence that stands over the help lines."""
    if acute is None:
        return None
    return scene.say("open_acute" if _is_certain(scene) else "beside_acute")


def question_back(scene: Scene, facts: Facts) -> str | None:
    """The question that stands with the buttons of `clarification`, beside an answer or instead of one.

    None where it is not said: the municipality's buttons beside the offer of a person, or where only help lines are.
    """
    if facts.beside is not None and facts.clarification is None:
        return facts.beside.text
    if facts.outcome != "clarification" or facts.clarification is None or _only_lines(scene, facts):
        return None
    return facts.opening.split(BREAK)[-1] or None


def coordinator(scene: Scene, facts: Facts) -> str | None:
    """The sentence that offers a person."""
    return scene.say("coordinator") if facts.outcome in {"answered", "not_stated", "no_match"} else None


def _is_certain(scene: Scene) -> bool:
    return scene.alarm is not None and scene.alarm.certain


def _only_lines(scene: Scene, facts: Facts) -> bool:
    """Whether nothing is told but help lines: what is no answer would only be in the way of somebody in danger."""
    return _is_certain(scene) and facts.outcome != "answered"


def _acute(scene: Scene, acute: Acute | None) -> Iterator[str]:
    if acute is not None:
        yield acute_opening(scene, acute) or ""
        yield "\n".join([scene.say("acute_lines"), *(_line(one) for one in acute.contacts)])


def _line(one: ContactRef) -> str:
    hours = f" ({one.opening_hours.rstrip('.')})" if one.opening_hours else ""
    return f"{DASH} {one.value}: {one.label}{hours}"


def paragraphs(scene: Scene, facts: Facts) -> Iterator[str]:
    """The paragraphs that tell the facts."""
    yield from _said(facts)
    yield _numbered(scene.say("plan"), (step.text for step in facts.plan))
    yield "\n".join(_cells(scene, facts.cells))
    if facts.process is not None:
        steps = (
            f"{step.text} {scene.say('deadline', deadline=step.deadline)}" if step.deadline else step.text
            for step in facts.process.steps
        )
        heading = scene.say("steps_from_here" if facts.under_way else "steps")
        yield _numbered(f"{facts.process.title}. {heading}", steps)
    yield "\n".join(_services(scene, facts))
    yield _glosses(facts)


def _said(facts: Facts) -> Iterator[str]:
    yield facts.opening
    yield from _told([statement.text for statement in facts.statements])


def _glosses(facts: Facts) -> str:
    return " ".join(gloss.text for gloss in facts.glosses)


def _told(texts: list[str]) -> Iterator[str]:
    """The statements as paragraphs; many words as a list, for whoever has no time to read them all."""
    if len(texts) == 1 or sum(len(text.split()) for text in texts) <= LONGEST:
        yield from texts
        return
    first, *rest = texts
    yield first
    yield "\n".join(f"{DASH} {text}" for text in rest if "\n" not in text)
    yield from (text for text in rest if "\n" in text)  # It is a list itself.


def _numbered(heading: str, texts: Iterable[str]) -> str:
    numbered = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
    return "\n".join([heading, *numbered]) if numbered else ""


def _cells(scene: Scene, cells: tuple[Cell, ...]) -> Iterator[str]:
    if cells:
        yield scene.say("cells")
    for cell in cells:
        named = {"level": cell.level_name, "area": cell.risk_area_name, "services": ", ".join(cell.service_names)}
        yield f"{DASH} {scene.say('cell', **named)}"


def _services(scene: Scene, facts: Facts) -> Iterator[str]:
    # A service that the answer speaks of already is not listed once more; only those that are news.
    spoken_of = {scene.say("why_named"), scene.say("why_concerned")}
    news = [service for service in facts.services if service.why not in spoken_of]
    if not news or facts.cells:
        return
    yield scene.say("services")
    yield from (f"{DASH} {_introduced(service)}{_reach(service)}" for service in news)


def _introduced(service: ServiceFound) -> str:
    # Many reasons begin with the service's name; it is said once.
    first_word = service.name.split()[0].rstrip(":,.")
    return service.why if service.why.startswith(first_word) else f"{service.name}: {service.why}"


def _reach(service: ServiceFound) -> str:
    number = next((one.value for one in service.contacts if one.kind not in WEB), None)
    return f" ({number})" if number else ""


def _question(facts: Facts) -> Iterator[str]:
    if facts.beside is not None:
        yield facts.beside.text
    options = facts.suggestions if facts.asked is None else facts.asked.options
    yield ", ".join(option.label for option in options)


def _sources(scene: Scene, facts: Facts) -> Iterator[str]:
    if facts.outcome in UNSOURCED:
        return
    by_place: dict[str, list[SourceRef]] = {}
    for ref in dict.fromkeys(_refs(facts)):
        by_place.setdefault(f"{ref.title}, {ref.locator}", []).append(ref)
    most = MAX_SOURCES_STAFF if scene.query.role == "ansatt" else MAX_SOURCES
    told = [_place(scene, place, refs) for place, refs in list(by_place.items())[:most]]
    if told:
        yield scene.say("sources", sources="; ".join(told)) + "."


def _refs(facts: Facts) -> Iterator[SourceRef]:
    for statement in facts.statements:
        yield from statement.sources
    for step in facts.plan:
        yield from step.sources
    for cell in facts.cells:
        yield from cell.sources
    if facts.process is not None:
        yield from facts.process.steps[0].sources
    for service in facts.services:
        yield from service.sources[:1]


def _place(scene: Scene, place: str, refs: list[SourceRef]) -> str:
    quotes = [scene.say("quote", quote=ref.quote) for ref in refs if ref.quote][:MAX_QUOTES]
    day = date.fromisoformat(min(ref.checked for ref in refs))
    checked = scene.say("checked", date=f"{day.day}.{day.month}.{day.year}")
    return " ".join([place, *quotes, f"({checked})"])
