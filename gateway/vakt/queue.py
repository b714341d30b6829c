"""The queue of a desk: who waits, who talks with whom, who is to be called, which colleagues are there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from conversations.handing import State
from foundation.clock import utc_now
from gateway.vakt.showing import ShownCase, seen_by, shown_case
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.presence import Colleague
    from conversations.changing import Actor
    from gateway.rooms import Rooms


class ShownColleague(BaseModel):
    """Somebody who takes cases of the same municipalities, oneself too; `here`: their desk is open somewhere."""

    id: int
    name: str
    kommuner: list[str]
    state: Literal["available", "away"]
    text: str
    here: bool


class ShownMail(BaseModel):
    """Whether notices go out; if not, since when, and how many wait."""

    ok: bool
    since: datetime | None
    waiting: int


class ShownStop(BaseModel):
    """A municipality whose automatic answers are stopped, by its own stop or by that for all, and since when."""

    kommune: str
    since: datetime


class ShownQueue(BaseModel):
    """What the desk shows first. `mail` is null where no mail server is set."""

    waiting: list[ShownCase]
    live: list[ShownCase]
    callbacks: list[ShownCase]
    colleagues: list[ShownColleague]
    mail: ShownMail | None
    stopped: list[ShownStop]
    at: datetime


def read_queue(rooms: Rooms, kommuner: Collection[str]) -> ShownQueue:
    """The queue of some municipalities as it is now, for anybody who works with them."""
    kommuner = sorted(kommuner)
    colleagues = rooms.accounts.presence.colleagues(kommuner)
    here = {one.id for one in colleagues if one.here}
    shown = [shown_case(case, here) for case in rooms.cases.open_in(kommuner)]
    return ShownQueue(
        waiting=_in(shown, State.WAITING),
        live=_in(shown, State.COORDINATOR),
        callbacks=sorted(_in(shown, State.CALLBACK), key=lambda case: (case.acute is None, case.due, case.id)),
        colleagues=[_shown(one) for one in colleagues],
        mail=mail_state(rooms, kommuner),
        stopped=_stopped(rooms, kommuner),
        at=utc_now(),
    )


def queue_for(actor: Actor, queue: ShownQueue) -> ShownQueue:
    """The same queue, as one of those who work with it sees it: which cases are theirs."""
    live, callbacks = ([seen_by(actor, case) for case in cases] for cases in (queue.live, queue.callbacks))
    return queue.model_copy(update={"live": live, "callbacks": callbacks})


def _in(cases: list[ShownCase], state: State) -> list[ShownCase]:
    return [case for case in cases if case.state == state]


def _shown(colleague: Colleague) -> ShownColleague:
    return ShownColleague(
        id=colleague.id,
        name=colleague.name,
        kommuner=list(colleague.kommuner),
        state=colleague.state,
        text=colleague.text,
        here=colleague.here,
    )


def _stopped(rooms: Rooms, kommuner: Collection[str]) -> list[ShownStop]:
    stops = ((kommune, rooms.stopping.of(kommune)) for kommune in kommuner)
    return [
        ShownStop(kommune=ontology().municipalities[kommune].name, since=stop.since or stop.at)
        for kommune, stop in stops
        if stop is not None
    ]


def mail_state(rooms: Rooms, kommuner: Collection[str]) -> ShownMail | None:
    """Whether notices to these desks go out."""
    if rooms.outbox is None:
        return None
    states = [rooms.outbox.state(kommune) for kommune in kommuner]
    failing = [one.since for one in states if one.since is not None]
    return ShownMail(ok=not failing, since=min(failing, default=None), waiting=sum(one.waiting for one in states))
