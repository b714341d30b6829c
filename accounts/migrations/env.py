"""Alembic's entrance to this room's migrations."""

from accounts.store import Base
from foundation.migrations_env import run_migrations

run_migrations(Base.metadata)
