"""Conversations in a real SQLite file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conversations.service import Conversations
from foundation.database import make_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where they are stored."""
    return tmp_path / "samtaler.db"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    """The database."""
    made = make_engine(f"sqlite:///{database}")
    yield made
    made.dispose()


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
