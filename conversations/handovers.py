"""Handing over, in the database: what families ask for and what employees do. Each method is one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversations import handing
from conversations.changing import DROPPED, Actor, Change, begun, hashed, kind_of
from conversations.handing import Asked, CallbackAsked, Consent, NotNowError, State, begin
from conversations.handover_rows import HandoverFigureRow, HandoverRow, NoteRow
from conversations.owner import handover_of, last_handover
from conversations.retention import CALLBACK
from conversations.service import COORDINATOR, Message, last_answers, message_of
from conversations.store import ConversationRow, MessageRow
from conversations.weeks import first_answerable
from conversations.writing import UnknownConversationError, append, hold, last_number
from foundation.clock import NORWAY, utc_now
from foundation.database import explained, wipe
from foundation.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from sqlalchemy import Engine, Select

    from conversations.contacts import Contact, Contacts
    from conversations.handing import Helped

# So many answers back danger counts for the queue.
LATELY = 5


class UnknownCaseError(DomainError):
    """No such hand-over, or another municipality's: the caller learns not which."""

    status = 404
    slug = "ukjent-sak"
    title = "Samtalen finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Samtalen finnes ikke, eller den er slettet. Gå tilbake til køen.")


class OnlyLeadsError(DomainError):
    """Only a lead may do this."""

    status = 403
    slug = "ikke-lov"
    title = "Dette kan bare en leder gjøre"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Dette kan bare en leder i kommunen gjøre. Be lederen din om det.")


