"""The tables, and the migrations that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from conversations.store import VERSIONS, Base

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from conversations.service import Conversations


def test_the_migrations_make_the_tables_that_the_code_means(
    conversations: Conversations,  # noqa: ARG001 - migrates
    engine: Engine,
) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, Base.metadata) == []


def test_no_column_holds_who_somebody_is(
    conversations: Conversations,  # noqa: ARG001 - migrates
    engine: Engine,
) -> None:
    columns = {table: [one["name"] for one in inspect(engine).get_columns(table)] for table in Base.metadata.tables}
    assert columns == {
        "conversation": ["id", "token_hash", "kommune", "role", "language", "created_at"],
        "message": ["id", "conversation_id", "number", "author", "text", "answer", "created_at"],
        "candidate": ["id", "conversation_id", "number", "text", "role", "understood", "label", "created_at"],
    }
