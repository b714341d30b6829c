"""Starting, telling, reading and forgetting conversations. SQL stays here and in `store`."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conversations.retention import TALK, Retention
from conversations.store import MIGRATIONS, VERSIONS, CandidateRow, ConversationRow, MessageRow
from foundation.clock import utc_now
from foundation.database import explained, migrate, wipe
from foundation.errors import DomainError, OperatorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Engine, Select

type Role = Literal["forelder", "ungdom", "ansatt", "ukjent"]
type Language = Literal["nb", "nn", "en"]

PERSON = "person"
ASSISTANT = "assistent"
TOKEN_BYTES = 32
ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
# So many are deleted in one statement: databases limit how many values one may name.
BATCH = 500


class UnknownConversationError(DomainError):
    """No such conversation, or the token is another's: the caller learns not which."""

    status = 404
    slug = "ukjent-samtale"
    title = "Samtalen finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Samtalen finnes ikke, eller nøkkelen hører ikke til den. Start en ny samtale.")


class MissingTokenError(DomainError):
    """No bearer token was sent."""

    status = 401
    slug = "mangler-nokkel"
    title = "Nøkkelen mangler"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Send nøkkelen som du fikk da samtalen startet: «Authorization: Bearer …».")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A talk as its owner may see it."""

    id: str
    kommune: str | None
    role: Role
    language: Language


@dataclass(frozen=True, slots=True)
class Message:
    """One stored message; `answer` is the assistant's, as JSON."""

    number: int
    author: str
    text: str
    answer: dict[str, Any] | None
    created_at: datetime


class Conversations:
    """All conversations of one database. Each method is one transaction, committed when it returns."""

    def __init__(
        self, engine: Engine, retention: Retention | None = None, clock: Callable[[], datetime] = utc_now
    ) -> None:
        """Brings the tables to their newest form. `clock` says what time it is, in UTC.

        Raises:
            OperatorError: when the database cannot be opened, is locked or newer than this program.
        """
        migrate(engine, MIGRATIONS, VERSIONS)
        self._engine = engine
        self._retention = retention or Retention()
        self._clock = clock

    def are_readable(self) -> bool:
        """Whether the database can be read."""
        try:
            with explained(self._engine), Session(self._engine) as session:
                session.scalar(select(ConversationRow.id).limit(1))
        except OperatorError:
            return False
        return True

    def start(self, kommune: str | None, role: str, language: str) -> tuple[Conversation, str]:
        """A new conversation, and the token that opens it; only the token's hash is kept."""
        token, started = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        row = ConversationRow(
            id=secrets.token_hex(16),
            token_hash=_hash(token),
            kommune=kommune,
            role=role,
            language=language,
            created_at=started,
            keep_as=TALK,
            last_at=started,
        )
        with explained(self._engine), Session(self._engine, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _conversation(row), token

    def open(self, conversation_id: str, token: str) -> Conversation:
        """The conversation that a token opens.

        Raises:
            UnknownConversationError: when there is none, its time is over, or the token is not its own.
        """
        if not ID.fullmatch(conversation_id):  # Bytes that no database can look for are no id.
            raise UnknownConversationError
        alive = ~self._retention.is_over(self._clock())
        with explained(self._engine), Session(self._engine) as session:
            row = session.scalar(select(ConversationRow).where(ConversationRow.id == conversation_id, alive))
            if row is None or not secrets.compare_digest(row.token_hash, _hash(token)):
                raise UnknownConversationError
            return _conversation(row)

    def tell(self, conversation_id: str, author: str, text: str, answer: dict[str, Any] | None = None) -> int:
        """Stores a message, and returns its number in the conversation (1, 2, …).

        Raises:
            UnknownConversationError: when the conversation was forgotten meanwhile.
        """
        with explained(self._engine), Session(self._engine) as session, session.begin():
            if session.get(ConversationRow, conversation_id, with_for_update=True) is None:
                raise UnknownConversationError
            told = self._clock()
            # Counted within the insert: SQLite takes its lock there, and knows no lock on the row read above.
            last = select(func.coalesce(func.max(MessageRow.number), 0))
            row = MessageRow(
                conversation_id=conversation_id,
                number=last.where(MessageRow.conversation_id == conversation_id).scalar_subquery() + 1,
                author=author,
                text=text,
                answer=answer,
                created_at=told,
            )
            session.add(row)
            try:
                session.flush()
            except IntegrityError as error:  # Forgotten between the look above and the writing.
                raise UnknownConversationError from error
            # A clock that was set back ages no conversation.
            session.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id, ConversationRow.last_at < told)
                .values(last_at=told)
            )
            return row.number

    def messages(self, conversation_id: str, after: int = 0) -> tuple[Message, ...]:
        """The messages after a number, in order.

        Raises:
            UnknownConversationError: when the conversation was forgotten.
        """
        chosen = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.number > after)
            .order_by(MessageRow.number)
        )
        with explained(self._engine), Session(self._engine) as session:
            if session.get(ConversationRow, conversation_id) is None:
                raise UnknownConversationError
            return tuple(_message(row) for row in session.scalars(chosen))

    def last_answers(self, conversation_id: str, count: int) -> tuple[dict[str, Any], ...]:
        """So many answers of the assistant as JSON, the last one first.

        Raises:
            UnknownConversationError: when the conversation was forgotten.
        """
        with explained(self._engine), Session(self._engine) as session:
            if session.get(ConversationRow, conversation_id) is None:
                raise UnknownConversationError
            rows = session.scalars(last_answers(conversation_id, count))
            return tuple(row.answer for row in rows if row.answer is not None)

    def forget(self, conversation_id: str) -> None:
        """Deletes a conversation, its messages and what was kept of them to learn from; nothing is left of it."""
        self._delete(ConversationRow.id == conversation_id)

    def purge(self) -> tuple[str, ...]:
        """Deletes every conversation whose time is over, as `forget` does; the ids that are gone."""
        return self._delete(self._retention.is_over(self._clock()))

    def count_over(self) -> int:
        """How many conversations `purge` would delete now."""
        over = select(func.count()).select_from(ConversationRow).where(self._retention.is_over(self._clock()))
        with explained(self._engine), Session(self._engine) as session:
            return session.scalars(over).one()

    def _delete(self, which: ColumnElement[bool]) -> tuple[str, ...]:
        with explained(self._engine):
            with Session(self._engine) as session, session.begin():
                gone = tuple(session.scalars(select(ConversationRow.id).where(which)))
                for some in batched(gone, BATCH):
                    session.execute(delete(CandidateRow).where(CandidateRow.conversation_id.in_(some)))
                    session.execute(delete(MessageRow).where(MessageRow.conversation_id.in_(some)))
                    session.execute(delete(ConversationRow).where(ConversationRow.id.in_(some)))
            # Though nothing went: what a reader held on to at the last call is wiped now.
            wipe(self._engine)
        return gone


def last_answers(conversation_id: str, count: int) -> Select[MessageRow]:
    """The assistant's last messages in a conversation, the last one first."""
    return (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.author == ASSISTANT)
        .order_by(MessageRow.number.desc())
        .limit(count)
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, row.kommune, cast("Role", row.role), cast("Language", row.language))


def _message(row: MessageRow) -> Message:
    return Message(row.number, row.author, row.text, row.answer, row.created_at)
