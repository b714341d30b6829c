"""Whoever asks, starts or writes too often is told to wait; the others, and whoever is in danger, are served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from starlette.requests import HTTPConnection

from gateway.rates import TooManyError, address_of
from knowledge.records import Helpline
from tests.gateway.running import Gateway, gateway_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from knowledge.content import Content
    from tests.gateway.played_rasa import PlayedRasa

    type At = Callable[[str], Gateway]

TOKEN = "en-lang-nok-hemmelighet-for-huset-0123"  # noqa: S105 - of this test only
CALLS, STARTS, MESSAGES = 12, 4, 3
# A day, so that no count begins anew while the tests run.
STRICT: dict[str, Any] = {
    "rate_per_address": f"{CALLS}/day",
    "rate_of_starts": f"{STARTS}/day",
    "rate_per_conversation": f"{MESSAGES}/day",
    "internal_token": TOKEN,
}
EMERGENCY = "Er noen i fare nå, ring 113 eller 112. Barn og unge kan ringe 116 111 hele døgnet."
DANGER = "Jeg vil ta livet mitt i kveld"
NUMBER = re.compile(r"\d(?: ?\d)+")


@pytest.fixture(scope="module")
def strict(loaded: Path, tmp_path_factory: pytest.TempPathFactory, _rasa: PlayedRasa) -> Iterator[Gateway]:
    """A gateway behind a web server on loopback, that counts strictly."""
    with gateway_on(loaded, tmp_path_factory.mktemp("strict"), _rasa.address, **STRICT) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def mistrusting(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway that believes another web server than the one that calls."""
    folder, rasa = tmp_path_factory.mktemp("mistrusting"), f"http://127.0.0.1:{closed_port}"
    with gateway_on(loaded, folder, rasa, trusted_proxies="10.0.0.1", **STRICT) as gateway:
        yield gateway


def from_address(gateway: Gateway, address: str, opened: list[httpx.Client], **headers: str) -> Gateway:
    """The gateway as somebody at an address reaches it, through the web server in front."""
    sent = {"X-Forwarded-For": address, **headers}
    client = httpx.Client(base_url=gateway.client.base_url, timeout=20, trust_env=False, headers=sent)
    opened.append(client)
    return Gateway(client, gateway.database)


@pytest.fixture
def clients() -> Iterator[list[httpx.Client]]:
    """Closed afterwards."""
    opened: list[httpx.Client] = []
    yield opened
    for client in opened:
        client.close()


@pytest.fixture
def at(strict: Gateway, rasa: PlayedRasa, clients: list[httpx.Client]) -> At:  # noqa: ARG001 - reset before each test
    """The strict gateway as somebody at an address reaches it."""
    return lambda address: from_address(strict, address, clients)


def calls(gateway: Gateway, times: int) -> list[int]:
    """What so many calls are answered with."""
    return [gateway.client.get("/healthz").status_code for _ in range(times)]


def refused(response: httpx.Response, said: str) -> bool:
    """Whether this is a problem document that says to wait, and whom to ring."""
    return (response.status_code, response.headers["content-type"], response.json()) == (
        429,
        "application/problem+json",
        {
            "type": "/problem/for-mange",
            "title": "For mange forespørsler",
            "status": 429,
            "detail": f"{said} {EMERGENCY}",
        },
    )


def test_an_address_that_calls_too_often_is_told_to_wait(at: At) -> None:
    flood = at("198.51.100.1")
    assert calls(flood, CALLS) == [200] * CALLS
    response = flood.client.get("/oppdal")
    assert refused(response, "Det kommer mange forespørsler herfra akkurat nå. Vent et minutt, og prøv igjen.")
    assert response.headers["retry-after"] == "60"
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_flood_from_one_address_leaves_the_others_served(at: At) -> None:
    flood, other = at("198.51.100.2"), at("198.51.100.3")
    calls(flood, CALLS + 5)
    talk = other.start(kommune="oppdal")
    assert talk.write("Hvem er PPT?").status_code == 200
    assert flood.client.get("/healthz").status_code == 429


def test_a_refused_call_stores_nothing(at: At, strict: Gateway) -> None:
    flood = at("198.51.100.4")
    talk = flood.start()
    calls(flood, CALLS)
    before = strict.rows("SELECT count(*) FROM conversation")
    assert flood.client.post("/api/conversations", json={}).status_code == 429
    assert talk.write("Hei").status_code == 429
    assert talk.stored() == []
    assert strict.rows("SELECT count(*) FROM conversation") == before


def test_an_address_that_starts_too_many_conversations_is_told_to_wait(at: At, strict: Gateway) -> None:
    starter = at("198.51.100.5")
    before = strict.rows("SELECT count(*) FROM conversation")
    talks = [starter.start() for _ in range(STARTS)]
    response = starter.client.post("/api/conversations", json={})
    assert refused(response, "Det er startet mange samtaler herfra på kort tid. Vent et minutt, og prøv igjen.")
    assert strict.rows("SELECT count(*) FROM conversation") == [(before[0][0] + STARTS,)]
    assert talks[0].write("Hvem er PPT?").status_code == 200
    assert at("198.51.100.6").client.post("/api/conversations", json={}).status_code == 201


