"""An outbox in a real database of its own, of each kind, and a clock that the test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from notices.outbox import Outbox
from tests.postgres import empty_database, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


class Clock:
    """Says what time it is, and goes on when it is told to."""

    def __init__(self) -> None:
        """A Friday morning."""
        self.now = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Now."""
        return self.now

    def goes_on(self, **time: float) -> None:
        """Later."""
        self.now += timedelta(**time)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of these tests' own."""
    with served() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with empty_database(request.param, tmp_path / "post.db", lambda: request.getfixturevalue("postgres")) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    """The clock of the outbox."""
    return Clock()


@pytest.fixture
def outbox(engine: Engine, clock: Clock) -> Outbox:
    """An outbox; nothing in it yet."""
    return Outbox(engine, clock)
