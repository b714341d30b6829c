"""Whose turn it is in a conversation, as its last hand-over says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from conversations.handing import Consent, Handover, State, Whose, whose
from conversations.handover_rows import HandoverRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def last_handover(conversation_id: str) -> Select[HandoverRow]:
    """The last hand-over of a conversation."""
    return (
        select(HandoverRow)
        .where(HandoverRow.conversation_id == conversation_id)
        .order_by(HandoverRow.id.desc())
        .limit(1)
    )


def handover_of(row: HandoverRow | None) -> Handover | None:
    """A stored hand-over as `handing` knows it."""
    if row is None:
        return None
    return Handover(State(row.state), row.holder, row.proposals, Consent(row.consent) if row.consent else None)


def turn_in(session: Session, conversation_id: str) -> Whose:
    """Whose turn it is."""
    return whose(handover_of(session.scalar(last_handover(conversation_id))))


def allowed(
    session: Session, conversation_id: str, answers: Sequence[dict[str, Any]], turn: Whose
) -> tuple[dict[str, Any], ...]:
    """What of its answers the assistant may say: only help lines while a person has the conversation.

    Whoever sees the queue is told of the danger too.
    """
    acute = tuple(body for body in answers if body.get("acute"))
    if acute:
        kind = acute[0]["acute"]["kind"]
        open_one = HandoverRow.open_for == conversation_id
        session.execute(update(HandoverRow).where(open_one).values(acute=kind))
    return acute if turn in {"coordinator", "closed"} else tuple(answers)
