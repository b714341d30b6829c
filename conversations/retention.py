"""How long conversations are kept, by class. Everything that deletes by age reads it here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from sqlalchemy import and_, or_

from conversations.store import ConversationRow

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
        """The conversations whose time is over."""
        return or_(
            *(
                and_(ConversationRow.keep_as == keep_as, ConversationRow.last_at < now - timedelta(days=days))
                for keep_as, days in self.days.items()
            )
        )
