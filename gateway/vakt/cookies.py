"""The cookies: for who is signed in, and for a sign-in that is under way at the provider, and where that leads.

No script can read any. With TLS their names begin with `__Host-`: no page of another name below the municipality's
domain, and nobody on the way without TLS, can then set one in place of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request, Response

    from foundation.settings import Settings

SESSION = "endorinn_session"
UNDER_WAY = "endorinn_signing_in"
# Where somebody was going when they were led to the provider.
GOING = "endorinn_going"
HOST = "__Host-"
SECONDS_UNDER_WAY = 600


def is_secure(settings: Settings) -> bool:
    """Whether people reach the gateway with TLS: always in production."""
    return settings.env == "production" or settings.public_address.startswith("https://")


def sent(request: Request, name: str, settings: Settings) -> str:
    """What a browser sends of a cookie; empty where it sends none."""
    return request.cookies.get(_named(name, settings), "")


def give(response: Response, name: str, value: str, settings: Settings, seconds: int | None = None) -> None:
    """Gives a browser a cookie for so many seconds, or until it is closed."""
    response.set_cookie(
        _named(name, settings),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(settings),
        httponly=True,
        samesite="lax",
    )


def take_back(response: Response, name: str, settings: Settings) -> None:
    """Takes a cookie from a browser."""
    response.delete_cookie(_named(name, settings), path="/", secure=is_secure(settings), httponly=True, samesite="lax")


def _named(name: str, settings: Settings) -> str:
    return f"{HOST}{name}" if is_secure(settings) else name
