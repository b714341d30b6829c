"""The tables, and what they do not hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from accounts.store import MIGRATIONS, VERSIONS, Base
from conversations.service import Conversations
from tests.accounts.conftest import PASSWORD

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from accounts.service import Accounts
    from accounts.users import User


def test_the_migrations_make_the_tables_that_the_code_means(
    accounts: Accounts,  # noqa: ARG001 - migrates
    engine: Engine,
) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSIONS,
                "include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables,
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_conversations_and_accounts_share_a_database(accounts: Accounts, engine: Engine, kari: User) -> None:
    Conversations(engine).start("oppdal", "ukjent", "nb")
    assert [one.login for one in accounts.users.listed()] == [kari.login]


def test_the_tables_can_be_taken_away_again(
    accounts: Accounts,  # noqa: ARG001 - migrates
    engine: Engine,
) -> None:
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes.update(connection=connection, version_table=VERSIONS)
        command.downgrade(config, "base")
        connection.commit()
    assert [name for name in inspect(engine).get_table_names() if name.startswith("staff_")] == []


def test_neither_password_nor_token_nor_state_lies_in_the_database(
    accounts: Accounts, engine: Engine, kari: User
) -> None:
    _, token = accounts.sign_in(kari.login, PASSWORD)
    begun = accounts.pending.begin()
    with engine.connect() as connection:
        kept = str([connection.execute(text(f"SELECT * FROM {table}")).all() for table in Base.metadata.tables])  # noqa: S608 - our own
    assert [secret for secret in (PASSWORD, token, begun.state, begun.browser) if secret in kept] == []
    assert [one for one in ("$argon2id$", hashlib.sha256(token.encode()).hexdigest()) if one not in kept] == []
