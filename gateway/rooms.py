"""What the gateway holds while it runs: its settings, the conversations, the library and the way to Rasa."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from accounts.oidc import OpenIdProvider
from accounts.purge import purge_always as purge_sessions_always
from accounts.service import Accounts
from accounts.sessions import Lifetimes
from conversations.candidates import Candidates
from conversations.purge import purge_always
from conversations.retention import Retention
from conversations.service import Conversations
from foundation.clock import today
from foundation.database import make_engine
from foundation.internal import bearer
from gateway.rasa import Rasa
from gateway.seats import Seats
from gateway.streams import Streams
from gateway.turn import Turns
from knowledge.store import read_library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from foundation.settings import Settings
    from gateway.rates import Rates
    from knowledge import Library


# Checking a password takes 64 MiB and a processor for a moment: so many at once, and the others wait.
AT_THE_DOOR = 2


@dataclass(frozen=True)
class Rooms:
    """Everything an address may call."""

    settings: Settings
    conversations: Conversations
    candidates: Candidates
    library: Library
    rasa: Rasa
    turns: Turns
    rates: Rates
    streams: Streams
    accounts: Accounts
    provider: OpenIdProvider | None
    at_the_door: asyncio.Semaphore


@asynccontextmanager
async def open_rooms(settings: Settings, rates: Rates) -> AsyncIterator[Rooms]:
    """Opens the database and the way to Rasa, and closes both.

    Raises:
        OperatorError: when the database cannot be used or holds no content.
    """
    engine = make_engine(settings.database_url)
    try:
        conversations, candidates = Conversations(engine, Retention.of(settings)), Candidates(engine)
        accounts = Accounts(engine, Lifetimes.of(settings))
        library = read_library(engine)
        library.warm(today())
        # No proxy of the environment: messages go to Rasa and to nobody between.
        way = httpx.AsyncClient(
            base_url=settings.rasa_address, timeout=settings.answer_timeout, trust_env=False, headers=bearer(settings)
        )
        async with way as client:
            rasa, streams = Rasa(client, settings.actions_address), Streams(settings.max_streams)
            turns = Turns(conversations, rasa, library, Seats(settings.max_turns), streams)
            purging = asyncio.create_task(purge_always(conversations, rasa.forget, settings.purge_every))
            leaving = asyncio.create_task(purge_sessions_always(accounts, settings.purge_every))
            provider = OpenIdProvider(settings.oidc, settings.public_address) if settings.oidc else None
            door = asyncio.Semaphore(AT_THE_DOOR)
            yield Rooms(
                settings, conversations, candidates, library, rasa, turns, rates, streams, accounts, provider, door
            )
            purging.cancel()
            leaving.cancel()
    finally:
        engine.dispose()
