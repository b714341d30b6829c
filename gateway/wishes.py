"""What a family does about talking with a person, whichever page it uses; whoever looks on is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool

from foundation.calendar import is_open, opens_next
from foundation.clock import now, today
from foundation.errors import DomainError
from gateway.days import moment_in_words
from gateway.standing import promised

if TYPE_CHECKING:
    from datetime import datetime

    from conversations.wishing import Request
    from foundation.desks import Desk
    from gateway.handover import NewCallback
    from gateway.rooms import Rooms
    from gateway.summaries import NewHandover


class NoDeskError(DomainError):
    """The municipality has no coordinators here."""

    status = 409
    slug = "ingen-vakt"
    title = "Ingen koordinator her"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__(
            "Kommunen har ingen koordinator her. Nettsidene til kommunen sier hvem du kan kontakte. "
            "Er noen i fare nå, ring 113 eller 112."
        )


class ShutError(DomainError):
    """Nobody can begin to wait while the desk is closed."""

    status = 409
    slug = "stengt"
    title = "Koordinatorene har stengt"

    def __init__(self, opens: datetime | None) -> None:
        """Says what to do; `opens`: when somebody is there again."""
        until = f", og åpner igjen {moment_in_words(opens, 'nb')}" if opens else ""
        super().__init__(
            f"Koordinatorene har stengt nå{until}. Legg igjen et telefonnummer eller en e-postadresse, så tar de "
            "kontakt. Er noen i fare nå, ring 113 eller 112."
        )


def desk_of(rooms: Rooms, kommune: str) -> Desk:
    """A municipality's desk.

    Raises:
        NoDeskError: when it has none here.
    """
    desk = rooms.settings.desk_of(kommune)
    if desk is None:
        raise NoDeskError
    return desk


async def ask(rooms: Rooms, conversation_id: str, body: NewHandover) -> None:
    """Asks for a person.

    Raises:
        ShutError: while the desk is closed; whoever waits already keeps the place, and may say anew what it is about.
    """
    await run_in_threadpool(_let_in, rooms, conversation_id, body.summary.kommune)
    await rooms.lookers.tell(await run_in_threadpool(rooms.handovers.ask, conversation_id, _request(rooms, body)))


async def call_back(rooms: Rooms, conversation_id: str, body: NewCallback) -> None:
    """Leaves a number or an address, and is promised a day."""
    due = promised(desk_of(rooms, body.summary.kommune), now())
    contact, request = body.contact.contact(body.when), _request(rooms, body)
    touched = await run_in_threadpool(rooms.handovers.call_back, conversation_id, request, contact, due)
    await rooms.lookers.tell(touched)


async def cancel(rooms: Rooms, conversation_id: str) -> None:
    """Lets go of what was asked for."""
    await rooms.lookers.tell(await run_in_threadpool(rooms.handovers.cancel, conversation_id))


async def answer_consent(rooms: Rooms, conversation_id: str, proposal: int, *, consent: bool) -> None:
    """Says yes or no to being passed on."""
    touched = await run_in_threadpool(rooms.handovers.answer_consent, conversation_id, proposal, consent=consent)
    await rooms.lookers.tell(touched)


def _let_in(rooms: Rooms, conversation_id: str, kommune: str) -> None:
    """Refuses whoever would begin to wait for nobody."""
    desk, moment = desk_of(rooms, kommune), now()
    if is_open(desk, moment):
        return
    standing = rooms.cases.standing(conversation_id)
    waits = standing.state == "waiting" and standing.kommune == kommune
    # Somebody is there, or the conversation is over: what can be said of that is said elsewhere.
    if not waits and standing.state not in {"coordinator", "closed"}:
        raise ShutError(opens_next(desk, moment))


def _request(rooms: Rooms, body: NewHandover) -> Request:
    return body.request(rooms.library, rooms.library.view(body.summary.kommune, today()))
