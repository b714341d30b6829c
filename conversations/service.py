"""Starting, telling, reading and forgetting conversations. SQL stays here and in `store`."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from conversations.changing import forget_handovers
from conversations.figures import purge_figures
from conversations.handing import OverError, Whose
from conversations.owner import allowed, turn_in
from conversations.retention import TALK, Retention
from conversations.store import MIGRATIONS, VERSIONS, CandidateRow, ConversationRow, MessageRow, WithdrawnRow
from conversations.usage import count_usage, purge_usage
from conversations.withdrawing import may_be_withdrawn, was_withdrawn, withdraw
from conversations.writing import UnknownConversationError, append, hold
from foundation.clock import NORWAY, utc, utc_now
from foundation.database import explained, migrate, reading, wipe
from foundation.errors import DomainError, OperatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Engine, Select

type Role = Literal["forelder", "ungdom", "ansatt", "ukjent"]
type Language = Literal["nb", "nn", "en"]

PERSON = "person"
ASSISTANT = "assistent"
COORDINATOR = "koordinator"
TOKEN_BYTES = 32
ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
# So many are deleted in one statement: databases limit how many values one may name.
BATCH = 500


class WithdrawnError(DomainError):
    """The message was withdrawn: another one stands in its place."""

    status = 409
    slug = "trukket-tilbake"
    title = "Meldingen er trukket tilbake"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("En annen melding er satt i stedet for denne. Hent samtalen på nytt for å se hva som gjelder.")


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
    """One stored message; `answer` is the assistant's, as JSON.

    `client_id` is what its sender calls it, `replaces` the number of the message that it was put in the place of,
    `addressee` who is to answer it, `event` who wrote it or what happened.
    """

    number: int
    author: str
    text: str
    answer: dict[str, Any] | None
    created_at: datetime
    client_id: str | None = None
    replaces: int | None = None
    addressee: str | None = None
    event: dict[str, Any] | None = None


class Told(NamedTuple):
    """How far a talk has come at a message: its answers, in order, and what the person wrote to the assistant before.

    Nothing is looked for before a message that has its answers.
    """

    answers: tuple[dict[str, Any], ...]
    before: tuple[Message, ...] = ()


class Kept(NamedTuple):
    """The answers to a message as they are stored, in order, and whose turn it is then."""

    answers: tuple[dict[str, Any], ...]
    turn: Whose


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
            with reading(self._engine) as session:
                session.scalar(select(ConversationRow.id).limit(1))
        except OperatorError:
            return False
        return True

    def start(
        self, kommune: str | None, role: str, language: str, *, is_counted: bool = True
    ) -> tuple[Conversation, str]:
        """A new conversation, and the token that opens it; only the token's hash is kept.

        What is asked in it counts as usage where `is_counted`: what our own commands try out does not.
        """
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
            is_counted=is_counted,
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
        with reading(self._engine) as session:
            row = session.scalar(select(ConversationRow).where(ConversationRow.id == conversation_id, alive))
            if row is None or not secrets.compare_digest(row.token_hash, _hash(token)):
                raise UnknownConversationError
            return _conversation(row)

    def tell(self, conversation_id: str, author: str, text: str, answer: dict[str, Any] | None = None) -> int:
        """Stores a message that nobody asks for again, and returns its number in the conversation (1, 2, …).

        Raises:
            UnknownConversationError: when the conversation was forgotten meanwhile.
        """
        with explained(self._engine), Session(self._engine) as session, session.begin():
            hold(session, conversation_id, self._clock())
            row = MessageRow(author=author, text=text, answer=answer)
            return append(session, conversation_id, row, self._clock()).number

    def write(
        self, conversation_id: str, text: str, client_id: str | None = None, replaces: str | None = None
    ) -> Message:
        """Stores what the person writes, once: under an id that is there already, what is stored comes back.

        Where `replaces` is the id of the last message, and it may be withdrawn, that goes in the same transaction.

        Raises:
            UnknownConversationError: when the conversation was forgotten meanwhile.
            WithdrawnError: when another message has been put in the place of this one.
            OverError: when the conversation is closed.
        """
        with explained(self._engine):
            with Session(self._engine) as session, session.begin():
                hold(session, conversation_id, self._clock())
                if (kept := _by_client_id(session, conversation_id, client_id)) is not None:
                    return message_of(kept)
                if was_withdrawn(session, conversation_id, client_id):
                    raise WithdrawnError
                if (turn := turn_in(session, conversation_id)) == "closed":
                    raise OverError
                old = _replaced(session, conversation_id, replaces)
                new = MessageRow(
                    author=PERSON,
                    text=text,
                    client_id=client_id,
                    replaces=old and old.number,
                    addressee=COORDINATOR if turn == "coordinator" else ASSISTANT,
                )
                # Numbered before the old one goes, so that no number is given twice.
                written = message_of(append(session, conversation_id, new, self._clock()))
                if old is not None:
                    withdraw(session, old)
            if written.replaces is not None:
                wipe(self._engine)
        return written

    def turn(self, conversation_id: str) -> Whose:
        """Whose turn it is."""
        with reading(self._engine) as session:
            return turn_in(session, conversation_id)

    def written(self, conversation_id: str, client_id: str) -> Message | None:
        """What is stored under an id of the person's; None where nothing is."""
        with reading(self._engine) as session:
            row = _by_client_id(session, conversation_id, client_id)
            return None if row is None else message_of(row)

    def reply(self, conversation_id: str, number: int, answers: Sequence[dict[str, Any]]) -> Kept:
        """Stores the answers to a message, and counts it, unless it was answered meanwhile.

        While a person has the conversation, only help lines come from the assistant.

        Raises:
            UnknownConversationError: when the conversation was forgotten meanwhile.
            WithdrawnError: when the message was withdrawn meanwhile.
        """
        with explained(self._engine), Session(self._engine) as session, session.begin():
            hold(session, conversation_id, self._clock())
            asked, kept = _answered(session, conversation_id, number)
            turn = turn_in(session, conversation_id)
            if kept:
                return Kept(kept, turn)
            said = allowed(session, conversation_id, answers, turn)
            for place, body in enumerate(said):
                row = MessageRow(author=ASSISTANT, text=body["reply"], answer=body, reply_to=number, place=place)
                append(session, conversation_id, row, self._clock())
            if said and asked.addressee != COORDINATOR:
                self._count(session, conversation_id, said)
            return Kept(said, turn)

    def told(self, conversation_id: str, number: int, count: int) -> Told:
        """How far a talk has come at a message, with at most so many messages before it.

        Raises:
            UnknownConversationError: when the conversation was forgotten.
            WithdrawnError: when the message was withdrawn.
        """
        with reading(self._engine) as session:
            try:
                _, kept = _answered(session, conversation_id, number)
            except WithdrawnError:
                if session.get(ConversationRow, conversation_id) is None:
                    raise UnknownConversationError from None
                raise
            return Told(kept) if kept else Told((), _before(session, conversation_id, number, count))

    def last_written(self, conversation_id: str) -> Message | None:
        """What the person wrote last; None where nothing was written."""
        with reading(self._engine) as session:
            row = session.scalar(_last_written(conversation_id, 1))
            return None if row is None else message_of(row)

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
        with reading(self._engine) as session:
            if session.get(ConversationRow, conversation_id) is None:
                raise UnknownConversationError
            return tuple(message_of(row) for row in session.scalars(chosen))

    def last_answers(self, conversation_id: str, count: int) -> tuple[dict[str, Any], ...]:
        """So many answers of the assistant as JSON, the last one first.

        Raises:
            UnknownConversationError: when the conversation was forgotten.
        """
        with reading(self._engine) as session:
            if session.get(ConversationRow, conversation_id) is None:
                raise UnknownConversationError
            rows = session.scalars(last_answers(conversation_id, count))
            return tuple(row.answer for row in rows if row.answer is not None)

    def forget(self, conversation_id: str) -> None:
        """Deletes a conversation, its messages and what was kept of them to learn from; nothing is left of it."""
        self._delete(ConversationRow.id == conversation_id)

    def purge(self) -> tuple[str, ...]:
        """Deletes every conversation whose time is over, as `forget` does, and old figures; the ids that are gone."""
        with explained(self._engine), Session(self._engine) as session, session.begin():
            purge_figures(session, self._today())
            purge_usage(session, self._today())
        return self._delete(self._retention.all_over(self._clock()))

    def count_over(self) -> int:
        """How many conversations `purge` would delete now."""
        over = select(func.count()).select_from(ConversationRow).where(self._retention.all_over(self._clock()))
        with reading(self._engine) as session:
            return session.scalars(over).one()

    def _count(self, session: Session, conversation_id: str, said: Sequence[dict[str, Any]]) -> None:
        """Counts a message to the assistant as usage, unless our own commands wrote it."""
        counted = select(ConversationRow.kommune).where(
            ConversationRow.id == conversation_id, ConversationRow.is_counted
        )
        for kommune in session.scalars(counted).all():
            count_usage(session, kommune, said, self._today())

    def _today(self) -> date:
        return self._clock().astimezone(NORWAY).date()

    def _delete(self, which: ColumnElement[bool]) -> tuple[str, ...]:
        with explained(self._engine):
            with Session(self._engine) as session, session.begin():
                # Locked before their messages, as whoever writes to them does: so neither waits for the other for ever.
                found = select(ConversationRow.id).where(which).order_by(ConversationRow.id).with_for_update()
                gone = tuple(session.scalars(found))
                for some in batched(gone, BATCH):
                    session.execute(delete(WithdrawnRow).where(WithdrawnRow.conversation_id.in_(some)))
                    session.execute(delete(CandidateRow).where(CandidateRow.conversation_id.in_(some)))
                    forget_handovers(session, some, self._today())
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


