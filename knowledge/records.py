"""The shapes of knowledge: one frozen model a record kind, as people write them in YAML.

Every record says where it comes from (`sources`), how long it holds (`valid_from`, `valid_to`,
`review_by`), who may read it (`audience`) and how sure we are (`status`). Text is always given in
bokmål and nynorsk. Unknown keys are faults: a misspelt key must never hide a fact.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

type Level = Literal["gronn", "gul", "rod"]
type Role = Literal["forelder", "ungdom", "ansatt", "ukjent"]
type Audience = Literal["alle", "ansatt"]
type Status = Literal["confirmed", "unconfirmed", "superseded"]
type Channel = Literal["telefon", "sms", "epost", "nettside", "skjema", "chat", "adresse"]
type Weekday = Literal["ma", "ti", "on", "to", "fr", "lo", "so"]
type RecordId = Annotated[str, StringConstraints(pattern=r"^[a-z-]+/[a-z0-9-]+$")]
type WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
type Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _as_written(value: object) -> object:
    # Without quotes YAML reads 15:30 as the number 930, which pydantic takes for a quarter past midnight.
    if isinstance(value, int | float):
        message = 'write a clock time in quotes, as "15:30"'
        raise ValueError(message)  # noqa: TRY004 - pydantic makes faults of ValueErrors only
    return value


type ClockTime = Annotated[time, BeforeValidator(_as_written)]


class Model(BaseModel):
    """Frozen, and strict about keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """The same words in both written standards."""

    nb: Sentence
    nn: Sentence


class Ages(Model):
    """Years of age, both ends included; None leaves an end open."""

    low: Annotated[int, Field(ge=0, le=120)] | None = None
    high: Annotated[int, Field(ge=0, le=120)] | None = None

    def cover(self, age: int) -> bool:
        """Whether a person of `age` years is within."""
        return (self.low is None or age >= self.low) and (self.high is None or age <= self.high)


class Document(Model):
    """An entry of `content/kilder.yml`: what sources point to.

    `text` names a file under `knowledge/sources/`, where the document lies here to compare quotes with.
    """

    title: Sentence
    kind: Literal["plan", "law", "page"]
    url: WebAddress | None = None
    text: str | None = None


class Source(Model):
    """Where a fact stands. `fields` names the fields of the record it carries; empty: all of them."""

    document: str
    locator: Sentence
    quote: Sentence | None = None
    checked: date
    url: WebAddress | None = None
    fields: tuple[str, ...] = ()


class Record(Model):
    """What all kinds share. `needs`, `services` and `keywords` say what a question about it is about.

    `asked` are sentences that employees type when it is this record that they look for; only their look-up reads them.
    `replaced_by` names the record that says it now, of one that is superseded. `hard_to_read_because` is the
    reason why a text is harder to read than the limit allows.
    """

    id: RecordId
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    valid_from: date | None = None
    valid_to: date | None = None
    review_by: date
    audience: Audience = "alle"
    status: Status = "confirmed"
    replaced_by: RecordId | None = None
    hard_to_read_because: Sentence | None = None
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    asked: tuple[Sentence, ...] = ()

    @property
    def owner(self) -> str:
        """`nasjonal`, a plan area or a municipality: the first part of the id."""
        return self.id.partition("/")[0]


class Told(Record):
    """A record that is a statement: `text` for everyone, `staff` where employees read it otherwise."""

    text: Text
    staff: Text | None = None


class Service(Record):
    """A municipality's own instance (or the national base) of an ontology service type.

    Fields left out are inherited from the plan area's record, then from the national one.
    """

    kind: Literal["service"]
    type: str
    name: Text | None = None
    aliases: tuple[str, ...] = ()
    text: Text | None = None
    staff: Text | None = None
    for_whom: Text | None = None
    ages: Ages | None = None
    levels: tuple[Level, ...] = ()
    level_note: Text | None = None
    access: Text | None = None
    cost: Text | None = None
    organised_under: Text | None = None
    partners: tuple[str, ...] = ()


