"""The pages that a person opens, but for the chat: the overview, what is stored, accessibility, an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from foundation.clock import today
from gateway import accessibility, privacy
from gateway.drawing import draw, draw_choice
from gateway.headers import with_frames_of_ours
from gateway.overview import overview_of
from gateway.themes import look_of
from gateway.words import language_of
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from gateway.rooms import Rooms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
# Whoever may read a page may ask whether it is there.
READ = ["GET", "HEAD"]


@router.api_route("/", methods=READ)
async def front(request: Request) -> HTMLResponse:
    """The choice of municipality and, to those who develop, what runs here."""
    rooms: Rooms = request.app.state.rooms
    if rooms.settings.env == "production":
        return draw_choice(request)
    told = {"municipalities": ontology().municipalities.values(), "overview": await overview_of(rooms)}
    return draw(request, "overview.html", told)


@router.api_route("/api/docs", methods=READ)
async def docs(request: Request) -> HTMLResponse:
    """The API's description, drawn by Swagger UI from this server."""
    return draw(request, "docs.html")


@router.api_route("/personvern", methods=READ)
async def about_privacy(request: Request, lang: str = "nb") -> HTMLResponse:
    """What is stored of what people write, for how long, and who can see it."""
    rooms: Rooms = request.app.state.rooms
    language = language_of(lang)
    told = {
        "page": privacy.texts(),
        "address": "/personvern?",
        "sections": privacy.sections(language, rooms.settings, rooms.library.view(None, today())),
    }
    return draw(request, "told.html", told, language=language)


@router.api_route("/tilgjengelighet", methods=READ)
async def about_accessibility(request: Request, lang: str = "nb", kommune: str | None = None) -> HTMLResponse:
    """The accessibility statement; a municipality's where the address names one."""
    rooms: Rooms = request.app.state.rooms
    language, known = language_of(lang), kommune if kommune in ontology().municipalities else None
    name = look_of(known, rooms.settings).name if known else None
    told = {
        "page": accessibility.texts(),
        "address": f"/tilgjengelighet?kommune={known}&" if known else "/tilgjengelighet?",
        "sections": accessibility.sections(language, name, rooms.library.view(known, today())),
    }
    return draw(request, "told.html", told, language=language, kommune=known)


@router.api_route("/eksempel/{kommune}", methods=READ)
async def example(request: Request, kommune: str) -> HTMLResponse:
    """A made-up page of a municipality with the chat in its corner, to see the widget where it belongs."""
    rooms: Rooms = request.app.state.rooms
    if kommune not in ontology().municipalities or rooms.settings.env == "production":
        raise HTTPException(404)
    told = {"name": look_of(kommune, rooms.settings).name}
    response = draw(request, "example.html", told, kommune=kommune)
    response.headers.update(with_frames_of_ours(rooms.settings))
    return response
