"""Alembic's entrance to this room's migrations."""

from foundation.migrations_env import run_migrations
from knowledge.tables import Base

run_migrations(Base.metadata)
