"""Whether the gateway lives, and whether it can do its work."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from gateway.problems import described

if TYPE_CHECKING:
    from gateway.rooms import Rooms

router = APIRouter(tags=["health"], responses=described({429: "Too many requests from this address; wait a minute."}))


class Alive(BaseModel):
    """That the process answers."""

    status: Literal["ok"]


class Ready(BaseModel):
    """What answers, and how many records the library holds."""

    status: Literal["ok", "degraded"]
    rasa: bool
    actions: bool
    database: bool
    records: int
    events: bool | None = Field(
        description="Whether gateways tell each other of new messages (Redis); null where none is set. Without it, new "
        "messages are seen a little later."
    )


DEGRADED: dict[int | str, dict[str, Any]] = {503: {"model": Ready, "description": "One of them does not answer."}}


# Load balancers ask with HEAD too.
@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="Is the process alive?")
async def alive() -> Alive:
    """200 as long as the process answers."""
    return Alive(status="ok")


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", summary="Can it answer well?", response_model=Ready, responses=DEGRADED)
async def ready(request: Request) -> JSONResponse:
    """200 when Rasa, the action server and the database answer.

    503 when one does not: answers come from the library alone, or nothing can be stored.
    """
    told = await look(request.app.state.rooms)
    return JSONResponse(told.model_dump(), status_code=200 if told.status == "ok" else 503)


async def look(rooms: Rooms) -> Ready:
    """Asks all of them at once."""
    rasa, actions, database = await asyncio.gather(
        rooms.rasa.is_up(), rooms.rasa.actions_are_up(), run_in_threadpool(rooms.conversations.are_readable)
    )
    whole = rasa and actions and database
    return Ready(
        status="ok" if whole else "degraded",
        rasa=rasa,
        actions=actions,
        database=database,
        records=len(rooms.library.records),
        events=rooms.bus.reaches_others,
    )
