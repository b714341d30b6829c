"""From records to the parts of an answer, each with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answers import ContactRef, ServiceFound, Statement
from knowledge.applied import sources_for
from knowledge.opening import is_open
from knowledge.records import Arena, Contact, Duty, Helpline, Text, Threshold
from knowledge.referring import refer as references
from knowledge.texts import channel_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.answering.scene import Scene
    from knowledge.answers import SourceRef
    from knowledge.applied import AppliedService
    from knowledge.records import AnyRecord, Level, Line, Source, Told

# Norwegian lists begin with an en dash.
DASH = "\N{EN DASH}"
WEB = "servicetorg"
DANGER_TO_LIFE = "fare-for-liv"
LAST = 99


def refer(scene: Scene, sources: Iterable[Source]) -> tuple[SourceRef, ...]:
    """Sources as the answer shows them, each once."""
    return references(sources, scene.view.documents)


def statement(scene: Scene, record: Told) -> Statement:
    """A record that is a statement, with the particulars that its kind has."""
    said = " ".join([scene.told(record), *_particulars(scene, record)])
    return Statement(said, refer(scene, record.sources))


def _particulars(scene: Scene, record: Told) -> Iterator[str]:
    match record:
        case Duty(deadline=Text() as deadline):
            yield scene.say("with_deadline", deadline=scene.words(deadline).rstrip("."))
        case Threshold():
            yield from _explained(scene, record)
        case Arena():
            named = {"members": record.members, "frequency": (record.frequency,), "length": (record.length,)}
            named |= {"mandate": (record.mandate,), "replaces": (record.replaces,)}
            for key, texts in named.items():
                told = ", ".join(scene.words(text).rstrip(".") for text in texts if text)
                if told:
                    yield scene.say(key, told=told)


def _explained(scene: Scene, record: Threshold) -> Iterator[str]:
    """What a threshold asks for, and what comes before, beside and after it, a line each."""
    if record.criteria:
        yield "\n".join([scene.say("criteria"), *(f"{DASH} {scene.words(one)}" for one in record.criteria)])
    for key in ("tried", "changes", "meanwhile"):
        text: Text | None = getattr(record, key)
        if text is not None:
            yield f"\n{DASH} {scene.say(key)} {scene.words(text)}"


def field_statement(scene: Scene, service: AppliedService, name: str) -> Statement | None:
    """One field of a service as a statement that names the service; None where no record has it."""
    text: Text | None = getattr(service, name)
    if text is None:
        return None
    said = f"{service_name(scene, service)}: {scene.words(text)}"
    return Statement(said, refer(scene, service.sources_of(name)))


def spoken(scene: Scene, text: Text, record: AnyRecord, name: str) -> Statement:
    """The text of one field of a record that is no statement as a whole (a route's first step, a measure's price)."""
    return Statement(scene.words(text), refer(scene, sources_for(record, name)))


def service_name(scene: Scene, service: AppliedService) -> str:
    """What a service is called here."""
    return scene.words(service.name) if service.name else service.type


def level_name(scene: Scene, level: Level) -> str:
    """The plan's own words for a level, and the colour that the person may have used."""
    colour, meaning = scene.say(level), scene.levels.get(level)
    return colour if meaning is None else f"{scene.words(meaning.word)} ({colour})"


def _level_told(scene: Scene, level: Level) -> str:
    """A level as it stands on a card: the plan's words are the employees', and would only frighten a family."""
    return level_name(scene, level) if scene.query.role == "ansatt" else scene.say(f"level_{level}")


def card(scene: Scene, service: AppliedService, why: str | Text) -> ServiceFound:
    """A service as a place to go; `why` in the reply's language, or as the content says it."""
    used = ("name", "text", "access", "levels")
    sources = (source for name in used for source in service.sources_of(name))
    return ServiceFound(
        id=service.id,
        type=service.type,
        name=service_name(scene, service),
        why=scene.words(why) if isinstance(why, Text) else why,
        level=service.levels,
        access=scene.words(service.access) if service.access else None,
        contacts=contacts_of(scene, service),
        sources=refer(scene, (*sources, *service.records[0].sources)),
        level_names=tuple(_level_told(scene, level) for level in service.levels),
        why_language="nb" if isinstance(why, Text) and scene.language == "en" else None,
    )


def contacts_of(scene: Scene, service: AppliedService) -> tuple[ContactRef, ...]:
    """Confirmed ways to reach a service; the municipality's own web address where there are none."""
    return own_contacts(scene, service) or web_address(scene)


def own_contacts(scene: Scene, service: AppliedService) -> tuple[ContactRef, ...]:
    """Confirmed ways to reach the service itself, the one to try first at the front."""
    helplines = sorted((record for record in service.records if isinstance(record, Helpline)), key=_urgency)
    first_only = len(helplines) > 1  # Several numbers of one service: each one's own line, not its side lines.
    lines = [ref for record in helplines for ref in lines_of(scene, record)[: 1 if first_only else None]]
    own = [_contact(scene, contact) for contact in scene.view.contacts(service.type)]
    return (*lines, *own)


def _urgency(helpline: Helpline) -> tuple[int, str]:
    # Among the emergency numbers: 113 saves lives, 112 stops danger, 110 puts out fires.
    return helpline.acute.get(DANGER_TO_LIFE, LAST), helpline.id


def channels_asked(scene: Scene) -> frozenset[str]:
    """The ways of reaching somebody that the question's words ask for; none where it leaves that open."""
    return frozenset(channel for channel, words in channel_words().items() if any(map(scene.says, words)))


def web_address(scene: Scene) -> tuple[ContactRef, ...]:
    """The municipality's own web address."""
    return tuple(_contact(scene, contact) for contact in scene.view.contacts(WEB) if contact.channel == "nettside")[:1]


def lines_of(scene: Scene, helpline: Helpline) -> tuple[ContactRef, ...]:
    """The numbers and addresses of a help line."""
    return tuple(_ref(scene, line, helpline) for line in helpline.lines)


def _contact(scene: Scene, contact: Contact) -> ContactRef:
    return _ref(scene, contact, contact)


def _ref(scene: Scene, line: Line | Contact, record: Helpline | Contact) -> ContactRef:
    return ContactRef(
        kind=line.channel,
        value=line.value,
        label=scene.words(line.label),
        opening_hours=scene.words(line.hours) if line.hours else None,
        open_now=is_open(line, scene.now),
        audience=record.audience,
        source=refer(scene, record.sources)[0],
    )
