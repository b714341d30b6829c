"""A house to try handing over in: its conversations, its desks, its employees and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet

from conversations.cases import Cases
from conversations.changing import Actor
from conversations.contacts import Contact, Contacts
from conversations.handovers import Handovers
from conversations.retention import Retention
from conversations.service import Conversations
from conversations.wishing import Request, Summary

if TYPE_CHECKING:
    from sqlalchemy import Engine

KEY = Fernet.generate_key().decode()
NUMBER = "41234567"
PHONE = Contact("phone", NUMBER, "etter klokka 16")
DUE = date(2026, 11, 26)
KARI = Actor(1, "Kari Koordinator", frozenset({"oppdal", "rennebu"}))
OLA = Actor(2, "Ola Vakt", frozenset({"oppdal"}))
LEAD = Actor(3, "Liv Leder", frozenset({"oppdal", "rennebu"}), frozenset({"oppdal"}))
STRANGER = Actor(4, "Siv Annetsteds", frozenset({"rennebu", "tynset"}), frozenset({"tynset"}))
SERVICE = {"id": "oppdal.helsestasjon", "name": "Helsestasjonen"}
DANGER = {"kind": "selvmord"}


@dataclass
class Clock:
    """Says the time that a test sets; every look is a moment later, so that nothing happens at once."""

    now: datetime = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What time it is."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_by(self, **time: float) -> None:
        """So much time goes by."""
        self.now += timedelta(**time)


class House:
    """Everything of one database that has to do with handing over."""

    def __init__(self, engine: Engine, clock: Clock, keys: tuple[str, ...] = (KEY,)) -> None:
        """Opens it."""
        self.engine, self.clock = engine, clock
        contacts = Contacts(keys)
        self.conversations = Conversations(engine, Retention(), clock)
        self.handovers = Handovers(engine, contacts, clock)
        self.cases = Cases(engine, contacts, clock)

    def talk(self, kommune: str = "oppdal") -> str:
        """A new conversation."""
        return self.conversations.start(kommune, "forelder", "nb")[0].id

    def asked(self, kommune: str = "oppdal", **request: Any) -> tuple[str, int]:  # noqa: ANN401 - of `wish`
        """A new conversation that waits for a person: its id, and the hand-over's."""
        own = self.talk(kommune)
        return own, self.handovers.ask(own, wish(kommune, **request)).handover_id

    def live(self, kommune: str = "oppdal", **request: Any) -> tuple[str, int]:  # noqa: ANN401 - of `wish`
        """A new conversation that Kari has taken."""
        own, case = self.asked(kommune, **request)
        self.handovers.claim(case, KARI, "Kari")
        return own, case

    def to_call(self, kommune: str = "oppdal") -> tuple[str, int]:
        """A new conversation that waits for a call-back."""
        own = self.talk(kommune)
        return own, self.handovers.call_back(own, wish(kommune), PHONE, DUE).handover_id

    def told(self, own: str) -> list[str]:
        """What happened to a conversation, as its family reads it."""
        return [one.event["kind"] for one in self.conversations.messages(own) if one.author == "status" and one.event]

    def deeds(self, case: int, by: Actor = KARI) -> list[tuple[str | None, str, str | None]]:
        """Who did what, but for looking."""
        history = self.cases.whole(case, by).history
        return [(deed.by, deed.kind, deed.detail) for deed in history if deed.kind != "seen"]


def wish(kommune: str = "oppdal", *, shares_talk: bool = False, **summary: Any) -> Request:  # noqa: ANN401 - of Summary
    """A wish for a person."""
    return Request(Summary(kommune, **summary), shares_talk)


def reply(said: str, acute: dict[str, str] | None = None) -> dict[str, Any]:
    """What of an answer of the assistant is read in this room."""
    return {"question": said, "reply": f"Svar på {said}", "acute": acute}