def message_of(row: MessageRow) -> Message:
    """A stored message."""
    return Message(
        number=row.number,
        author=row.author,
        text=row.text,
        answer=row.answer,
        created_at=utc(row.created_at),
        client_id=row.client_id,
        replaces=row.replaces,
        addressee=row.addressee,
        event=row.event,
    )


def _by_client_id(session: Session, conversation_id: str, client_id: str | None) -> MessageRow | None:
    if client_id is None:
        return None
    of_person = (MessageRow.conversation_id == conversation_id) & (MessageRow.author == PERSON)
    return session.scalar(select(MessageRow).where(of_person, MessageRow.client_id == client_id))


def _last_written(conversation_id: str, count: int) -> Select[MessageRow]:
    """The person's last messages in a conversation, the last one first."""
    return (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.author == PERSON)
        .order_by(MessageRow.number.desc())
        .limit(count)
    )


def _before(session: Session, conversation_id: str, number: int, count: int) -> tuple[Message, ...]:
    """So many messages of the person's to the assistant that came last before a number, in order."""
    chosen = _last_written(conversation_id, count).where(
        MessageRow.number < number, MessageRow.addressee.is_distinct_from(COORDINATOR)
    )
    return tuple(message_of(row) for row in session.scalars(chosen))[::-1]


def _replaced(session: Session, conversation_id: str, client_id: str | None) -> MessageRow | None:
    """The message of this id, if it is the last that the person wrote and may be withdrawn; else None."""
    if client_id is None:
        return None
    last = session.scalar(_last_written(conversation_id, 1))
    if last is None or last.client_id != client_id:
        return None
    return last if may_be_withdrawn(session, last) else None


def _answered(session: Session, conversation_id: str, number: int) -> tuple[MessageRow, tuple[dict[str, Any], ...]]:
    """A message and its answers, in order; none where it has not been answered.

    Raises:
        WithdrawnError: when the message is not there.
    """
    it_or_its_answers = or_(MessageRow.number == number, MessageRow.reply_to == number)
    chosen = select(MessageRow).where(MessageRow.conversation_id == conversation_id, it_or_its_answers)
    asked, *answers = session.scalars(chosen.order_by(MessageRow.number)).all() or (None,)
    if asked is None or asked.number != number:
        raise WithdrawnError
    return asked, tuple(row.answer for row in answers if row.answer is not None)
