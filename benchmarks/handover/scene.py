"""Two hundred families and twenty coordinators: half of the families talk with one, half of them wait."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

import httpx

from accounts.service import Accounts
from accounts.sessions import Lifetimes
from benchmarks.handover.people import Line
from foundation.database import make_engine
from foundation.internal import INTERNAL_HEADER, internal_token
from foundation.providers import Grant
from foundation.settings import settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from benchmarks.servers import House

KOMMUNE = "oppdal"
PASSWORD = "fjellrev-lyng-og-snø"  # noqa: S105 - of accounts that live for minutes  # pragma: allowlist secret
DESK = {"X-Endorinn-Desk": "1"}
TO_FAMILY, TO_DESK = frozenset({"coordinator"}), frozenset({"entry"})
SUMMARY = {"summary": {"kommune": KOMMUNE, "age": 9, "needs": ["skolefravaer"]}, "share_talk": False}


@dataclass(frozen=True)
class Pair:
    """A family that talks with a coordinator, each end at another gateway."""

    family: Line
    desk: Line


@dataclass(frozen=True)
class Scene:
    """Everybody. `desks` are the coordinators' own clients."""

    pairs: list[Pair]
    waiting: list[Line]
    desks: list[httpx.AsyncClient]

    @property
    def followed(self) -> list[tuple[Line, frozenset[str]]]:
        """Every line that is followed, and which events carry messages there: the queue, too, of each coordinator."""
        talking = [end for pair in self.pairs for end in ((pair.family, TO_FAMILY), (pair.desk, TO_DESK))]
        waiting = [(line, TO_FAMILY) for line in self.waiting]
        return [*talking, *waiting, *((Line(desk, "/api/vakt", DESK), frozenset[str]()) for desk in self.desks)]

    async def in_queue(self) -> set[int]:
        """Who waits, as the queue has it."""
        queue = (await _queue(self.desks[0]))["waiting"]
        return {case["id"] for case in queue}


@asynccontextmanager
async def scene(house: House, families: int, coordinators: int) -> AsyncIterator[Scene]:
    """Starts everybody's talks; their lines are not followed yet."""
    logins = make_accounts(house.database_url, coordinators)
    clients = [client_of(address) for address in house.addresses]
    desks = [client_of(address) for _, address in zip(logins, cycle(reversed(house.addresses)), strict=False)]
    try:
        for login, desk in zip(logins, desks, strict=True):
            signed_in = {"login": login, "password": PASSWORD}
            (await desk.post("/api/vakt/sign-in", json=signed_in, headers=DESK)).raise_for_status()
        lines = [await family(client) for _, client in zip(range(families), cycle(clients), strict=False)]
        talking, waiting = lines[: families // 2], lines[families // 2 :]
        pairs = await _claimed(talking, desks)
        for line in waiting:
            await line.post("/handover", SUMMARY)
        yield Scene(pairs, waiting, desks)
    finally:
        await asyncio.gather(*(client.aclose() for client in [*clients, *desks]))


async def family(client: httpx.AsyncClient) -> Line:
    """A family that has begun a conversation."""
    body = {"kommune": KOMMUNE, "role": "forelder"}
    started = (await client.post("/api/conversations", json=body)).raise_for_status().json()
    return Line(client, f"/api/conversations/{started['id']}", {"Authorization": f"Bearer {started['token']}"})


async def _claimed(talking: Sequence[Line], desks: Sequence[httpx.AsyncClient]) -> list[Pair]:
    """Each family asks, and a coordinator takes it; the coordinators take turns."""
    pairs = []
    for line, desk in zip(talking, cycle(desks), strict=False):
        await line.post("/handover", SUMMARY)
        number = (await _queue(desk))["waiting"][0]["id"]
        path = f"/api/vakt/cases/{number}"
        (await desk.post(f"{path}/claim", json={}, headers=DESK)).raise_for_status()
        pairs.append(Pair(line, Line(desk, path, DESK)))
    return pairs


async def _queue(desk: httpx.AsyncClient) -> dict[str, list[dict[str, int]]]:
    queue: dict[str, list[dict[str, int]]] = (await desk.get("/api/vakt/queue")).raise_for_status().json()
    return queue


def make_accounts(database_url: str, count: int) -> list[str]:
    """Coordinators who can sign in; their logins."""
    engine = make_engine(database_url)
    accounts = Accounts(engine, Lifetimes.of(settings()))
    logins = [f"vakt-{number}" for number in range(count)]
    for login in logins:
        accounts.users.add(login, login, PASSWORD, [Grant(kommune=KOMMUNE, role="koordinator")])
    engine.dispose()
    return logins


def client_of(address: str) -> httpx.AsyncClient:
    """A client of a gateway, whose calls are not counted against the limits."""
    ours = {INTERNAL_HEADER: internal_token(settings())}
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(base_url=address, headers=ours, trust_env=False, limits=limits, timeout=30)
