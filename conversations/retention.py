"""How long conversations are kept, by class. Everything that deletes by age reads it here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from sqlalchemy import and_, exists, or_, select, union_all

from conversations.handover_rows import HandoverRow
from conversations.store import ConversationRow
from foundation.clock import NORWAY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from foundation.settings import Settings

# A talk with the assistant alone, one that a person has joined, and one that asks to be called back.
TALK, HANDOVER, CALLBACK = "samtale", "overlevering", "tilbakeringing"


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after its last message that a conversation of each class is deleted."""

    talks: int = 30
    handovers: int = 90
    callbacks: int = 14

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What the operator has set."""
        return cls(settings.keep_talks, settings.keep_handovers, settings.keep_callbacks)

    @property
    def days(self) -> dict[str, int]:
        """Class to days."""
        return {TALK: self.talks, HANDOVER: self.handovers, CALLBACK: self.callbacks}

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        """The conversations whose time is over; while a call is promised, not before its day and the days after it."""
        return and_(or_(*self._old(now)), ~self._is_promised(now))

    def all_over(self, now: datetime) -> ColumnElement[bool]:
        """The same of all conversations, found by class in the index.

        Both conditions stand: a conversation that is written to just then is looked at again by the second alone.
        """
        by_class = (select(ConversationRow.id).where(old) for old in self._old(now))
        return and_(ConversationRow.id.in_(union_all(*by_class)), self.is_over(now))

    def _old(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """Those of each class whose last message is too old."""
        return tuple(
            and_(ConversationRow.keep_as == keep_as, ConversationRow.last_at < now - timedelta(days=days))
            for keep_as, days in self.days.items()
        )

    def _is_promised(self, now: datetime) -> ColumnElement[bool]:
        since = now.astimezone(NORWAY).date() - timedelta(days=self.callbacks)
        return exists().where(HandoverRow.open_for == ConversationRow.id, HandoverRow.due >= since)
