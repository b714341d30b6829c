"""The pages a person opens: the overview, a plain chat page for each municipality, and what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from foundation.clock import today
from gateway.privacy import LANGUAGES, emergency, language_of, sections, spoken, texts
from knowledge.flows import FOR_FAMILIES, FOR_STAFF, flows
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from gateway.rooms import Rooms

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
templates = Jinja2Templates(FOLDER / "templates")
templates.env.filters["spoken"] = spoken
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
# Whoever may read a page may ask whether it is there.
READ = ["GET", "HEAD"]


@router.api_route("/", methods=READ)
async def overview(request: Request) -> HTMLResponse:
    """What runs here."""
    return templates.TemplateResponse(request, "overview.html", {"municipalities": ontology().municipalities.values()})


@router.api_route("/api/docs", methods=READ)
async def docs(request: Request) -> HTMLResponse:
    """The API's description, drawn by Swagger UI from this server."""
    return templates.TemplateResponse(request, "docs.html")


@router.api_route("/personvern", methods=READ)
async def privacy(request: Request, lang: str = "nb") -> HTMLResponse:
    """What is stored of what people write, for how long, and who can see it."""
    rooms: Rooms = request.app.state.rooms
    language = language_of(lang)
    told = {
        "lang": language,
        "languages": LANGUAGES,
        "texts": texts(),
        "sections": sections(language, rooms.settings, rooms.library.view(None, today())),
    }
    return templates.TemplateResponse(request, "personvern.html", told)


@router.api_route("/{kommune}", methods=READ)
async def chat(request: Request, kommune: str) -> HTMLResponse:
    """The chat page of a municipality."""
    if kommune not in ontology().municipalities:
        if "text/html" not in request.headers.get("accept", ""):
            raise HTTPException(404)
        places = {"municipalities": ontology().municipalities.values(), "missing": True}
        return templates.TemplateResponse(request, "overview.html", places, status_code=404)
    rooms: Rooms = request.app.state.rooms
    known = {
        "kommune": ontology().municipalities[kommune],
        "flows": [flows()[key] for key in (*FOR_FAMILIES, *FOR_STAFF)],
        "emergency": emergency(rooms.library.view(None, today()), "nb"),
        "texts": texts(),
    }
    return templates.TemplateResponse(request, "chat.html", known)
