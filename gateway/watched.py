"""Every request, as those who operate the gateway see it: under one id in all logs, counted and timed by its route."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from foundation.request_id import REQUEST_ID_HEADER, carried, logged_under, request_id_of
from gateway.metrics import count_request

if TYPE_CHECKING:
    import httpx
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Files of the pages, and addresses that there is nothing at, have no route of their own.
FILES, NOTHING = "files", "nothing"
# The port that uvicorn gives to whom a trusted proxy names in X-Forwarded-For: nobody connects from it.
NAMED_BY_PROXY = 0


class Watched:
    """Gives each request its id, tells it in the answer, and counts the request."""

    def __init__(self, app: ASGIApp) -> None:
        """Wraps `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. What began no answer is not counted: its client has gone."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, request_id = perf_counter(), request_id_of(_sent(scope))

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
                count_request(_route(scope), scope["method"], message["status"], perf_counter() - begun)
            await send(message)

        with logged_under(request_id):
            await self._app(scope, receive, sender)


async def carry(request: httpx.Request) -> None:
    """Lets a call to Rasa be logged there under the id of the request that it is made for."""
    request.headers.update(carried())


def _sent(scope: Scope) -> str | None:
    """The id that a trusted proxy has given; anybody else's could be made to look like another's, or tell of them."""
    client = scope.get("client")
    return Headers(scope=scope).get(REQUEST_ID_HEADER) if client and client[1] == NAMED_BY_PROXY else None


def _route(scope: Scope) -> str:
    """The route as it is declared, with names for what differs; the router writes it into the scope."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    return FILES if scope.get("endpoint") else NOTHING
