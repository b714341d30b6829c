"""Reminding by itself: every so many seconds the gateway queues the notices that are due, and sends what is queued."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from foundation.clock import now as now_in_norway
from foundation.repeating import repeat
from notices.due import due_notices, is_past
from notices.outbox import Outbox
from notices.sending import send_always
from notices.smtp import Smtp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from foundation.settings import Settings
    from notices.due import DeskOf, Pending

type PendingNow = Callable[[], Pending]
# Seconds between two looks for what is due, and for what is to be sent.
REMIND_EVERY, SEND_EVERY = 10.0, 5.0


@asynccontextmanager
async def mailing(settings: Settings, engine: Engine, pending: PendingNow) -> AsyncIterator[Outbox | None]:
    """Reminds and sends while it is open, and gives the outbox; None where no mail server is set, and nothing is sent.

    Raises:
        OperatorError: when the mail server's address cannot be read, or the database not be used.
    """
    smtp = Smtp.of(settings)
    if smtp is None:
        yield None
        return
    outbox = Outbox(engine)
    tasks = [
        asyncio.create_task(remind_always(pending, outbox, settings.desk_of, REMIND_EVERY)),
        asyncio.create_task(send_always(outbox, smtp, SEND_EVERY)),
    ]
    try:
        yield outbox
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def remind_always(
    pending: PendingNow,
    outbox: Outbox,
    desk_of: DeskOf,
    seconds: float,
    clock: Callable[[], datetime] = now_in_norway,
) -> None:
    """Queues what is due now and every so many seconds, until it is cancelled."""

    async def look() -> None:
        await asyncio.to_thread(remind, pending, outbox, desk_of, clock())

    await repeat(look, seconds, "reminding_failed")


def remind(pending: PendingNow, outbox: Outbox, desk_of: DeskOf, now: datetime) -> None:
    """One look: takes back what is no longer due, queues what is, and deletes what is old.

    What is queued is read first: whatever another gateway queues meanwhile is not judged by what was there before.
    """
    queued = outbox.queued()
    still = pending()
    for notice in queued:
        if is_past(notice, still, now):
            outbox.withdraw(notice.key)
    for notice in due_notices(still, desk_of, now):
        outbox.put(notice)
    outbox.purge()
