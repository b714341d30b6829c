"""The action server's part of a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from opentelemetry.trace import SpanKind

from tests.actions.running import KEY, call, free_port, process, wait_until_up
from tests.collector import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = "Merkeord"
ID = "0123456789abcdef0123456789abcdef"
TRACE, SPAN = "1f" * 16, "2e" * 8


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with Collector() as one:
        yield one


@pytest.fixture(scope="module")
def client(
    on_the_shelf: Path, tmp_path_factory: pytest.TempPathFactory, collector: Collector
) -> Iterator[httpx.Client]:
    """The way to a running server that sends its spans to the collector."""
    port, log = free_port(), tmp_path_factory.mktemp("log") / "actions.log"
    with (
        process(on_the_shelf, port, log, **collector.variables) as running,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False, headers=KEY) as client,
    ):
        wait_until_up(client, running)
        yield client


def test_an_action_goes_on_with_the_trace_and_shows_what_the_library_took(
    client: httpx.Client, collector: Collector
) -> None:
    headers = {"X-Request-ID": ID, "traceparent": f"00-{TRACE}-{SPAN}-01", "tracestate": f"vendor={MARK}"}
    client.post("/webhook", json=call("action_smaprat", "Hei"), headers=headers).raise_for_status()
    spans = collector.trace_of(ID, spans=2)
    action, library = spans["actions action_smaprat"], spans["actions library"]
    assert (action.kind, action.trace, action.parent) == (SpanKind.SERVER, TRACE, SPAN)
    assert action.attributes == {"endorinn.request_id": ID, "endorinn.action": "action_smaprat"}
    assert (library.kind, library.parent) == (SpanKind.INTERNAL, action.id)
    assert library.attributes == {"endorinn.outcome": "smalltalk", "endorinn.question_type": "smaprat"}


def test_the_next_call_on_the_same_connection_has_a_trace_of_its_own(
    client: httpx.Client, collector: Collector
) -> None:
    headers = {"X-Request-ID": ID[::-1], "traceparent": f"00-{TRACE}-{SPAN}-01"}
    client.post("/webhook", json=call("action_smaprat", MARK), headers=headers)
    client.post("/webhook", json=call("action_smaprat", MARK), headers={"X-Request-ID": f"{ID}00"})
    assert collector.trace_of(f"{ID}00", spans=2)["actions action_smaprat"].trace != TRACE


def test_of_a_crash_only_the_type_is_told_and_no_word_is_ever_sent(client: httpx.Client, collector: Collector) -> None:
    body, request_id = call("action_svar", MARK), f"{ID}ff"
    body["tracker"]["latest_message"]["entities"] = [{"entity": "alder", "value": MARK}]
    body["tracker"]["sender_id"] = f"samtale-{MARK}"
    assert client.post("/webhook", json=body, headers={"X-Request-ID": request_id}).status_code == 500
    crashed = collector.trace_of(request_id, spans=1)["actions action_svar"]
    assert (crashed.failed, crashed.attributes["error.type"], crashed.events) == (True, "ValueError", 0)
    client.post("/webhook", json=call(f"action_{MARK}", MARK), headers={"X-Request-ID": f"{ID}aa"})
    assert "actions unknown" in collector.trace_of(f"{ID}aa", spans=1)
    assert MARK.encode() not in collector.bytes