@dataclass(frozen=True, slots=True)
class Summary:
    """What the family lets the coordinator know; every field but the municipality may be empty. Ids of the ontology."""

    kommune: str
    role: str | None = None
    age: int | None = None
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for a person: what goes along, and whether the talk so far does."""

    summary: Summary
    shares_talk: bool = False


@dataclass(frozen=True, slots=True)
class Touched:
    """What was changed, for whoever looks on."""

    handover_id: int
    conversation_id: str
    kommune: str


class Handovers:
    """All hand-overs of one database. Every error of `handing.step` may come from each of them."""

    def __init__(self, engine: Engine, contacts: Contacts, clock: Callable[[], datetime] = utc_now) -> None:
        """The tables are those of `Conversations`, which makes them."""
        self._engine = engine
        self._contacts = contacts
        self._clock = clock

    # What families do.

    def ask(self, conversation_id: str, request: Request) -> Touched:
        """Asks for a person. Asked again while waiting, the summary is the new one; from a call-back it is changed."""
        with self._talk(conversation_id) as (session, last):
            change = self._asked(session, conversation_id, last, request, Asked())
            return _touched(change.row)

    def call_back(self, conversation_id: str, request: Request, contact: Contact, due: date) -> Touched:
        """Leaves a number or an address; `due` is the day that is promised, and never becomes a later one."""
        with self._talk(conversation_id) as (session, last):
            change = self._asked(session, conversation_id, last, request, CallbackAsked())
            row, promised = change.row, change.row.due
            row.due = min(due, promised or due)
            change.count(due=row.due)
            change.drop_contact()
            row.contact, row.contact_kind, row.hint = self._contacts.seal(contact), contact.kind, contact.hint
            if promised is None:
                change.keep_as(CALLBACK)
                change.tell("callback", by=row.due.isoformat())
            return _touched(row)

    def _asked(
        self,
        session: Session,
        conversation_id: str,
        last: HandoverRow | None,
        request: Request,
        event: Asked | CallbackAsked,
    ) -> Change:
        at = self._clock()
        if last is not None and _moves_away(last, request, event):
            _cancelled(Change(session, last, at))
        after = begin(handover_of(last), event)
        if last is None or last.open_for is None:
            change = begun(session, _new(session, conversation_id, request, after, at), at)
        else:
            change = Change(session, last, at)
            if handover_of(last) == after:
                if after.holder is None:
                    _describe(last, request)
                return change
            _changed(change, after)
            _describe(last, request)
        change.record("asked" if after.state is State.WAITING else "callback")
        if after.state is State.WAITING:
            change.tell("asked")
        return change

    def cancel(self, conversation_id: str) -> Touched:
        """Lets go of what was asked for; the assistant answers again."""
        with self._last(conversation_id) as change:
            _cancelled(change)
            return _touched(change.row)

    def answer_consent(self, conversation_id: str, proposal: int, *, consent: bool) -> Touched:
        """Says yes or no to being passed on."""
        with self._last(conversation_id) as change:
            if change.step(handing.ConsentAnswered(proposal, consent)):
                kind = "consent-given" if consent else "consent-refused"
                service = (change.row.proposed or {}).get("service", {})
                change.tell(kind, proposal=proposal, service=service)
                change.record(kind, service.get("name"))
            return _touched(change.row)

    def say_helped(self, conversation_id: str, helped: Helped) -> Touched:
        """Says whether it helped, once somebody was there.

        Raises:
            NotNowError: before that.
        """
        with self._last(conversation_id) as change:
            if change.row.state not in handing.ANSWERED:
                raise NotNowError
            change.row.helped = helped
            change.count(helped=helped)
            return _touched(change.row)

    def say_helped_later(self, token: str, helped: Helped) -> bool:
        """The same by a link, some weeks later; False where the link leads nowhere."""
        with explained(self._engine), Session(self._engine) as session, session.begin():
            figure = session.scalar(self._follow_up(token))
            if figure is None:
                return False
            figure.helped_later = helped
            return True

    def is_follow_up(self, token: str) -> bool:
        """Whether a link leads anywhere."""
        with explained(self._engine), Session(self._engine) as session:
            return session.scalar(self._follow_up(token)) is not None

    def _follow_up(self, token: str) -> Select[HandoverFigureRow]:
        """What a link leads to, as long as it is answered."""
        since = first_answerable(self._clock().astimezone(NORWAY).date())
        return select(HandoverFigureRow).where(
            HandoverFigureRow.follow_up == hashed(token), HandoverFigureRow.counted_on >= since
        )

    # What employees do.

    def claim(self, handover_id: int, actor: Actor, shown_name: str | None = None) -> Touched:
        """Takes it; the family sees `shown_name`, or that a coordinator is there."""
        with self._case(handover_id, actor) as change:
            if change.step(handing.Claimed(actor.id)):
                change.hold(shown_name)
                _tell_live(change, "claimed", by=shown_name)
                change.record("claimed")
            return _touched(change.row)

    def take_over(self, handover_id: int, actor: Actor, reason: str, shown_name: str | None = None) -> Touched:
        """Takes it from a colleague.

        Raises:
            OnlyLeadsError: when the actor leads no desk there.
        """
        with self._case(handover_id, actor) as change:
            if change.row.kommune not in actor.leads:
                raise OnlyLeadsError
            if change.step(handing.TakenOver(actor.id)):
                change.hold(shown_name)
                _tell_live(change, "taken-over", by=shown_name)
                change.record("taken-over", reason)
            return _touched(change.row)

    def release(self, handover_id: int, actor: Actor) -> Touched:
        """Lets it go; it waits again."""
        with self._case(handover_id, actor) as change:
            was_live = change.row.state == State.COORDINATOR
            change.step(handing.Released(actor.id))
            if was_live:
                change.tell("released")
            change.record("released")
            return _touched(change.row)

    def pass_to(self, handover_id: int, actor: Actor, colleague: Actor) -> Touched:
        """Gives it to a colleague of the same municipality.

        Raises:
            NotNowError: when the colleague may not take it.
        """
        with self._case(handover_id, actor) as change:
            if change.row.kommune not in colleague.kommuner:
                raise NotNowError
            if change.step(handing.Passed(actor.id, colleague.id)):
                change.row.holder_name, change.row.shown_name = colleague.name, None
                _tell_live(change, "passed", by=None)
                change.record("passed", colleague.name)
            return _touched(change.row)

    def show_name(self, handover_id: int, actor: Actor, name: str) -> Touched:
        """Lets the family see a name while one talks with them; the same is told once."""
        with self._case(handover_id, actor) as change:
            change.step(handing.Spoken(actor.id))
            if change.row.shown_name != name:
                change.row.shown_name = name
                change.tell("named", by=name)
                change.record("named", name)
            return _touched(change.row)

    def propose(self, handover_id: int, actor: Actor, service: dict[str, str], words: str) -> Touched:
        """Asks the family whether `words` may be passed on to a service (`id`, `name`); the same is asked once."""
        proposed = {"service": service, "words": words}
        with self._case(handover_id, actor) as change:
            is_asked = change.row.consent == Consent.ASKED and change.row.proposed == proposed
            if not is_asked or change.row.holder != actor.id:
                change.step(handing.ConsentAsked(actor.id))
                change.row.proposed = proposed
                change.tell("consent-asked", proposal=change.row.proposals, service=service, words=words)
                change.record("consent-asked", service["name"])
            return _touched(change.row)

    def give_back(self, handover_id: int, actor: Actor) -> Touched:
        """Lets the assistant answer again."""
        with self._case(handover_id, actor) as change:
            change.step(handing.Returned(actor.id))
            change.tell("returned")
            change.record("returned")
            return _touched(change.row)

    def close(self, handover_id: int, actor: Actor, outcome: str) -> Touched:
        """Ends the conversation for good, and says what came of it."""
        with self._case(handover_id, actor) as change:
            change.row.outcome = outcome
            change.step(handing.Closed(actor.id))
            change.tell("closed", follow_up=change.follow_up())
            change.record("closed", outcome)
            return _touched(change.row)

    def called(self, handover_id: int, actor: Actor, outcome: str) -> Touched:
        """Says that the family was called or written to; the contact is deleted."""
        with self._case(handover_id, actor) as change:
            change.row.outcome = outcome
            change.step(handing.CalledBack(actor.id))
            change.row.holder_name = actor.name
            change.tell("called", follow_up=change.follow_up())
            change.record("called", outcome)
            return _touched(change.row)

    def note(self, handover_id: int, actor: Actor, text: str) -> Touched:
        """Writes something for colleagues, which the family does not see; the last note again is no new one."""
        with self._case(handover_id, actor) as change:
            notes = select(NoteRow).where(NoteRow.handover_id == handover_id).order_by(NoteRow.id.desc())
            last = change.session.scalar(notes.limit(1))
            if last is None or (last.by, last.text) != (actor.id, text):
                row = NoteRow(handover_id=handover_id, at=change.at, by=actor.id, by_name=actor.name, text=text)
                change.session.add(row)
            return _touched(change.row)

    def speak(
        self, handover_id: int, actor: Actor, client_id: str, text: str, card: dict[str, Any] | None = None
    ) -> tuple[Message, Touched]:
        """Writes to the family, once: under an id that is there already, what is stored comes back."""
        with self._case(handover_id, actor) as change:
            session, row = change.session, change.row
            same = (MessageRow.conversation_id == row.conversation_id) & (MessageRow.client_id == client_id)
            kept = session.scalar(select(MessageRow).where(same, MessageRow.author == COORDINATOR))
            if kept is None:
                change.step(handing.Spoken(actor.id))
                said = {"by": row.shown_name, "name": actor.name}
                new = MessageRow(author=COORDINATOR, text=text, answer=card, client_id=client_id, event=said)
                kept = append(session, row.conversation_id, new, change.at)
            return message_of(kept), _touched(row)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One transaction. Where it deletes a contact, nothing of that is left on the disk."""
        with explained(self._engine):
            with Session(self._engine) as session, session.begin():
                yield session
            if session.info.get(DROPPED):
                wipe(self._engine)

    @contextmanager
    def _talk(self, conversation_id: str) -> Iterator[tuple[Session, HandoverRow | None]]:
        """A conversation that nobody else changes meanwhile, and its last hand-over."""
        with self._writing() as session:
            hold(session, conversation_id, self._clock())
            yield session, session.scalar(last_handover(conversation_id))

    @contextmanager
    def _last(self, conversation_id: str) -> Iterator[Change]:
        with self._talk(conversation_id) as (session, last):
            if last is None:
                raise NotNowError
            yield Change(session, last, self._clock())

    @contextmanager
    def _case(self, handover_id: int, actor: Actor) -> Iterator[Change]:
        """A hand-over that nobody else changes meanwhile, if it is of one of the actor's municipalities."""
        with self._writing() as session:
            of = session.scalar(select(HandoverRow.conversation_id).where(HandoverRow.id == handover_id))
            if of is None:
                raise UnknownCaseError
            try:
                hold(session, of, self._clock())
            except UnknownConversationError as error:  # Forgotten just then.
                raise UnknownCaseError from error
            row = session.get(HandoverRow, handover_id)
            if row is None or row.kommune not in actor.kommuner:
                raise UnknownCaseError
            yield Change(session, row, self._clock(), actor)


