"""Deleting by itself: sessions whose time is over, and sign-ins that nobody went on with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from accounts.service import Accounts

log = structlog.get_logger()


async def purge_always(accounts: Accounts, seconds: float) -> None:
    """Purges now and every so many seconds, until it is cancelled.

    Whatever fails is tried again the next time: nobody would notice that this has ended.
    """
    while True:
        try:
            gone = await asyncio.to_thread(accounts.purge_sessions)
        except Exception as error:  # noqa: BLE001 - a database has many ways to fail
            log.error("purge_of_sessions_failed", error=type(error).__name__)  # noqa: TRY400 - tried again
        else:
            log.debug("sessions_purged", sessions=gone)
        await asyncio.sleep(seconds)
