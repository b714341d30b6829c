"""Writing to a conversation: nobody else writes to it until the transaction ends, and every message gets its number.

Every message of a family passes here twice, so the statements are made once, and go past the unit of work: making them
anew took longer than what the database does with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, func, insert, select, update

from conversations.store import ConversationRow, MessageRow
from foundation.errors import DomainError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import SQLColumnExpression, Update
    from sqlalchemy.orm import Session


def _touching(last_at: SQLColumnExpression[datetime]) -> Update:
    """An update that others wait for; it returns the id of the conversation, if there is one."""
    return update(_TALKS).where(_TALKS.c.id == bindparam("of")).values(last_at=last_at).returning(_TALKS.c.id)


_TALKS, _MESSAGES = ConversationRow.metadata.tables["conversation"], MessageRow.metadata.tables["message"]
_NOW = bindparam("now", type_=_TALKS.c.last_at.type)
# SQLite takes its lock where something is written, and knows none on a row that is read.
_HOLD = _touching(_TALKS.c.last_at)
# A clock that was set back ages no conversation.
_HOLD_NOW = _touching(case((_TALKS.c.last_at < _NOW, _NOW), else_=_TALKS.c.last_at))
_LAST = select(func.coalesce(func.max(_MESSAGES.c.number), 0)).where(_MESSAGES.c.conversation_id == bindparam("of"))
_APPEND = insert(_MESSAGES).values(number=_LAST.scalar_subquery() + 1).returning(_MESSAGES.c.id, _MESSAGES.c.number)
# What a message may have; what it has not stays empty, which to a column of JSON is not the same as null.
_GIVEN = tuple(column.key for column in _MESSAGES.c if column.key not in {"id", "number"})


class UnknownConversationError(DomainError):
    """No such conversation, or the token is another's: the caller learns not which."""

    status = 404
    slug = "ukjent-samtale"
    title = "Samtalen finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Samtalen finnes ikke, eller nøkkelen hører ikke til den. Start en ny samtale.")


def held(session: Session, conversation_id: str) -> bool:
    """Whether the conversation is there; nobody else can then write to it until the transaction ends."""
    return session.connection().scalar(_HOLD, {"of": conversation_id}) is not None


def hold(session: Session, conversation_id: str, now: datetime) -> None:
    """Keeps others from writing to the conversation until the transaction ends, and notes that it is used now.

    Raises:
        UnknownConversationError: when it was forgotten.
    """
    if session.connection().scalar(_HOLD_NOW, {"of": conversation_id, "now": now}) is None:
        raise UnknownConversationError


def append(session: Session, conversation_id: str, row: MessageRow, now: datetime) -> MessageRow:
    """Puts a message at the end of a conversation that is held; the session itself does not know it then."""
    row.conversation_id = conversation_id
    row.created_at = now
    given = {name: value for name in _GIVEN if (value := getattr(row, name)) is not None}
    row.id, row.number = session.connection().execute(_APPEND, {**given, "of": conversation_id}).one()
    return row


def last_number(session: Session, conversation_id: str) -> int:
    """The number of a conversation's last message; 0 where there is none."""
    return session.connection().scalar(_LAST, {"of": conversation_id}) or 0