def _new(
    session: Session, conversation_id: str, request: Request, after: handing.Handover, at: datetime
) -> HandoverRow:
    told = session.scalars(last_answers(conversation_id, LATELY))
    acute = (row.answer["acute"]["kind"] for row in told if row.answer and row.answer.get("acute"))
    row = HandoverRow(
        conversation_id=conversation_id,
        open_for=conversation_id,
        language=session.get_one(ConversationRow, conversation_id).language,
        state=after.state,
        asked_at=at,
        since=last_number(session, conversation_id) + 1,
        acute=next(acute, None),
        proposals=0,
    )
    _describe(row, request)
    return row


def _moves_away(last: HandoverRow, request: Request, event: Asked | CallbackAsked) -> bool:
    """Whether the family turns from one municipality to another: what employees wrote stays with the first."""
    is_there = last.state == State.COORDINATOR and isinstance(event, Asked)
    return last.open_for is not None and last.kommune != request.summary.kommune and not is_there


def _cancelled(change: Change) -> None:
    change.step(handing.Cancelled())
    change.tell("returned" if change.row.state == State.RETURNED else "cancelled")
    change.record("cancelled")


def _changed(change: Change, after: handing.Handover) -> None:
    """From waiting to a call-back, or back: then the wait begins now, and no call is promised any more."""
    row = change.row
    change.become(after)
    change.count(kind=kind_of(row), due=None, asked_on=change.today, waited=None)
    change.drop_contact()
    row.due = row.claimed_at = None
    if after.state is State.WAITING:
        row.asked_at = change.at


def _describe(row: HandoverRow, request: Request) -> None:
    row.kommune = request.summary.kommune
    row.summary = asdict(request.summary)
    row.shares_talk = request.shares_talk


def _tell_live(change: Change, kind: str, **more: object) -> None:
    """Tells the family, where somebody talks with them; who is to call them is no news."""
    if change.row.state == State.COORDINATOR:
        change.tell(kind, **more)


def _touched(row: HandoverRow) -> Touched:
    return Touched(row.id, row.conversation_id, row.kommune)
