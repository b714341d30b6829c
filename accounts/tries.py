"""How often a password may be tried for one login. Counted in this process's memory, as the gateway's other rates."""

from __future__ import annotations

import hashlib

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from foundation.errors import DomainError

RATE = "5/minute; 30/hour"


class TooManyTriesError(DomainError):
    """A password was tried too often for this login."""

    status = 429
    slug = "for-mange"
    title = "For mange forsøk"

    def __init__(self) -> None:
        """Says what to do; the same whether the login exists or not."""
        super().__init__(
            "Det er prøvd å logge inn for mange ganger med dette brukernavnet. Vent et minutt, og prøv igjen. "
            "Hjelper ikke det, vent en time, eller be den som styrer tilgangene om et nytt passord."
        )


class Tries:
    """All counts of one process."""

    def __init__(self, rate: str = RATE) -> None:
        """Starts at nought."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rates = parse_many(rate)

    def count(self, login: str) -> None:
        """Counts a try before it is made, so that many at once are no more than one after the other.

        Raises:
            TooManyTriesError: when there were too many.
        """
        for rate in self._rates:
            if not self._limiter.hit(rate, _key(login)):
                raise TooManyTriesError

    def forget(self, login: str) -> None:
        """After a right password, the tries before it do not count."""
        for rate in self._rates:
            self._limiter.clear(rate, _key(login))


def _key(login: str) -> str:
    # Whatever is sent as a login takes no more room than this.
    return hashlib.sha256(login.encode("utf-8", "surrogatepass")).hexdigest()
