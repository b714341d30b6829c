"""Event streams: woken at once by what is written, so many at a time, and ended when the conversation is forgotten."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest

from gateway.bus import Event, LocalBus, of_conversation
from gateway.streams import MOST_EVENTS, PER_CONVERSATION, Inbox, Streams, TooManyStreamsError
from tests.gateway.running import answers_in, gateway_on, numbered_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

# Long enough that no test sees a look by the clock.
SELDOM = 600
# Of one address.
MOST = 7
PATIENCE = 60


@pytest.fixture(scope="module")
def seldom(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway that looks for messages by itself hardly ever, with few streams."""
    folder, rasa = tmp_path_factory.mktemp("seldom"), f"http://127.0.0.1:{closed_port}"
    with gateway_on(loaded, folder, rasa, event_poll=SELDOM, max_streams=2 * MOST) as gateway:
        yield gateway


@pytest.fixture
def talk(seldom: Gateway) -> Talk:
    """A new conversation."""
    return seldom.start(kommune="oppdal")


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    """Streams that are closed after the test."""
    with ExitStack() as streams:
        yield streams


def open_stream(talk: Talk, streams: ExitStack) -> httpx.Response:
    """A stream of a conversation, once its first line may come."""
    client = streams.enter_context(
        httpx.Client(base_url=talk.gateway.client.base_url, timeout=PATIENCE, trust_env=False)
    )
    return streams.enter_context(client.stream("GET", f"{talk.path}/events", headers=talk.key))


def refused(talk: Talk) -> httpx.Response:
    """What somebody reads who may not open one more."""
    with ExitStack() as streams:
        response = open_stream(talk, streams)
        response.read()
        return response


