"""Withdrawing the last message that a person wrote, with all that came of it, so that another stands in its place.

Each function works within a transaction of `service`, in which nobody else can write to the conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from conversations.store import CandidateRow, MessageRow, WithdrawnRow

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def answers_to(conversation_id: str, number: int) -> Select[MessageRow]:
    """The answers to a message, in order."""
    return (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.reply_to == number)
        .order_by(MessageRow.place)
    )


def may_be_withdrawn(session: Session, message: MessageRow) -> bool:
    """Whether all its answers are there, and none of them shows help lines: danger stays remembered.

    What has no answer yet may not, for nobody knows then whether it tells of danger.
    """
    answers = session.scalars(answers_to(message.conversation_id, message.number)).all()
    return bool(answers) and not any((row.answer or {}).get("acute") for row in answers)


def withdraw(session: Session, old: MessageRow) -> None:
    """Deletes a message, its answers and what was kept of them to learn from."""
    answers = session.scalars(answers_to(old.conversation_id, old.number)).all()
    numbers = [old.number, *(row.number for row in answers)]
    for table in (CandidateRow, MessageRow):
        session.execute(delete(table).where(table.conversation_id == old.conversation_id, table.number.in_(numbers)))
    session.add(WithdrawnRow(conversation_id=old.conversation_id, client_id=old.client_id))


def was_withdrawn(session: Session, conversation_id: str, client_id: str | None) -> bool:
    """Whether another message was put in the place of this one."""
    return client_id is not None and session.get(WithdrawnRow, (conversation_id, client_id)) is not None
