"""Deleting by itself: the gateway's own look, at every so many seconds, for conversations whose time is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from conversations.service import Conversations

log = structlog.get_logger()


async def purge_always(conversations: Conversations, forget: Callable[[str], Awaitable[None]], seconds: float) -> None:
    """Purges now and every so many seconds, until it is cancelled. `forget` makes Rasa forget one too.

    Whatever fails is tried again the next time: nobody would notice that this has ended.
    """
    while True:
        await purge_once(conversations, forget)
        await asyncio.sleep(seconds)


async def purge_once(conversations: Conversations, forget: Callable[[str], Awaitable[None]]) -> None:
    """One look."""
    try:
        gone = await asyncio.to_thread(conversations.purge)
    except Exception as error:  # noqa: BLE001 - a database has many ways to fail
        log.error("purge_failed", error=type(error).__name__)  # noqa: TRY400 - tried again; a trace may hold words
        return
    for conversation_id in gone:
        try:
            await forget(conversation_id)
        except Exception as error:  # noqa: BLE001 - the others are to be forgotten too
            log.error("rasa_did_not_forget", conversation=conversation_id, error=type(error).__name__)  # noqa: TRY400 - as above
    if gone:
        log.info("purged", conversations=len(gone))
