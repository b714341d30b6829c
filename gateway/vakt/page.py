"""The coordinators' page: a shell that the face in the browser fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gateway.drawing import draw
from gateway.headers import without_frames

if TYPE_CHECKING:
    from gateway.rooms import Rooms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
NOT_FOUND_BY_SEARCH = {"x-robots-tag": "noindex"}


@router.api_route("/vakt", methods=["GET", "HEAD"])
async def desk(request: Request) -> HTMLResponse:
    """The desk, before anybody has signed in."""
    response = draw(request, "desk.html")
    rooms: Rooms = request.app.state.rooms
    response.headers.update(without_frames(rooms.settings) | NOT_FOUND_BY_SEARCH)
    return response
