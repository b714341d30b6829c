"""Requests that nobody wrote: made from the API's own description, right and wrong ones, by Schemathesis.

Whatever is sent, the answer is one that the description names, and nothing but the documented 503 is a server's fault.
`make fuzz` sends ten thousand and more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests
import schemathesis
from fastapi.openapi.utils import get_openapi
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from gateway import api, handover, health
from tests.fuzzing import cases, fuzzing

if TYPE_CHECKING:
    from schemathesis import Case

    from tests.gateway.running import Gateway

SECONDS = 20
DESCRIBED = get_openapi(
    title="Én dør inn", version="0.1.0", routes=[*health.router.routes, *api.router.routes, *handover.router.routes]
)
# Seventeen ways with something to vary share the cases, beside those that Schemathesis tries of each limit.
CASES = cases(40, share=16)


def _described() -> schemathesis.BaseSchema:
    schema = schemathesis.openapi.from_dict(DESCRIBED)
    config = schema.config
    config.generation.update(max_examples=CASES, deterministic=not fuzzing(), database="none")
    # Rasa is not running here, and «503» is what it says of that.
    config.checks.not_a_server_error.expected_statuses = ["2xx", "3xx", "4xx", "503"]
    return schema


SCHEMA = _described()
OPENED = SCHEMA.include(
    path_regex=r"conversation_id\}(/messages|/candidate|/handover|/callback|/consent|/typing|/helped)?$"
)
STREAM = SCHEMA.include(path_regex=r"/events$")


def test_what_is_tried_is_what_is_served(alone: Gateway) -> None:
    served = alone.client.get("/api/openapi.json").json()
    assert {key: served[key] for key in ("paths", "components")} == {
        key: DESCRIBED[key] for key in ("paths", "components")
    }


@SCHEMA.parametrize()
def test_whatever_is_sent_the_answer_is_a_described_one(case: Case[Any], alone: Gateway) -> None:
    case.call_and_validate(base_url=str(alone.client.base_url), timeout=SECONDS)


@OPENED.parametrize()
def test_whatever_is_sent_to_a_conversation_the_answer_is_a_described_one(case: Case[Any], alone: Gateway) -> None:
    talk = alone.start()
    case.path_parameters = {"conversation_id": talk.id}
    # Who has another's key is not told that the conversation exists: 404, where Schemathesis expects 401.
    # What number can be called no schema says: 422, where Schemathesis expects that every text is taken.
    left_out = [ignored_auth, *([positive_data_acceptance] if case.path.endswith("/callback") else [])]
    case.call_and_validate(
        base_url=str(alone.client.base_url), headers=talk.key, timeout=SECONDS, excluded_checks=left_out
    )


@STREAM.parametrize()
def test_whatever_is_asked_of_a_stream_it_begins_or_says_why_not(case: Case[Any], alone: Gateway) -> None:
    talk = alone.start()
    case.path_parameters = {"conversation_id": talk.id}
    sent: dict[str, Any] = case.as_transport_kwargs(base_url=str(alone.client.base_url), headers=talk.key)
    with requests.Session() as session, session.request(**sent, stream=True, timeout=SECONDS) as response:
        if response.status_code == requests.codes.ok:  # It never ends, so only its head is read.
            assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        else:
            load_all_checks()
            case.validate_response(response)
