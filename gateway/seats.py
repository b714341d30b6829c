"""So many at once, and of them no more than half for one address: messages that wait for Rasa, open event streams."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class NoSeatError(Exception):
    """None is free, or the address has its share."""


class Seats:
    """Places that are taken while something lasts."""

    def __init__(self, most: int) -> None:
        """`most`: how many there are."""
        self._most = most
        self._share = max(most // 2, 1)
        self._taken: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many are taken."""
        return self._taken.total()

    @contextmanager
    def taken(self, address: str) -> Iterator[None]:
        """Takes a seat for an address while the context lasts.

        Raises:
            NoSeatError: where there is none for it.
        """
        if self._taken.total() >= self._most or self._taken[address] >= self._share:
            raise NoSeatError
        self._taken[address] += 1
        try:
            yield
        finally:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]
