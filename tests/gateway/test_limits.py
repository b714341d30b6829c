"""The largest body, the longest that it may take, and the headers that keep everything foreign out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from gateway.limits import BodyLimits
from tests.gateway.running import connected, gateway_on, trickle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import Message

    from tests.gateway.running import Gateway, Talk

LIMIT = 16_384
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
PATHS = ["/", "/oppdal", "/oslo", "/api/docs", "/api/openapi.json", "/static/plain.css", "/healthz", "/readyz"]


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


@pytest.fixture(scope="module")
def impatient(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway that waits a short while for a body."""
    folder, rasa = tmp_path_factory.mktemp("impatient"), f"http://127.0.0.1:{closed_port}"
    with gateway_on(loaded, folder, rasa, body_timeout=0.5) as gateway:
        yield gateway


def head_of(talk: Talk, length: int) -> bytes:
    """A message's head, that announces a body."""
    return (
        f"POST {talk.path}/messages HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {talk.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def test_a_body_that_comes_too_slowly_is_refused_and_not_stored(impatient: Gateway) -> None:
    talk = impatient.start()
    body = b'{"text": "Hei"}'
    with connected(impatient) as client:
        client.sendall(head_of(talk, len(body)) + body[:-1])
        response = client.recv(100_000)
    head, _, sent = response.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"content-type: application/problem+json" in head
    assert json.loads(sent) == {
        "type": "/problem/for-sent",
        "title": "Forespørselen kom for sent",
        "status": 408,
        "detail": "Hele meldingen kom ikke fram i tide. Send den igjen.",
    }
    assert talk.stored() == []


def test_a_body_that_never_ends_is_refused_however_often_a_piece_comes(impatient: Gateway) -> None:
    talk = impatient.start()
    with connected(impatient) as client:
        client.sendall(head_of(talk, 10_000))
        answered = trickle(client, b" " * 10_000, until_answer=True)
    assert answered.startswith(b"HTTP/1.1 408 ")
    assert talk.stored() == []


def test_a_body_in_time_is_read_by_the_impatient_too(impatient: Gateway) -> None:
    assert impatient.start().write("Hvem er PPT?").status_code == 200


async def test_a_body_that_breaks_off_reaches_nobody() -> None:
    parts: list[Message] = [
        {"type": "http.request", "body": b'{"text": "Hei"}', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return parts.pop(0)

    async def send(message: Message) -> None:
        pytest.fail(f"Nobody is there to read {message}.")

    async def app(*_: object) -> None:
        pytest.fail("Half a body was read.")

    await BodyLimits(app, 100, 60)({"type": "http", "method": "POST"}, receive, send)
    assert parts == []
