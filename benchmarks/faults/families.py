"""Families that write on as the chat page does: the next message when the last is answered, each under one id.

The rules are those of `web/src/chat/outbox.ts`, `api.ts` and `backoff.ts`.
"""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx

from benchmarks.faults.showing import ANSWERED, Sent, Shown, Try, read
from benchmarks.handover.scene import client_of, family
from benchmarks.load.ours import KINDS
from benchmarks.talk import WORDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from benchmarks.handover.people import Line
    from benchmarks.servers import House

FAMILIES, PAUSE = 6, 1.5
# Of so many messages one tells of danger.
OF_DANGER = 10
DANGER = "Stefaren min slår meg, jeg er redd"
# As the page: seconds that an answer is waited for, and those between tries.
PATIENCE = 20.0
FIRST, LONGEST = 0.5, 15.0
ALONE = (b'"rasa_down"', b'"rasa_busy"')
DICE = random.Random(1)  # noqa: S311 - pauses, and no secret


@dataclass
class Family:
    """A conversation at one gateway, whose log says when the library answered alone."""

    line: Line
    log: Path
    first: int
    sent: list[Sent] = field(default_factory=list)

    async def write_until(self, is_over: asyncio.Event) -> None:
        """One message after the other; the last is seen to its end."""
        for number in count(self.first):
            if is_over.is_set():
                return
            is_danger = number % OF_DANGER == OF_DANGER - 1
            await self._deliver(DANGER if is_danger else WORDS[KINDS[number % len(KINDS)]], is_danger=is_danger)
            await asyncio.sleep(PAUSE * DICE.uniform(0.8, 1.2))

    async def _deliver(self, text: str, *, is_danger: bool) -> None:
        message = Sent(str(uuid4()), is_danger)
        self.sent.append(message)
        since, pause = self._log_size(), FIRST
        while True:
            message.tries.append(await self._try(message.id, text, since))
            if message.is_acknowledged:
                return
            await asyncio.sleep(pause * DICE.uniform(0.7, 1.3))
            pause = min(2 * pause, LONGEST)

    async def _try(self, id_: str, text: str, since: int) -> Try:
        begun = time.monotonic()
        shown, helps, status = Shown.CUT, False, None
        try:
            async with asyncio.timeout(PATIENCE):
                response = await self._post({"id": id_, "text": text})
            shown, helps = read(response.status_code, response.headers.get("content-type", ""), response.content)
            status = response.status_code
        except TimeoutError:
            shown = Shown.HUNG
        except httpx.TransportError:
            pass
        if shown in ANSWERED and self._is_alone(since):
            shown = Shown.ALONE
        return Try(begun, time.monotonic(), shown, helps, status)

    async def _post(self, body: dict[str, str]) -> httpx.Response:
        path, headers = f"{self.line.path}/messages", self.line.headers
        return await self.line.client.post(path, json=body, headers=headers, timeout=None)

    def _log_size(self) -> int:
        return self.log.stat().st_size

    def _is_alone(self, since: int) -> bool:
        """Whether the gateway has noted, since then, that Rasa gave no answer in this conversation."""
        own = self.line.path.rsplit("/", 1)[-1].encode()
        with self.log.open("rb") as log:
            log.seek(since)
            return any(own in line and any(event in line for event in ALONE) for line in log)


@asynccontextmanager
async def families(house: House, count_: int = FAMILIES) -> AsyncIterator[list[Family]]:
    """So many families with conversations just begun, in turn at each gateway."""
    clients = [client_of(address) for address in house.addresses]
    try:
        told = zip(range(count_), cycle(zip(clients, house.gateways, strict=True)), strict=False)
        yield [Family(await family(client), gateway.log, 2 * number) for number, (client, gateway) in told]
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))


@asynccontextmanager
async def writing(all_of_them: Sequence[Family]) -> AsyncIterator[None]:
    """All of them write while it lasts; at its end everybody's last message is waited for."""
    is_over = asyncio.Event()
    tasks = [asyncio.create_task(one.write_until(is_over)) for one in all_of_them]
    try:
        yield
    finally:
        is_over.set()
        _, late = await asyncio.wait(tasks, timeout=3 * PATIENCE)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if not task.cancelled():
            task.result()
