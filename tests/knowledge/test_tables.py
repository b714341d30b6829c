"""The library's migrations: they make the tables that the code means, and keep what was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from foundation.database import make_engine, migrate
from knowledge.store import MIGRATIONS, VERSIONS, history, load_content
from knowledge.tables import Base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from knowledge.content import Content


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path}/hus.db")
    yield made
    made.dispose()


def to_version(engine: Engine, version: str) -> None:
    """Bring the library's tables forward or back to a version."""
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes.update(connection=connection, version_table=VERSIONS)
        forward = version == "head"
        (command.upgrade if forward else command.downgrade)(config, version)
        connection.commit()


def test_the_migrations_make_the_tables_that_the_code_means(engine: Engine) -> None:
    migrate(engine, MIGRATIONS, VERSIONS)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, Base.metadata) == []


def test_what_an_older_program_loaded_gets_the_time_of_its_last_loading(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    to_version(engine, "0001")
    to_version(engine, "head")
    key = two.records[0].id
    with engine.connect() as connection:
        loaded = connection.execute(text("SELECT max(loaded_at) FROM knowledge_load")).scalar_one()
    [version] = history(engine, key)
    assert version.since.strftime("%Y-%m-%d %H:%M:%S.%f") == loaded
    assert version.record["id"] == key


def test_going_back_takes_the_history_away_and_leaves_the_records(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    to_version(engine, "base")
    with create_engine(engine.url).connect() as connection:
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'")).scalars().all()
    assert left == [VERSIONS]
