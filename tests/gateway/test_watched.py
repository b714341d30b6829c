"""A request has one id in the logs of all processes, in its answer and nowhere else; it is counted by its route."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from structlog.contextvars import merge_contextvars
from structlog.testing import LogCapture

from tests.scraping import scrape

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from structlog.typing import EventDict

    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

ID = "0123456789abcdef0123456789abcdef"
FROM_PROXY = {"X-Forwarded-For": "203.0.113.7", "X-Request-ID": ID}


def id_of(response: httpx.Response) -> str:
    """What the answer says."""
    told: str = response.headers["X-Request-ID"]
    return told


@pytest.fixture
def logged(together: Gateway) -> Iterator[list[EventDict]]:  # noqa: ARG001 - it configures logging when it starts
    """Everything that is logged meanwhile, with what its context adds."""
    before, capture = structlog.get_config(), LogCapture()
    structlog.configure(processors=[merge_contextvars, capture], wrapper_class=structlog.BoundLogger)
    yield capture.entries
    structlog.configure(**before)


@pytest.mark.parametrize("path", ["/healthz", "/oppdal", "/nothing/here", "/static/plain.css"])
def test_every_answer_tells_the_id_of_its_request(together: Gateway, path: str) -> None:
    first, second = together.client.get(path), together.client.get(path)
    assert re.fullmatch(r"[0-9a-f]{32}", id_of(first))
    assert id_of(first) != id_of(second)


def test_the_id_that_a_trusted_proxy_gave_is_kept(together: Gateway) -> None:
    assert id_of(together.client.get("/healthz", headers=FROM_PROXY)) == ID


def test_an_id_that_a_proxy_passes_on_unread_is_not_kept_where_it_does_not_fit_a_log(together: Gateway) -> None:
    assert id_of(together.client.get("/healthz", headers={**FROM_PROXY, "X-Request-ID": "Ola Nordmann"})) != ID


def test_nobody_else_chooses_what_is_written_to_the_log(together: Gateway) -> None:
    assert id_of(together.client.get("/healthz", headers={"X-Request-ID": ID})) != ID


def test_a_turn_is_logged_under_the_id_and_rasa_is_told_it(
    together: Gateway,
    rasa: PlayedRasa,
    said: dict[str, Any],  # noqa: ARG001 - Rasa answers
    logged: list[EventDict],
) -> None:
    talk = together.start(kommune="oppdal")
    request_id = id_of(talk.write("Hei"))
    assert [line["request_id"] for line in logged if line["event"] == "turn"] == [request_id]
    assert rasa.ids == [request_id]


def test_the_id_is_stored_nowhere(together: Gateway, said: dict[str, Any]) -> None:  # noqa: ARG001 - Rasa answers
    talk = together.start(kommune="oppdal")
    talk.send(headers=FROM_PROXY, json={"text": "Hei"}).raise_for_status()
    together.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = together.database.read_bytes()
    assert talk.id.encode() in stored
    assert ID.encode() not in stored


def test_a_request_is_counted_by_its_route_and_never_by_its_address(together: Gateway) -> None:
    talk = together.start(kommune="oppdal")
    before = scrape(str(together.client.base_url))
    together.client.get(f"{talk.path}/handover", headers=talk.key)
    together.client.get(f"{talk.path}/handover")
    after = scrape(str(together.client.base_url))
    route = "/api/conversations/{conversation_id}/handover"
    counted = {
        status: after.value("endorinn_http_requests_total", route=route, status=status)
        - before.value("endorinn_http_requests_total", route=route, status=status)
        for status in ("2xx", "4xx")
    }
    assert counted == {"2xx": 1, "4xx": 1}
    assert not any(talk.id in str(sample.labels) for sample in after.samples)


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("GET", "/nothing/here", {"route": "nothing", "method": "GET"}),
        ("GET", "/static/plain.css", {"route": "files", "method": "GET"}),
        ("BREW", "/nothing/here", {"route": "nothing", "method": "other"}),
    ],
)
def test_whatever_is_asked_for_makes_no_new_label(
    together: Gateway, method: str, path: str, labels: dict[str, str]
) -> None:
    before = scrape(str(together.client.base_url))
    together.client.request(method, path)
    after = scrape(str(together.client.base_url))
    name = "endorinn_http_requests_total"
    assert after.value(name, **labels) == before.value(name, **labels) + 1
