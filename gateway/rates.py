"""How often one address may call, start conversations and write: a flood from one leaves the others served.

Counted with `limits`, in this process's memory. Our own commands, which hold the house's token, are not counted.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Literal

from limits import parse_many
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import HTTPConnection

from foundation.errors import DomainError
from foundation.internal import INTERNAL_HEADER, internal_token, is_internal
from gateway.problems import EMERGENCY, refusal

if TYPE_CHECKING:
    from limits import RateLimitItem
    from starlette.types import ASGIApp, Receive, Scope, Send

    from foundation.settings import Settings

# One household has a /64 net of IPv6, and may use any address of it.
IPV6_NET = 64
# Wrong passwords from one address, and sign-ins begun at the provider: a whole municipality may be one.
REFUSED_SIGN_INS = "20/minute; 200/hour"
WAYS_IN = "60/minute"
type Counted = Literal["call", "start", "write", "sign-in", "way-in"]
DETAILS: dict[Counted, str] = {
    "call": "Det kommer mange forespørsler herfra akkurat nå. Vent et minutt, og prøv igjen.",
    "start": "Det er startet mange samtaler herfra på kort tid. Vent et minutt, og prøv igjen.",
    "sign-in": "Det er prøvd å logge inn mange ganger herfra på kort tid. Vent et minutt, og prøv igjen.",
    "way-in": "Det er startet mange innlogginger herfra på kort tid. Vent et minutt, og prøv igjen.",
    "write": "Det kom mange meldinger på kort tid. Vent et minutt, og send meldingen igjen.",
}


class TooManyError(DomainError):
    """Somebody writes, starts or asks faster than a person does."""

    status = 429
    slug = "for-mange"
    title = "For mange forespørsler"

    def __init__(self, what: Counted) -> None:
        """`what` there was too much of."""
        super().__init__(f"{DETAILS[what]} {EMERGENCY}")


class Rates:
    """All counts of one gateway."""

    def __init__(self, settings: Settings) -> None:
        """Starts at nought."""
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._token = internal_token(settings)
        self._per_address = parse_many(settings.rate_per_address)
        self._starts = parse_many(settings.rate_of_starts)
        self._refused_sign_ins = parse_many(REFUSED_SIGN_INS)
        self._ways_in = parse_many(WAYS_IN)
        self._per_conversation = parse_many(settings.rate_per_conversation)

    def is_ours(self, connection: HTTPConnection) -> bool:
        """Whether one of our own commands calls."""
        sent = connection.headers.get(INTERNAL_HEADER)
        return sent is not None and is_internal(f"Bearer {sent}", self._token)

    async def may_call(self, connection: HTTPConnection) -> bool:
        """Counts a request; False where its address has made too many."""
        return self.is_ours(connection) or await self._hit(self._per_address, "call", address_of(connection))

    async def count_start(self, connection: HTTPConnection) -> None:
        """Counts a conversation that is started.

        Raises:
            TooManyError: where its address has started too many.
        """
        if not (self.is_ours(connection) or await self._hit(self._starts, "start", address_of(connection))):
            raise TooManyError("start")

    async def may_write(self, connection: HTTPConnection, conversation_id: str) -> bool:
        """Counts a message; False where there were too many in the conversation."""
        return self.is_ours(connection) or await self._hit(self._per_conversation, "write", conversation_id)

    async def look_at_sign_ins(self, connection: HTTPConnection) -> None:
        """Counts nothing: right passwords are welcome, however many.

        Raises:
            TooManyError: where too many passwords from this address were wrong.
        """
        address = address_of(connection)
        for rate in self._refused_sign_ins:
            if not await self._limiter.test(rate, "sign-in", address):
                raise TooManyError("sign-in")

    async def count_refused(self, connection: HTTPConnection) -> None:
        """Counts a wrong password."""
        await self._hit(self._refused_sign_ins, "sign-in", address_of(connection))

    async def count_way_in(self, connection: HTTPConnection) -> None:
        """Counts a sign-in that is begun at the provider.

        Raises:
            TooManyError: where its address has begun too many.
        """
        if not await self._hit(self._ways_in, "way-in", address_of(connection)):
            raise TooManyError("way-in")

    async def _hit(self, rates: list[RateLimitItem], what: Counted, whose: str) -> bool:
        """Counts one. What one rate refuses the next does not count: nobody is shut out for longer than it says."""
        for rate in rates:
            if not await self._limiter.hit(rate, what, whose):
                return False
        return True


def address_of(connection: HTTPConnection) -> str:
    """Whom a request is counted for: an IPv4 address, or the net of an IPv6 address."""
    host = connection.client.host if connection.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    return str(address.ipv4_mapped or ipaddress.ip_network((address, IPV6_NET), strict=False))


class AddressRate:
    """Refuses the requests of an address that makes too many."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        """Wraps `app`."""
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and not await self._rates.may_call(HTTPConnection(scope)):
            await refusal(TooManyError("call"))(scope, receive, send)
            return
        await self._app(scope, receive, send)
