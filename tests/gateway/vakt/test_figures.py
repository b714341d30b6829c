"""Figures of the desk over HTTP: for leads of the municipality, as JSON and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.gateway.vakt.desk import Coordinator

PLACE = {"kommune": "oppdal"}
ADDRESSES = ("/api/vakt/figures", "/vakt/tall.csv")


def test_a_lead_reads_as_many_weeks_as_asked_for_the_oldest_first(lead: Coordinator) -> None:
    figures = lead.client.get("/api/vakt/figures", params=PLACE | {"weeks": "3"}).raise_for_status().json()
    weeks = [week["week"] for week in figures["weeks"]]
    assert (figures["kommune"], len(weeks), weeks) == ("oppdal", 3, sorted(weeks))
    assert {week["asked"] for week in figures["weeks"]} == {0}


def test_the_table_is_a_file_that_a_spreadsheet_opens(lead: Coordinator) -> None:
    response = lead.client.get("/vakt/tall.csv", params=PLACE)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="vakt-oppdal.csv"'
    head, *rows = response.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Uke;Fra og med;")
    assert len(rows) == 12


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_leads_of_the_municipality_read_them(
    coordinator: Coordinator, neighbour: Coordinator, address: str
) -> None:
    assert [who.client.get(address, params=PLACE).status_code for who in (coordinator, neighbour)] == [403, 403]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("asked", [{}, {"kommune": "atlantis"}, PLACE | {"weeks": "0"}, PLACE | {"weeks": "mange"}])
def test_what_cannot_be_asked_for_is_said(lead: Coordinator, address: str, asked: dict[str, str]) -> None:
    assert lead.client.get(address, params=asked).status_code == 422
