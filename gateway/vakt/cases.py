"""The desk's cases: each address parses, calls and returns. Who may do what, `conversations` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from conversations.changing import Actor
from conversations.holding import UnknownCaseError
from foundation.clock import today
from gateway.api import Held
from gateway.shapes import MAX_CHARACTERS, AnswerBody, KnownMunicipality
from gateway.summaries import named_services
from gateway.vakt import cards
from gateway.vakt.bodies import (
    CardBody,
    ClaimBody,
    NameBody,
    NoteBody,
    OutcomeBody,
    PassBody,
    PassOnBody,
    SayBody,
    TakeOverBody,
    TypingBody,
)
from gateway.vakt.guards import Employee, desk_router
from gateway.vakt.queue import ShownQueue, queue_for, read_queue
from gateway.vakt.showing import (
    Looker,
    ShownCase,
    ShownEntry,
    ShownWhole,
    seen_by,
    shown_case,
    shown_entry,
    shown_whole,
)
from gateway.words import standard_of

if TYPE_CHECKING:
    from conversations.holding import Touched

router = desk_router()


class Found(BaseModel):
    """What the assistant would answer; null where nothing was asked and the family's summary tells nothing either."""

    answer: AnswerBody | None


class Ended(BaseModel):
    """Cases that are over."""

    cases: list[ShownCase]


def actor_of(employee: Employee) -> Actor:
    """Whoever is signed in, as `conversations` knows them."""
    takes, leads = employee.kommuner("koordinator"), employee.kommuner("leder")
    return Actor(employee.id, employee.name, frozenset(takes), frozenset(leads))


type Acting = Annotated[Actor, Depends(actor_of)]


async def whole_case(rooms: Held, number: int, actor: Actor) -> ShownWhole:
    """A case whole, as the actor may see it."""

    def read() -> ShownWhole:
        whole, entries = rooms.cases.whole(number, actor), rooms.cases.entries(number, actor)
        here = {one.id for one in rooms.accounts.presence.colleagues([whole.case.kommune]) if one.here}
        return shown_whole(whole, entries, Looker(actor, here), rooms.library)

    return await run_in_threadpool(read)


async def done(rooms: Held, touched: Touched, actor: Actor) -> ShownWhole:
    """Lets everyone who looks on see what has changed; the case after it."""
    await rooms.lookers.tell(touched)
    return await whole_case(rooms, touched.handover_id, actor)


@router.get("/queue", summary="The queue")
async def queue(rooms: Held, actor: Acting) -> ShownQueue:
    """Who waits, who talks with whom, who is to be called, and which colleagues are there."""
    return queue_for(actor, await run_in_threadpool(read_queue, rooms, actor.kommuner))


@router.get("/cases/{number}", summary="A case whole")
async def look(number: int, rooms: Held, actor: Acting) -> ShownWhole:
    """What the family lets be told, the talk, notes and history. That it was looked at stands in the history."""
    return await whole_case(rooms, number, actor)


@router.post("/cases/{number}/claim", summary="Take a case")
async def claim(number: int, body: ClaimBody, rooms: Held, actor: Acting) -> ShownWhole:
    """Only one can; whoever has it already keeps it."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.claim, number, actor, body.name), actor)


@router.post("/cases/{number}/name", summary="Let the family see a name")
async def show_name(number: int, body: NameBody, rooms: Held, actor: Acting) -> ShownWhole:
    """While one talks with them; until then they see that a coordinator is there."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.show_name, number, actor, body.name), actor)


@router.post("/cases/{number}/take-over", summary="Take a case from a colleague")
async def take_over(number: int, body: TakeOverBody, rooms: Held, actor: Acting) -> ShownWhole:
    """For leads; the reason stands in the history."""
    touched = await run_in_threadpool(rooms.handovers.take_over, number, actor, body.reason, body.name)
    return await done(rooms, touched, actor)


