"""Writing to a conversation: nobody else writes to it until the transaction ends, and every message gets its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, literal, select, update

from conversations.store import ConversationRow, MessageRow
from foundation.errors import DomainError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import SQLColumnExpression
    from sqlalchemy.orm import Session


class UnknownConversationError(DomainError):
    """No such conversation, or the token is another's: the caller learns not which."""

    status = 404
    slug = "ukjent-samtale"
    title = "Samtalen finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Samtalen finnes ikke, eller nøkkelen hører ikke til den. Start en ny samtale.")


def held(session: Session, conversation_id: str) -> bool:
    """Whether the conversation is there; nobody else can then write to it until the transaction ends.

    An update that changes nothing: SQLite takes its lock where something is written, and knows none on a row that is
    read.
    """
    return _updated(session, conversation_id, ConversationRow.last_at)


def hold(session: Session, conversation_id: str, now: datetime) -> None:
    """Keeps others from writing to the conversation until the transaction ends, and notes that it is used now.

    Raises:
        UnknownConversationError: when it was forgotten.
    """
    last_at = ConversationRow.last_at
    # A clock that was set back ages no conversation.
    newest = case((last_at < now, literal(now, last_at.type)), else_=last_at)
    if not _updated(session, conversation_id, newest):
        raise UnknownConversationError


def _updated(session: Session, conversation_id: str, last_at: SQLColumnExpression[datetime]) -> bool:
    changed = update(ConversationRow).where(ConversationRow.id == conversation_id).values(last_at=last_at)
    return session.scalar(changed.returning(ConversationRow.id)) is not None


def append(session: Session, conversation_id: str, row: MessageRow, now: datetime) -> MessageRow:
    """Puts a message at the end of a conversation that is held."""
    row.conversation_id = conversation_id
    row.number = last_number(session, conversation_id) + 1
    row.created_at = now
    session.add(row)
    session.flush()
    return row


def last_number(session: Session, conversation_id: str) -> int:
    """The number of a conversation's last message; 0 where there is none."""
    last = select(func.max(MessageRow.number)).where(MessageRow.conversation_id == conversation_id)
    return session.scalar(last) or 0
