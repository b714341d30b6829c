"""A message is one trace: what the gateway does for it, with nothing of what was written or of who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.trace import SpanKind

from foundation.internal import internal_token
from foundation.settings import Settings
from tests.collector import Collector
from tests.gateway.running import gateway_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

MARK = "Merkeordet"
ROUTE = "/api/conversations/{conversation_id}/messages"
TURN = f"gateway POST {ROUTE}"
TRACE, SPAN = "1f" * 16, "2e" * 8
TRACED = {"traceparent": f"00-{TRACE}-{SPAN}-01", "tracestate": f"vendor={MARK}"}


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with Collector() as one:
        yield one


@pytest.fixture(scope="module")
def _traced(
    loaded: Path, tmp_path_factory: pytest.TempPathFactory, _rasa: PlayedRasa, collector: Collector
) -> Iterator[Gateway]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
        for name, value in collector.variables.items():
            patch.setenv(name, value)
        with gateway_on(loaded, tmp_path_factory.mktemp("traced"), _rasa.address, answer_timeout=20) as gateway:
            yield gateway


@pytest.fixture
def traced(_traced: Gateway, rasa: PlayedRasa) -> Gateway:  # noqa: ARG001 - reset before each test
    """A gateway whose Rasa is played, and whose spans go to the collector."""
    return _traced


def asked(talk: Talk, **headers: str) -> str:
    """The id of a request in which a message was sent."""
    sent: httpx.Response = talk.send(headers=headers, json={"text": f"{MARK} vil ikke på skolen"})
    told: str = sent.headers["X-Request-ID"]
    return told


def test_a_turn_is_one_trace_of_its_stages(traced: Gateway, said: dict[str, Any], collector: Collector) -> None:
    request_id = asked(traced.start(kommune="oppdal"))
    spans = collector.trace_of(request_id, spans=6)
    parents = {one.id: name for name, one in spans.items()}
    assert {name: parents.get(one.parent) for name, one in spans.items()} == {
        TURN: None,
        "gateway store": TURN,
        "gateway queue": TURN,
        "gateway rasa": TURN,
        "gateway POST rasa": "gateway rasa",
        "gateway keep": TURN,
    }
    assert spans[TURN].kind is SpanKind.SERVER
    assert spans[TURN].attributes == {
        "endorinn.request_id": request_id,
        "endorinn.answered_by": "rasa",
        "endorinn.outcomes": [said["outcome"]],
        "endorinn.question_types": [said["question_type"]],
        "http.request.method": "POST",
        "http.route": ROUTE,
        "http.response.status_code": 200,
    }
    assert spans["gateway POST rasa"].kind is SpanKind.CLIENT
    assert spans["gateway POST rasa"].attributes == {"http.request.method": "POST", "http.response.status_code": 200}


def test_rasa_is_told_where_to_go_on(
    traced: Gateway,
    rasa: PlayedRasa,
    said: dict[str, Any],  # noqa: ARG001 - Rasa answers
    collector: Collector,
) -> None:
    spans = collector.trace_of(asked(traced.start(kommune="oppdal")), spans=6)
    [told] = rasa.traces
    assert told is not None
    assert told.rpartition("-")[0] == spans["gateway POST rasa"].place


def test_a_trace_that_a_trusted_proxy_has_begun_goes_on(
    traced: Gateway,
    said: dict[str, Any],  # noqa: ARG001 - Rasa answers
    collector: Collector,
) -> None:
    request_id = asked(traced.start(kommune="oppdal"), **TRACED, **{"X-Forwarded-For": "203.0.113.7"})
    turn = collector.trace_of(request_id, spans=6)[TURN]
    assert (turn.trace, turn.parent) == (TRACE, SPAN)
    assert MARK.encode() not in collector.bytes


def test_nobody_else_chooses_the_trace(
    traced: Gateway,
    said: dict[str, Any],  # noqa: ARG001 - Rasa answers
    collector: Collector,
) -> None:
    turn = collector.trace_of(asked(traced.start(kommune="oppdal"), **TRACED), spans=6)[TURN]
    assert turn.trace != TRACE
    assert not turn.parent


def test_an_answer_of_the_library_alone_is_seen_as_such(
    traced: Gateway, rasa: PlayedRasa, collector: Collector
) -> None:
    rasa.status = 500
    spans = collector.trace_of(asked(traced.start(kommune="oppdal")), spans=7)
    assert spans[TURN].attributes["endorinn.answered_by"] == "library"
    assert spans["gateway library"].parent == spans[TURN].id
    assert (spans["gateway rasa"].failed, spans["gateway rasa"].attributes) == (True, {"error.type": "RasaDownError"})


def test_of_an_error_only_its_type_is_told(
    traced: Gateway, rasa: PlayedRasa, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise ValueError(MARK)

    rasa.status = 500
    monkeypatch.setattr("gateway.turn.answer", crash)
    spans = collector.trace_of(asked(traced.start(kommune="oppdal")), spans=6)
    assert (spans[TURN].failed, spans[TURN].attributes["http.response.status_code"]) == (True, 500)
    assert spans["gateway library"].attributes == {"error.type": "ValueError"}
    assert not any(one.events for one in spans.values())
    assert MARK.encode() not in collector.bytes


def test_nothing_that_is_sent_holds_words_keys_or_ids_of_conversations(
    traced: Gateway,
    said: dict[str, Any],  # noqa: ARG001 - Rasa answers
    collector: Collector,
) -> None:
    talk = traced.start(kommune="oppdal")
    collector.trace_of(asked(talk), spans=6)
    asked_for = traced.client.get("/oppslag/oppdal", params={"q": MARK})
    forgotten = talk.forget()
    for response in (asked_for, forgotten):
        collector.trace_of(response.headers["X-Request-ID"], spans=1)
    secrets = (MARK, "skolen", talk.id, talk.key["Authorization"].split()[1], internal_token(Settings()), "127.0.0.1")
    assert [one for one in secrets if one.encode() in collector.bytes] == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/static/plain.css", "/widget.js"])
def test_what_is_asked_for_all_the_time_is_not_traced(traced: Gateway, collector: Collector, path: str) -> None:
    untraced = traced.client.get(path).headers["X-Request-ID"]
    collector.trace_of(traced.client.get("/oppdal").headers["X-Request-ID"], spans=1)
    assert untraced.encode() not in collector.bytes
    assert not any(one.kind is SpanKind.CLIENT and not one.parent for one in collector.spans)


def test_an_event_stream_is_not_traced(traced: Gateway, said: dict[str, Any], collector: Collector) -> None:  # noqa: ARG001 - Rasa answers
    talk = traced.start(kommune="oppdal")
    talk.write("Hei")
    with traced.client.stream("GET", f"{talk.path}/events", headers=talk.key) as stream:
        untraced = stream.headers["X-Request-ID"]
    collector.trace_of(traced.client.get("/oppdal").headers["X-Request-ID"], spans=1)
    assert untraced.encode() not in collector.bytes


def test_a_method_that_nobody_knows_is_not_told(traced: Gateway, collector: Collector) -> None:
    request_id = traced.client.request("BREW", "/nothing/here").headers["X-Request-ID"]
    [span] = collector.trace_of(request_id, spans=1).values()
    assert span.name == "other nothing"


def test_a_turn_does_not_wait_for_a_collector_that_does_not_answer(
    traced: Gateway,
    said: dict[str, Any],  # noqa: ARG001 - Rasa answers
    collector: Collector,
) -> None:
    collector.may_answer.clear()
    talk = traced.start(kommune="oppdal")
    request_ids = [asked(talk) for _ in range(3)]
    before = collector.received.copy()
    assert not any(one.encode() in b"".join(before) for one in request_ids)
    collector.may_answer.set()
    assert all(collector.trace_of(one, spans=6) for one in request_ids)
