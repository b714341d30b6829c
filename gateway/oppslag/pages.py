"""The pages that are read: search, a service, a record, the table, processes, arenas, a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from gateway.api import Held
from gateway.oppslag.addresses import ROOT, Addresses
from gateway.oppslag.calendars import has_fixed_time
from gateway.oppslag.drawing import draw_page
from gateway.oppslag.entrance import Way, draw_entrance, draw_missing
from gateway.oppslag.figures.process import process_svg
from gateway.oppslag.figures.table import table_svg
from gateway.oppslag.figures.year import year_svg
from gateway.oppslag.filtering import Asked, Choices, Sides
from gateway.oppslag.reader import MaybeSomebody, NoSuchPageError, Reader, Reads, standard_asked
from gateway.oppslag.searching import look_up, told_of
from knowledge.lookup.arenas import arenas_of
from knowledge.lookup.compare import leads_of, services_of
from knowledge.lookup.processes import drawn_of, processes_of
from knowledge.lookup.record import page_of
from knowledge.lookup.sheet import ABOUT, contacts_of, sheet_of
from knowledge.lookup.shown import title_of
from knowledge.lookup.table import table_of
from knowledge.ontology import ontology
from knowledge.records import Process

if TYPE_CHECKING:
    from gateway.rooms import Rooms
    from knowledge.lookup.table import TableCell

router = APIRouter(prefix=ROOT, include_in_schema=False, default_response_class=HTMLResponse)
# Whoever may read a page may ask whether it is there.
READ = ["GET", "HEAD"]
SVG = "image/svg+xml"
# Kinds that are steps of an address of their own, or no page at all.
NO_PAGE = frozenset({"service", "contact", "helpline", "route"})
# So many municipalities stand side by side before a table is no comparison any more.
MOST_COMPARED = 11


@router.api_route("", methods=READ)
async def front(request: Request, somebody: MaybeSomebody, rooms: Held) -> Response:
    """An employee's own municipality; to others the way in."""
    own = somebody.kommuner("ansatt") if somebody is not None else ()
    if own:
        return RedirectResponse(Addresses(own[0], standard_asked(request)).to(), status_code=302)
    return await draw_entrance(request, rooms, Way(has_no_role=somebody is not None))


@router.api_route("/{kommune}", methods=READ)
async def search(request: Request, reader: Reads) -> HTMLResponse:
    """The search, before anything is asked."""
    return draw_page(request, reader, "search.html", _search(reader, Asked(), None))


@router.post("/{kommune}")
async def searched(request: Request, reader: Reads, rooms: Held, asked: Annotated[Asked, Form()]) -> HTMLResponse:
    """The search without script. What is asked is sent, and stands in no address."""
    heard, found = await look_up(rooms, reader, asked, rooms.rasa.seconds)
    return draw_page(request, reader, "search.html", _search(reader, asked, told_of(heard, found)))


@router.get("/{kommune}/bytt")
async def change(kommune: str, request: Request, til: Annotated[str, Query(max_length=40)] = "") -> RedirectResponse:
    """From one municipality to another, without script."""
    to = til if til in ontology().municipalities else kommune
    return RedirectResponse(Addresses(to, standard_asked(request)).to(), status_code=302)


@router.api_route("/{kommune}/tjeneste/{kind}", methods=READ)
async def service(kind: str, request: Request, reader: Reads) -> HTMLResponse:
    """Everything that is known of a service."""
    sheet = sheet_of(reader.reading, kind, reader.now)
    if sheet is None:
        return draw_missing(request, reader, None)
    about = [(one, [linked for linked in sheet.about if linked.kind == one]) for one in ABOUT]
    thresholds = [
        page_of(reader.reading, reader.reading.view.by_id[one.id]) for one in sheet.about if one.kind == "threshold"
    ]
    told = {
        "sheet": sheet,
        "about": [(one, linked) for one, linked in about if linked and one != "threshold"],
        "thresholds": thresholds,
        "web": contacts_of(reader.reading, "servicetorg", reader.now),
    }
    return draw_page(request, reader, "service.html", told)


