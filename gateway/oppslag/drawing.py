"""Draws a page of the look-up: what all of them are given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gateway.answers import address_of_contact
from gateway.days import date_in_words
from gateway.drawing import draw
from gateway.headers import without_frames
from gateway.oppslag.addresses import ROOT, Addresses, anchor_of
from gateway.oppslag.texts import texts
from knowledge.lookup.processes import SOS
from knowledge.ontology import ontology
from knowledge.records import Helpline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from fastapi.responses import HTMLResponse

    from gateway.oppslag.reader import Reader
    from gateway.rooms import Rooms
    from knowledge.lookup.reading import Reading

NOT_FOUND_BY_SEARCH = {"x-robots-tag": "noindex"}
# The pages of the menu: each text, and where it lies below the municipality.
MENU = (
    ("nav_search", ""),
    ("nav_table", "ansvar"),
    ("nav_steps", "steg"),
    ("nav_arenas", "moteplasser"),
    ("nav_case", "sak"),
    ("nav_compare", "sammenlign"),
    ("nav_card", "kort"),
)


def draw_page(
    request: Request, reader: Reader, name: str, context: Mapping[str, Any], *, path: str = ""
) -> HTMLResponse:
    """A page of a municipality; `path` is its place in the menu."""
    rooms: Rooms = request.app.state.rooms
    to = Addresses(reader.kommune, reader.language)
    said = texts(reader.language)
    shared = {
        "t": said,
        "to": to,
        "reader": reader,
        "kommuner": _places(rooms, reader),
        "menu": [(said[key], to.to(below), below == path) for key, below in MENU],
        "numbers": emergency_numbers(reader.reading),
        "other": _in_other_standard(request, reader, path),
        "editor": rooms.settings.editors.get(reader.kommune),
        "anchor_of": anchor_of,
        "address_of_contact": address_of_contact,
        "hidden_words": lambda kinds: ", ".join(said[f"hidden_{kind}"] for kind in kinds),
        "day": lambda value: date_in_words(date.fromisoformat(value)),
        "today": reader.now.date().isoformat(),
        "root": ROOT,
    }
    response = draw(
        request, f"oppslag/{name}", shared | dict(context), language=reader.language, kommune=reader.kommune
    )
    response.headers.update(without_frames(rooms.settings) | NOT_FOUND_BY_SEARCH)
    return response


def emergency_numbers(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The emergency numbers that never wait, with what each is."""
    lines = (reading.view.by_id.get(one) for one in SOS)
    return tuple((one.lines[0].value, reading.words(one.lines[0].label)) for one in lines if isinstance(one, Helpline))


def _places(rooms: Rooms, reader: Reader) -> list[tuple[str, str, bool]]:
    """The municipalities that the reader may open, their own first: id, name, and whether it is theirs."""
    employee = reader.employee
    mine = employee.kommuner("ansatt") if employee is not None else ()
    open_to_all = ontology().municipalities if employee is not None else rooms.settings.lookup_public
    ids = dict.fromkeys((*mine, *open_to_all))
    return [(one, ontology().municipalities[one].name, one in mine) for one in ids]


def _in_other_standard(request: Request, reader: Reader, path: str) -> str:
    """The same address in the other written standard; of what was sent, the page that it is sent from."""
    other = Addresses(reader.kommune, "nb" if reader.language == "nn" else "nn")
    if request.method == "POST":
        return other.to(path)
    url = request.url
    url = url.remove_query_params("lang") if reader.language == "nn" else url.include_query_params(lang="nn")
    return f"{url.path}?{url.query}" if url.query else url.path
