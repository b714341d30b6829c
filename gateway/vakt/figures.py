"""Figures for whoever leads a municipality's coordinators: as JSON for the desk, as a table for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from conversations.figures_table import as_csv
from conversations.suppression import as_json, suppressed
from gateway.api import Held
from gateway.shapes import KnownMunicipality
from gateway.vakt.guards import Employee, desk_router

if TYPE_CHECKING:
    from conversations.suppression import ShownWeek

QUARTER, FIVE_YEARS = 12, 260
type Weeks = Annotated[int, Query(ge=1, le=FIVE_YEARS)]
router = desk_router()
# It only reads, and a link leads to it.
table = APIRouter(include_in_schema=False)


class ShownFigures(BaseModel):
    """A municipality's weeks, the oldest first; what is hidden is null."""

    kommune: str
    weeks: list[dict[str, Any]]


@router.get("/figures")
async def figures(kommune: KnownMunicipality, rooms: Held, employee: Employee, weeks: Weeks = QUARTER) -> ShownFigures:
    """The last weeks that are settled."""
    shown = await _shown(rooms, employee, kommune, weeks)
    return ShownFigures(kommune=kommune, weeks=[as_json(week) for week in shown])


@table.get("/vakt/tall.csv")
async def spreadsheet(kommune: KnownMunicipality, rooms: Held, employee: Employee, weeks: Weeks = QUARTER) -> Response:
    """The same as a file."""
    shown = await _shown(rooms, employee, kommune, weeks)
    name = {"Content-Disposition": f'attachment; filename="vakt-{kommune}.csv"'}
    return Response(as_csv(shown), media_type="text/csv; charset=utf-8", headers=name)


async def _shown(rooms: Held, employee: Employee, kommune: str, weeks: int) -> tuple[ShownWeek, ...]:
    employee.must("leder", kommune)
    found = await run_in_threadpool(rooms.figures.of, kommune, weeks)
    return tuple(suppressed(week) for week in found)