def wait_until_allowed(talk: Talk, streams: ExitStack) -> httpx.Response:
    """A stream, as soon as the gateway has seen that another one was closed."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        response = open_stream(talk, streams)
        if response.status_code == 200:
            return response
        response.close()
        time.sleep(0.05)
    pytest.fail("No place was given back.")


def test_what_is_written_wakes_the_stream_at_once(talk: Talk, opened: ExitStack) -> None:
    events = answers_in(open_stream(talk, opened).iter_lines())
    for number in ("2", "4"):
        talk.write("Hvem er PPT?")
        assert next(events)["id"] == number


def test_what_the_person_wrote_is_sent_before_it_is_answered(
    loaded: Path, tmp_path: Path, rasa: PlayedRasa, opened: ExitStack
) -> None:
    with gateway_on(loaded, tmp_path, rasa.address, event_poll=SELDOM, answer_timeout=PATIENCE) as gateway:
        talk = gateway.start(kommune="oppdal")
        rasa.may_answer.clear()
        with ThreadPoolExecutor(1) as threads, opened:
            events = numbered_in(open_stream(talk, opened).iter_lines())
            writing = threads.submit(talk.write, "Hvem er PPT?")
            event = next(events)
            assert (event["event"], event["id"], writing.done()) == ("message", "1", False)
            rasa.may_answer.set()
            assert next(events)["event"] == "answer"


def test_a_comment_says_that_all_which_was_said_before_has_come(talk: Talk, opened: ExitStack) -> None:
    talk.write("Hvem er PPT?")
    lines = open_stream(talk, opened).iter_lines()
    kinds = [line for line in (next(lines) for _ in range(10)) if line.startswith(("event", ":"))]
    assert kinds == ["event: message", "event: answer", ": that was all until now"]


def test_every_stream_of_a_conversation_is_woken_and_no_other(seldom: Gateway, talk: Talk, opened: ExitStack) -> None:
    own = [answers_in(open_stream(talk, opened).iter_lines()) for _ in range(3)]
    other = seldom.start(kommune="oppdal")
    others = answers_in(open_stream(other, opened).iter_lines())
    talk.write("Hvem er PPT?")
    assert [next(events)["id"] for events in own] == ["2"] * 3
    other.write("Hva er SFO?")
    assert "SFO" in next(others)["data"]


def test_a_forgotten_conversation_ends_its_streams_at_once(talk: Talk, opened: ExitStack) -> None:
    talk.write("Hvem er PPT?")
    streams = [answers_in(open_stream(talk, opened).iter_lines()) for _ in range(2)]
    assert [next(events)["id"] for events in streams] == ["2", "2"]
    assert talk.forget().status_code == 204
    assert [list(events) for events in streams] == [[], []]


def test_glem_meg_ends_the_streams_too(talk: Talk, opened: ExitStack) -> None:
    talk.write("Hvem er PPT?")
    events = answers_in(open_stream(talk, opened).iter_lines())
    assert next(events)["id"] == "2"
    assert talk.answer_to("Glem meg")["forgotten"] is True
    assert list(events) == []


def test_one_conversation_has_so_many_streams_and_closing_one_frees_its_place(
    seldom: Gateway, talk: Talk, opened: ExitStack
) -> None:
    held = [open_stream(talk, opened) for _ in range(PER_CONVERSATION)]
    assert [one.status_code for one in held] == [200] * PER_CONVERSATION
    response = refused(talk)
    assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
    assert response.json() == {
        "type": "/problem/for-mange-strommer",
        "title": "For mange åpne forbindelser",
        "status": 503,
        "detail": "Lukk noen av fanene der samtalen er åpen, eller prøv igjen om litt.",
        "request_id": response.headers["x-request-id"],
    }
    assert open_stream(seldom.start(), opened).status_code == 200
    held[0].close()
    events = answers_in(wait_until_allowed(talk, opened).iter_lines())
    talk.write("Hvem er PPT?")
    assert next(events)["id"] == "2"


def test_all_of_one_address_have_half_of_the_streams(seldom: Gateway, talk: Talk, opened: ExitStack) -> None:
    held = [open_stream(talk, opened) for _ in range(PER_CONVERSATION)]
    other, third = seldom.start(), seldom.start()
    held += [open_stream(other, opened) for _ in range(MOST - PER_CONVERSATION)]
    assert [one.status_code for one in held] == [200] * MOST
    assert refused(third).status_code == 503
    assert third.write("Hvem er PPT?").status_code == 200
    held[0].close()
    assert wait_until_allowed(third, opened).status_code == 200


def test_streams_that_are_opened_at_the_same_moment_are_counted_too(talk: Talk, opened: ExitStack) -> None:
    with ThreadPoolExecutor(24) as threads:
        responses = list(threads.map(lambda _: open_stream(talk, opened), range(24)))
    assert [one.status_code for one in responses].count(200) <= PER_CONVERSATION


def place(streams: Streams, owner: str, address: str) -> AbstractContextManager[None]:
    """A place among the open streams."""
    return streams.opened(owner, address, (), Inbox())


def test_a_stream_counts_while_it_is_open() -> None:
    streams = Streams(100, LocalBus())
    with ExitStack() as held:
        for _ in range(PER_CONVERSATION):
            held.enter_context(place(streams, "a", "192.0.2.1"))
        with pytest.raises(TooManyStreamsError), place(streams, "a", "192.0.2.1"):
            pytest.fail("One too many.")
        held.enter_context(place(streams, "b", "192.0.2.1"))
    with place(streams, "a", "192.0.2.1"):
        pass


def test_a_stream_that_ends_with_an_error_counts_no_more() -> None:
    streams = Streams(1, LocalBus())
    with pytest.raises(ZeroDivisionError), place(streams, "a", "192.0.2.1"):
        _ = 1 / 0
    with place(streams, "a", "192.0.2.1"):
        pass


async def test_what_happens_between_two_looks_is_not_missed() -> None:
    bus, inbox = LocalBus(), Inbox()
    event, other = Event(of_conversation("a"), "written"), Event(of_conversation("b"), "written")
    with Streams(2, bus).opened("a", "192.0.2.1", [of_conversation("a")], inbox):
        await bus.publish(event)
        await bus.publish(other)
        async with asyncio.timeout(PATIENCE):
            assert await inbox.wait(SELDOM) == (event,)
        assert await inbox.wait(0.01) == ()


async def test_of_events_that_are_alike_the_last_is_kept() -> None:
    bus, inbox = LocalBus(), Inbox()
    begins, stops = (Event(of_conversation("a"), "typing", value) for value in ("+family", "-family"))
    with Streams(2, bus).opened("a", "192.0.2.1", [of_conversation("a")], inbox):
        for event in [begins, stops] * 100 + [begins]:
            await bus.publish(event)
        assert await inbox.wait(SELDOM) == (stops, begins)


async def test_of_too_many_events_the_newest_are_kept() -> None:
    inbox = Inbox()
    events = [Event(of_conversation("a"), "typing", str(number)) for number in range(2 * MOST_EVENTS)]
    for event in events:
        inbox.hear(event)
    assert await inbox.wait(SELDOM) == tuple(events[MOST_EVENTS:])


async def test_a_closed_stream_hears_nothing() -> None:
    bus, inbox = LocalBus(), Inbox()
    with Streams(2, bus).opened("a", "192.0.2.1", [of_conversation("a")], inbox):
        pass
    await bus.publish(Event(of_conversation("a"), "written"))
    assert await inbox.wait(0.01) == ()


def test_one_address_has_at_most_half_of_the_streams() -> None:
    streams = Streams(4, LocalBus())
    with ExitStack() as held:
        for conversation in ("a", "b"):
            held.enter_context(place(streams, conversation, "192.0.2.1"))
        with pytest.raises(TooManyStreamsError), place(streams, "c", "192.0.2.1"):
            pytest.fail("A third of four from one address.")
        held.enter_context(place(streams, "d", "192.0.2.2"))
    with place(streams, "c", "192.0.2.1"):
        pass
