"""What the desk and the family see of hand-overs: the queue, one case whole, and where one stands."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from conversations.changing import LIVE, Actor, Change
from conversations.handing import State, TakenError, Whose, whose
from conversations.handover_rows import HandoverEventRow, HandoverFigureRow, HandoverRow, NoteRow
from conversations.holding import UnknownCaseError
from conversations.owner import handover_of, last_handover
from conversations.service import COORDINATOR, PERSON, Message, message_of
from conversations.store import MessageRow
from conversations.writing import held
from foundation.clock import NORWAY, utc, utc_now
from foundation.database import explained, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Engine, ScalarSelect

    from conversations.contacts import Contact, Contacts

# A usual wait is told from so many of the last days, and from no fewer hand-overs than that.
LATELY = timedelta(days=14)
FEWEST = 5
# By what a family begins to wait for a coordinator, and to wait for a word of one.
BEGAN_TO_WAIT, BEGAN_TO_HOLD = ("asked", "released"), ("claimed", "taken-over", "passed")
# Whoever has written so much to the assistant again is not asked any more whether a person helped.
WRITTEN_ON = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A hand-over in the queue. `unread` counts what the family wrote since a coordinator last did."""

    id: int
    conversation_id: str
    kommune: str
    state: State
    language: str
    summary: dict[str, Any]
    acute: str | None
    asked_at: datetime
    claimed_at: datetime | None
    ended_at: datetime | None
    holder: int | None
    holder_name: str | None
    due: date | None
    unread: int
    outcome: str | None
    contact_kind: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What a colleague wrote for the others."""

    id: int
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what when; `by` is None where it was the family."""

    at: datetime
    by: str | None
    kind: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class WholeCase:
    """Everything that an employee may see of a case, but the talk."""

    case: Case
    shares_talk: bool
    shown_name: str | None
    notes: tuple[Note, ...]
    history: tuple[Deed, ...]
    contact: Contact | None
    consent: str | None
    proposals: int
    proposed: dict[str, Any] | None
    helped: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a family's request for a person stands. `place` counts from 1; `wait` is the usual wait in seconds.

    `follow_up` is the token by which it can be said later whether it helped; None too where the family has written on.
    """

    state: Whose
    kommune: str | None = None
    asked_at: datetime | None = None
    place: int | None = None
    wait: float | None = None
    by: str | None = None
    due: date | None = None
    contact_kind: str | None = None
    hint: str | None = None
    helped: str | None = None
    follow_up: str | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """Somebody who waits for something, since when; `id` is this wait's own and never another's."""

    id: str
    kommune: str
    at: datetime
    acute: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits for a desk, in the order in which they are served, by conversation; `wait` as in `Standing`."""

    conversations: tuple[str, ...]
    wait: float | None

    def place_of(self, conversation_id: str) -> int | None:
        """The place of a conversation, from 1; None where it does not wait here."""
        waits = conversation_id in self.conversations
        return self.conversations.index(conversation_id) + 1 if waits else None


