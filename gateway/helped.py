"""The page behind the link that a family may keep: did you get help? It asks nobody who they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from conversations.handing import HELPED, Helped
from foundation.clock import today
from foundation.yaml_files import read_yaml
from gateway.drawing import draw
from gateway.privacy import emergency
from gateway.words import Strict, Words, language_of

if TYPE_CHECKING:
    from gateway.rooms import Rooms

TEXTS = Path(__file__).parent / "templates" / "hjulpet.yml"
MAX_FIELDS = 5
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


class Texts(Strict):
    """The whole file."""

    title: Words
    lead: Words
    answers: dict[Helped, Words]
    thanks: Words
    again: Words
    gone: Words
    start: Words


@cache
def texts() -> Texts:
    """The file, read once."""
    return Texts.model_validate(read_yaml(TEXTS))


@router.api_route("/hjulpet/{token}", methods=["GET", "HEAD"])
async def question(request: Request, token: str, lang: str = "nb") -> HTMLResponse:
    """The question, where the link leads anywhere."""
    rooms: Rooms = request.app.state.rooms
    known = await run_in_threadpool(rooms.handovers.is_follow_up, token)
    return _page(request, token, lang, status=200 if known else 404)


@router.post("/hjulpet/{token}")
async def answer(request: Request, token: str, lang: str = "nb") -> HTMLResponse:
    """What they say is counted; said again, the last answer counts."""
    rooms: Rooms = request.app.state.rooms
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
        said = next((one for one in HELPED if one == form.get("helped")), None)
    if said is None:
        return _page(request, token, lang, status=422)
    known = await run_in_threadpool(rooms.handovers.say_helped_later, token, said)
    return _page(request, token, lang, status=200 if known else 404, is_thanked=True)


def _page(request: Request, token: str, lang: str, *, status: int, is_thanked: bool = False) -> HTMLResponse:
    rooms: Rooms = request.app.state.rooms
    language = language_of(lang)
    told = {
        "own": texts(),
        "token": token,
        "missing": status == 404,  # noqa: PLR2004 - the status of what is not there
        "is_empty": status == 422,  # noqa: PLR2004 - and of what cannot be used
        "is_thanked": is_thanked,
        "emergency": emergency(rooms.library.view(None, today()), language),
    }
    response = draw(request, "helped.html", told, language=language)
    response.status_code = status
    return response
