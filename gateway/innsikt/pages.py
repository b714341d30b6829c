"""The page of figures, and the same as a file: for leaders of the municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from conversations.suppression import suppressed
from conversations.usage_figures import STEP
from conversations.weeks import WEEK
from foundation.clock import now
from gateway.api import Held
from gateway.days import date_in_words
from gateway.drawing import draw
from gateway.headers import without_frames
from gateway.innsikt.tables import columns_of, file_of, last_day, parts_of
from gateway.innsikt.texts import texts
from gateway.oppslag.addresses import FIGURES, ROOT
from gateway.oppslag.drawing import NOT_FOUND_BY_SEARCH
from gateway.oppslag.reader import ClosedPageError, MaybeSomebody, reading_of, standard_asked
from gateway.shapes import KnownMunicipality
from gateway.vakt.guards import Employee
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from accounts.rights import SignedIn
    from gateway.rooms import Rooms
    from knowledge.lookup.reading import Standard

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
# So many weeks can be chosen: a month, a quarter, a year, each in whole stretches.
SPANS = (4, 12, 48)
USUAL = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a leader sees: one of the municipalities that they lead, some weeks, a written standard."""

    led: tuple[str, ...]
    kommune: str
    weeks: int
    language: Standard

    def to(self, path: str = FIGURES, **other: str | int) -> str:
        """An address that shows the same, but for what is other."""
        return f"{path}?{urlencode({'kommune': self.kommune, 'uker': self.weeks, 'lang': self.language, **other})}"


@router.api_route(FIGURES, methods=["GET", "HEAD"])
async def page(
    request: Request, somebody: MaybeSomebody, rooms: Held, kommune: str = "", uker: str = ""
) -> HTMLResponse:
    """Everything at once; whoever is not signed in is asked to, and whoever leads no such municipality is told so."""
    if somebody is None:
        raise ClosedPageError
    led = somebody.kommuner("leder")
    asked = kommune or next(iter(led), "")
    if asked not in led:
        return _drawn(request, "refused.html", {"led": _named(led)}, status=403)
    chosen = Chosen(led, asked, weeks_asked(uker), standard_asked(request))
    return _drawn(request, "page.html", await _told(rooms, somebody, chosen), kommune=asked)


@router.get(f"{FIGURES}/tall.csv")
async def spreadsheet(
    request: Request, kommune: KnownMunicipality, rooms: Held, employee: Employee, uker: str = ""
) -> Response:
    """The same as a file."""
    employee.must("leder", kommune)
    reading = reading_of(rooms, kommune, employee, standard_asked(request), now())
    usage = await run_in_threadpool(rooms.usage.of, kommune, weeks_asked(uker))
    name = {"Content-Disposition": f'attachment; filename="innsikt-{kommune}.csv"'}
    return Response(file_of(usage, reading), media_type="text/csv; charset=utf-8", headers=name)


def weeks_asked(asked: str) -> int:
    """How many weeks are shown; the usual where nobody can choose so many."""
    return next((span for span in SPANS if str(span) == asked), USUAL)


async def _told(rooms: Rooms, leader: SignedIn, chosen: Chosen) -> dict[str, Any]:
    """What the page draws: usage, and the hand-overs of the same number of weeks."""
    usage = await run_in_threadpool(rooms.usage.of, chosen.kommune, chosen.weeks)
    handovers = await run_in_threadpool(rooms.figures.of, chosen.kommune, chosen.weeks)
    reading = reading_of(rooms, chosen.kommune, leader, chosen.language, now())
    return {
        "chosen": chosen,
        "place": ontology().municipalities[chosen.kommune].name,
        "places": _named(chosen.led),
        "spans": SPANS,
        "usage": usage,
        "columns": columns_of(usage),
        "parts": parts_of(usage, reading),
        "handovers": [suppressed(week) for week in handovers],
        "last_day": last_day,
        "next_day": usage.steps.until + STEP * WEEK,
    }


def _named(kommuner: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, ontology().municipalities[one].name) for one in kommuner]


def _drawn(
    request: Request, name: str, context: dict[str, Any], *, kommune: str | None = None, status: int = 200
) -> HTMLResponse:
    rooms: Rooms = request.app.state.rooms
    language = standard_asked(request)
    shared = {"t": texts(language), "root": ROOT, "figures": FIGURES, "day": date_in_words}
    response = draw(request, f"innsikt/{name}", shared | context, language=language, kommune=kommune)
    response.status_code = status
    response.headers.update(without_frames(rooms.settings) | NOT_FOUND_BY_SEARCH)
    return response