def test_a_conversation_with_too_many_messages_is_told_to_wait(at: At, rasa: PlayedRasa) -> None:
    writer = at("198.51.100.7")
    talk, other = writer.start(), writer.start()
    assert [talk.write(f"Melding {turn}").status_code for turn in range(MESSAGES)] == [200] * MESSAGES
    response = talk.write("Én til")
    assert refused(response, "Det kom mange meldinger på kort tid. Vent et minutt, og send meldingen igjen.")
    assert [text for _, author, text in talk.stored() if author == "person"] == [
        f"Melding {turn}" for turn in range(MESSAGES)
    ]
    assert "Én til" not in [heard["message"] for heard in rasa.heard]
    assert other.write("Hei").status_code == 200


def test_danger_in_a_message_too_many_gets_its_help_lines_and_is_not_stored(at: At, rasa: PlayedRasa) -> None:
    talk = at("198.51.100.8").start(kommune="oppdal")
    for turn in range(MESSAGES):
        talk.write(f"Melding {turn}")
    before, heard = talk.stored(), len(rasa.heard)
    for danger in (DANGER, "Ja, noen er i fare nå"):
        answer = talk.answer_to(danger)
        assert (answer["outcome"], answer["acute"]["contacts"][0]["value"]) == ("acute", "113")
    assert (talk.stored(), len(rasa.heard)) == (before, heard)
    assert talk.write("Hei").status_code == 429


def test_a_message_too_many_to_nobodys_conversation_counts_for_nobody(at: At) -> None:
    writer, thief = at("198.51.100.9"), at("198.51.100.10")
    talk = writer.start()
    stolen = {"Authorization": "Bearer feil"}
    for _ in range(MESSAGES + 1):
        response = thief.client.post(f"{talk.path}/messages", json={"text": "Hei"}, headers=stolen)
        assert response.status_code == 404
    assert talk.write("Hei").status_code == 200


def test_a_net_of_ipv6_counts_as_one(at: At) -> None:
    one, same, other = at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"), at("2001:db8:1:3::1")
    calls(one, CALLS)
    assert calls(same, 1) == [429]
    assert calls(other, 1) == [200]


def test_neighbours_of_ipv4_are_counted_apart(at: At) -> None:
    calls(at("203.0.113.1"), CALLS)
    assert calls(at("203.0.113.1"), 1) == [429]
    assert calls(at("203.0.113.2"), 1) == [200]


def test_an_ipv4_address_in_the_words_of_ipv6_is_the_same(at: At) -> None:
    calls(at("203.0.113.3"), CALLS)
    assert calls(at("::ffff:203.0.113.3"), 1) == [429]


def test_what_a_client_puts_before_its_own_address_changes_nothing(at: At) -> None:
    answered = [calls(at(f"192.0.2.{turn}, 203.0.113.4"), 1)[0] for turn in range(CALLS + 1)]
    assert answered == [200] * CALLS + [429]


def test_a_web_server_that_is_not_trusted_is_not_believed(mistrusting: Gateway, clients: list[httpx.Client]) -> None:
    answered = [calls(from_address(mistrusting, f"192.0.2.{turn}", clients), 1)[0] for turn in range(CALLS + 1)]
    assert answered == [200] * CALLS + [429]


def test_our_own_commands_are_not_counted(strict: Gateway, rasa: PlayedRasa, clients: list[httpx.Client]) -> None:
    rasa.says({"reply": "Hei", "outcome": "smalltalk", "question_type": "smaprat"})
    ours = from_address(strict, "203.0.113.5", clients, **{"X-Endorinn-Token": TOKEN})
    assert calls(ours, CALLS + 1) == [200] * (CALLS + 1)
    talks = [ours.start() for _ in range(STARTS + 1)]
    assert [talks[-1].write("Hei").status_code for _ in range(MESSAGES + 1)] == [200] * (MESSAGES + 1)
    assert len(rasa.heard) == MESSAGES + 1


@pytest.mark.parametrize("wrong", ["", "feil", f"Bearer {TOKEN}", TOKEN[:-1]])
def test_whoever_has_another_token_is_counted(strict: Gateway, clients: list[httpx.Client], wrong: str) -> None:
    address = f"203.0.113.{10 + len(wrong)}"
    stranger = from_address(strict, address, clients, **{"X-Endorinn-Token": wrong})
    assert calls(stranger, CALLS + 1) == [200] * CALLS + [429]


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("ukjent", "ukjent"),
        ("", ""),
    ],
)
def test_whom_a_request_is_counted_for(host: str, counted: str) -> None:
    assert address_of(HTTPConnection({"type": "http", "client": (host, 1), "headers": []})) == counted


def test_a_request_from_nowhere_is_counted_for_nobody_in_particular() -> None:
    assert address_of(HTTPConnection({"type": "http", "client": None, "headers": []})) == ""


def numbers_in(text: str) -> set[str]:
    """The telephone numbers that a text tells."""
    return set(NUMBER.findall(text))


def test_every_number_in_a_refusal_is_a_confirmed_help_line(content: Content, alone: Gateway) -> None:
    confirmed = {
        line.value
        for record in content.records
        if isinstance(record, Helpline) and record.status == "confirmed"
        for line in record.lines
        if line.channel == "telefon"
    }
    details: list[Any] = [TooManyError(what).detail for what in ("call", "start", "write")]
    with alone.locked():
        details.append(alone.client.post("/api/conversations", json={}).json()["detail"])
    assert [numbers_in(detail) for detail in details] == [{"113", "112", "116 111"}] * 4
    assert {number for detail in details for number in numbers_in(detail)} - confirmed == set()
