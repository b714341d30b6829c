"""Events between gateways by Redis: at once while it is there; while it is not, each gateway looks by itself."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn, Self
from uuid import uuid4

import structlog
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import make_url

from gateway.bus import MISSED, Event, Kind, LocalBus
from gateway.redis_client import client_of, next_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio.client import PubSub

    from foundation.settings import Settings
    from gateway.bus import Bus

log = structlog.get_logger()
CHANNEL = "endorinn:events"
# After so many seconds of silence Redis is asked whether it is there.
BEAT_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
# So many events may wait to be passed on; of more, the others learn only that they have missed some.
MOST_WAITING = 1_000
# No event is longer, in bytes.
LONGEST = 1_000


class Passed(BaseModel):
    """An event on its way, and the gateway that it comes from."""

    origin: Annotated[str, Field(max_length=40)]
    topic: Annotated[str, Field(max_length=200)]
    kind: Kind
    value: Annotated[str, Field(max_length=40)]


@asynccontextmanager
async def bus_of(settings: Settings) -> AsyncIterator[Bus]:
    """The bus of the settings, while it is open. On SQLite there is one gateway, which hears of everything itself.

    Raises:
        OperatorError: when the address of Redis cannot be read.
    """
    if settings.redis_url is None:
        yield LocalBus(is_whole=make_url(settings.database_url).get_backend_name() == "sqlite")
        return
    async with RedisBus(settings.redis_url.get_secret_value()) as bus:
        yield bus


class RedisBus(LocalBus):
    """The bus of several gateways. Whoever publishes waits for nobody; that Redis is away fails nothing."""

    def __init__(self, address: str) -> None:
        """`address` is that of Redis; it is not looked for before the bus is opened.

        Raises:
            OperatorError: when it is no such address.
        """
        super().__init__(is_whole=False)
        self._client = client_of(address)
        self._origin = uuid4().hex
        self._waiting: asyncio.Queue[Event] = asyncio.Queue(MOST_WAITING)
        self._has_lost = False
        self._has_told_of_absence = False
        self._has_told_of_rubbish = False

    async def __aenter__(self) -> Self:
        """Begins to look for Redis, and waits for nothing."""
        self._carrying = asyncio.create_task(self._carry_always())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hears and tells nothing more."""
        self._carrying.cancel()
        await asyncio.gather(self._carrying, return_exceptions=True)
        await self._client.aclose()

    @property
    def reaches_others(self) -> bool:
        """Whether Redis is there."""
        return self.is_whole

    async def publish(self, event: Event) -> None:
        """Lets everyone here hear it at once, and the others as soon as Redis takes it."""
        self.deliver(event)
        if self.is_whole and not self._waiting.full():
            self._waiting.put_nowait(event)
        else:
            self._has_lost = True

    async def _carry_always(self) -> None:
        """Carries events to and fro until it is cancelled; after a fault again, after ever longer pauses."""
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                await self._carry()
            except Exception as error:  # noqa: BLE001 - nobody would notice that this has ended
                self._went(error)
            has_held = time.monotonic() - began > LONGEST_PAUSE
            pause = FIRST_PAUSE if has_held else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _carry(self) -> None:
        async with self._client.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            await next_on(channel)  # Redis' word that we will hear.
            self._came()
            async with asyncio.TaskGroup() as both:
                both.create_task(self._send())
                both.create_task(self._hear(channel))

    async def _send(self) -> NoReturn:
        while True:
            if self._has_lost:
                self._has_lost = False
                await self._pass_on(MISSED)
            await self._pass_on(await self._waiting.get())

    async def _pass_on(self, event: Event) -> None:
        passed = Passed(origin=self._origin, topic=event.topic, kind=event.kind, value=event.value)
        try:
            await self._client.publish(CHANNEL, passed.model_dump_json())
        except BaseException:
            self._has_lost = True
            raise

    async def _hear(self, channel: PubSub) -> NoReturn:
        while True:
            message = await channel.get_message(timeout=BEAT_SECONDS)
            if message is None:
                await channel.ping()
                message = await next_on(channel)
            if message["type"] == "message":
                self._take(message["data"])

    def _take(self, data: bytes) -> None:
        """Lets everyone here hear what another gateway has passed on."""
        try:
            passed = Passed.model_validate_json(data[: LONGEST + 1])
        except ValidationError:
            self._tell_of_rubbish(len(data))
            return
        if passed.origin == self._origin:
            return
        if passed.topic == MISSED.topic:
            self.deliver_missed()
        else:
            self.deliver(Event(passed.topic, passed.kind, passed.value))

    def _tell_of_rubbish(self, size: int) -> None:
        if not self._has_told_of_rubbish:
            self._has_told_of_rubbish = True
            log.warning("redis_rubbish", channel=CHANNEL, bytes=size)

    def _came(self) -> None:
        if self._has_told_of_absence:
            self._has_told_of_absence = False
            log.warning("redis_back")
        self.is_whole = True
        self.deliver_missed()

    def _went(self, error: Exception) -> None:
        """Whoever looks seldom is woken, to look often from now on."""
        if not self._has_told_of_absence:
            self._has_told_of_absence = True
            log.error("redis_down", error=_name(error))
        if self.is_whole:
            self.is_whole = False
            self.deliver_missed()


def _name(error: BaseException) -> str:
    """The class of an error, of several that of the first; its text might hold an address."""
    return _name(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else type(error).__name__
