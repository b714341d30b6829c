"""Whether the gateway lives, and whether it can do its work."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

if TYPE_CHECKING:
    from gateway.rooms import Rooms

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Is the process alive?")
async def alive() -> dict[str, str]:
    """200 as long as the process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="Can it answer well?")
async def ready(request: Request) -> JSONResponse:
    """200 when Rasa and the action server answer; 503 when answers come from the library alone."""
    rooms: Rooms = request.app.state.rooms
    rasa, actions = await asyncio.gather(rooms.rasa.is_up(), rooms.actions_are_up())
    whole = rasa and actions
    body = {"status": "ok" if whole else "degraded", "rasa": rasa, "actions": actions}
    return JSONResponse(body | {"records": len(rooms.library.records)}, status_code=200 if whole else 503)
