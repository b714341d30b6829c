"""Conversations in a real database of their own, of each kind; `only_sqlite` for what only a file has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conversations.service import Conversations
from foundation.database import make_engine
from tests.conversations.house import Clock, House
from tests.postgres import empty_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where they are stored on SQLite."""
    return tmp_path / "samtaler.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, database: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with empty_database(request.param, database, lambda: request.getfixturevalue("postgres")) as made:
        yield made


@pytest.fixture
def in_haste(conversations: Conversations, database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Conversations]:  # noqa: ARG001 - makes the tables
    """The same conversations, for somebody who waits for no lock."""
    monkeypatch.setattr("foundation.database.BUSY_SECONDS", 0.2)
    made = make_engine(f"sqlite:///{database}")
    yield Conversations(made)
    made.dispose()


@pytest.fixture
def conversations(engine: Engine) -> Conversations:
    """All conversations; none yet."""
    return Conversations(engine)


@pytest.fixture
def clock() -> Clock:
    """The time, as a test sets it."""
    return Clock()


@pytest.fixture
def house(engine: Engine, clock: Clock) -> House:
    """A house in which somebody can be handed over; nobody is yet."""
    return House(engine, clock)
