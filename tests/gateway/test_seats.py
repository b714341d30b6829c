"""So many wait for Rasa at once, of one address half of them; whoever finds no seat is answered from the library."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from structlog.testing import CapturingLogger

from gateway.seats import NoSeatError, Seats
from tests.gateway.running import Gateway, Talk, gateway_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.gateway.played_rasa import PlayedRasa

ALONE = "Akkurat nå forstår jeg ikke like godt som jeg pleier, fordi en del av systemet ikke svarer."
PATIENCE = 60


def test_there_are_so_many_seats() -> None:
    seats = Seats(4)
    all_taken = (seats.taken("a"), seats.taken("a"), seats.taken("b"), seats.taken("c"))
    with all_taken[0], all_taken[1], all_taken[2], all_taken[3], pytest.raises(NoSeatError), seats.taken("d"):
        pytest.fail("A fifth seat.")
    with seats.taken("d"):
        pass


@pytest.mark.parametrize(("most", "share"), [(1, 1), (2, 1), (3, 1), (4, 2), (16, 8)])
def test_one_address_has_half_of_the_seats_at_most(most: int, share: int) -> None:
    seats = Seats(most)
    held = [seats.taken("a") for _ in range(share)]
    for one in held:
        one.__enter__()
    with pytest.raises(NoSeatError), seats.taken("a"):
        pytest.fail("More than its share.")
    for one in held:
        one.__exit__(None, None, None)
    with seats.taken("a"):
        pass


def test_seats_are_given_back_after_errors() -> None:
    seats = Seats(2)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), seats.taken("a"):
            _ = 1 / 0
    with seats.taken("a"), seats.taken("b"):
        pass


def test_who_finds_no_seat_takes_none_with_them() -> None:
    seats = Seats(2)
    with seats.taken("a"):
        for _ in range(5):
            with pytest.raises(NoSeatError), seats.taken("a"):
                pytest.fail("More than its share.")
        with seats.taken("b"):
            pass


@pytest.fixture(scope="module")
def small(loaded: Path, tmp_path_factory: pytest.TempPathFactory, _rasa: PlayedRasa) -> Iterator[Gateway]:
    """A gateway with two seats before Rasa, that waits for it as long as this Rasa can be late."""
    folder = tmp_path_factory.mktemp("small")
    with gateway_on(loaded, folder, _rasa.address, max_turns=2, answer_timeout=30) as gateway:
        yield gateway


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    """What turns write down."""
    capturing = CapturingLogger()
    monkeypatch.setattr("gateway.turn.log", capturing)
    return capturing


def talk_from(gateway: Gateway, address: str) -> Iterator[Talk]:
    """A conversation of somebody at an address."""
    client = httpx.Client(
        base_url=gateway.client.base_url, timeout=PATIENCE, trust_env=False, headers={"X-Forwarded-For": address}
    )
    with client:
        yield Gateway(client, gateway.database).start(kommune="oppdal")


@pytest.fixture
def first(small: Gateway) -> Iterator[Talk]:
    """A conversation."""
    yield from talk_from(small, "198.51.100.1")


@pytest.fixture
def second(small: Gateway) -> Iterator[Talk]:
    """One of somebody else."""
    yield from talk_from(small, "198.51.100.2")


@pytest.fixture
def third(small: Gateway) -> Iterator[Talk]:
    """One of a third."""
    yield from talk_from(small, "198.51.100.3")


def wait_until_heard(rasa: PlayedRasa, times: int) -> None:
    """Waits until Rasa is at so many messages."""
    give_up = time.monotonic() + PATIENCE
    while len(rasa.heard) < times and time.monotonic() < give_up:
        time.sleep(0.01)
    assert len(rasa.heard) == times


def busy(log: CapturingLogger) -> list[str]:
    """The conversations for which there was no seat."""
    return [call.kwargs["conversation"] for call in log.calls if call.args == ("rasa_busy",)]


def test_whoever_finds_no_seat_is_answered_from_the_library_at_once(  # noqa: PLR0913, PLR0917 - those who wait
    rasa: PlayedRasa, first: Talk, second: Talk, third: Talk, log: CapturingLogger, said: dict[str, Any]
) -> None:
    rasa.may_answer.clear()
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(first.answer_to, "Hei"), threads.submit(second.answer_to, "Hei")]
        wait_until_heard(rasa, 2)
        answered = third.answer_to("Hvem er PPT?")
        assert answered["reply"].startswith(ALONE)
        assert answered["services"][0]["id"] == "oppdal/ppt"
        assert not any(one.done() for one in waiting)
        rasa.may_answer.set()
        assert [one.result() for one in waiting] == [said, said]
    assert busy(log) == [third.id]
    assert [author for _, author, _ in third.stored()] == ["person", "assistent"]
    assert third.answer_to("Hei") == said


def test_one_address_leaves_a_seat_to_the_others(
    rasa: PlayedRasa, first: Talk, second: Talk, log: CapturingLogger, said: dict[str, Any]
) -> None:
    rasa.may_answer.clear()
    same = first.gateway.start(kommune="oppdal")
    with ThreadPoolExecutor(2) as threads:
        waiting = threads.submit(first.answer_to, "Hei")
        wait_until_heard(rasa, 1)
        assert same.answer_to("Hvem er PPT?")["reply"].startswith(ALONE)
        other = threads.submit(second.answer_to, "Hei")
        wait_until_heard(rasa, 2)
        rasa.may_answer.set()
        assert [waiting.result(), other.result()] == [said, said]
    assert busy(log) == [same.id]


@pytest.mark.usefixtures("said")
def test_danger_that_finds_no_seat_gets_its_help_lines(rasa: PlayedRasa, first: Talk) -> None:
    rasa.may_answer.clear()
    same = first.gateway.start(kommune="oppdal")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(first.answer_to, "Hei")
        wait_until_heard(rasa, 1)
        assert same.answer_to("Jeg vil ta livet mitt i kveld")["acute"]["contacts"][0]["value"] == "113"
        rasa.may_answer.set()
        waiting.result()


@pytest.mark.parametrize(("status", "body"), [(500, b"{}"), (200, b"[]"), (200, b"<html>")])
def test_a_rasa_that_fails_gives_its_seats_back(  # noqa: PLR0913, PLR0917 - what it fails with
    rasa: PlayedRasa, first: Talk, log: CapturingLogger, said: dict[str, Any], status: int, body: bytes
) -> None:
    rasa.status, rasa.body = status, body
    for _ in range(3):
        assert first.answer_to("Hvem er PPT?")["reply"].startswith(ALONE)
    rasa.status = 200
    rasa.says(said)
    assert first.answer_to("Hei") == said
    assert busy(log) == []


def test_forgetting_while_rasa_is_at_it_gives_the_seat_back(
    rasa: PlayedRasa, first: Talk, said: dict[str, Any]
) -> None:
    rasa.before = first.forget
    assert first.write("Hei").status_code == 404
    rasa.before = lambda: None
    assert first.gateway.start().answer_to("Hei") == said
