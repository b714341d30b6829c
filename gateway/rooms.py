"""What the gateway holds while it runs: its settings, the conversations, the library and the way to Rasa."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

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


@asynccontextmanager
async def open_rooms(settings: Settings, rates: Rates) -> AsyncIterator[Rooms]:
    """Opens the database and the way to Rasa, and closes both.

    Raises:
        OperatorError: when the database cannot be used or holds no content.
    """
    engine = make_engine(settings.database_url)
    try:
        conversations, candidates = Conversations(engine, Retention.of(settings)), Candidates(engine)
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
            yield Rooms(settings, conversations, candidates, library, rasa, turns, rates, streams)
            purging.cancel()
    finally:
        engine.dispose()
