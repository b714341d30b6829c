"""What no person and no browser sends: each is answered or refused in good time, and everyone else is served."""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sqlite3
import time
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.streams import PER_CONVERSATION
from tests.gateway.running import connected, gateway_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    import httpx

    from tests.gateway.running import Gateway, Talk

AS_JSON = {"Content-Type": "application/json"}
PROBLEM = "application/problem+json"
SECONDS_FOR_ONE = 5.0


def told(response: httpx.Response) -> int:
    """The status of a refusal, which is a problem document."""
    assert response.headers["content-type"] == PROBLEM
    assert response.json()["status"] == response.status_code
    return response.status_code


def answered(gateway: Gateway, request: bytes) -> list[int]:
    """The statuses that come back to bytes on a bare connection, until it is closed or is silent for a while."""
    said = b""
    with connected(gateway) as client, suppress(TimeoutError, ConnectionError):
        client.sendall(request)
        client.settimeout(1.0)
        while piece := client.recv(100_000):
            said += piece
    return [int(status) for status in re.findall(rb"^HTTP/1\.1 (\d{3})", said, re.MULTILINE)]


LONG = {
    "combining marks": "e" + "\u0301\u0323" * 999,
    "nothing but marks": "\u0301" * 2000,
    "emoji": "😭" * 2000,
    "families": "👨‍👩‍👧‍👦" * 285,
    "flags": "🇳🇴" * 1000,
    "marks from right to left": "\u202e\u200f\u2067" * 666 + "ab",
    "blanks of no width": "\u200b\u2060\ufeff" * 666,
    "letters from right to left": "ابني " * 400,
    "the widest ligature": "\ufdfa" * 2000,
    "apostrophes": "'" * 2000,
    "brackets": "([{<" * 500,
    "digits": "1234567 " * 250,
    "one word": "slå" * 666,
    "no characters of Unicode": "\uffff\U0010ffff" * 1000,
    "a template": "{{7*7}}${jndi:ldap://x}%s{0}" * 70,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_the_longest_message_of_anything_is_answered_in_good_time(talk: Talk, text: str) -> None:
    begun = time.monotonic()
    answer = talk.answer_to(text)
    assert time.monotonic() - begun < SECONDS_FOR_ONE
    assert answer["acute"] is None
    assert [author for _, author, _ in talk.stored()] == ["person", "assistent"]


def nested(depth: int) -> str:
    """A list within a list within a list, closed again."""
    return "[" * depth + "]" * depth


BODIES: dict[str, tuple[str | bytes, int]] = {
    "a thousand lists": (f'{{"text": {nested(1_000)}}}', 422),
    "a thousand lists in an unknown field": (f'{{"text": "Hei", "a": {nested(1_000)}}}', 422),
    "eight thousand objects": ('{"a":' * 3_000, 400),
    "a hundred thousand lists": (f'{{"text": {nested(100_000)}}}', 413),
    "no number": ('{"text": NaN}', 422),
    "a number without end": (f'{{"text": {"9" * 10_000}}}', 400),
    "half a sign as a field": ('{"\\ud800": 1, "text": "Hei"}', 422),
    "an overlong slash": (b'{"text": "\xc0\xaf"}', 400),
    "nothing but NUL": (b"\x00" * 100, 400),
    "a packed body": (b"\x1f\x8b\x08\x00" + b"\x00" * 50, 400),
    "a string alone": ('"Hei"', 422),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_message_is_refused_and_not_stored(talk: Talk, body: str | bytes, status: int) -> None:
    assert told(talk.send(content=body, headers=AS_JSON)) == status
    assert talk.stored() == []


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "utf-32-be"])
def test_json_in_another_form_of_unicode_is_read(talk: Talk, code: str) -> None:
    response = talk.send(content='{"text": "Når åpner SFO?"}'.encode(code), headers=AS_JSON)
    assert response.json()["answers"][0]["question"] == "Når åpner SFO?"


@pytest.mark.parametrize("field", ["kommune", "role", "language", "annet"])
def test_half_a_sign_in_any_field_is_refused(alone: Gateway, field: str) -> None:
    body = f'{{"{field}": "\\ud800"}}'
    assert told(alone.client.post("/api/conversations", content=body, headers=AS_JSON)) == 422