class Opening(Model):
    """A span of opening hours, clock time in Norway; `until` 00:00 is midnight at the end of the day."""

    days: tuple[Weekday, ...]
    since: ClockTime
    until: ClockTime

    @model_validator(mode="after")
    def _ends_the_same_day(self) -> Self:
        if self.until != time(0) and self.until <= self.since:
            message = "a span ends later the same day. Split one that passes midnight in two"
            raise ValueError(message)
        return self


class Contact(Record):
    """One way to reach one service. Kept apart so that it can be confirmed apart."""

    kind: Literal["contact"]
    service: RecordId
    channel: Channel
    value: Sentence
    label: Text
    hours: Text | None = None
    opening: Literal["always"] | tuple[Opening, ...] | None = None


class Line(Model):
    """One number or address of a help line."""

    channel: Channel
    value: Sentence
    label: Text
    hours: Text | None = None
    opening: Literal["always"] | tuple[Opening, ...] | None = None


class Helpline(Record):
    """A national emergency or help line; `acute` ranks it (1 first) for kinds of emergency."""

    kind: Literal["helpline"]
    type: str
    name: Text
    aliases: tuple[str, ...] = ()
    text: Text
    for_whom: Text | None = None
    ages: Ages | None = None
    access: Text | None = None
    cost: Text | None = None
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    acute: dict[str, int] = Field(default_factory=dict)


class RouteStep(Model):
    """One service of a route, and why, in one plain sentence to the person."""

    service: str
    why: Text


class Route(Record):
    """Where a need leads: services in order. `roles` empty: for all; the nearest and narrowest wins.

    `first` is the first step to take, said to the person.
    """

    kind: Literal["route"]
    need: str
    roles: tuple[Role, ...] = ()
    ages: Ages | None = None
    first: Text
    steps: Annotated[tuple[RouteStep, ...], Field(min_length=1)]


class Threshold(Told):
    """What it takes to get a help. `services` says which.

    `tried` is what has usually been tried before, `changes` what would make it otherwise (sooner, another way in), and
    `meanwhile` what helps while one waits; each only where a source bears it.
    """

    kind: Literal["threshold"]
    criteria: tuple[Text, ...] = ()
    level: Level | None = None
    tried: Text | None = None
    changes: Text | None = None
    meanwhile: Text | None = None


class LevelDefinition(Told):
    """What a prevention level means in a plan, and the plan's own word for it.

    `colours`: whether the plan itself says green, yellow and red; else the colour is our mapping, and is told so.
    """

    kind: Literal["level"]
    level: Level
    word: Text
    colours: bool = False


class Responsibility(Record):
    """A cell of a responsibility table; `as_written` is the cell in the plan's own words and order."""

    kind: Literal["responsibility"]
    level: Level
    risk_area: str
    services: Annotated[tuple[str, ...], Field(min_length=1)]
    as_written: Annotated[tuple[str, ...], Field(min_length=1)]


class Rhythm(Model):
    """How often an arena meets, where its source gives a number: `least` to `most` times in each `every`.

    `autumn` and `spring` are counts of their own for each half of the school year. `on` is the weekday, and `week` the
    week of the month (1 to 5), where the municipality itself has told them.
    """

    every: Literal["maned", "ar", "skolear"]
    least: Annotated[int, Field(ge=1, le=60)]
    most: Annotated[int, Field(ge=1, le=60)] | None = None
    autumn: Annotated[int, Field(ge=1, le=30)] | None = None
    spring: Annotated[int, Field(ge=1, le=30)] | None = None
    on: Weekday | None = None
    week: Annotated[int, Field(ge=1, le=5)] | None = None
    since: ClockTime | None = None
    until: ClockTime | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.most is not None and self.most < self.least:
            message = "`most` is no fewer than `least`"
            raise ValueError(message)
        if (self.on is None) != (self.week is None):
            message = "give both `on` and `week`, or neither"
            raise ValueError(message)
        if (self.since is None) != (self.until is None) or (self.since is not None and self.on is None):
            message = "give both `since` and `until`, and the day with them, or neither"
            raise ValueError(message)
        if self.since is not None and self.until is not None and self.until <= self.since:
            message = "a meeting ends later the same day"
            raise ValueError(message)
        return self


