"""The plain form for asking for a person: what it holds, what is wrong with it, and what it sends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from gateway.handover import ContactBody, NewCallback
from gateway.summaries import MAX_AGE, MAX_WORDS, NewHandover, SummaryBody, named_need, service_names
from gateway.texts import panel
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import FormData

    from gateway.standing import Draft
    from gateway.words import Language
    from knowledge.library import View

MAX_WHEN = 200
MAX_CHOICES = 20
AGE = re.compile(r"\d{1,2}", re.ASCII)
# Said by the form itself, so that one that was never shown takes what is known of the family.
SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Choice:
    """A need or a service to tick."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields, as it was typed. `written`: what was said before, where that is to go along."""

    role: str = "ukjent"
    age: str = ""
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    written: str = ""
    words: str = ""
    shares_talk: bool = False
    way: str = "phone"
    reach: str = ""
    when: str = ""

    @classmethod
    def proposed(cls, draft: Draft) -> Self:
        """What is known of the family; their words go along only where they say so."""
        return cls(
            role=draft.role,
            age="" if draft.age is None else str(draft.age),
            needs=tuple(one.id for one in draft.needs),
            services=tuple(one.id for one in draft.services),
        )

    @classmethod
    def sent(cls, given: FormData) -> Self | None:
        """What was sent; None where the form was not shown yet."""
        if SHOWN not in given:
            return None
        role = _one(given, "told_role")
        return cls(
            role=role if role in ontology().roles else "ukjent",
            age=_one(given, "age"),
            needs=tuple(need for need in _all(given, "need") if need in ontology().needs),
            services=tuple(_all(given, "service")),
            written=_one(given, "written"),
            words=_one(given, "words"),
            shares_talk="share_talk" in given,
            way="email" if _one(given, "way") == "email" else "phone",
            reach=_one(given, "reach"),
            when=_one(given, "when"),
        )

    @property
    def _told(self) -> str:
        return "\n\n".join(part for part in (self.written.strip(), self.words.strip()) if part)

    def faults(self, language: Language, *, with_contact: bool) -> dict[str, str]:
        """Field to what is wrong with it."""
        own = panel(language)
        is_years = AGE.fullmatch(self.age.strip()) is not None and int(self.age) <= MAX_AGE
        found = {
            "age": None if is_years or not self.age.strip() else own.age_fault.format(most=MAX_AGE),
            "words": own.words_fault if len(self._told) > MAX_WORDS else None,
        }
        if with_contact:
            unreached = own.phone_fault if self.way == "phone" else own.email_fault
            found["reach"] = unreached if self._contact() is None else None
            found["when"] = own.when_fault if len(self.when.strip()) > MAX_WHEN else None
        return {field: said for field, said in found.items() if said is not None}

    def _contact(self) -> ContactBody | None:
        try:
            return ContactBody.model_validate({self.way: self.reach})
        except ValidationError:
            return None

    def _summary(self, kommune: str) -> SummaryBody:
        return SummaryBody(
            kommune=kommune,
            role=None if self.role == "ukjent" else self.role,
            age=int(self.age) if self.age.strip() else None,
            needs=self.needs,
            services=self.services,
            words=self._told or None,
        )

    def handover(self, kommune: str) -> NewHandover:
        """A wish for a person, of a form without faults."""
        return NewHandover(summary=self._summary(kommune), share_talk=self.shares_talk)

    def callback(self, kommune: str) -> NewCallback:
        """A wish to be called or written to, of a form without faults."""
        contact = ContactBody.model_validate({self.way: self.reach})
        when = self.when.strip() or None
        return NewCallback(summary=self._summary(kommune), share_talk=self.shares_talk, contact=contact, when=when)


def needs_to_tick(form: Form, draft: Draft, language: Language) -> tuple[list[Choice], list[Choice]]:
    """Those that were spoken of or ticked, and all the others."""
    known = dict.fromkeys([*(one.id for one in draft.needs), *form.needs])
    rest = [need for need in ontology().needs if need not in known]
    return _choices(known, form, language), _choices(rest, form, language)


def _choices(needs: Iterable[str], form: Form, language: Language) -> list[Choice]:
    return [Choice(need, named_need(need, language)["name"], need in form.needs) for need in needs]


def services_to_tick(form: Form, draft: Draft, view: View, language: Language) -> list[Choice]:
    """Those that were shown; one that is not known here is left out."""
    names = service_names(view, language) | {one.id: one.name for one in draft.services}
    ids = dict.fromkeys([*(one.id for one in draft.services), *form.services])
    return [Choice(one, names[one], one in form.services) for one in ids if one in names]


def _one(given: FormData, name: str) -> str:
    value = given.get(name)
    # A browser sends each line break as two signs.
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _all(given: FormData, name: str) -> list[str]:
    return [value for value in given.getlist(name) if isinstance(value, str)][:MAX_CHOICES]
