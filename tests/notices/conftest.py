"""An outbox in a real database of its own, of each kind, and a clock that the test sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notices.outbox import Outbox
from tests.clock import Clock
from tests.postgres import empty_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


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
