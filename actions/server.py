"""The action server: rasa-sdk's own application, with the library read before it opens."""

from __future__ import annotations

import sys
import warnings
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from rasa_sdk.endpoint import create_app
from sanic import response

from actions.answers import ACTIONS
from actions.guided import GUIDED
from actions.shelf import library
from actions.watched import WatchedExecutor, watch
from foundation.errors import OperatorError
from foundation.hardening import refuse_unsafe
from foundation.internal import internal_token, is_internal
from foundation.logging import configure_logging
from foundation.settings import settings
from foundation.tracing import tracing
from knowledge.content import ContentError
from knowledge.flows import flows

if TYPE_CHECKING:
    from sanic import Request, Sanic
    from sanic.response import BaseHTTPResponse, HTTPResponse


def main() -> None:
    """Serves until stopped. Exits with 1 and a sentence where the library or a flow cannot be read."""
    configure_logging(settings().log_level)
    # Rasa 3.6 calls with its own version number at every action (docs/adr/0001).
    warnings.filterwarnings("ignore", message=".*version.*", module="rasa_sdk.utils")
    try:
        refuse_unsafe(settings())
        token = internal_token(settings())
        library()
        flows()
    except (OperatorError, ContentError) as error:
        sys.exit(str(error))
    executor = WatchedExecutor()
    for action in (*ACTIONS, *GUIDED):
        executor.register_action(action)
    app = create_app(executor)
    watch(app)
    _refuse_strangers(app, token)
    _keep_words_in(app)
    with tracing("endorinn-actions"):
        app.run(settings().actions_host, settings().actions_port, single_process=True, motd=False, access_log=False)


def _refuse_strangers(app: Sanic[Any, Any], token: str) -> None:
    """Lets only our own processes call: whoever else reaches the port could say that they are an employee."""

    @app.on_request
    async def refuse(request: Request) -> HTTPResponse | None:
        known = is_internal(request.headers.get("Authorization"), token)
        return None if known else response.json({"status": "unknown caller"}, status=401)


def _keep_words_in(app: Sanic[Any, Any]) -> None:
    """Tells Rasa of a crash and no more: rasa-sdk sends back all that it was sent, and Rasa writes that to its log."""

    async def say_less(_: Request, sent: BaseHTTPResponse) -> HTTPResponse | None:
        crashed = sent.status == HTTPStatus.INTERNAL_SERVER_ERROR
        return response.json({"status": "failed"}, status=sent.status) if crashed else None

    app.register_middleware(say_less, "response")


if __name__ == "__main__":
    main()