class Arena(Told):
    """A meeting arena or team. `frequency` is the source's own words, `rhythm` the same as numbers."""

    kind: Literal["arena"]
    name: Text
    aliases: tuple[str, ...] = ()
    members: tuple[Text, ...] = ()
    frequency: Text | None = None
    rhythm: Rhythm | None = None
    length: Text | None = None
    mandate: Text | None = None
    replaces: Text | None = None


class Duty(Told):
    """What somebody must do; `who` in plain words."""

    kind: Literal["duty"]
    title: Text
    who: Text
    law: str | None = None
    deadline: Text | None = None


class Right(Told):
    """What a family, a child or a young person has a right to. `roles`: whom it is told to, where not everyone."""

    kind: Literal["right"]
    title: Text
    roles: tuple[Role, ...] = ()
    law: str | None = None


class Step(Model):
    """One step of a process. `name` is what a figure calls it, in a few words; `duties` the duties that it is bound by.

    `done` are phrases that tell it is behind whoever asks («foreldrene er informert»): they are told what comes after
    it. `always` is for what waits for no step, and is told wherever they stand. `turns_to` names the services that this
    step makes contact with: what comes after it is told on their cards, where `turns_for` is told of (empty: any need
    of the record).
    """

    name: Text | None = None
    text: Text
    deadline: Text | None = None
    duties: tuple[RecordId, ...] = ()
    done: tuple[str, ...] = ()
    always: bool = False
    turns_to: tuple[str, ...] = ()
    turns_for: tuple[str, ...] = ()


class Process(Record):
    """Ordered steps. `roles`: whom they are written to, where that is not everyone."""

    kind: Literal["process"]
    title: Text
    roles: tuple[Role, ...] = ()
    aliases: tuple[str, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class Definition(Told):
    """What a word or an abbreviation means; `aliases` are its other forms."""

    kind: Literal["definition"]
    term: Text
    aliases: tuple[str, ...] = ()


class Measure(Told):
    """A measure (tiltak) of a plan, with its level, and price where a source gives it."""

    kind: Literal["measure"]
    name: Text
    aliases: tuple[str, ...] = ()
    level: Level | None = None
    level_word: Text | None = None
    ages: Ages | None = None
    for_whom: Text | None = None
    access: Text | None = None
    cost: Text | None = None


class Factor(Told):
    """A risk or protective factor that a plan lists."""

    kind: Literal["factor"]
    side: Literal["risk", "protective"]
    domain: Text | None = None


class Figure(Told):
    """A number in a plan: what it measures, for whom and when."""

    kind: Literal["figure"]
    title: Text
    value: Sentence
    year: int | None = None


class PlanPassage(Told):
    """What a plan says otherwise. `adopted` False: recommended or planned, and must be told so."""

    kind: Literal["plan"]
    topic: Literal["mal", "prinsipp", "bakgrunn", "medvirkning", "malgruppe", "organisering", "planlagt", "eksempel"]
    title: Text
    adopted: bool = True


class Gap(Told):
    """What a plan does not say and people will ask: so that the assistant says so.

    `keywords` are what a question for it says («ventetid»); `question_types`, `services` (empty: any) and
    `needs` say for which questions it stands in when nothing else is found.
    """

    kind: Literal["gap"]
    question_types: Annotated[tuple[str, ...], Field(min_length=1)]


type AnyRecord = Annotated[
    Service
    | Contact
    | Helpline
    | Route
    | Threshold
    | LevelDefinition
    | Responsibility
    | Arena
    | Duty
    | Right
    | Process
    | Definition
    | Measure
    | Factor
    | Figure
    | PlanPassage
    | Gap,
    Field(discriminator="kind"),
]

RECORD: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)
