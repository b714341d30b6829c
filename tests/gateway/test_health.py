"""Whether it lives, and whether it can do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from knowledge.content import Content
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway


def test_it_lives_though_rasa_is_down(alone: Gateway) -> None:
    response = alone.client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_it_is_ready_when_rasa_and_the_actions_answer(together: Gateway, content: Content) -> None:
    response = together.client.get("/readyz")
    assert response.status_code == 200
    told = {"status": "ok", "rasa": True, "actions": True, "database": True, "events": None}
    assert response.json() == told | {"records": len(content.records)}


def test_families_are_sent_to_it_still_when_rasa_is_down(alone: Gateway, content: Content) -> None:
    response = alone.client.get("/readyz")
    assert response.status_code == 200
    told = {"status": "degraded", "rasa": False, "actions": False, "database": True, "events": None}
    assert response.json() == told | {"records": len(content.records)}


def test_it_is_degraded_when_rasa_fails(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.status = 500
    response = together.client.get("/readyz")
    told = response.json()
    assert (response.status_code, told["status"], told["rasa"], told["actions"]) == (200, "degraded", False, True)


def test_it_is_degraded_when_the_actions_fail(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.actions_status = 500
    response = together.client.get("/readyz")
    told = response.json()
    assert (response.status_code, told["status"], told["rasa"], told["actions"]) == (200, "degraded", True, False)


def test_it_is_not_ready_when_the_database_cannot_be_read(together: Gateway) -> None:
    together.rows("ALTER TABLE conversation RENAME TO away")
    response = together.client.get("/readyz")
    together.rows("ALTER TABLE away RENAME TO conversation")
    told = response.json()
    assert (response.status_code, told["status"], told["database"], told["rasa"]) == (503, "down", False, True)
    assert together.client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/", "/oppdal", "/personvern", "/api/docs", "/api/openapi.json"]
)
def test_what_can_be_read_can_be_asked_for_without_its_body(together: Gateway, path: str) -> None:
    whole, head = together.client.get(path), together.client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
