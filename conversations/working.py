"""What employees do with a hand-over: take it, talk, ask for consent, pass it on and end it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from conversations import handing
from conversations.handing import Consent, NotNowError, State
from conversations.handover_rows import NoteRow
from conversations.holding import Holding, Touched
from conversations.service import COORDINATOR, Message, message_of
from conversations.store import MessageRow
from conversations.writing import append
from foundation.clock import utc
from foundation.errors import DomainError

if TYPE_CHECKING:
    from conversations.changing import Actor, Change


# Within this the same note is one that was sent twice.
AGAIN = timedelta(minutes=1)


class OnlyLeadsError(DomainError):
    """Only a lead may do this."""

    status = 403
    slug = "ikke-lov"
    title = "Dette kan bare en leder gjøre"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Dette kan bare en leder i kommunen gjøre. Be lederen din om det.")


class Working(Holding):
    """The employees' side. Every error of `handing.step`, and `UnknownCaseError`, may come from each of these."""

    def claim(self, handover_id: int, actor: Actor, shown_name: str | None = None) -> Touched:
        """Takes it; the family sees `shown_name`, or that a coordinator is there."""
        with self._case(handover_id, actor) as change:
            if change.step(handing.Claimed(actor.id)):
                change.hold(shown_name)
                _tell_live(change, "claimed", by=shown_name)
                change.record("claimed")
            return Touched.of(change.row)

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
            return Touched.of(change.row)

    def release(self, handover_id: int, actor: Actor) -> Touched:
        """Lets it go; it waits again."""
        with self._case(handover_id, actor) as change:
            _release(change, actor.id)
            change.record("released")
            return Touched.of(change.row)

    def let_go(self, handover_id: int, holder: int) -> Touched | None:
        """Takes it from an employee who may not have it any more; it waits again. None where they have it no more."""
        with self._held(handover_id) as change:
            if change.row.holder != holder or change.row.open_for is None:
                return None
            name = change.row.holder_name
            _release(change, holder)
            change.record("let-go", name)
            return Touched.of(change.row)

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
            return Touched.of(change.row)

    def show_name(self, handover_id: int, actor: Actor, name: str) -> Touched:
        """Lets the family see a name while one talks with them; the same is told once."""
        with self._case(handover_id, actor) as change:
            change.step(handing.Spoken(actor.id))
            if change.row.shown_name != name:
                change.row.shown_name = name
                change.tell("named", by=name)
                change.record("named", name)
            return Touched.of(change.row)

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
            return Touched.of(change.row)

    def give_back(self, handover_id: int, actor: Actor) -> Touched:
        """Lets the assistant answer again."""
        with self._case(handover_id, actor) as change:
            change.step(handing.Returned(actor.id))
            change.tell("returned", follow_up=change.follow_up())
            change.record("returned")
            return Touched.of(change.row)

    def close(self, handover_id: int, actor: Actor, outcome: str) -> Touched:
        """Ends the conversation for good, and says what came of it."""
        with self._case(handover_id, actor) as change:
            change.row.outcome = outcome
            change.step(handing.Closed(actor.id))
            change.tell("closed", follow_up=change.follow_up())
            change.record("closed", outcome)
            return Touched.of(change.row)

    def called(self, handover_id: int, actor: Actor, outcome: str) -> Touched:
        """Says that the family was called or written to; the contact is deleted."""
        with self._case(handover_id, actor) as change:
            change.row.outcome = outcome
            change.step(handing.CalledBack(actor.id))
            change.row.holder_name = actor.name
            change.tell("called", follow_up=change.follow_up())
            change.record("called", outcome)
            return Touched.of(change.row)

    def attempted(self, handover_id: int, actor: Actor) -> Touched:
        """Says that the family was called, and did not answer; the promise stands."""
        with self._case(handover_id, actor) as change:
            change.step(handing.Attempted(actor.id))
            change.tell("attempted")
            change.record("attempted")
            return Touched.of(change.row)

    def note(self, handover_id: int, actor: Actor, text: str) -> Touched:
        """Writes something for colleagues, which the family does not see. Sent twice within a minute it is one."""
        with self._case(handover_id, actor) as change:
            notes = select(NoteRow).where(NoteRow.handover_id == handover_id).order_by(NoteRow.id.desc())
            last = change.session.scalar(notes.limit(1))
            if last is None or (last.by, last.text) != (actor.id, text) or change.at - utc(last.at) > AGAIN:
                row = NoteRow(handover_id=handover_id, at=change.at, by=actor.id, by_name=actor.name, text=text)
                change.session.add(row)
            return Touched.of(change.row)

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
            return message_of(kept), Touched.of(row)


def _release(change: Change, holder: int) -> None:
    was_live = change.row.state == State.COORDINATOR
    change.step(handing.Released(holder))
    if was_live:
        change.tell("released")


def _tell_live(change: Change, kind: str, **more: object) -> None:
    """Tells the family, where somebody talks with them; who is to call them is no news."""
    if change.row.state == State.COORDINATOR:
        change.tell(kind, **more)
