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

    status: Literal["ok", "degraded", "down"]
    rasa: bool
    actions: bool
    database: bool
    records: int
    events: bool | None = Field(
        description="Whether gateways tell each other of new messages (Redis); null where none is set. Without it, new "
        "messages are seen a little later."
    )


DOWN: dict[int | str, dict[str, Any]] = {503: {"model": Ready, "description": "The database does not answer."}}


# Load balancers ask with HEAD too.
@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="Is the process alive?")
async def alive() -> Alive:
    """200 as long as the process answers."""
    return Alive(status="ok")


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", summary="Can people be sent here?", response_model=Ready, responses=DOWN)
async def ready(request: Request) -> JSONResponse:
    """200 as long as conversations can be read: `ok` when Rasa and the action server answer too, else `degraded`.

    While it is degraded families get answers from the library alone, which is better than none. 503 and `down` when
    the database does not answer: no conversation can be opened here.
    """
    told = await look(request.app.state.rooms)
    return JSONResponse(told.model_dump(), status_code=503 if told.status == "down" else 200)


async def look(rooms: Rooms) -> Ready:
    """Asks all of them at once."""
    rasa, actions, database = await asyncio.gather(
        rooms.rasa.is_up(), rooms.rasa.actions_are_up(), run_in_threadpool(rooms.conversations.are_readable)
    )
    answering: Literal["ok", "degraded"] = "ok" if rasa and actions else "degraded"
    return Ready(
        status=answering if database else "down",
        rasa=rasa,
        actions=actions,
        database=database,
        records=len(rooms.library.records),
        events=rooms.bus.reaches_others,
    )
