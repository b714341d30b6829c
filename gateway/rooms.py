"""What the gateway holds while it runs: its settings, the conversations, the library and the way to Rasa."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from conversations.candidates import Candidates
from conversations.service import Conversations
from foundation.clock import today
from foundation.database import make_engine
from gateway.rasa import Rasa
from gateway.turn import Turns
from knowledge.store import read_library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from foundation.settings import Settings
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
    client: httpx.AsyncClient

    async def actions_are_up(self) -> bool:
        """Whether the action server answers."""
        try:
            return (await self.client.get(f"{self.settings.actions_address}/health", timeout=2.0)).is_success
        except httpx.HTTPError:
            return False


@asynccontextmanager
async def open_rooms(settings: Settings) -> AsyncIterator[Rooms]:
    """Opens the database and the way to Rasa, and closes both.

    Raises:
        OperatorError: when the database cannot be used or holds no content.
    """
    engine = make_engine(settings.database_url)
    try:
        conversations, candidates, library = Conversations(engine), Candidates(engine), read_library(engine)
        library.warm(today())
        # No proxy of the environment: messages go to Rasa and to nobody between.
        way = httpx.AsyncClient(base_url=settings.rasa_address, timeout=settings.answer_timeout, trust_env=False)
        async with way as client:
            rasa = Rasa(client)
            turns = Turns(conversations, rasa, library)
            yield Rooms(settings, conversations, candidates, library, rasa, turns, client)
    finally:
        engine.dispose()
