"""The gateway deletes by itself, makes Rasa forget too, and tries again what could not be done."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import QueuePool

from conversations.purge import purge_always, purge_once
from conversations.retention import Retention
from conversations.service import PERSON, Conversations
from foundation.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

PATIENCE = 60
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def later() -> datetime:
    """So late that all of it is over."""
    return utc_now() + timedelta(days=400)


@pytest.fixture
def old(engine: Engine) -> Conversations:
    """Conversations whose time is over."""
    return Conversations(engine, Retention(), later)


class Rasa:
    """Remembers what it was told to forget."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.forgot: list[str] = []

    async def forget(self, conversation_id: str) -> None:
        """Forgets."""
        self.forgot.append(conversation_id)


def started(conversations: Conversations, many: int) -> list[str]:
    """The ids of new conversations with a message each."""
    own = [conversations.start(None, "ukjent", "nb")[0].id for _ in range(many)]
    for one in own:
        conversations.tell(one, PERSON, "Hei")
    return own


async def until(seen: Callable[[], bool]) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not seen():  # noqa: ASYNC110 - what is seen tells nobody
            await asyncio.sleep(0.01)


async def test_rasa_is_told_to_forget_all_that_was_deleted(conversations: Conversations, engine: Engine) -> None:
    own, rasa = started(conversations, 3), Rasa()
    await purge_once(Conversations(engine, Retention(), later), rasa.forget)
    assert sorted(rasa.forgot) == sorted(own)


async def test_where_nothing_is_over_rasa_forgets_nothing(conversations: Conversations) -> None:
    started(conversations, 1)
    rasa = Rasa()
    await purge_once(conversations, rasa.forget)
    assert rasa.forgot == []


async def test_it_looks_at_once_and_again_and_again_until_it_is_cancelled(
    conversations: Conversations, old: Conversations
) -> None:
    first, rasa = started(conversations, 1), Rasa()
    purging = asyncio.create_task(purge_always(old, rasa.forget, 0.01))
    await until(lambda: rasa.forgot == first)
    second = started(conversations, 1)
    await until(lambda: rasa.forgot == first + second)
    purging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await purging


async def test_between_two_looks_it_can_be_cancelled_at_once(old: Conversations) -> None:
    purging = asyncio.create_task(purge_always(old, Rasa().forget, 86_400))
    await asyncio.sleep(0.1)
    purging.cancel()
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(asyncio.CancelledError):
            await purging


@only_sqlite
async def test_a_locked_database_is_tried_again(
    conversations: Conversations, in_haste: Conversations, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, rasa = started(conversations, 1), Rasa()
    monkeypatch.setattr(in_haste, "_clock", later)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await purge_once(in_haste, rasa.forget)  # It raises nothing.
        purging = asyncio.create_task(purge_always(in_haste, rasa.forget, 0.01))
        await asyncio.sleep(0.5)
        assert (rasa.forgot, purging.done()) == ([], False)
        other.execute("ROLLBACK")
    await until(lambda: rasa.forgot == own)
    purging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await purging


@only_sqlite
async def test_a_database_whose_connections_are_all_taken_is_tried_again(
    conversations: Conversations, database: Path
) -> None:
    own, rasa = started(conversations, 1), Rasa()
    narrow = create_engine(f"sqlite:///{database}", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05)
    old = Conversations(narrow, Retention(), later)
    with narrow.connect():
        purging = asyncio.create_task(purge_always(old, rasa.forget, 0.01))
        await asyncio.sleep(0.5)
        assert (rasa.forgot, purging.done()) == ([], False)
    await until(lambda: rasa.forgot == own)
    purging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await purging
    narrow.dispose()


async def test_a_rasa_that_fails_at_one_is_told_of_the_others(conversations: Conversations, engine: Engine) -> None:
    own = started(conversations, 3)
    told: list[str] = []

    async def forget(conversation_id: str) -> None:
        told.append(conversation_id)
        raise RuntimeError(conversation_id)

    await purge_once(Conversations(engine, Retention(), later), forget)
    assert sorted(told) == sorted(own)
