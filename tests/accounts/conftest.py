"""Accounts in a real database of their own, of each kind, at a time that a test can move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from accounts.passwords import Passwords
from accounts.service import Accounts
from accounts.sessions import Lifetimes
from foundation.providers import Grant
from tests.clock import Clock
from tests.postgres import empty_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from accounts.users import User

# Hashed as it should be, but with little work.
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "fire rolige ord her"  # noqa: S105 - of these tests  # pragma: allowlist secret
AT_THE_DESK = Grant(kommune="oppdal", role="koordinator")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    file = tmp_path / "kontoer.db"
    with empty_database(request.param, file, lambda: request.getfixturevalue("postgres")) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    """What time it is."""
    return Clock()


@pytest.fixture
def accounts(engine: Engine, clock: Clock) -> Accounts:
    """All accounts; none yet."""
    return Accounts(engine, Lifetimes(), clock, CHEAP)


@pytest.fixture
def kari(accounts: Accounts) -> User:
    """A coordinator in Oppdal."""
    return accounts.users.add("kari", "Kari Vakt", PASSWORD, [AT_THE_DESK])
