"""What the look-up's script calls while somebody types: hits, and what was hidden. Sent as a body, never an address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from foundation.masking import mask
from gateway.api import Held
from gateway.oppslag.calendars import calendar_of
from gateway.oppslag.drawing import draw_page
from gateway.oppslag.filtering import Asked
from gateway.oppslag.reader import Calls
from gateway.oppslag.searching import look_up, told_of
from gateway.oppslag.texts import texts
from knowledge.lookup.arenas import arenas_of

router = APIRouter(include_in_schema=False)
# Whoever types waits for no slow machine: what the words alone say is there at once.
TYPING_SECONDS = 1.0
CALENDAR = "text/calendar; charset=utf-8"


class Typed(BaseModel):
    """What somebody is typing."""

    text: Annotated[str, Field(max_length=4_000)]


class Hidden(BaseModel):
    """The kinds of personal data in it, in words for whoever types."""

    hidden: tuple[str, ...]


@router.post("/api/oppslag/{kommune}/search")
async def search(request: Request, reader: Calls, rooms: Held, asked: Annotated[Asked, Form()]) -> HTMLResponse:
    """The hits as the search page draws them."""
    heard, found = await look_up(rooms, reader, asked, TYPING_SECONDS)
    response = draw_page(request, reader, "_hits.html", {"told": told_of(heard, found)})
    # Where what understands was late, the script asks once more.
    response.headers["x-understood"] = "1" if heard.shares else "0"
    return response


@router.post("/api/oppslag/{kommune}/hidden")
async def hidden(typed: Typed, reader: Calls, rooms: Held) -> Hidden:
    """What would be hidden of a text that is being typed."""
    said = texts(reader.language)
    return Hidden(hidden=tuple(said[f"hidden_{kind}"] for kind in mask(typed.text, rooms.library.public_names).hidden))


@router.get("/oppslag/{kommune}/moteplasser.ics")
async def calendar(reader: Calls) -> Response:
    """The arenas that have a fixed time, as a calendar."""
    name = texts(reader.language)["calendar_name"].format(place=reader.place)
    body = calendar_of(arenas_of(reader.reading), name, reader.now, reader.language)
    headers = {"content-disposition": f'attachment; filename="moteplasser-{reader.kommune}.ics"'}
    return Response(body, media_type=CALENDAR, headers=headers)
