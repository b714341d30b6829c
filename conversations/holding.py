"""Finding a hand-over and holding it, so that nobody else changes it until one transaction is over."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversations.changing import DROPPED, Actor, Change
from conversations.handing import NotNowError
from conversations.handover_rows import HandoverRow
from conversations.owner import last_handover
from conversations.writing import UnknownConversationError, hold
from foundation.clock import utc_now
from foundation.database import explained, wipe
from foundation.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Engine

    from conversations.contacts import Contacts


class UnknownCaseError(DomainError):
    """No such hand-over, or another municipality's: the caller learns not which."""

    status = 404
    slug = "ukjent-sak"
    title = "Samtalen finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Samtalen finnes ikke, eller den er slettet. Gå tilbake til køen.")


@dataclass(frozen=True, slots=True)
class Touched:
    """What was changed, for whoever looks on."""

    handover_id: int
    conversation_id: str
    kommune: str

    @classmethod
    def of(cls, row: HandoverRow) -> Self:
        """A row's."""
        return cls(row.id, row.conversation_id, row.kommune)


class Holding:
    """The hand-overs of one database, each held for one transaction."""

    def __init__(self, engine: Engine, contacts: Contacts, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are those of `Conversations`, which makes them."""
        self._engine = engine
        self._contacts = contacts
        self._clock = clock

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One transaction. Where it deletes a contact, nothing of that is left on the disk."""
        with explained(self._engine):
            with Session(self._engine) as session, session.begin():
                yield session
            if session.info.get(DROPPED):
                wipe(self._engine)

    @contextmanager
    def _talk(self, conversation_id: str) -> Iterator[tuple[Session, HandoverRow | None]]:
        """A conversation that nobody else changes meanwhile, and its last hand-over."""
        with self._writing() as session:
            hold(session, conversation_id, self._clock())
            yield session, session.scalar(last_handover(conversation_id))

    @contextmanager
    def _last(self, conversation_id: str) -> Iterator[Change]:
        with self._talk(conversation_id) as (session, last):
            if last is None:
                raise NotNowError
            yield Change(session, last, self._clock())

    @contextmanager
    def _case(self, handover_id: int, actor: Actor) -> Iterator[Change]:
        """A hand-over that nobody else changes meanwhile, if it is of one of the actor's municipalities."""
        with self._held(handover_id, actor) as change:
            if change.row.kommune not in actor.kommuner:
                raise UnknownCaseError
            yield change

    @contextmanager
    def _held(self, handover_id: int, actor: Actor | None = None) -> Iterator[Change]:
        """A hand-over that nobody else changes meanwhile."""
        with self._writing() as session:
            of = session.scalar(select(HandoverRow.conversation_id).where(HandoverRow.id == handover_id))
            if of is None:
                raise UnknownCaseError
            try:
                hold(session, of, self._clock())
            except UnknownConversationError as error:  # Forgotten just then.
                raise UnknownCaseError from error
            row = session.get(HandoverRow, handover_id)
            if row is None:
                raise UnknownCaseError
            yield Change(session, row, self._clock(), actor)
