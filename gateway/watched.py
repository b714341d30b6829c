"""Every request, as those who operate the gateway see it: under one id in all logs, counted, timed, traced."""

from __future__ import annotations

import re
from contextlib import nullcontext
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING

from opentelemetry.trace import INVALID_SPAN, SpanKind, StatusCode
from starlette.datastructures import Headers, MutableHeaders

from foundation import request_id as ids
from foundation import tracing
from foundation.request_id import REQUEST_ID_HEADER, logged_under, request_id_of
from gateway.metrics import OTHER, count_request

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from aiohttp import ClientHandlerType, ClientRequest, ClientResponse
    from opentelemetry.trace import Span
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Files of the pages, and addresses that there is nothing at, have no route of their own.
FILES, NOTHING = "files", "nothing"
# The port that uvicorn gives to whom a trusted proxy names in X-Forwarded-For: nobody connects from it.
NAMED_BY_PROXY = 0
METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS"})
# Asked for all the time, or open for hours: of no use in a trace.
UNTRACED = re.compile(r"/(healthz|readyz|metrics|widget\.js|(static|assets)/.*|.*/events)")
METHOD, ROUTE, STATUS = "http.request.method", "http.route", "http.response.status_code"


class Watched:
    """Gives each request its id, tells it in the answer, and counts and traces the request."""

    def __init__(self, app: ASGIApp) -> None:
        """Wraps `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. What began no answer is not counted: its client has gone."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = _told_by_proxy(scope)
        begun, request_id = perf_counter(), request_id_of(told.get(REQUEST_ID_HEADER))
        method = scope["method"] if scope["method"] in METHODS else OTHER
        with logged_under(request_id), _traced(scope, method, told) as span:

            async def sender(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
                    route, status = _route(scope), message["status"]
                    count_request(route, method, status, perf_counter() - begun)
                    _describe(span, route, method, status)
                await send(message)

            await self._app(scope, receive, sender)


async def watch_call(request: ClientRequest, call: ClientHandlerType) -> ClientResponse:
    """One call to Rasa, logged under the id of the request that it is made for, in one trace.

    Its address may hold the id of a conversation, so that only the method is told.
    """
    with tracing.part(f"{request.method} rasa", SpanKind.CLIENT) as span:
        request.headers.update(ids.carried() | tracing.carried())
        response = await call(request)
        span.set_attributes({METHOD: request.method, STATUS: response.status})
    return response


def _told_by_proxy(scope: Scope) -> Headers:
    """What a trusted proxy has sent; anybody else's id could be made to look like another's, or tell of them."""
    client = scope.get("client")
    return Headers(scope=scope) if client and client[1] == NAMED_BY_PROXY else Headers()


def _traced(scope: Scope, method: str, told: Headers) -> AbstractContextManager[Span]:
    if UNTRACED.fullmatch(scope["path"]):
        return nullcontext(INVALID_SPAN)
    tracing.follow(told)
    return tracing.served(method)


def _describe(span: Span, route: str, method: str, status: int) -> None:
    span.update_name(f"{method} {route}")
    span.set_attributes({METHOD: method, ROUTE: route, STATUS: status})
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.set_status(StatusCode.ERROR)


def _route(scope: Scope) -> str:
    """The route as it is declared, with names for what differs; the router writes it into the scope."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    return FILES if scope.get("endpoint") else NOTHING
