"""What Rasa tells those who operate it: each message under the id of its request, counted and timed. Never words."""

from __future__ import annotations

import logging
import os
import re
import sys
import time
from typing import Any, Dict, Optional

import structlog
from adapters.connections import KeptEndpoint
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars, merge_contextvars

disable_created_metrics()
REQUEST_ID_HEADER, FIELD = "X-Request-ID", "request_id"
USABLE = re.compile(r"[0-9A-Za-z-]{16,64}", re.ASCII)
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
TURNS = Counter("endorinn_rasa_turns", "Messages that Rasa was told, by what became of them.", ("result",))
TURN_SECONDS = Histogram("endorinn_rasa_turn_duration_seconds", "From a message to what is said.", buckets=SECONDS)
PARSE_SECONDS = Histogram("endorinn_rasa_parse_duration_seconds", "Understanding of a call's texts.", buckets=SECONDS)
ACTION_SECONDS = Histogram("endorinn_rasa_action_wait_seconds", "Waiting for the action server.", buckets=SECONDS)
CONVERSATIONS = Gauge("endorinn_rasa_conversations", "Conversations that a message is being answered in.")
NOTHING = b"[]"
RESULTS = {401: "refused", 409: "out_of_step"}
for _one in ("answered", "silent", "failed", *RESULTS.values()):
    TURNS.labels(_one)  # There from the start, at nought.
WEBHOOK, PARSE = "/webhook", "/parse"
COLLECTOR = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


class WatchedEndpoint(KeptEndpoint):
    """The action server, which is told under which id this process logs."""

    async def request(self, *args: Any, **kwargs: Any) -> Optional[Any]:
        """One call, as Rasa makes it."""
        with ACTION_SECONDS.time():
            return await super().request(*args, **kwargs, headers=self.carried())

    def carried(self) -> Dict[str, str]:
        """The headers that a call has beside its own."""
        request_id = get_contextvars().get(FIELD)
        return {} if request_id is None else {REQUEST_ID_HEADER: request_id}


def watch(gate: Blueprint) -> None:
    """Logs and counts what the gate is told, and answers `/metrics`."""
    log = _own_log()

    @gate.middleware("request")
    async def log_under_its_id(request: Request) -> None:
        clear_contextvars()  # One connection, and so one context, serves many requests.
        sent = request.headers.get(REQUEST_ID_HEADER, "")
        if USABLE.fullmatch(sent):
            bind_contextvars(**{FIELD: sent})
        request.ctx.begun = time.perf_counter()

    @gate.middleware("response")
    async def count(request: Request, sent: BaseHTTPResponse) -> None:
        seconds = time.perf_counter() - request.ctx.begun
        if request.path.endswith(WEBHOOK):
            result = result_of(sent)
            TURNS.labels(result).inc()
            TURN_SECONDS.observe(seconds)
            log.info("gate.turn", result=result, milliseconds=round(seconds * 1000))
        elif request.path.endswith(PARSE):
            PARSE_SECONDS.observe(seconds)
            log.info("gate.parse", milliseconds=round(seconds * 1000))

    @gate.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        CONVERSATIONS.set(len(list(await request.app.ctx.agent.tracker_store.keys())))
        return response.raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def trace_if_wanted(gate: Blueprint) -> None:
    """Sends spans to OpenTelemetry's collector, if the environment names one."""
    if any(map(os.environ.get, COLLECTOR)):
        from channels import tracing  # noqa: PLC0415 - only who sends spans loads what that takes

        tracing.trace(gate)


def result_of(sent: BaseHTTPResponse) -> str:
    """What became of a message: silence means that the action server gave no answer."""
    if sent.status == 200:  # noqa: PLR2004 - HTTP's own
        return "silent" if sent.body == NOTHING else "answered"
    return RESULTS.get(sent.status, "failed")


def _own_log() -> Any:
    """A log of the gate's own, in the form of the house's: Rasa's begins at WARNING, so that it holds no words."""
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
