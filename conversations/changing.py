"""One change of one hand-over, within the transaction of its conversation: stepped, told, recorded and counted."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from conversations.handing import UNREACHED, Handover, State, step
from conversations.handover_rows import HandoverEventRow, HandoverFigureRow, HandoverRow
from conversations.owner import handover_of
from conversations.retention import CALLBACK, HANDOVER
from conversations.store import ConversationRow, MessageRow
from conversations.weeks import first_unsettled
from conversations.writing import append
from foundation.clock import NORWAY, utc

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from conversations.handing import Event

# The author of what happened to the conversation itself, told in its place among the messages.
STATUS = "status"
LIVE, CALL = "live", "callback"
# That a transaction deleted a contact, in what its session knows of itself.
DROPPED = "dropped"
ABANDONED, ANSWERED, CALLED = "abandoned", "answered", "called"
TOKEN_BYTES = 16
# How an end is counted.
ENDS = {
    State.CANCELLED: ABANDONED,
    State.RETURNED: ANSWERED,
    State.CLOSED: ANSWERED,
    State.CALLED: CALLED,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """An employee who does something: where they may take conversations, and where they lead."""

    id: int
    name: str
    kommuner: frozenset[str]
    leads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed, when and by whom; `actor` is None where it is the family."""

    session: Session
    row: HandoverRow
    at: datetime
    actor: Actor | None = None

    def step(self, event: Event) -> bool:
        """Lets an event happen; False where nothing was to be changed.

        Raises:
            DomainError: as `handing.step`.
        """
        before = handover_of(self.row)
        assert before is not None  # noqa: S101 - there is a row
        after = step(before, event)
        self.become(after)
        return after != before

    def become(self, after: Handover) -> None:
        """Puts a state into the row, and ends it where it is over."""
        row = self.row
        row.state, row.holder, row.proposals, row.consent = after.state, after.holder, after.proposals, after.consent
        if after.holder is None:
            row.holder_name = row.shown_name = None
        if after.consent is None:
            row.proposed = None
        if not after.is_open:
            self._end(after.state)

    def _end(self, state: State) -> None:
        row = self.row
        row.open_for, row.ended_at = None, self.at
        self.drop_contact()
        self.count(end=ENDS[state], outcome=row.outcome)
        # What the family calls off in time is no promise, neither kept nor broken.
        if row.due is not None and (state is State.CALLED or self.today > row.due):
            self.count(is_kept=self.today <= row.due and row.outcome != UNREACHED)

    def drop_contact(self) -> None:
        """Deletes how to reach the family; whoever ends the transaction wipes it from the disk too."""
        row = self.row
        if row.contact is not None:
            self.session.info[DROPPED] = True
        row.contact = row.contact_kind = row.hint = None

    def hold(self, shown_name: str | None) -> None:
        """The actor has it now, and how long the family waited is counted once."""
        row, actor = self.row, self.actor
        assert actor is not None  # noqa: S101 - only employees hold one
        row.holder_name, row.shown_name = actor.name, shown_name
        if row.state == State.COORDINATOR:
            self.keep_as(HANDOVER)
            if self.figure.waited is None:
                self.count(waited=round((self.at - utc(row.asked_at)).total_seconds()))
        row.claimed_at = row.claimed_at or self.at

    def keep_as(self, keep_as: str) -> None:
        """The class of the conversation's retention; what a person has joined stays in that class."""
        which = ConversationRow.id == self.row.conversation_id
        if keep_as == CALLBACK:
            which &= ConversationRow.keep_as != HANDOVER
        self.session.execute(update(ConversationRow).where(which).values(keep_as=keep_as))

    def tell(self, kind: str, **more: object) -> None:
        """Says in the conversation, in its place among the messages, what has happened.

        That it is over is the last that an employee may read: what the family writes afterwards is not for them.
        """
        told = MessageRow(author=STATUS, text="", event={"kind": kind, "at": self.at.isoformat(), **more})
        append(self.session, self.row.conversation_id, told, self.at)
        if self.row.open_for is None:
            self.row.until = told.number

    def record(self, kind: str, detail: str | None = None) -> None:
        """Notes for the history who did what."""
        by, name = (self.actor.id, self.actor.name) if self.actor else (None, None)
        row = HandoverEventRow(handover_id=self.row.id, at=self.at, by=by, by_name=name, kind=kind, detail=detail)
        self.session.add(row)

    def follow_up(self) -> str:
        """The token of the link by which the family can say later whether they got help."""
        self.row.follow_up = secrets.token_urlsafe(TOKEN_BYTES)
        self.figure.follow_up = hashed(self.row.follow_up)
        return self.row.follow_up

    def count(self, **told: object) -> None:
        """Counts something of it, unless its week is settled: what has been shown does not change."""
        figure = self.figure
        if figure.counted_on >= first_unsettled(self.today):
            for name, value in told.items():
                setattr(figure, name, value)

    @property
    def today(self) -> date:
        """The day of the change, in Norway."""
        return self.at.astimezone(NORWAY).date()

    @property
    def figure(self) -> HandoverFigureRow:
        """What is counted of it."""
        return self.session.get_one(HandoverFigureRow, self.row.id)


def kind_of(row: HandoverRow) -> str:
    """As what an open hand-over is counted."""
    return CALL if row.state == State.CALLBACK else LIVE


def begun(session: Session, row: HandoverRow, at: datetime) -> Change:
    """A hand-over that has just been asked for, and is counted from now on."""
    session.add(row)
    session.flush()
    session.add(
        HandoverFigureRow(
            handover_id=row.id, kommune=row.kommune, asked_on=at.astimezone(NORWAY).date(), kind=kind_of(row), end=None
        )
    )
    session.flush()
    return Change(session, row, at)


def hashed(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def forget_handovers(session: Session, conversation_ids: Collection[str], today: date) -> None:
    """Deletes all hand-overs of conversations. That there were some stays counted; nothing leads from that to them."""
    of_these = HandoverRow.conversation_id.in_(conversation_ids)
    changes = HandoverFigureRow.counted_on >= first_unsettled(today)
    is_broken: dict[str, Any] = {"is_kept": False}
    for end, states in ((ANSWERED, [State.COORDINATOR]), (ABANDONED, [State.WAITING, State.CALLBACK])):
        ended = select(HandoverRow.id).where(of_these, HandoverRow.state.in_(states))
        which = HandoverFigureRow.handover_id.in_(ended) & changes
        counted: dict[str, Any] = {"end": end}
        session.execute(update(HandoverFigureRow).where(which).values(counted))
        session.execute(update(HandoverFigureRow).where(which, HandoverFigureRow.due < today).values(is_broken))
    session.execute(delete(HandoverRow).where(of_these))
