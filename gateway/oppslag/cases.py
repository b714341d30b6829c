"""The case sheet: a situation without names becomes a sheet that the employee edits, prints or takes as a PDF.

Nothing is stored. What is typed is hidden of personal data, understood, drawn into the answer and forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from gateway.api import Held
from gateway.days import date_in_words
from gateway.oppslag.addresses import ROOT
from gateway.oppslag.drawing import draw_page
from gateway.oppslag.filtering import LONGEST
from gateway.oppslag.papers.sheets import Section, Sheet, sheet_pdf
from gateway.oppslag.reader import Reads
from gateway.oppslag.searching import hear
from gateway.oppslag.texts import texts
from knowledge import Query
from knowledge.lookup.case import CasePart, PartKey, case_of

if TYPE_CHECKING:
    from gateway.oppslag.reader import Reader
    from gateway.rooms import Rooms
    from knowledge.answers import SourceRef
    from knowledge.lookup.case import CaseSheet

router = APIRouter(prefix=ROOT, include_in_schema=False, default_response_class=HTMLResponse)
PDF = "application/pdf"
MAX_FIELDS = 40
# What can be edited: the situation itself, the needs that were seen, and each part of the sheet.
EDITED = ("situation", "needs", *get_args(PartKey.__value__))
ITEM = "\N{EN DASH} "


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the sheet: its heading and its text, one thing a line."""

    key: str
    heading: str
    text: str


@router.api_route("/{kommune}/sak", methods=["GET", "HEAD"])
async def empty(request: Request, reader: Reads) -> HTMLResponse:
    """Where a situation is described."""
    return draw_page(request, reader, "case.html", {"typed": "", "fault": None, "sheet": None}, path="sak")


@router.post("/{kommune}/sak")
async def filled(request: Request, reader: Reads, rooms: Held) -> HTMLResponse:
    """The sheet of what was described; where it cannot be made, what was typed stands there still."""
    typed = (await _form(request)).get("situation", "")
    said = texts(reader.language)
    fault = said["case_empty"] if not typed.strip() else said["case_too_long"] if len(typed) > LONGEST else None
    if fault is not None:
        response = draw_page(request, reader, "case.html", {"typed": typed, "fault": fault, "sheet": None}, path="sak")
        response.status_code = 422
        return response
    sheet, told = await _made(rooms, reader, typed)
    return draw_page(request, reader, "case.html", {"typed": typed, "fault": None, "sheet": sheet, **told}, path="sak")


@router.post("/{kommune}/sak.pdf")
async def printed(request: Request, reader: Reads) -> Response:
    """The sheet as it was edited. The duty to report stands first in it, whatever was edited."""
    form = await _form(request)
    sheet = _paper(reader, form)
    pdf = await run_in_threadpool(sheet_pdf, sheet, reader.language)
    name = f"saksark-{reader.now.date().isoformat()}.pdf"
    return Response(pdf, media_type=PDF, headers={"content-disposition": f'attachment; filename="{name}"'})


async def _form(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
        # As browsers send line ends in forms.
        return {key: value.replace("\r\n", "\n") for key, value in form.items() if isinstance(value, str)}


async def _made(rooms: Rooms, reader: Reader, typed: str) -> tuple[CaseSheet, dict[str, Any]]:
    heard = await hear(rooms, reader, typed, rooms.rasa.seconds)
    sheet = await run_in_threadpool(case_of, reader.reading.view, heard.query, reader.now)
    said = texts(reader.language)
    needs = [name for _, name in sheet.needs]
    parts = [
        Part("situation", said["case_situation"], heard.query.text),
        Part("needs", said["case_needs"], "\n".join(needs) or said["case_needs_none"]),
        *(Part(part.key, said[f"case_{part.key}"], _text(reader, sheet, part)) for part in _ordered(sheet)),
    ]
    if sheet.applies:
        parts.append(Part("family", said["case_family"], said["case_family_harmed"]))
    sources = list(dict.fromkeys(_place(reader, one) for one in sheet.sources))
    return sheet, {"parts": parts, "hidden": heard.query.hidden, "sources": sources}


def _ordered(sheet: CaseSheet) -> tuple[CasePart, ...]:
    return tuple(part for part in sheet.parts if part.lines)


def _text(reader: Reader, sheet: CaseSheet, part: CasePart) -> str:
    """A part as it is edited, a line each; that of the level says first what is suggested, and why."""
    said = texts(reader.language)
    lines = [line.text for line in part.lines]
    if part.key == "level":
        suggested = said["case_level_is"].format(level=reader.reading.level(sheet.level))
        lines = [f"{suggested} {said[f'case_reason_{sheet.level_reason}']} {said['case_level_note']}", *lines]
    return "\n".join(line.replace("\n", " ") for line in lines)


def _place(reader: Reader, source: SourceRef) -> str:
    checked = texts(reader.language)["checked"].format(date=date_in_words(date.fromisoformat(source.checked)))
    return f"{source.title}, {source.locator} ({checked})"


def report_of(reader: Reader, *, applies: bool) -> Section:
    """The duty to report, as it always stands first."""
    said = texts(reader.language)
    sheet = case_of(reader.reading.view, Query(text="", kommune=reader.kommune, language=reader.language), reader.now)
    lines = [
        said["case_report_applies"] if applies else said["case_report_maybe"],
        *(line.text for line in sheet.report),
        said["case_report_when"],
        *(f"{ITEM}{one}" for one in sheet.report_when),
        said["case_report_to"],
        *(f"{ITEM}{one}" for one in sheet.report_contacts),
    ]
    return Section(said["case_report"], tuple(lines))


def _paper(reader: Reader, form: dict[str, str]) -> Sheet:
    said = texts(reader.language)
    edited = [(said[f"case_{key}"], form.get(key, "").strip()) for key in EDITED]
    made = said["case_made"].format(date=date_in_words(reader.now.date()), place=reader.place)
    return Sheet(
        title=said["case_title"],
        place=reader.place,
        made=reader.now.date(),
        urgent=report_of(reader, applies=form.get("applies") == "1"),
        sections=tuple(Section(heading, _items(text)) for heading, text in edited if text),
        sources=tuple(filter(None, form.get("sources", "").split("\n"))),
        notes=(made, said["case_level_note"]),
    )


def _items(text: str) -> tuple[str, ...]:
    """The lines of a field: one alone is a paragraph, several are a list."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(lines) if len(lines) == 1 else tuple(f"{ITEM}{line.removeprefix(ITEM)}" for line in lines)
