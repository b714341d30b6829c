"""Families that write while something is lost: each message under one id, sent again until it is acknowledged."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx

from benchmarks.handover.people import Line
from benchmarks.load.ours import KINDS
from benchmarks.talk import KOMMUNE, ROLE, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

# A message that is not acknowledged by then has failed.
PATIENCE = 60.0
# A family reads before it writes again.
PAUSE = 0.5


@dataclass
class Said:
    """One message: in which talk, when it was first sent, and when it was acknowledged, if it was."""

    line: Line
    id: str
    sent_at: float
    answered_at: float | None = None
    answers: int = 0


@dataclass
class Family:
    """Somebody who begins one talk after the other, and writes ten messages in each."""

    client: httpx.AsyncClient
    said: list[Said] = field(default_factory=list)

    async def write(self, until: asyncio.Event) -> None:
        """Writes until told to stop; a message that is on its way is waited for."""
        while not until.is_set():
            line = await self.begun()
            for words in _words():
                await self._say(line, words)
                if until.is_set():
                    return
                await asyncio.sleep(PAUSE)

    async def begun(self) -> Line:
        """A talk that is begun."""
        door = Line(self.client, "/api/conversations", {})
        started = await door.post("", {"kommune": KOMMUNE, "role": ROLE})
        return Line(self.client, f"/api/conversations/{started['id']}", {"Authorization": f"Bearer {started['token']}"})

    async def _say(self, line: Line, words: str) -> None:
        said = Said(line, str(uuid4()), time.monotonic())
        self.said.append(said)
        try:
            async with asyncio.timeout(PATIENCE):
                told = await line.post("/messages", {"id": said.id, "text": words})
        except (TimeoutError, httpx.HTTPStatusError):
            return
        said.answered_at, said.answers = time.monotonic(), len(told["answers"])


def _words() -> Iterator[str]:
    yield from (WORDS[kind] for kind in KINDS)


async def stored(line: Line) -> set[str]:
    """The ids of what a talk's history holds."""
    return {data["id"] for _, event, data in await line.whole() if event == "message"}
