"""`/metrics`: what was counted since the start, and how things stand at the moment of asking."""

from __future__ import annotations

import platform
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as clock_time
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from starlette.exceptions import HTTPException

from foundation.calendar import is_open
from foundation.clock import now
from foundation.errors import OperatorError
from foundation.internal import internal_token, is_internal
from gateway.api import Held
from gateway.health import look
from gateway.pending import pending_in
from knowledge.freshness import freshness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from prometheus_client import Metric

    from foundation.desks import Desk
    from gateway.health import Ready
    from gateway.rooms import Rooms
    from notices.due import Pending
    from notices.outbox import MailCounts

MINUTE = 60
router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request, rooms: Held) -> Response:
    """For Prometheus, which holds the token of the house. To everybody else there is nothing here."""
    if not is_internal(request.headers.get("Authorization"), internal_token(rooms.settings)):
        raise HTTPException(404)
    # Read at most once a second, however many ask.
    stored = await rooms.shared.read("metrics", time.monotonic(), partial(read_stored, rooms))
    standing = CollectorRegistry()
    standing.register(Standing(rooms, await look(rooms), stored))
    return Response(generate_latest() + generate_latest(standing), media_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies in the database; None where it cannot be read. `mail` is None too where no e-mail is sent."""

    pending: Pending | None = None
    mail: MailCounts | None = None


def read_stored(rooms: Rooms) -> Stored:
    """Who waits and what is to be sent, now."""
    try:
        return Stored(pending_in(rooms.cases), rooms.outbox.counts() if rooms.outbox else None)
    except OperatorError:  # That the database is away is told by `endorinn_part_up`.
        return Stored()


class Standing(Collector):
    """How things stand now, as Prometheus reads it."""

    def __init__(self, rooms: Rooms, ready: Ready, stored: Stored) -> None:
        """All that was asked for."""
        self._rooms = rooms
        self._ready = ready
        self._stored = stored

    def collect(self) -> Iterator[Metric]:
        """Every gauge with its values."""
        yield InfoMetricFamily("endorinn_build", "What runs.", value=_build())
        yield _by("part", "endorinn_part_up", "Whether it answers the gateway.", _parts(self._ready))
        yield from _places(self._rooms)
        yield from _content(self._rooms)
        if self._stored.pending is not None:
            yield from _desks(self._rooms, self._stored.pending, now())
        if self._stored.mail is not None:
            yield _gauge("endorinn_notices_waiting", "E-mails that are still to be sent.", self._stored.mail.waiting)
            yield _gauge("endorinn_notices_failing", "Those that failed so far.", self._stored.mail.failing)


def _build() -> dict[str, str]:
    return {"version": version("endorinn"), "python": platform.python_version()}


def _parts(ready: Ready) -> dict[str, float]:
    parts = {"rasa": ready.rasa, "actions": ready.actions, "database": ready.database}
    return {**parts, **({} if ready.events is None else {"events": ready.events})}


def _places(rooms: Rooms) -> Iterator[Metric]:
    turns = rooms.turns
    yield _gauge("endorinn_turns_open", "Conversations in which a message is being answered.", turns.open_conversations)
    yield _gauge("endorinn_rasa_seats_taken", "Messages that Rasa is asked now.", turns.seats_taken)
    yield _gauge("endorinn_rasa_seats", "As many as Rasa may be asked at once.", rooms.settings.max_turns)
    yield _gauge("endorinn_streams_open", "Event streams that are open.", len(rooms.streams))
    yield _gauge("endorinn_streams", "As many as may be open at once.", rooms.settings.max_streams)


def _content(rooms: Rooms) -> Iterator[Metric]:
    today = now().date()
    owners = tuple(freshness(rooms.library.records, today))
    yield _by("owner", "endorinn_content_records", "Records that hold.", {one.owner: one.records for one in owners})
    yield _by(
        "owner",
        "endorinn_content_overdue_records",
        "Records past their day of review.",
        {one.owner: one.overdue for one in owners},
    )
    yield _by(
        "owner",
        "endorinn_content_oldest_check_timestamp_seconds",
        "The day on which a source was checked, the one longest ago.",
        {one.owner: _midnight(one.oldest) for one in owners},
    )


def _desks(rooms: Rooms, pending: Pending, moment: datetime) -> Iterator[Metric]:
    """Of each municipality that has a desk, or somebody who waits for one."""
    waits = [(one.kommune, one.since) for one in pending.waiting]
    silences = [(one.kommune, one.since) for one in pending.silences]
    kommuner = {*rooms.settings.desks, *(kommune for kommune, _ in (*waits, *silences))}
    kommuner |= {one.kommune for one in pending.callbacks}
    desks = {kommune: desk for kommune in sorted(kommuner) if (desk := rooms.settings.desk_of(kommune)) is not None}
    yield _by("kommune", "endorinn_desk_open", "Whether it is open by its hours.", _open(desks, moment))
    promised = {kommune: desk.escalate_minutes * MINUTE for kommune, desk in desks.items()}
    yield _by("kommune", "endorinn_handover_promise_seconds", "After such a wait the lead is told.", promised)
    count = Counter(kommune for kommune, _ in waits)
    waiting = {kommune: count[kommune] for kommune in desks}
    yield _by("kommune", "endorinn_handovers_waiting", "Families that wait for a coordinator.", waiting)
    longest, silent = (_longest(found, desks, moment) for found in (waits, silences))
    yield _by("kommune", "endorinn_handover_longest_wait_seconds", "The one who waits longest.", longest)
    yield _by("kommune", "endorinn_handover_longest_silence_seconds", "The one a coordinator has not heard.", silent)
    overdue = Counter(one.kommune for one in pending.callbacks if one.due < moment.date())
    late = {kommune: overdue[kommune] for kommune in desks}
    yield _by("kommune", "endorinn_callbacks_overdue", "Call-backs past the day that was promised.", late)


def _open(desks: Mapping[str, Desk], moment: datetime) -> dict[str, float]:
    return {kommune: is_open(desk, moment) for kommune, desk in desks.items()}


def _longest(waits: Collection[tuple[str, datetime]], kommuner: Collection[str], moment: datetime) -> dict[str, float]:
    """Seconds that the longest wait of each municipality has lasted; nought where nobody waits."""
    return {
        kommune: max(((moment - since).total_seconds() for place, since in waits if place == kommune), default=0.0)
        for kommune in kommuner
    }


def _midnight(day: date) -> float:
    return datetime.combine(day, clock_time(), UTC).timestamp()


def _gauge(name: str, help_: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_, value=value)


def _by(label: str, name: str, help_: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """One gauge with a value for each of something."""
    family = GaugeMetricFamily(name, help_, labels=(label,))
    for one, value in values.items():
        family.add_metric((one,), value)
    return family
