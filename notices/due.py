"""Which notices are due at a moment: a pure function of who waits, which call-backs are open, and the desks' hours."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from foundation.calendar import is_open, opened_on
from foundation.clock import NORWAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from foundation.desks import Desk

type Kind = Literal["waiting", "escalated", "digest", "callback-late"]
type DeskOf = Callable[[str], Desk | None]
# In danger the lead is told when nobody has come for so long, whatever is set for the others.
ACUTE = timedelta(minutes=1)
# A desk that opens at midnight reads its mail in the morning.
MORNING = time(7)
# A digest belongs to the morning: what is promised later in the day comes in the next one.
DIGEST_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a person: the handover's id, and since when."""

    id: int
    kommune: str
    asked_at: datetime
    acute: bool


@dataclass(frozen=True, slots=True)
class DueCallback:
    """A call-back that is promised and not made: the handover's id, and its last day."""

    id: int
    kommune: str
    due: date


class Pending(Protocol):
    """What the handovers have to tell so that notices can be sent."""

    def waiting(self) -> Sequence[Waiting]:
        """All who wait now."""

    def callbacks(self) -> Sequence[DueCallback]:
        """All call-backs that are promised and not made."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is to be told. Under a `key` it is told once; `data` are the counts that the text tells."""

    key: str
    kommune: str
    kind: Kind
    recipients: tuple[str, ...]
    data: Mapping[str, int]


def due_notices(
    waiting: Iterable[Waiting], callbacks: Iterable[DueCallback], desk_of: DeskOf, now: datetime
) -> tuple[Notice, ...]:
    """All that is due at a moment, of any time zone, whether it was told already or not; none that has no recipient."""
    there = now.astimezone(NORWAY)
    notices = [
        *(notice for one in waiting if (desk := desk_of(one.kommune)) for notice in _of_waiting(one, desk, there)),
        *(
            notice
            for kommune, some in _by_kommune(callbacks).items()
            if (desk := desk_of(kommune))
            for notice in _of_callbacks(kommune, some, desk, there)
        ),
    ]
    return tuple(notice for notice in notices if notice.recipients)


def is_past(notice: Notice, waiting: Iterable[Waiting], callbacks: Iterable[DueCallback], now: datetime) -> bool:
    """Whether what was queued need not be told any more: nobody waits, or it was of another day."""
    name = notice.key.removeprefix(f"{notice.kind}:")
    if notice.kind in ("waiting", "escalated"):
        return name not in {str(one.id) for one in waiting}
    today = now.astimezone(NORWAY).date()
    due = [one.due for one in callbacks if one.kommune == notice.kommune]
    is_needed = any(day < today for day in due) if notice.kind == "callback-late" else bool(due)
    return name != f"{notice.kommune}:{today}" or not is_needed


def _of_waiting(one: Waiting, desk: Desk, now: datetime) -> Iterator[Notice]:
    """Whoever waits is told of at any hour: they were let in while the desk was open."""
    yield Notice(f"waiting:{one.id}", one.kommune, "waiting", desk.mail, {})
    patience = timedelta(minutes=desk.escalate_minutes)
    if now - one.asked_at >= (min(patience, ACUTE) if one.acute else patience):
        yield Notice(f"escalated:{one.id}", one.kommune, "escalated", desk.lead_mail, {})


def _of_callbacks(kommune: str, due: Sequence[date], desk: Desk, now: datetime) -> Iterator[Notice]:
    """On open days only, since the desk opened; the digest in the first hour."""
    today = now.date()
    opened = opened_on(desk, today)
    if opened is None or not is_open(desk, now):
        return
    morning = max(opened, datetime.combine(today, MORNING, NORWAY))
    if now < morning:
        return
    late = sum(day < today for day in due)
    if now < morning + DIGEST_WITHIN:
        yield Notice(f"digest:{kommune}:{today}", kommune, "digest", desk.mail, {"open": len(due), "late": late})
    if late:
        yield Notice(f"callback-late:{kommune}:{today}", kommune, "callback-late", desk.lead_mail, {"late": late})


def _by_kommune(callbacks: Iterable[DueCallback]) -> dict[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for one in callbacks:
        found[one.kommune].append(one.due)
    return found
