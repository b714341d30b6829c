"""Which notices are due at a moment: a pure function of who waits, which call-backs are open, and the desks' hours."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from foundation.calendar import closes_on, is_open, opened_on
from foundation.clock import NORWAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from foundation.desks import Desk

type Kind = Literal[
    "waiting", "escalated", "unanswered", "digest", "callback-acute", "callback-unclaimed", "callback-late"
]
type DeskOf = Callable[[str], Desk | None]
# In danger the lead is told when nobody has come for so long, whatever is set for the others.
ACUTE = timedelta(minutes=1)
# A desk that opens at midnight reads its mail in the morning.
MORNING = time(7)
# So long before closing the lead is told of what is promised for the day and taken by nobody.
BEFORE_CLOSING = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a person, and since when. `id` is the wait's own: who waits again, waits anew."""

    id: str
    kommune: str
    since: datetime
    acute: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """A family that a coordinator has, and that has heard nothing since; `id` is this silence's own."""

    id: str
    kommune: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DueCallback:
    """A call-back that is promised and not made: the handover's id, its last day, and whether somebody has taken it."""

    id: int
    kommune: str
    due: date
    promised_at: datetime
    is_taken: bool = False
    acute: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """What the handovers have to tell so that notices can be sent: all that is open in all municipalities."""

    waiting: Sequence[Waiting] = ()
    callbacks: Sequence[DueCallback] = ()
    silences: Sequence[Silence] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is to be told. Under a `key` it is told once; `data` are the counts that the text tells."""

    key: str
    kommune: str
    kind: Kind
    recipients: tuple[str, ...]
    data: Mapping[str, int]


def due_notices(pending: Pending, desk_of: DeskOf, now: datetime) -> tuple[Notice, ...]:
    """All that is due at a moment, of any time zone, whether it was told already or not; none that has no recipient."""
    there = now.astimezone(NORWAY)
    notices = [
        *(notice for one in pending.waiting if (desk := desk_of(one.kommune)) for notice in _of_wait(one, desk, there)),
        *(notice for one in pending.silences if (desk := desk_of(one.kommune)) for notice in _unheard(one, desk, now)),
        *(
            notice
            for kommune, some in _by_kommune(pending.callbacks).items()
            if (desk := desk_of(kommune))
            for notice in (*_of_danger(some, desk), *_of_day(kommune, some, desk, there))
        ),
    ]
    return tuple(notice for notice in notices if notice.recipients)


def is_past(notice: Notice, pending: Pending, now: datetime) -> bool:
    """Whether what was queued need not be told any more: nobody waits, or it was of another day."""
    today = now.astimezone(NORWAY).date()
    of_it = [one for one in pending.callbacks if one.kommune == notice.kommune]
    still: dict[Kind, list[str]] = {
        "waiting": [one.id for one in pending.waiting],
        "escalated": [one.id for one in pending.waiting],
        "unanswered": [one.id for one in pending.silences],
        "callback-acute": [str(one.id) for one in of_it if _is_free(one)],
        "digest": [f"{one.kommune}:{today}" for one in of_it],
        "callback-unclaimed": [f"{one.kommune}:{today}" for one in of_it if one.due == today and _is_free(one)],
        "callback-late": [f"{one.kommune}:{today}" for one in of_it if one.due < today],
    }
    return notice.key.removeprefix(f"{notice.kind}:") not in still[notice.kind]


def _of_wait(one: Waiting, desk: Desk, now: datetime) -> Iterator[Notice]:
    """Whoever waits is told of at any hour: they were let in while the desk was open."""
    yield Notice(f"waiting:{one.id}", one.kommune, "waiting", desk.mail, {})
    patience = timedelta(minutes=desk.escalate_minutes)
    if now - one.since >= (min(patience, ACUTE) if one.acute else patience):
        yield Notice(f"escalated:{one.id}", one.kommune, "escalated", desk.lead_mail, {})


def _unheard(one: Silence, desk: Desk, now: datetime) -> Iterator[Notice]:
    """Whoever has the talk may be gone: the others at the desk and the lead are told."""
    if now - one.since >= timedelta(minutes=desk.escalate_minutes):
        told = tuple(dict.fromkeys((*desk.lead_mail, *desk.mail)))
        yield Notice(f"unanswered:{one.id}", one.kommune, "unanswered", told, {})


def _of_danger(callbacks: Iterable[DueCallback], desk: Desk) -> Iterator[Notice]:
    """Whoever is in danger and asks to be called is told of at any hour, as whoever waits."""
    told = tuple(dict.fromkeys((*desk.mail, *desk.lead_mail)))
    for one in callbacks:
        if one.acute and _is_free(one):
            yield Notice(f"callback-acute:{one.id}", one.kommune, "callback-acute", told, {})


def _of_day(kommune: str, callbacks: Sequence[DueCallback], desk: Desk, now: datetime) -> Iterator[Notice]:
    """On open days only, from the morning until the desk closes."""
    today = now.date()
    opened, closes = opened_on(desk, today), closes_on(desk, today)
    if opened is None or closes is None or not is_open(desk, now):
        return
    morning = max(opened, datetime.combine(today, MORNING, NORWAY))
    if now < morning:
        return
    late = sum(one.due < today for one in callbacks)
    if known := [one for one in callbacks if one.promised_at < morning]:
        data = {"open": len(known), "late": late}
        yield Notice(f"digest:{kommune}:{today}", kommune, "digest", desk.mail, data)
    free = sum(one.due == today and _is_free(one) for one in callbacks)
    if free and now >= closes - BEFORE_CLOSING:
        data = {"open": free}
        yield Notice(f"callback-unclaimed:{kommune}:{today}", kommune, "callback-unclaimed", desk.lead_mail, data)
    if late:
        yield Notice(f"callback-late:{kommune}:{today}", kommune, "callback-late", desk.lead_mail, {"late": late})


def _is_free(callback: DueCallback) -> bool:
    return not callback.is_taken


def _by_kommune(callbacks: Iterable[DueCallback]) -> dict[str, list[DueCallback]]:
    found: dict[str, list[DueCallback]] = defaultdict(list)
    for one in callbacks:
        found[one.kommune].append(one)
    return found
