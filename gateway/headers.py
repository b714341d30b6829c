"""Headers that let nothing foreign into a page, and a page into nothing foreign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from foundation.settings import Settings

CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
)
HEADERS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
# What gets another address when it changes, and what keeps its address: whoever has that has a new one within minutes.
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"
ONLY_TLS = {"strict-transport-security": "max-age=31536000"}


def headers_for(settings: Settings) -> dict[str, str]:
    """The headers of every answer: who else may show our pages in a frame is a setting; in production there is TLS."""
    ancestors = " ".join(("'self'", *settings.frame_ancestors))
    strict = ONLY_TLS if settings.env == "production" else {}
    return {"content-security-policy": CONTENT + ancestors, **HEADERS, **strict}


def with_frames_of_ours(settings: Settings) -> dict[str, str]:
    """The policy of a page that shows another of ours in a frame."""
    policy = headers_for(settings)["content-security-policy"]
    return {"content-security-policy": policy.replace("; font-src", "; frame-src 'self'; font-src", 1)}


def without_frames(settings: Settings) -> dict[str, str]:
    """The policy of a page that nobody may show in a frame, where a press could be lured out of an employee."""
    policy = headers_for(settings)["content-security-policy"].partition("; frame-ancestors")[0]
    return {"content-security-policy": f"{policy}; frame-ancestors 'none'"}


class SecurityHeaders:
    """Adds headers to every answer, refusals and crashes too."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        """Wraps `app`."""
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sender if scope["type"] == "http" else send)
