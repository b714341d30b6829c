"""What the gateway counts and times, for Prometheus: never words, and never whose they are.

Every label has few values, which are known beforehand: routes, outcomes, kinds. `docs/drift.md` says what to look at.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, get_args

from opentelemetry.trace import get_current_span
from prometheus_client import Counter, Histogram, disable_created_metrics

from foundation.tracing import OURS, part
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.safety import Alarm

# Who answered: Rasa, the library alone, the library because automatic answers are stopped, nobody because a coordinator
# has the talk; or it was a message too many, or the wish to be forgotten.
type Answerer = Literal["rasa", "library", "stopped", "coordinator", "refused", "forgotten"]
type Stage = Literal["store", "queue", "rasa", "library", "keep"]

disable_created_metrics()  # type: ignore[no-untyped-call] # When a series began tells nobody anything.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 10)
OTHER = "other"

REQUESTS = Counter("endorinn_http_requests", "Requests that were answered.", ("route", "method", "status"))
REQUEST_SECONDS = Histogram(
    "endorinn_http_request_duration_seconds", "Until the answer begins.", ("route", "method"), buckets=SECONDS
)
TURNS = Counter("endorinn_turns", "Messages, by who answered them.", ("answered_by",))
ANSWERS = Counter("endorinn_answers", "Answers to messages.", ("outcome", "question_type", "answered_by"))
TURN_SECONDS = Histogram("endorinn_turn_duration_seconds", "From a message to its answers.", buckets=SECONDS)
STAGE_SECONDS = Histogram(
    "endorinn_turn_stage_duration_seconds", "What a turn spends its time on.", ("stage",), buckets=SECONDS
)
DANGER = Counter("endorinn_danger_hits", "Messages that the safety net reacted to.", ("kind", "certain"))
HELP_LINES = Counter("endorinn_help_lines", "Answers that showed help lines.", ("kind",))
DANGER_MISSED = Counter("endorinn_danger_missed_by_rasa", "Certain danger that Rasa answered without help lines.")

# Made once: there from the start at nought, and not looked up in the middle of a turn.
_TURNS = {one: TURNS.labels(one) for one in get_args(Answerer.__value__)}
_STAGES = {one: STAGE_SECONDS.labels(one) for one in get_args(Stage.__value__)}
_DANGER = {
    (kind, certain): DANGER.labels(kind, str(certain).lower())
    for kind in ontology().acute_kinds
    for certain in (True, False)
}


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """Times a stage of a turn, also where it fails, and shows it in the trace."""
    with _STAGES[name].time(), part(name):
        yield


def count_turn(answers: list[dict[str, Any]], by: Answerer) -> list[dict[str, Any]]:
    """Counts a message that is answered for the first time, and gives its answers back."""
    _TURNS[by].inc()
    for body in answers:
        ANSWERS.labels(body["outcome"], body["question_type"] or OTHER, by).inc()
        if body.get("acute"):
            HELP_LINES.labels(body["acute"]["kind"]).inc()
    get_current_span().set_attributes(
        {
            f"{OURS}answered_by": by,
            f"{OURS}outcomes": [body["outcome"] for body in answers],
            f"{OURS}question_types": [body["question_type"] or OTHER for body in answers],
        }
    )
    return answers


def count_danger(alarm: Alarm | None) -> None:
    """Counts what the safety net heard in a message."""
    if alarm is not None:
        _DANGER[alarm.kind, alarm.certain].inc()


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Counts a request whose answer has begun."""
    REQUESTS.labels(route, method, f"{status // 100}xx").inc()
    REQUEST_SECONDS.labels(route, method).observe(seconds)
