"""Replies that are given often: everyone at the desk reads them, leads change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.gateway.vakt.desk import Coordinator

REPLY = {"kommune": "oppdal", "title": "Åpningstid", "nb": "Vi har åpent til tre.", "nn": "Vi har ope til tre."}


def listed(who: Coordinator) -> list[dict[str, Any]]:
    """All of Oppdal's."""
    found: list[dict[str, Any]] = (
        who.client.get("/api/vakt/replies", params={"kommune": "oppdal"}).raise_for_status().json()["replies"]
    )
    return found


def test_a_lead_adds_changes_and_removes_what_all_at_the_desk_read(lead: Coordinator, coordinator: Coordinator) -> None:
    added = lead.client.post("/api/vakt/replies", json=REPLY)
    assert (added.status_code, added.json() | {"id": 0}) == (
        201,
        {"id": 0, "title": REPLY["title"], "nb": REPLY["nb"], "nn": REPLY["nn"]},
    )
    number = added.json()["id"]
    assert added.json() in listed(coordinator)
    changed = lead.client.put(f"/api/vakt/replies/{number}", json=REPLY | {"nb": "Til fire."})
    assert (changed.status_code, changed.json()["nb"]) == (200, "Til fire.")
    assert [one["nb"] for one in listed(coordinator) if one["id"] == number] == ["Til fire."]
    assert lead.client.delete(f"/api/vakt/replies/{number}").status_code == 204
    assert [one for one in listed(coordinator) if one["id"] == number] == []
    assert lead.client.put(f"/api/vakt/replies/{number}", json=REPLY).status_code == 404


def test_whoever_leads_no_desk_there_changes_nothing(
    lead: Coordinator, coordinator: Coordinator, neighbour: Coordinator
) -> None:
    number = lead.client.post("/api/vakt/replies", json=REPLY).json()["id"]
    before = listed(lead)
    for who in (coordinator, neighbour):
        assert who.client.post("/api/vakt/replies", json=REPLY).status_code == 403
        assert who.client.put(f"/api/vakt/replies/{number}", json=REPLY).status_code == 403
        assert who.client.delete(f"/api/vakt/replies/{number}").status_code in {204, 403, 404}
    assert listed(lead) == before
    # Nor by naming one's own municipality with another's number.
    own = neighbour.client.put(f"/api/vakt/replies/{number}", json=REPLY | {"kommune": "tynset"})
    assert own.status_code == 404
    assert listed(lead) == before


def test_another_municipalitys_replies_are_not_read(neighbour: Coordinator) -> None:
    response = neighbour.client.get("/api/vakt/replies", params={"kommune": "oppdal"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "x" * 81}, {"nb": " "}, {"nn": "x" * 2001}, {"kommune": "oslo"}, {"en": "x"}]
)
def test_a_reply_that_cannot_be_used_is_refused(lead: Coordinator, wrong: dict[str, str]) -> None:
    assert lead.client.post("/api/vakt/replies", json=REPLY | wrong).status_code == 422
