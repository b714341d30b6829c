"""What the gateway holds while it runs: its settings, the conversations, the library and the way to Rasa."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from anyio.to_thread import current_default_thread_limiter

from accounts.oidc import OpenIdProvider
from accounts.purge import purge_always as purge_sessions_always
from accounts.service import Accounts
from accounts.sessions import Lifetimes
from conversations.candidates import Candidates
from conversations.cases import Cases
from conversations.contacts import Contacts
from conversations.figures import Figures
from conversations.handovers import Handovers
from conversations.purge import purge_always
from conversations.replies import CannedReplies
from conversations.retention import Retention
from conversations.service import Conversations
from conversations.stopping import Stops
from conversations.usage_figures import UsageFigures
from foundation.clock import today
from foundation.database import make_engine
from gateway.bus_redis import bus_of
from gateway.innsikt.values import values
from gateway.lookers import Lookers
from gateway.orphans import let_go_always
from gateway.pending import pending_in
from gateway.rasa import Rasa, way_to_rasa
from gateway.reminding import mailing
from gateway.seats import Seats
from gateway.shared import SharedReads
from gateway.stopping import Stopping
from gateway.streams import Streams
from gateway.turn import Turns
from knowledge.store import read_library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence

    from foundation.settings import Settings
    from gateway.bus import Bus
    from gateway.rates import Rates
    from knowledge import Library
    from notices.outbox import Outbox


# Checking a password takes 64 MiB and a processor for a moment: so many at once, and the others wait.
AT_THE_DOOR = 2


@dataclass(frozen=True)
class Rooms:
    """Everything an address may call. `outbox` is None where no e-mail is sent, `provider` where there is none."""

    settings: Settings
    conversations: Conversations
    candidates: Candidates
    handovers: Handovers
    cases: Cases
    replies: CannedReplies
    figures: Figures
    usage: UsageFigures
    library: Library
    rasa: Rasa
    stops: Stops
    stopping: Stopping
    turns: Turns
    rates: Rates
    bus: Bus
    streams: Streams
    shared: SharedReads
    lookers: Lookers
    accounts: Accounts
    provider: OpenIdProvider | None
    at_the_door: asyncio.Semaphore
    outbox: Outbox | None


@asynccontextmanager
async def open_rooms(settings: Settings, rates: Rates) -> AsyncIterator[Rooms]:
    """Opens the database and the ways to Rasa and to other gateways, and closes them.

    Raises:
        OperatorError: when the database cannot be used or holds no content.
    """
    threads = current_default_thread_limiter()
    # A thread that found no connection free would wait behind whoever comes later.
    threads.total_tokens = min(threads.total_tokens, settings.database_pool)
    engine = make_engine(settings.database_url, settings.database_pool, settings.database_timeout)
    try:
        conversations, candidates = Conversations(engine, Retention.of(settings)), Candidates(engine)
        accounts, contacts = Accounts(engine, Lifetimes.of(settings)), Contacts.of(settings)
        handovers, cases = Handovers(engine, contacts), Cases(engine, contacts)
        library = read_library(engine)
        library.warm(today())
        stops = Stops(engine)
        stopping = Stopping(stops, settings)
        await stopping.look()
        mail = mailing(settings, engine, partial(pending_in, cases))
        async with way_to_rasa(settings) as session, mail as outbox, bus_of(settings) as bus:
            rasa, lookers = Rasa(session, settings.rasa_address, settings.actions_address), Lookers(bus, cases)
            always = [
                purge_always(conversations, rasa.forget, settings.purge_every),
                purge_sessions_always(accounts, settings.purge_every),
                let_go_always(cases, handovers, accounts.presence, lookers),
                stopping.look_always(),
            ]
            async with _running(always):
                yield Rooms(
                    settings=settings,
                    conversations=conversations,
                    candidates=candidates,
                    handovers=handovers,
                    cases=cases,
                    replies=CannedReplies(engine),
                    figures=Figures(engine),
                    usage=UsageFigures(engine, values()),
                    library=library,
                    rasa=rasa,
                    stops=stops,
                    stopping=stopping,
                    turns=Turns(conversations, rasa, library, Seats(settings.max_turns), lookers, stopping),
                    rates=rates,
                    bus=bus,
                    streams=Streams(settings.max_streams, bus, settings.event_poll),
                    shared=SharedReads(),
                    lookers=lookers,
                    accounts=accounts,
                    provider=OpenIdProvider(settings.oidc, settings.public_address) if settings.oidc else None,
                    at_the_door=asyncio.Semaphore(AT_THE_DOOR),
                    outbox=outbox,
                )
    finally:
        engine.dispose()


@asynccontextmanager
async def _running(always: Sequence[Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """What the gateway does by itself, while it is open."""
    tasks = [asyncio.create_task(one) for one in always]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
