"""The largest body, and the headers that keep everything foreign out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.gateway.running import Gateway, Talk

LIMIT = 16_384
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
PATHS = ["/", "/oppdal", "/oslo", "/api/docs", "/api/openapi.json", "/static/chat.js", "/healthz", "/readyz"]


def of_size(size: int) -> bytes:
    """A message whose body has so many bytes."""
    frame = b'{"text": "Hei"}'
    return b" " * (size - len(frame)) + frame


def in_pieces(body: bytes) -> Iterator[bytes]:
    """A body whose size is not announced."""
    for start in range(0, len(body), 1000):
        yield body[start : start + 1000]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_and_answer_keeps_what_is_foreign_out(alone: Gateway, path: str) -> None:
    sent = alone.client.get(path).headers
    assert {name: sent.get(name) for name in HEADERS} == HEADERS


def test_refusals_carry_the_headers_too(talk: Talk) -> None:
    sent = talk.send(content=of_size(LIMIT + 1)).headers
    assert {name: sent.get(name) for name in HEADERS} == HEADERS


def test_a_body_of_the_largest_size_is_read(talk: Talk) -> None:
    assert talk.send(content=of_size(LIMIT), headers={"Content-Type": "application/json"}).status_code == 200


def test_a_body_in_pieces_is_read(talk: Talk) -> None:
    pieces = in_pieces(of_size(LIMIT))
    assert talk.send(content=pieces, headers={"Content-Type": "application/json"}).status_code == 200


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in pieces"])
def test_a_body_that_is_too_large_is_refused(talk: Talk, *, announced: bool) -> None:
    body = of_size(LIMIT + 1)
    response = talk.send(content=body if announced else in_pieces(body), headers={"Content-Type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")
    assert response.json()["detail"] == "Send en kortere melding."
    assert talk.stored() == []
