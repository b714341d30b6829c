"""Replies that a municipality's coordinators often give, in both written standards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversations.handover_rows import CannedReplyRow
from foundation.database import explained, reading
from foundation.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Engine


class UnknownReplyError(DomainError):
    """No such reply, or another municipality's: the caller learns not which."""

    status = 404
    slug = "ukjent-svar"
    title = "Svaret finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Svaret finnes ikke lenger. Hent listen på nytt.")


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply to be put into the field; `id` is None until it is stored."""

    kommune: str
    title: str
    nb: str
    nn: str
    id: int | None = None


class CannedReplies:
    """All of them. Each method is one transaction. The tables are those of `Conversations`."""

    def __init__(self, engine: Engine) -> None:
        """The tables are there already."""
        self._engine = engine

    def of(self, kommune: str) -> tuple[CannedReply, ...]:
        """A municipality's, by title."""
        chosen = select(CannedReplyRow).where(CannedReplyRow.kommune == kommune)
        with reading(self._engine) as session:
            ordered = session.scalars(chosen.order_by(CannedReplyRow.title, CannedReplyRow.id))
            return tuple(_reply(row) for row in ordered)

    def add(self, reply: CannedReply) -> CannedReply:
        """Stores a new one."""
        row = CannedReplyRow(kommune=reply.kommune, title=reply.title, nb=reply.nb, nn=reply.nn)
        with explained(self._engine), Session(self._engine, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _reply(row)

    def change(self, number: int, reply: CannedReply) -> CannedReply:
        """Puts other words in its place.

        Raises:
            UnknownReplyError: when the municipality has none of that number.
        """
        with explained(self._engine), Session(self._engine) as session, session.begin():
            row = _found(session, number, {reply.kommune})
            row.title, row.nb, row.nn = reply.title, reply.nb, reply.nn
            return _reply(row)

    def remove(self, number: int, kommuner: Collection[str]) -> None:
        """Deletes one of these municipalities'.

        Raises:
            UnknownReplyError: when they have none of that number.
        """
        with explained(self._engine), Session(self._engine) as session, session.begin():
            session.delete(_found(session, number, kommuner))


def _found(session: Session, number: int, kommuner: Collection[str]) -> CannedReplyRow:
    row = session.get(CannedReplyRow, number)
    if row is None or row.kommune not in kommuner:
        raise UnknownReplyError
    return row


def _reply(row: CannedReplyRow) -> CannedReply:
    return CannedReply(row.kommune, row.title, row.nb, row.nn, row.id)
