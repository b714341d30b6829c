"""Clients that do not get their request's head across are let go; those that wait for a slow answer are not."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from gateway.serve import PatientProtocol
from tests.gateway.running import connected, trickle

if TYPE_CHECKING:
    import socket

    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

SHORT = 0.4
# At a byte in 0.02 seconds it would take minutes.
ENDLESS = b"GET /healthz HTTP/1.1\r\nHost: gateway\r\nX-Endless: " + b"a" * 10_000
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: gateway\r\n\r\n"


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "header_seconds", SHORT)


def read_answer(client: socket.socket) -> bytes:
    """One answer to `WHOLE`."""
    said = b""
    while not said.endswith(b"}"):
        said += client.recv(100_000)
    return said


@pytest.mark.usefixtures("_short")
def test_a_client_that_sends_nothing_is_let_go(alone: Gateway) -> None:
    with connected(alone) as client:
        assert client.recv(1) == b""


@pytest.mark.usefixtures("_short")
def test_a_client_that_sends_its_head_a_byte_at_a_time_is_let_go(alone: Gateway) -> None:
    with connected(alone) as client:
        assert trickle(client, ENDLESS) == b""


@pytest.mark.usefixtures("_short")
def test_a_second_request_on_a_connection_is_timed_too(alone: Gateway) -> None:
    with connected(alone) as client:
        client.sendall(WHOLE)
        assert read_answer(client).startswith(b"HTTP/1.1 200 ")
        assert trickle(client, ENDLESS) == b""


@pytest.mark.usefixtures("_short")
def test_a_third_request_after_two_good_ones_is_timed_too(alone: Gateway) -> None:
    with connected(alone) as client:
        for _ in range(2):
            client.sendall(WHOLE)
            assert read_answer(client).startswith(b"HTTP/1.1 200 ")
        assert trickle(client, ENDLESS) == b""


@pytest.mark.usefixtures("_short")
def test_who_was_refused_for_a_slow_body_cannot_hold_on_with_more_of_it(alone: Gateway) -> None:
    with connected(alone) as client:
        client.sendall(
            b"POST /api/conversations HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9000000\r\n\r\n" + b" " * 20_000
        )
        assert client.recv(100_000).startswith(b"HTTP/1.1 413 ")
        assert trickle(client, b" " * 10_000) == b""


def test_a_head_in_pieces_in_time_is_answered(alone: Gateway) -> None:
    with connected(alone) as client:
        for place in range(0, len(WHOLE), 5):
            client.sendall(WHOLE[place : place + 5])
        assert read_answer(client).startswith(b"HTTP/1.1 200 ")


@pytest.mark.usefixtures("_short")
def test_two_requests_that_come_at_once_are_both_answered(alone: Gateway) -> None:
    with connected(alone) as client:
        client.sendall(WHOLE * 2)
        said = b""
        while said.count(b"HTTP/1.1 200 ") < 2:
            more = client.recv(100_000)
            assert more
            said += more


@pytest.mark.usefixtures("_short")
def test_a_stream_that_is_longer_than_a_head_may_take_is_not_cut(talk: Talk) -> None:
    later = threading.Timer(4 * SHORT, talk.write, ["Hvem er PPT?"])
    later.start()
    assert [event["id"] for event in talk.answer_events(1)] == ["2"]
    later.join()


@pytest.mark.usefixtures("_short")
def test_an_answer_that_takes_longer_than_a_head_may_is_given(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.may_answer.clear()  # The gateway waits a second for it.
    assert together.start(kommune="oppdal").write("Hvem er PPT?").status_code == 200
    rasa.may_answer.set()


def test_what_follows_the_body_is_no_header(alone: Gateway) -> None:
    # A proxy in front has checked, and set, only the headers before it.
    begun = b"POST /api/conversations HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n"
    typed = b"Content-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n"
    trailers = b"X-Forwarded-For: 203.0.113.7\r\nX-Request-ID: " + b"b" * 32 + b"\r\n\r\n"
    with connected(alone) as client:
        client.sendall(begun + typed + trailers)
        said = read_answer(client)
    assert said.startswith(b"HTTP/1.1 201 ")
    assert b"b" * 32 not in said


def test_a_body_under_an_upgrade_is_a_body(alone: Gateway) -> None:
    begun = b"POST /api/conversations HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\n"
    with connected(alone) as client:
        client.sendall(begun + upgrade + b"{}")
        assert read_answer(client).startswith(b"HTTP/1.1 201 ")
