"""An Answer as the page without script draws it: its paragraphs, and what has a form of its own (ADR 0012)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from gateway.texts import interface
from gateway.words import Language
from knowledge.answering.cite import DASH
from knowledge.answering.reply import BREAK
from knowledge.ontology import ontology

type Level = Literal["gronn", "gul", "rod"]

SOURCES = re.compile(r"(Kilder|Kjelder|Sources): ")
NUMBER = re.compile(r"\+?[\d ]+", re.ASCII)
MAIL = re.compile(r"[^\s@?&]+@[^\s@?&]+")
WEB = ("https://", "http://")
# What the colours say, for whoever sees none.
SYMBOLS: dict[Level, str] = {"gronn": "●", "gul": "▲", "rod": "■"}


def address_of_contact(kind: str, value: str) -> str | None:
    """What a link to a way of reaching somebody holds; none for what no browser can open, or should not."""
    if kind in {"telefon", "sms"} and NUMBER.fullmatch(value):
        scheme = "tel" if kind == "telefon" else "sms"
        return f"{scheme}:{value.replace(' ', '')}"
    if kind == "epost" and MAIL.fullmatch(value):
        return f"mailto:{value}"
    return value if value.startswith(WEB) else None


class Shape(BaseModel):
    """A part of the contract; what the page does not draw is not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Source(Shape):
    """Where something is written."""

    title: str
    locator: str
    url: str | None = None
    quote: str | None = None
    checked: date

    @property
    def day(self) -> str:
        """When it was last looked up, as people write dates here."""
        return f"{self.checked.day}.{self.checked.month}.{self.checked.year}"

    @property
    def place(self) -> str:
        """Document and section."""
        return f"{self.title}, {self.locator}"

    @property
    def address(self) -> str | None:
        """Where it can be read, if that is a web page."""
        return self.url if self.url and self.url.startswith(WEB) else None


class Contact(Shape):
    """A way to reach somebody."""

    kind: str
    value: str
    label: str
    opening_hours: str | None = None
    open_now: bool | None = None

    @property
    def address(self) -> str | None:
        """What a link to it holds."""
        return address_of_contact(self.kind, self.value)


class Acute(Shape):
    """Whom to call now."""

    contacts: tuple[Contact, ...]


class Service(Shape):
    """A card."""

    name: str
    why: str
    why_language: str | None = None
    level: tuple[Level, ...] = ()
    access: str | None = None
    contacts: tuple[Contact, ...] = ()
    sources: tuple[Source, ...] = ()


class Told(Shape):
    """A fact, or a step of a plan or a process."""

    text: str
    deadline: str | None = None
    sources: tuple[Source, ...] = ()


class Process(Shape):
    """Steps in turn."""

    title: str
    steps: tuple[Told, ...]


class Cell(Shape):
    """Who is responsible for what at a level."""

    level: Level
    risk_area: str
    services: tuple[str, ...]
    sources: tuple[Source, ...] = ()

    @property
    def area(self) -> str:
        """The risk area in words."""
        return ontology().risk_areas.get(self.risk_area, self.risk_area)

    @property
    def names(self) -> str:
        """The services in words."""
        return ", ".join(ontology().services.get(name, name) for name in self.services)


class Option(Shape):
    """A button."""

    label: str
    payload: str


class Clarification(Shape):
    """A question back."""

    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of the reply: its lines; `listed` where they are a list, `norwegian` where an English answer quotes it."""

    lines: tuple[str, ...]
    listed: bool
    norwegian: bool


class Answer(Shape):
    """What the assistant said to one message."""

    language: Language = "nb"
    outcome: str
    reply: str
    body: tuple[str, ...] | None = None
    question: str | None = None
    acute: Acute | None = None
    acute_opening: str | None = None
    services: tuple[Service, ...] = ()
    statements: tuple[Told, ...] = ()
    plan: tuple[Told, ...] = ()
    process: Process | None = None
    responsibility: tuple[Cell, ...] = ()
    suggestions: tuple[Option, ...] = ()
    notices: tuple[str, ...] = ()
    clarification: Clarification | None = None
    question_back: str | None = None
    coordinator: str | None = None
    forgotten: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be pressed."""
        return (*(self.clarification.options if self.clarification else ()), *self.suggestions)

    @property
    def teaches(self) -> bool:
        """Whether the message may teach us something.

        What came without topics does not: a language that we do not speak, or words that nothing could read just then.
        """
        return self.outcome == "no_match" and self.acute is None and bool(self.suggestions)

    @property
    def alarm(self) -> str:
        """What stands above the numbers to call."""
        return self.acute_opening or interface(self.language).acute_fallback

    @cached_property
    def plan_heading(self) -> str:
        """What the reply says above its plan."""
        return self._heading(self.plan) or interface(self.language).plan

    @cached_property
    def process_heading(self) -> str:
        """What the reply says above the steps of a process."""
        steps = self.process.steps if self.process else ()
        return self._heading(steps) or (self.process.title if self.process else "")

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Everything that it stands on, each once."""
        steps = self.process.steps if self.process else ()
        parts: tuple[Told | Service | Cell, ...]
        parts = (*self.statements, *self.services, *self.plan, *self.responsibility, *steps)
        return tuple(dict.fromkeys(source for part in parts for source in part.sources))

    @cached_property
    def shared_contacts(self) -> tuple[Contact, ...]:
        """The municipality's own pages stand in for every service without a contact of its own; shown once."""
        webs = [one for service in self.services for one in service.contacts if one.kind == "nettside"]
        values = [one.value for one in webs]
        return tuple({one.value: one for one in webs if values.count(one.value) > 1}.values())

    def own_contacts(self, service: Service) -> tuple[Contact, ...]:
        """How to reach a service itself."""
        shared = {one.value for one in self.shared_contacts}
        return tuple(one for one in service.contacts if one.value not in shared)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What is to be read as text: what no other field says, and the offer of a person."""
        offer = (self.coordinator,) if self.coordinator else ()
        return tuple(self._paragraph(part) for part in (*self._body, *offer))

    @property
    def _body(self) -> tuple[str, ...]:
        if self.body is not None:
            return self.body
        # Stored before there was such a field: the reply says all.
        return tuple(part for part in self.reply.split(BREAK) if part and not SOURCES.match(part))

    def _paragraph(self, part: str) -> Paragraph:
        lines = tuple(part.split("\n"))
        listed = all(line.startswith(f"{DASH} ") for line in lines)
        bare = tuple(line.removeprefix(f"{DASH} ") for line in lines) if listed else lines
        facts = {fact.text for fact in self.statements}
        norwegian = self.language == "en" and (part in facts or facts.issuperset(bare))
        return Paragraph(bare, listed, norwegian)

    def _heading(self, steps: tuple[Told, ...]) -> str | None:
        return next((part.partition("\n")[0] for part in self.reply.split(BREAK) if self._lists(part, steps)), None)

    @staticmethod
    def _lists(part: str, steps: tuple[Told, ...]) -> bool:
        return bool(steps) and part.partition("\n")[2].startswith(f"1. {steps[0].text}")
