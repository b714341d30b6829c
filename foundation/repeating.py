"""What a process does by itself, over and over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.get_logger()


async def repeat(do: Callable[[], Awaitable[None]], seconds: float, failed: str) -> None:
    """Does something now and every so many seconds, until it is cancelled.

    Whatever fails is logged as `failed` and tried again the next time: nobody would notice that this has ended.
    """
    while True:
        try:
            await do()
        except Exception as error:  # noqa: BLE001 - a database and a mail server have many ways to fail
            log.error(failed, error=type(error).__name__)  # noqa: TRY400 - tried again; a trace may hold words
        await asyncio.sleep(seconds)
