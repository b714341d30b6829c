"""Families and coordinators as their pages behave: they send until it is acknowledged, and follow what comes."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# A line that is quiet for longer than this is opened anew; the server says something every 15 seconds.
QUIET = 40.0
AGAIN = 0.25
COMMENT = "comment"
SENT = httpx.Timeout(15.0)
FOLLOWED = httpx.Timeout(15.0, read=QUIET)


@dataclass
class Seen:
    """What one end has seen of a talk: numbers in the order they came, and when the ids of messages came."""

    numbers: list[int] = field(default_factory=list)
    at: dict[str, float] = field(default_factory=dict)


@dataclass
class Line:
    """One end of a talk: where it is, what opens it, and what was sent and acknowledged here, in order."""

    client: httpx.AsyncClient
    path: str
    headers: dict[str, str]
    seen: Seen = field(default_factory=Seen)
    sent_at: dict[str, float] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    tries: int = 0

    async def say(self, text: str) -> None:
        """Sends a message under one id until it is acknowledged."""
        id_ = str(uuid4())
        self.sent_at[id_] = time.monotonic()
        await self.post("/messages", {"id": id_, "text": text})
        self.acknowledged.append(id_)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Posts until it is answered; what is not to be repeated (4xx) is an error."""
        while True:
            self.tries += 1
            try:
                response = await self.client.post(self.path + path, json=body, headers=self.headers, timeout=SENT)
                if response.status_code < httpx.codes.BAD_REQUEST:
                    told: dict[str, Any] = response.json() if response.content else {}
                    return told
                if response.is_client_error and response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                    response.raise_for_status()
            except httpx.TransportError:
                pass
            await asyncio.sleep(AGAIN)

    async def follow(self, kinds: frozenset[str]) -> None:
        """Follows the talk for ever, from the last event on whenever the line breaks; `kinds` carry messages."""
        while True:
            try:
                async for event, data, number in self._events():
                    self._take(event, data, number, kinds)
            except httpx.HTTPError:
                pass
            await asyncio.sleep(AGAIN)

    async def whole(self) -> list[tuple[int, str, dict[str, Any]]]:
        """The talk from its beginning, as a page that is opened anew reads it."""
        told = []
        async for event, data, number in self._events(after=0):
            if event == COMMENT:
                break
            if number:
                told.append((int(number), event, json.loads(data)))
        return told

    def _take(self, event: str, data: str, number: str, kinds: frozenset[str]) -> None:
        if not number:
            return
        self.seen.numbers.append(int(number))
        id_ = json.loads(data).get("id") if event in kinds else None
        if id_:
            self.seen.at.setdefault(id_, time.monotonic())

    async def _events(self, after: int | None = None) -> AsyncIterator[tuple[str, str, str]]:
        """Kind, data and number of each event; a comment is one too."""
        last = after if after is not None else max(self.seen.numbers, default=0)
        headers = self.headers | {"Last-Event-ID": str(last)}
        async with self.client.stream("GET", f"{self.path}/events", headers=headers, timeout=FOLLOWED) as response:
            response.raise_for_status()
            fields: defaultdict[str, str] = defaultdict(str)
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if not line and fields["data"]:
                    yield fields["event"], fields["data"], fields["id"]
                    fields.clear()
                elif not name:
                    yield COMMENT, value, ""
                else:
                    fields[name] = value