@router.api_route("/{kommune}/post/{owner}/{slug}", methods=READ)
async def record(owner: str, slug: str, request: Request, reader: Reads, rooms: Held) -> HTMLResponse:
    """One record."""
    found = reader.reading.view.by_id.get(f"{owner}/{slug}")
    if found is None or found.kind in NO_PAGE:
        return draw_missing(request, reader, _withdrawn(rooms, reader, f"{owner}/{slug}"))
    return draw_page(request, reader, "record.html", {"page": page_of(reader.reading, found)})


@router.api_route("/{kommune}/ansvar", methods=READ)
async def table(request: Request, reader: Reads, celle: str = "", tjeneste: str = "") -> HTMLResponse:
    """Who does what: the plan's table, or where it has none, what the routes know."""
    drawn = table_of(reader.reading)
    if drawn is None:
        return draw_page(request, reader, "routes.html", {"routes": _routes(reader)}, path="ansvar")
    marked = tjeneste if tjeneste in drawn.services else ""
    opened = next(
        (one for row in drawn.rows for one in row.cells if one is not None and one.id.endswith(f"/{celle}")), None
    )
    cells = [one for row in drawn.rows for one in row.cells if one is not None]
    told = {
        "table": drawn,
        "marked": marked,
        "opened": opened,
        "holding": sum(marked in one.services for one in cells),
        "all": len(cells),
    }
    return draw_page(request, reader, "table.html", told, path="ansvar")


@router.api_route("/{kommune}/ansvar.svg", methods=READ)
async def table_figure(reader: Reads, tjeneste: str = "") -> Response:
    """The table as a figure of its own."""
    drawn = table_of(reader.reading)
    if drawn is None:
        raise NoSuchPageError
    marked = tjeneste if tjeneste in drawn.services else None
    to = Addresses(reader.kommune, reader.language)

    def link(cell: TableCell) -> str:
        return to.record("responsibility", cell.id)

    return _figure(table_svg(drawn, highlight=marked, language=reader.language, links=link), "ansvar")


@router.api_route("/{kommune}/steg", methods=READ)
async def processes(request: Request, reader: Reads) -> HTMLResponse:
    """All processes."""
    return draw_page(request, reader, "processes.html", {"processes": processes_of(reader.reading)}, path="steg")


@router.api_route("/{kommune}/steg/{owner}/{slug}.svg", methods=READ)
async def process_figure(owner: str, slug: str, request: Request, reader: Reads) -> Response:
    """A process as a figure of its own."""
    found = reader.reading.view.by_id.get(f"{owner}/{slug}")
    if not isinstance(found, Process):
        raise NoSuchPageError
    drawn = drawn_of(reader.reading, found)
    here = _step(request, len(found.steps))
    return _figure(process_svg(drawn, here=here, language=reader.language), slug)


@router.api_route("/{kommune}/steg/{owner}/{slug}", methods=READ)
async def process(owner: str, slug: str, request: Request, reader: Reads, rooms: Held) -> HTMLResponse:
    """One process, as a figure and as a list; `her` is the step that the reader is at."""
    found = reader.reading.view.by_id.get(f"{owner}/{slug}")
    if not isinstance(found, Process):
        return draw_missing(request, reader, _withdrawn(rooms, reader, f"{owner}/{slug}"))
    drawn = drawn_of(reader.reading, found)
    here = _step(request, len(found.steps))
    told = {
        "process": drawn,
        "here": here,
        "figure": process_svg(drawn, here=here, language=reader.language),
        "page": page_of(reader.reading, found),
    }
    return draw_page(request, reader, "process.html", told, path="steg")


@router.api_route("/{kommune}/moteplasser", methods=READ)
async def arenas(request: Request, reader: Reads) -> HTMLResponse:
    """Where services meet, and when."""
    found = arenas_of(reader.reading)
    told = {
        "arenas": found,
        "figure": year_svg(found, language=reader.language),
        "dated": any(map(has_fixed_time, found)),
    }
    return draw_page(request, reader, "arenas.html", told, path="moteplasser")


