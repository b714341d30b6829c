"""What every room's Alembic `env.py` does: run its migrations on the connection it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData


def run_migrations(metadata: MetaData) -> None:
    """Called by Alembic; `foundation.database.migrate` has put the connection in the attributes."""
    attributes = context.config.attributes
    connection: Connection = attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=attributes["version_table"],
        render_as_batch=True,
        transactional_ddl=True,
        include_name=lambda name, kind, _: kind != "table" or name in metadata.tables,
    )
    with context.begin_transaction():
        context.run_migrations()