@router.post("/cases/{number}/release", summary="Let a case go")
async def release(number: int, rooms: Held, actor: Acting) -> ShownWhole:
    """It waits again, in its old place."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.release, number, actor), actor)


@router.post("/cases/{number}/pass", summary="Give a case to a colleague")
async def pass_to(number: int, body: PassBody, rooms: Held, actor: Acting) -> ShownWhole:
    """To somebody who may take cases of the same municipality."""
    colleagues = await run_in_threadpool(rooms.accounts.presence.colleagues, sorted(actor.kommuner))
    found = next((one for one in colleagues if one.id == body.to), None)
    if found is None:
        raise UnknownCaseError
    to = Actor(found.id, found.name, frozenset(found.kommuner))
    return await done(rooms, await run_in_threadpool(rooms.handovers.pass_to, number, actor, to), actor)


@router.post("/cases/{number}/pass-on", summary="Ask whether something may be passed on to a service")
async def pass_on(number: int, body: PassOnBody, rooms: Held, actor: Acting) -> ShownWhole:
    """The family says yes or no in the chat; nothing is sent to anybody by this house."""
    case = await run_in_threadpool(rooms.cases.looked_at, number, actor)
    view = rooms.library.view(case.kommune, today())
    named = named_services([body.service], view, standard_of(case.language))
    if not named:
        raise cards.UnknownCardError
    touched = await run_in_threadpool(rooms.handovers.propose, number, actor, named[0], body.words)
    return await done(rooms, touched, actor)


@router.post("/cases/{number}/return", summary="Let the assistant answer again")
async def give_back(number: int, rooms: Held, actor: Acting) -> ShownWhole:
    """The conversation stays open."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.give_back, number, actor), actor)


@router.post("/cases/{number}/close", summary="Close a conversation")
async def close(number: int, body: OutcomeBody, rooms: Held, actor: Acting) -> ShownWhole:
    """For good: nothing more can be written in it."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.close, number, actor, body.outcome), actor)


@router.post("/cases/{number}/called", summary="Say that the family was called")
async def called(number: int, body: OutcomeBody, rooms: Held, actor: Acting) -> ShownWhole:
    """The contact is deleted."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.called, number, actor, body.outcome), actor)


@router.post("/cases/{number}/attempted", summary="Say that nobody answered")
async def attempt(number: int, rooms: Held, actor: Acting) -> ShownWhole:
    """The family is told that somebody tried and will try again; the promise and the contact stand."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.attempted, number, actor), actor)


@router.post("/cases/{number}/notes", summary="Write a note for colleagues")
async def note(number: int, body: NoteBody, rooms: Held, actor: Acting) -> ShownWhole:
    """The family does not see it."""
    return await done(rooms, await run_in_threadpool(rooms.handovers.note, number, actor, body.text), actor)


@router.post("/cases/{number}/messages", summary="Write to the family")
async def say(number: int, body: SayBody, rooms: Held, actor: Acting) -> ShownEntry:
    """With an `id` it can be sent until it is acknowledged: it counts once."""
    card = await _card(rooms, number, actor, body.card) if body.card else None
    message, touched = await run_in_threadpool(rooms.handovers.speak, number, actor, body.id, body.text, card)
    await rooms.lookers.tell_written(touched.conversation_id, to_desk=True)
    return shown_entry(message)


async def _card(rooms: Held, number: int, actor: Actor, wanted: CardBody) -> dict[str, Any]:
    case = await run_in_threadpool(rooms.cases.looked_at, number, actor)
    found = await run_in_threadpool(cards.card, rooms.library, case, wanted.service)
    if found is None:
        raise cards.UnknownCardError
    return found


@router.post("/cases/{number}/typing", status_code=204, summary="Say that somebody is writing")
async def typing(number: int, body: TypingBody, rooms: Held, actor: Acting) -> Response:
    """Shown to the family while it lasts, and stored nowhere."""
    conversation_id = await run_in_threadpool(rooms.cases.held_by, number, actor)
    await rooms.lookers.tell_typing(conversation_id, "coordinator", typing=body.typing)
    return Response(status_code=204)


@router.get("/search", summary="Search the library")
async def search(
    case: int,
    rooms: Held,
    actor: Acting,
    q: Annotated[str | None, Query(min_length=1, max_length=MAX_CHARACTERS)] = None,
) -> Found:
    """What the assistant would answer an employee who asks for this family, staff register included.

    Without `q`: what the family's own summary (needs, services, age, role) leads to, in the family's language and as
    the family may see it; null where the summary tells nothing of it.
    """
    found = await run_in_threadpool(rooms.cases.looked_at, case, actor)
    if q is None:
        return Found(answer=await run_in_threadpool(cards.suggestions, rooms.library, found))
    return Found(answer=await cards.search(rooms, found, q))


@router.get("/ended", summary="Cases that are over")
async def ended(kommune: KnownMunicipality, rooms: Held, actor: Acting) -> Ended:
    """Those of the last two weeks, the last one first."""
    if kommune not in actor.kommuner:
        raise UnknownCaseError
    found = await run_in_threadpool(rooms.cases.ended_in, kommune)
    return Ended(cases=[seen_by(actor, shown_case(case, ())) for case in found])