@router.api_route("/{kommune}/sammenlign", methods=READ)
async def compare(request: Request, reader: Reads, rooms: Held, side: Annotated[Sides, Query()]) -> HTMLResponse:
    """One service or one need in several municipalities."""
    places = _compared(rooms, reader, side.med)
    readings = {one: reader.of(rooms, one) for one in places}
    told: dict[str, Any] = {
        "places": [(one, ontology().municipalities[one].name) for one in places],
        "kind": side.tjeneste,
        "need": side.behov,
        "services": sorted((reader.reading.service(one), one) for one in reader.reading.view.services),
        "needs": sorted((reader.reading.need(one), one) for one in ontology().needs),
        "sheets": services_of(readings, side.tjeneste, reader.now) if side.tjeneste in ontology().services else None,
        "leads": leads_of(readings, side.behov, None) if not side.tjeneste and side.behov in ontology().needs else None,
    }
    return draw_page(request, reader, "compare.html", told, path="sammenlign")


@router.api_route("/{kommune}/{rest:path}", methods=READ)
async def elsewhere(request: Request, reader: Reads) -> Response:
    """An address that is cut off or written wrongly: a way to the search. A slash too many is none."""
    if request.url.path.endswith("/"):
        return RedirectResponse(request.url.path.rstrip("/"), status_code=307)
    return draw_missing(request, reader, None)


def _search(reader: Reader, asked: Asked, told: dict[str, Any] | None) -> dict[str, Any]:
    """What the search page draws; `told` None: nothing was asked yet."""
    services = reader.reading.view.services
    names = sorted((reader.reading.service(kind), kind) for kind, one in services.items() if one.is_own)
    return {"asked": asked, "told": told, "choices": Choices.of(reader.reading), "services": names}


def _withdrawn(rooms: Rooms, reader: Reader, record: str) -> list[tuple[str, str, str]] | None:
    """What took a withdrawn record's place: kind, id and title; None where this reader never had such a record."""
    known = {one.id: one for one in rooms.library.records}
    old = known.get(record)
    if old is None or old.owner not in ontology().owners(reader.kommune):
        return None
    ended = old.valid_to is not None and old.valid_to < reader.now.date()
    if not (ended or old.status == "superseded") or (old.audience == "ansatt" and not reader.is_own):
        return None
    while old is not None and old.id not in reader.reading.view.by_id:
        old = known.get(old.replaced_by) if old.replaced_by else None
    return [(old.kind, old.id, title_of(reader.reading, old))] if old is not None else []


def _step(request: Request, steps: int) -> int | None:
    asked = request.query_params.get("her", "")
    return next((number for number in range(1, steps + 1) if str(number) == asked), None)


def _figure(svg: str, name: str) -> Response:
    return Response(svg, media_type=SVG, headers={"content-disposition": f'inline; filename="{name}.svg"'})


def _routes(reader: Reader) -> list[tuple[str, str, Any]]:
    """Every need's name, and where it leads."""
    found = (
        (need, leads_of({reader.kommune: reader.reading}, need, None)[reader.kommune]) for need in ontology().needs
    )
    return [(need, reader.reading.need(need), leads) for need, leads in found if leads is not None]


def _compared(rooms: Rooms, reader: Reader, chosen: list[str]) -> list[str]:
    """The municipalities side by side: those chosen that may be opened, else those of the same plan, else others."""
    may = [*ontology().municipalities] if reader.employee is not None else [*rooms.settings.lookup_public]
    picked = [one for one in chosen if one in may and one != reader.kommune]
    plan = ontology().municipalities[reader.kommune].plan
    same = [one for one in may if ontology().municipalities[one].plan == plan and one != reader.kommune]
    others = [one for one in may if one != reader.kommune][:2]
    return [reader.kommune, *(picked or same or others)][:MOST_COMPARED]