class Cases:
    """Reads hand-overs; what is written, `Handovers` writes, but for who has looked at what."""

    def __init__(self, engine: Engine, contacts: Contacts, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are those of `Conversations`, which makes them."""
        self._engine = engine
        self._contacts = contacts
        self._clock = clock

    def standing(self, conversation_id: str) -> Standing:
        """Where the conversation's last hand-over stands."""
        with reading(self._engine) as session:
            row = session.scalar(last_handover(conversation_id))
            if row is None:
                return Standing("assistant")
            line = self._line(session, row.kommune) if row.state == State.WAITING else None
            return Standing(
                state=whose(handover_of(row)),
                kommune=row.kommune,
                asked_at=utc(row.asked_at),
                place=line.place_of(conversation_id) if line else None,
                wait=line.wait if line else None,
                by=row.shown_name,
                due=row.due if row.state == State.CALLBACK else None,
                contact_kind=row.contact_kind if row.contact else None,
                hint=row.hint if row.contact else None,
                helped=row.helped,
                follow_up=None if _has_written_on(session, row) else row.follow_up,
            )

    def line(self, kommune: str) -> Line:
        """Who waits for a municipality's desk now."""
        with reading(self._engine) as session:
            return self._line(session, kommune)

    def open_in(self, kommuner: Collection[str]) -> tuple[Case, ...]:
        """The open cases of municipalities: danger first, then the oldest."""
        return self._listed(HandoverRow.open_for.is_not(None), HandoverRow.kommune.in_(kommuner))

    def open_everywhere(self, state: State) -> tuple[Case, ...]:
        """The open cases of all municipalities that are in a state."""
        return self._listed(HandoverRow.open_for.is_not(None), HandoverRow.state == state)

    def waits(self) -> tuple[Since, ...]:
        """Who waits for a person, in all municipalities, each wait by itself."""
        chosen = _since(BEGAN_TO_WAIT, State.WAITING)
        with reading(self._engine) as session:
            found = session.execute(select(HandoverRow, HandoverEventRow).join(*chosen))
            return tuple(
                Since(f"{row.id}-{event.id}", row.kommune, utc(event.at), row.acute is not None) for row, event in found
            )

    def silences(self) -> tuple[Since, ...]:
        """The families that a coordinator has and that wait for a word: the first, or one to what they wrote last."""
        first = select(func.min(MessageRow.number)).where(*_unheard()).correlate(HandoverRow).scalar_subquery()
        written = (MessageRow.conversation_id == HandoverRow.conversation_id) & (MessageRow.number == first)
        chosen = (
            select(HandoverRow, HandoverEventRow, MessageRow, _spoken() == HandoverRow.since)
            .join(*_since(BEGAN_TO_HOLD, State.COORDINATOR))
            .outerjoin(MessageRow, written)
        )
        with reading(self._engine) as session:
            return tuple(
                _silence(row, event, message)
                for row, event, message, is_first in session.execute(chosen)
                if message is not None or is_first
            )

    def desk_of(self, conversation_id: str) -> str | None:
        """The municipality whose desk a conversation waits for or is with; None where it is with the assistant."""
        which = select(HandoverRow.kommune).where(HandoverRow.open_for == conversation_id)
        with reading(self._engine) as session:
            return session.scalar(which)

    def ended_in(self, kommune: str, days: int = 14) -> tuple[Case, ...]:
        """The cases of a municipality that ended lately, the last one first."""
        since = self._clock() - timedelta(days=days)
        ended = self._listed(HandoverRow.ended_at >= since, HandoverRow.kommune == kommune)
        return tuple(sorted(ended, key=lambda case: case.ended_at or case.asked_at, reverse=True))

    def _listed(self, *which: Any) -> tuple[Case, ...]:  # noqa: ANN401 - SQLAlchemy's conditions
        chosen = select(HandoverRow, _unread()).where(*which)
        with reading(self._engine) as session:
            return tuple(_case(row, unread) for row, unread in session.execute(chosen.order_by(*_order())))

    def looked_at(self, handover_id: int, actor: Actor) -> Case:
        """A case as the queue has it, for whoever works with it; recorded as `whole` does.

        Raises:
            UnknownCaseError: when there is none in the actor's municipalities.
        """
        with self._looking(handover_id, actor) as (_, row, unread):
            return _case(row, unread)

    def whole(self, handover_id: int, actor: Actor) -> WholeCase:
        """A case whole; that the actor has looked at it is recorded once.

        Raises:
            UnknownCaseError: when there is none in the actor's municipalities.
        """
        with self._looking(handover_id, actor) as (session, row, unread):
            history = session.scalars(_of(HandoverEventRow, handover_id))
            notes = session.scalars(_of(NoteRow, handover_id))
            return WholeCase(
                case=_case(row, unread),
                shares_talk=row.shares_talk,
                shown_name=row.shown_name,
                notes=tuple(Note(one.id, utc(one.at), one.by_name, one.text) for one in notes),
                history=tuple(Deed(utc(one.at), one.by_name, one.kind, one.detail) for one in history),
                contact=self._contacts.unseal(row.contact) if row.contact else None,
                consent=row.consent,
                proposals=row.proposals,
                proposed=row.proposed,
                helped=row.helped,
            )

    def held_by(self, handover_id: int, actor: Actor) -> str:
        """The conversation of a case that the actor has.

        Raises:
            UnknownCaseError: when there is no such case in the actor's municipalities.
            TakenError: when it is not the actor's.
        """
        with reading(self._engine) as session:
            row = _visible(session, handover_id, actor)
            if row.holder != actor.id:
                raise TakenError
            return row.conversation_id

    @contextmanager
    def _looking(self, handover_id: int, actor: Actor) -> Iterator[tuple[Session, HandoverRow, int]]:
        """A case and how much of it is unread; that the actor has looked at it is recorded."""
        with explained(self._engine), Session(self._engine) as session, session.begin():
            row = _visible(session, handover_id, actor)
            unread = session.scalars(select(_unread()).where(HandoverRow.id == handover_id)).one()
            self._note_look(session, row, actor)
            yield session, row, unread

    def _note_look(self, session: Session, row: HandoverRow, actor: Actor) -> None:
        """Looking is no use of the conversation: it lives no longer for it."""
        deeds = select(HandoverEventRow.id).where(
            HandoverEventRow.handover_id == row.id, HandoverEventRow.by == actor.id
        )
        if session.scalar(deeds.limit(1)) is not None:
            return
        if not held(session, row.conversation_id):  # Forgotten just then.
            raise UnknownCaseError
        if session.scalar(deeds.limit(1)) is None:
            Change(session, row, self._clock(), actor).record("seen")
            session.flush()

    def entries(self, handover_id: int, actor: Actor, after: int = 0) -> tuple[Message, ...]:
        """What an employee may read of the talk, after a number: from the request, or where shared from the start, on.

        What is written once the case has ended is not theirs to read.

        Raises:
            UnknownCaseError: when there is no such case in the actor's municipalities.
        """
        with reading(self._engine) as session:
            row = _visible(session, handover_id, actor)
            first = max(after, 0 if row.shares_talk else row.since - 1)
            chosen = select(MessageRow).where(
                MessageRow.conversation_id == row.conversation_id, MessageRow.number > first
            )
            if row.until is not None:
                chosen = chosen.where(MessageRow.number <= row.until)
            return tuple(message_of(one) for one in session.scalars(chosen.order_by(MessageRow.number)))

    def _line(self, session: Session, kommune: str) -> Line:
        chosen = select(HandoverRow.conversation_id).where(
            HandoverRow.open_for.is_not(None), HandoverRow.kommune == kommune, HandoverRow.state == State.WAITING
        )
        return Line(tuple(session.scalars(chosen.order_by(*_order()))), self._usual_wait(session, kommune))

    def _usual_wait(self, session: Session, kommune: str) -> float | None:
        """The median wait of the last weeks, in seconds; None where there were too few to tell."""
        since = (self._clock() - LATELY).astimezone(NORWAY).date()
        waits = session.scalars(
            select(HandoverFigureRow.waited).where(
                HandoverFigureRow.kommune == kommune,
                HandoverFigureRow.kind == LIVE,
                HandoverFigureRow.asked_on >= since,
                HandoverFigureRow.waited.is_not(None),
            )
        ).all()
        return median(wait for wait in waits if wait is not None) if len(waits) >= FEWEST else None


def _has_written_on(session: Session, row: HandoverRow) -> bool:
    """Whether the family has gone on with the assistant since the hand-over ended."""
    if row.until is None:
        return False
    written = select(func.count()).where(
        MessageRow.conversation_id == row.conversation_id, MessageRow.author == PERSON, MessageRow.number > row.until
    )
    return session.scalars(written).one() >= WRITTEN_ON


def _order() -> tuple[ColumnElement[Any], ...]:
    """Danger goes first, then the oldest."""
    return (HandoverRow.acute.is_(None), HandoverRow.asked_at.expression, HandoverRow.id.expression)


def _visible(session: Session, handover_id: int, actor: Actor) -> HandoverRow:
    """A case that the actor may see: it is in the actor's municipalities."""
    its = HandoverRow.id == handover_id, HandoverRow.kommune.in_(actor.kommuner)
    row = session.scalar(select(HandoverRow).where(*its))
    if row is None:
        raise UnknownCaseError
    return row


def _since(kinds: Collection[str], state: State) -> tuple[type[HandoverEventRow], ColumnElement[bool]]:
    """The join of open hand-overs of a state with the event by which they last came into it."""
    last = select(func.max(HandoverEventRow.id)).where(
        HandoverEventRow.handover_id == HandoverRow.id, HandoverEventRow.kind.in_(kinds)
    )
    came = HandoverEventRow.id == last.correlate(HandoverRow).scalar_subquery()
    return HandoverEventRow, and_(came, HandoverRow.open_for.is_not(None), HandoverRow.state == state)


def _spoken() -> ScalarSelect[int]:
    """The number of a coordinator's last message in what is a coordinator's to read, else where that begins."""
    chosen = select(func.coalesce(func.max(MessageRow.number), HandoverRow.since)).where(
        MessageRow.conversation_id == HandoverRow.conversation_id,
        MessageRow.author == COORDINATOR,
        MessageRow.number.between(HandoverRow.since, _last()),
    )
    return chosen.correlate(HandoverRow).scalar_subquery()


def _unheard() -> tuple[ColumnElement[bool], ...]:
    """Of the family's messages that came after that."""
    of_it = MessageRow.conversation_id == HandoverRow.conversation_id
    return of_it, MessageRow.author == PERSON, MessageRow.number > _spoken(), MessageRow.number <= _last()


def _last() -> ColumnElement[int]:
    return func.coalesce(HandoverRow.until, MessageRow.number)


def _unread() -> ScalarSelect[int]:
    """How many they are."""
    written = select(func.count()).select_from(MessageRow).where(*_unheard())
    return written.correlate(HandoverRow).scalar_subquery()


def _silence(row: HandoverRow, event: HandoverEventRow, message: MessageRow | None) -> Since:
    """Since somebody has it, or since the family wrote what nobody has answered."""
    begun, number = utc(event.at), 0
    if message is not None:
        begun, number = max(begun, utc(message.created_at)), message.number
    return Since(f"{row.id}-{event.id}-{number}", row.kommune, begun, row.acute is not None)


def _of[Row: (HandoverEventRow, NoteRow)](table: type[Row], handover_id: int) -> Any:  # noqa: ANN401 - a select of rows
    return select(table).where(table.handover_id == handover_id).order_by(table.id)


def _case(row: HandoverRow, unread: int) -> Case:
    return Case(
        id=row.id,
        conversation_id=row.conversation_id,
        kommune=row.kommune,
        state=State(row.state),
        language=row.language,
        summary=row.summary,
        acute=row.acute,
        asked_at=utc(row.asked_at),
        claimed_at=utc(row.claimed_at) if row.claimed_at else None,
        ended_at=utc(row.ended_at) if row.ended_at else None,
        holder=row.holder,
        holder_name=row.holder_name,
        due=row.due,
        unread=unread,
        outcome=row.outcome,
        contact_kind=row.contact_kind,
    )