def test_of_a_field_that_is_sent_twice_the_last_counts(talk: Talk) -> None:
    response = talk.send(content='{"text": "Hvem er PPT?", "text": "Hva er SFO?"}', headers=AS_JSON)
    assert response.json()["answers"][0]["question"] == "Hva er SFO?"
    assert [text for _, author, text in talk.stored() if author == "person"] == ["Hva er SFO?"]


IDS = ["%00", "%ff%fe", "%2e%2e", "..%2f..", "%F0%9F%98%AD", "'%20OR%201=1--", "0" * 5000, "%0d%0aX-Ny:%201", "{id}"]


@pytest.mark.parametrize("conversation", IDS, ids=range(len(IDS)))
@pytest.mark.parametrize(("method", "rest"), [("POST", "/messages"), ("GET", "/events"), ("DELETE", "")])
def test_an_id_that_cannot_be_one_is_nobodys(talk: Talk, conversation: str, method: str, rest: str) -> None:
    key = talk.key["Authorization"]
    body = b'{"text": "Hei"}' if method == "POST" else b""
    request = (
        f"{method} /api/conversations/{conversation}{rest} HTTP/1.1\r\nHost: a\r\nAuthorization: {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    assert answered(talk.gateway, request.encode() + body) == [404]


LAST = {"half": (b"1.5", 422), "a power": (b"1e3", 422), "empty": (b"", 422), "of another alphabet": (b"\xd9\xa3", 422)}
LAST |= {"a sign": (b"+1", 200), "of many noughts": (b"0" * 300 + b"1", 200), "a list": (b"1, 2", 422)}


@pytest.mark.parametrize(("last", "status"), LAST.values(), ids=LAST)
def test_the_last_event_is_a_number_or_is_refused(talk: Talk, last: bytes, status: int) -> None:
    head = f"GET {talk.path}/events HTTP/1.1\r\nHost: a\r\nAuthorization: {talk.key['Authorization']}\r\n"
    assert answered(talk.gateway, head.encode() + b"Last-Event-ID: " + last + b"\r\n\r\n") == [status]


KEYS = [
    b"Bearer",
    b"Bearer ",
    b"Bearer \xff\xfe",
    b"bearer \xc3\xa6",
    b"Bearer a b",
    b"Bearer " + b"a" * 30_000,
    b"\xff",
]


@pytest.mark.parametrize("key", KEYS, ids=range(len(KEYS)))
def test_a_key_of_any_bytes_opens_nothing(talk: Talk, key: bytes) -> None:
    head = f"DELETE {talk.path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: ".encode()
    [status] = answered(talk.gateway, head + key + b"\r\n\r\n")
    assert status in {401, 404}
    assert talk.forget().status_code == 204


HEADS = {
    "no HTTP": b"hei\r\n\r\n",
    "a negative length": b"POST /api/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"POST /api/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "a piece of no length": b"POST /api/conversations HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a header with NUL": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
    "a head without host": b"GET / HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("request_", HEADS.values(), ids=HEADS)
def test_what_is_no_request_is_refused_and_the_next_one_answered(alone: Gateway, request_: bytes) -> None:
    assert answered(alone, request_) == [400]
    assert alone.client.get("/healthz").status_code == 200


LARGE = {"one header": b"X: " + b"a" * 1_000_000 + b"\r\n", "many headers": b"X: a\r\n" * 150_000}


@pytest.mark.parametrize("headers", LARGE.values(), ids=LARGE)
def test_a_head_of_a_megabyte_is_not_listened_to(alone: Gateway, headers: bytes) -> None:
    # Who goes on sending may be cut off before they have read the refusal.
    assert answered(alone, b"GET / HTTP/1.1\r\nHost: a\r\n" + headers + b"\r\n") in ([], [400])
    assert alone.client.get("/healthz").status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PATCH", "CONNECTED"])
def test_a_method_that_no_address_of_a_conversation_knows_learns_the_right_one(talk: Talk, method: str) -> None:
    response = talk.gateway.client.request(method, f"{talk.path}/messages", headers=talk.key)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


def move(talk: Talk, days: float) -> None:
    """Moves the last message of a conversation in time."""
    moved = datetime.now(UTC) + timedelta(days=days)
    with closing(sqlite3.connect(talk.gateway.database)) as connection, connection:
        connection.execute(
            "UPDATE conversation SET last_at = ? WHERE id = ?", (moved.strftime("%Y-%m-%d %H:%M:%S.%f"), talk.id)
        )


def test_a_conversation_whose_time_is_over_is_gone_though_nobody_has_deleted_it_yet(talk: Talk) -> None:
    talk.write("Hei")
    move(talk, -31)
    client = talk.gateway.client
    assert told(talk.write("Er du der?")) == 404
    assert told(client.get(f"{talk.path}/events", headers=talk.key)) == 404
    assert told(client.post(f"{talk.path}/candidate", headers=talk.key)) == 404
    assert told(talk.forget()) == 404
    assert [text for _, author, text in talk.stored() if author == "person"] == ["Hei"]


def test_a_clock_that_is_moved_back_closes_no_conversation(talk: Talk) -> None:
    talk.write("Hei")
    move(talk, 400)
    assert talk.write("Er du der?").status_code == 200
    assert [number for number, _, _ in talk.stored()] == [1, 2, 3, 4]


CONVERSATIONS = 100
OPEN = CONVERSATIONS * PER_CONVERSATION


@pytest.fixture(scope="module")
def crowded(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway that looks for messages as often as it does by default, with as many streams as are opened here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4 * OPEN), hard), hard))
    folder, rasa = tmp_path_factory.mktemp("crowded"), f"http://127.0.0.1:{closed_port}"
    with gateway_on(loaded, folder, rasa, event_poll=1.0, max_streams=2 * OPEN) as gateway:
        yield gateway
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


type Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _opened(talk: Talk) -> Stream:
    url = talk.gateway.client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = f"GET {talk.path}/events HTTP/1.1\r\nHost: a\r\nAuthorization: {talk.key['Authorization']}\r\n\r\n"
    writer.write(head.encode())
    assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
    return reader, writer


@asynccontextmanager
async def _all_open(talks: list[Talk]) -> AsyncIterator[dict[str, list[Stream]]]:
    streams = {talk.id: [await _opened(talk) for _ in range(PER_CONVERSATION)] for talk in talks}
    try:
        yield streams
    finally:
        for _, writer in (stream for own in streams.values() for stream in own):
            writer.close()


async def _event(stream: Stream) -> dict[str, Any]:
    reader, _ = stream
    has_number = False
    while not (line := await reader.readline()).startswith(b"data: ") or not has_number:
        assert line, "The stream has ended."
        has_number = line.startswith(b"id: ") or (has_number and line.strip() != b"")
    found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return found


async def _served(crowded: Gateway, talks: list[Talk], other: Talk) -> None:
    async with _all_open(talks) as streams, asyncio.timeout(120):
        begun = time.monotonic()
        answer = await asyncio.to_thread(other.answer_to, "Hvem er PPT?")
        assert time.monotonic() - begun < SECONDS_FOR_ONE
        assert answer["kommune"] == "tynset"
        assert told(await asyncio.to_thread(crowded.client.get, f"{other.path}/events", headers=other.key)) == 503
        for talk in talks[:: CONVERSATIONS // 5]:
            said = await asyncio.to_thread(talk.answer_to, "Hva er SFO?")
            written = [await _event(stream) for stream in streams[talk.id]]
            assert [one["text"] for one in written] == ["Hva er SFO?"] * PER_CONVERSATION
            assert [await _event(stream) for stream in streams[talk.id]] == [said] * PER_CONVERSATION


def test_five_hundred_streams_are_served_and_so_is_everybody_else(crowded: Gateway) -> None:
    talks = [crowded.start(kommune="oppdal") for _ in range(CONVERSATIONS)]
    other = crowded.start(kommune="tynset")
    asyncio.run(_served(crowded, talks, other))
    # Their places are free again as soon as their ends have been noticed.
    give_up = time.monotonic() + 60
    while _first_line(other) != b"HTTP/1.1 200 OK\r\n":
        assert time.monotonic() < give_up
        time.sleep(0.1)


def _first_line(talk: Talk) -> bytes:
    with connected(talk.gateway) as client:
        head = f"GET {talk.path}/events HTTP/1.1\r\nHost: a\r\nAuthorization: {talk.key['Authorization']}\r\n\r\n"
        client.sendall(head.encode())
        return client.recv(17)
