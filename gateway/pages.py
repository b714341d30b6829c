"""The pages a person opens: the overview and a plain chat page for each municipality."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from knowledge.flows import FOR_FAMILIES, FOR_STAFF, flows
from knowledge.ontology import ontology

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
templates = Jinja2Templates(FOLDER / "templates")
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
async def overview(request: Request) -> HTMLResponse:
    """What runs here."""
    return templates.TemplateResponse(request, "overview.html", {"municipalities": ontology().municipalities.values()})


@router.get("/api/docs")
async def docs(request: Request) -> HTMLResponse:
    """The API's description, drawn by Swagger UI from this server."""
    return templates.TemplateResponse(request, "docs.html")


@router.get("/{kommune}")
async def chat(request: Request, kommune: str) -> HTMLResponse:
    """The chat page of a municipality."""
    if kommune not in ontology().municipalities:
        if "text/html" not in request.headers.get("accept", ""):
            raise HTTPException(404)
        places = {"municipalities": ontology().municipalities.values(), "missing": True}
        return templates.TemplateResponse(request, "overview.html", places, status_code=404)
    known = {
        "kommune": ontology().municipalities[kommune],
        "flows": [flows()[key] for key in (*FOR_FAMILIES, *FOR_STAFF)],
    }
    return templates.TemplateResponse(request, "chat.html", known)
