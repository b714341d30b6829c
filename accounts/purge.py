"""Deleting by itself: sessions whose time is over, and sign-ins that nobody went on with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from foundation.repeating import repeat

if TYPE_CHECKING:
    from accounts.service import Accounts

log = structlog.get_logger()


async def purge_always(accounts: Accounts, seconds: float) -> None:
    """Purges now and every so many seconds, until it is cancelled."""

    async def purge() -> None:
        log.debug("sessions_purged", sessions=await asyncio.to_thread(accounts.purge_sessions))

    await repeat(purge, seconds, "purge_of_sessions_failed")
