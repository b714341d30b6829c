"""What families do about a person: ask for one, be called, say yes or no, and say whether it helped."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversations import handing
from conversations.changing import Change, begun, hashed, kind_of
from conversations.handing import Asked, CallbackAsked, NotNowError, State, begin
from conversations.handover_rows import HandoverFigureRow, HandoverRow
from conversations.holding import Holding, Touched
from conversations.owner import handover_of
from conversations.retention import CALLBACK
from conversations.service import last_answers
from conversations.store import ConversationRow
from conversations.weeks import first_answerable
from conversations.writing import last_number
from foundation.clock import NORWAY
from foundation.database import explained, reading

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Select

    from conversations.contacts import Contact
    from conversations.handing import Helped

# So many answers back danger counts for the queue.
LATELY = 5


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


class Wishing(Holding):
    """The families' side. Every error of `handing.step` may come from each of these."""

    def ask(self, conversation_id: str, request: Request) -> Touched:
        """Asks for a person. Asked again while waiting, the summary is the new one; from a call-back it is changed."""
        with self._talk(conversation_id) as (session, last):
            change = self._asked(session, conversation_id, last, request, Asked())
            return Touched.of(change.row)

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
            return Touched.of(row)

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
            return Touched.of(change.row)

    def answer_consent(self, conversation_id: str, proposal: int, *, consent: bool) -> Touched:
        """Says yes or no to being passed on."""
        with self._last(conversation_id) as change:
            if change.step(handing.ConsentAnswered(proposal, consent)):
                kind = "consent-given" if consent else "consent-refused"
                service = (change.row.proposed or {}).get("service", {})
                change.tell(kind, proposal=proposal, service=service)
                change.record(kind, service.get("name"))
            return Touched.of(change.row)

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
            return Touched.of(change.row)

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
        with reading(self._engine) as session:
            return session.scalar(self._follow_up(token)) is not None

    def _follow_up(self, token: str) -> Select[HandoverFigureRow]:
        """What a link leads to, as long as it is answered."""
        since = first_answerable(self._clock().astimezone(NORWAY).date())
        return select(HandoverFigureRow).where(
            HandoverFigureRow.follow_up == hashed(token), HandoverFigureRow.counted_on >= since
        )


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
    if change.row.state == State.RETURNED:
        change.tell("returned", follow_up=change.follow_up())
    else:
        change.tell("cancelled")
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
