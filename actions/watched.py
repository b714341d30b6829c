"""What the action server tells those who operate it: each action under the id of its request, counted and timed."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, disable_created_metrics, generate_latest
from rasa_sdk.executor import ActionExecutor
from sanic import response
from structlog.contextvars import bind_contextvars, clear_contextvars

from foundation.request_id import FIELD, REQUEST_ID_HEADER, request_id_of
from foundation.tracing import OURS, follow, served

if TYPE_CHECKING:
    from sanic import Request, Sanic
    from sanic.response import HTTPResponse

disable_created_metrics()  # type: ignore[no-untyped-call] # When a series began tells nobody anything.
SECONDS = Histogram(
    "endorinn_action_duration_seconds",
    "From the tracker to the answer.",
    ("action",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10),
)
FAILURES = Counter("endorinn_action_failures", "Actions that ended in an error.", ("action",))
UNKNOWN = "unknown"
log = structlog.get_logger()


class WatchedExecutor(ActionExecutor):  # type: ignore[misc] # rasa-sdk has no types
    """Runs actions as rasa-sdk does, but without the domain: none of ours reads it (`bot/endpoints.yml`)."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:  # noqa: ARG002 - rasa-sdk's own
        """What was sent, if anything was; rasa-sdk would refuse a call without."""
        return payload.get("domain") or {}

    def register_function(self, action_name: str, f: Any) -> None:  # noqa: ANN401 - rasa-sdk's own
        """As rasa-sdk does; what never failed is told as nought, so that the first failure is seen to be one."""
        super().register_function(action_name, f)
        FAILURES.labels(action_name)

    async def run(self, action_call: dict[str, Any]) -> Any:  # noqa: ANN401 - rasa-sdk's own
        """One action. An error goes on to rasa-sdk; its text may hold words, so only the name is told."""
        called: Any = action_call.get("next_action")
        action, begun = called if called in self.actions else UNKNOWN, perf_counter()
        try:
            with SECONDS.labels(action).time(), served(action) as span:
                span.set_attribute(f"{OURS}action", action)
                done = await super().run(action_call)
        except Exception:
            FAILURES.labels(action).inc()
            log.warning("action_failed", action=action)
            raise
        log.info("action", action=action, milliseconds=round((perf_counter() - begun) * 1000))
        return done


def watch(app: Sanic[Any, Any]) -> None:
    """Logs under the id that Rasa sends along, goes on with its trace, and answers `/metrics`."""

    @app.on_request
    async def log_under_its_id(request: Request) -> None:
        follow(request.headers)
        clear_contextvars()  # One connection, and so one context, serves many requests.
        bind_contextvars(**{FIELD: request_id_of(request.headers.get(REQUEST_ID_HEADER))})

    @app.get("/metrics")
    async def metrics(_: Request) -> HTTPResponse:
        return response.raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)
