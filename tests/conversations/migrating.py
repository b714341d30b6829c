"""Moves the tables of conversations to another form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.config import Config

from conversations.store import MIGRATIONS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine


def step(engine: Engine, direction: Callable[[Config, str], None], revision: str) -> None:
    """Moves the tables to another form."""
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes.update(connection=connection, version_table=VERSIONS)
        direction(config, revision)
        connection.commit()
