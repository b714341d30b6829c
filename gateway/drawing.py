"""Draws a page: the templates, and what each of them is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from gateway.answers import SYMBOLS
from gateway.texts import interface
from gateway.themes import address_of
from gateway.words import LANGUAGES, Language, spoken
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from fastapi.responses import HTMLResponse

    from gateway.assets import Assets
    from gateway.rooms import Rooms

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
SKIP: dict[Language, str] = {"nb": "Hopp til innholdet", "nn": "Hopp til innhaldet", "en": "Skip to the content"}
# A name that a template does not get is a fault, and no empty place.
templates = Jinja2Templates(
    env=Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
)
templates.env.filters["spoken"] = spoken
templates.env.globals["symbols"] = SYMBOLS
# An answer has a language of its own, whatever the page's is.
templates.env.globals["said_in"] = interface


def draw(
    request: Request,
    name: str,
    context: Mapping[str, Any] | None = None,
    *,
    language: Language = "nb",
    kommune: str | None = None,
) -> HTMLResponse:
    """A page in a language, in the colours of a municipality where there is one."""
    rooms: Rooms = request.app.state.rooms
    assets: Assets = request.app.state.assets
    shared = {
        "lang": language,
        "skip": SKIP[language],
        "languages": LANGUAGES,
        "texts": interface(language),
        "assets": assets,
        "theme": address_of(kommune, rooms.settings),
        "kommune": kommune,
    }
    return templates.TemplateResponse(request, name, shared | dict(context or {}))


def draw_choice(request: Request, *, missing: bool = False) -> HTMLResponse:
    """The choice of municipality; `missing`: where a page was asked for that is not there."""
    told = {"municipalities": ontology().municipalities.values(), "missing": missing}
    response = draw(request, "choice.html", told)
    response.status_code = 404 if missing else 200
    return response
