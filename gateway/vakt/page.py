"""The coordinators' page: a shell that the face in the browser fills."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gateway.drawing import draw
from gateway.headers import CONTENT

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
# No other site may show it in a frame and have somebody press what they do not see, whoever may frame the chat.
UNFRAMED = {"content-security-policy": f"{CONTENT}'none'", "x-robots-tag": "noindex"}


@router.api_route("/vakt", methods=["GET", "HEAD"])
async def desk(request: Request) -> HTMLResponse:
    """The desk, before anybody has signed in."""
    response = draw(request, "desk.html")
    response.headers.update(UNFRAMED)
    return response
