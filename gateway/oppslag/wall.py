"""The card for the staff-room wall, made from what is known today: who does what, seen from one kind of unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from foundation.lines import one_line
from gateway.api import Held
from gateway.oppslag.addresses import ROOT, Addresses
from gateway.oppslag.drawing import draw_page
from gateway.oppslag.papers.cards import Card, CardRow, card_pdf
from gateway.oppslag.papers.sheets import Section
from gateway.oppslag.reader import NoSuchPageError, Reads
from gateway.oppslag.texts import texts
from knowledge.lookup.arenas import arenas_of
from knowledge.lookup.processes import REPORT
from knowledge.lookup.sheet import contacts_of
from knowledge.records import Duty, Helpline, Told
from knowledge.texts import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.oppslag.reader import Reader

router = APIRouter(prefix=ROOT, include_in_schema=False, default_response_class=HTMLResponse)
PDF = "application/pdf"
LONGEST = 60
# Each kind of unit, a service type: how old the children there are, and what it meets most.
UNITS: dict[str, tuple[int, tuple[str, ...]]] = {
    "barnehage": (
        4,
        (
            "sprak-tale",
            "utvikling-motorikk",
            "atferd",
            "mobbing-miljo",
            "nevroutvikling",
            "foreldreveiledning",
            "okonomi",
            "koordinering",
        ),
    ),
    "skole": (
        12,
        (
            "skolefravaer",
            "mobbing-miljo",
            "psykisk-helse",
            "laerevansker",
            "atferd",
            "nevroutvikling",
            "selvskading",
            "rus-ungdom",
            "koordinering",
        ),
    ),
    "sfo": (
        8,
        ("mobbing-miljo", "atferd", "ensomhet-utenforskap", "psykisk-helse", "foreldrebetaling", "koordinering"),
    ),
    "helsestasjon": (
        3,
        (
            "barsel-spedbarn",
            "sprak-tale",
            "utvikling-motorikk",
            "psykisk-helse",
            "spiseforstyrrelse",
            "foreldreveiledning",
            "koordinering",
        ),
    ),
    "nav": (10, ("okonomi", "bolig", "fritid", "foreldrebetaling", "sliten-forelder", "koordinering")),
}
LINES = ("nasjonal/nodetater-112", "nasjonal/nodetater-113", "nasjonal/alarmtelefonen", "nasjonal/legevakt")
CONSENT = "nasjonal/rett-samtykke-deling"
# The service type that teams of any case are of.
TEAM = "tst"
MOST_WHO, MOST_ARENAS = 2, 3


@router.api_route("/{kommune}/kort", methods=["GET", "HEAD"])
async def choose(request: Request, reader: Reads) -> HTMLResponse:
    """Which unit the card is for."""
    return draw_page(
        request, reader, "card.html", {"units": tuple(UNITS), "fault": None, "name": "", "chosen": ""}, path="kort"
    )


@router.post("/{kommune}/kort.pdf")
async def make(
    request: Request,
    reader: Reads,
    rooms: Held,
    enhet: Annotated[str, Form(max_length=40)] = "",
    navn: Annotated[str, Form()] = "",
) -> Response:
    """The card, as a PDF of one page."""
    if enhet not in UNITS:
        raise NoSuchPageError
    name = one_line(navn)
    if len(name) > LONGEST:
        fault = texts(reader.language)["card_too_long"]
        response = draw_page(
            request,
            reader,
            "card.html",
            {"units": tuple(UNITS), "fault": fault, "name": name, "chosen": enhet},
            path="kort",
        )
        response.status_code = 422
        return response
    address = f"{rooms.settings.public_address}{Addresses(reader.kommune, reader.language).to()}"
    card = card_of(reader, enhet, name, address)
    pdf = await run_in_threadpool(card_pdf, card, reader.language)
    return Response(pdf, media_type=PDF, headers={"content-disposition": f'attachment; filename="kort-{enhet}.pdf"'})


def card_of(reader: Reader, unit: str, name: str, address: str) -> Card:
    """What stands on the card of a unit; `name` may be empty."""
    said, reading = texts(reader.language), reader.reading
    records = reading.view.by_id
    duty = records[REPORT]
    assert isinstance(duty, Duty)  # noqa: S101 - a national record, which a test holds the content to
    consent = records[CONSENT]
    texts_of = {one.id: reading.words(one.staff or one.text) for one in (duty, consent) if isinstance(one, Told)}
    meetings = tuple(_meetings(reader, unit))
    boxes = [Section(said["card_consent"], (texts_of[CONSENT],))]
    if meetings:
        boxes.append(Section(said["card_meeting"], meetings))
    sources = dict.fromkeys(f"{one.title}, {one.locator}" for one in reading.refer((*duty.sources, *consent.sources)))
    return Card(
        title=said["card_heading"].format(unit=name or said[f"in_sentence_{unit}"]),
        place=reader.place,
        made=reader.now.date(),
        address=address,
        urgent=Section(reading.words(duty.title), (texts_of[REPORT],)),
        lines=tuple(_numbers(reader)),
        rows=tuple(_rows(reader, unit)),
        boxes=tuple(boxes),
        sources=tuple(sources),
    )


def _numbers(reader: Reader) -> Iterator[tuple[str, str]]:
    for one in LINES:
        record = reader.reading.view.by_id.get(one)
        if isinstance(record, Helpline):
            yield record.lines[0].value, in_words(record.lines[0].label, reader.language)


def _rows(reader: Reader, unit: str) -> Iterator[CardRow]:
    """Each need that the unit meets: the first services of its route that are not the unit itself."""
    age, needs = UNITS[unit]
    for need in needs:
        route = reader.reading.view.route(need, "ansatt", age)
        if route is not None:
            services = reader.reading.view.services
            fitting = [step.service for step in route.steps if step.service != unit and step.service in services]
            who = [one for one in fitting if (ages := services[one].ages) is None or ages.cover(age)][:MOST_WHO]
            if who:
                names = ", ".join(map(reader.reading.service, who))
                yield CardRow(reader.reading.need(need), names, _how(reader, who[0]))


def _how(reader: Reader, service: str) -> str:
    """The first confirmed way to reach a service; else the municipality's own address, or that none is confirmed."""
    said = texts(reader.language)
    own = [one for one in contacts_of(reader.reading, service, reader.now) if one.confirmed]
    if own:
        return f"{own[0].label}: {own[0].value}" if own[0].kind != "nettside" else own[0].value
    web = [one for one in contacts_of(reader.reading, "servicetorg", reader.now) if one.confirmed]
    return (
        said["card_web"].format(address=urlsplit(web[0].value).netloc.removeprefix("www.")) if web else said["card_ask"]
    )


def _meetings(reader: Reader, unit: str) -> Iterator[str]:
    """Where a case of this unit may be discussed: its own meetings, then the teams of any case."""
    arenas = arenas_of(reader.reading)
    own = [one for one in arenas if unit in one.services]
    teams = [one for one in arenas if TEAM in one.services and len(one.services) == 1]
    for arena in list(dict.fromkeys((*own, *teams)))[:MOST_ARENAS]:
        often = f": {arena.frequency[0].lower()}{arena.frequency[1:]}" if arena.frequency else ""
        yield f"\N{EN DASH} {arena.name}{often}"
