"""Whether it lives, and whether it can do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    assert response.json() == {"status": "ok", "rasa": True, "actions": True, "records": len(content.records)}


def test_it_is_not_ready_when_rasa_is_down(alone: Gateway, content: Content) -> None:
    response = alone.client.get("/readyz")
    assert response.status_code == 503
    told = {"status": "degraded", "rasa": False, "actions": False}
    assert response.json() == told | {"records": len(content.records)}


def test_it_is_not_ready_when_rasa_fails(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.status = 500
    response = together.client.get("/readyz")
    assert (response.status_code, response.json()["rasa"], response.json()["actions"]) == (503, False, True)


def test_it_is_not_ready_when_the_actions_fail(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.actions_status = 500
    response = together.client.get("/readyz")
    assert (response.status_code, response.json()["rasa"], response.json()["actions"]) == (503, True, False)
