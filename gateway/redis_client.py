"""The way to Redis: what its address means, and short time limits on every step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from foundation.errors import OperatorError

if TYPE_CHECKING:
    from redis.asyncio.client import PubSub

# What an address may be: it takes no options, which would win over ours.
ADDRESS = re.compile(r"(?:rediss?://[^/?#\s]+(?:/\d*)?|unix://[^?#\s]+)")
# Seconds that each step may take: to connect, to subscribe, to pass an event on, to answer a ping.
STEP_SECONDS = 1.0


def client_of(address: str) -> Redis:
    """A client that has not connected yet.

    It never connects again by itself within a call: nobody would know that events were missed.

    Raises:
        OperatorError: when it is no address of a Redis. It may hold a password, so it is not repeated.
    """
    if not ADDRESS.fullmatch(address):
        raise _not_an_address()
    try:
        return Redis.from_url(
            address,
            protocol=2,
            socket_timeout=STEP_SECONDS,
            socket_connect_timeout=STEP_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
    except ValueError:
        raise _not_an_address() from None


async def next_on(channel: PubSub, seconds: float = STEP_SECONDS) -> dict[str, Any]:
    """What comes next on a channel.

    Raises:
        TimeoutError: when nothing does.
    """
    message: dict[str, Any] | None = await channel.get_message(timeout=seconds)
    if message is None:
        raise TimeoutError
    return message


def _not_an_address() -> OperatorError:
    message = (
        "ENDORINN_REDIS_URL is no address of a Redis. Write it as redis://user:password@127.0.0.1:6379/0, or "
        "rediss:// for TLS; characters such as @ and / in a password as %40 and %2F."
    )
    return OperatorError(message)
