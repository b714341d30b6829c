"""Alembic's entrance to this room's migrations."""

from foundation.migrations_env import run_migrations
from notices.store import Base

run_migrations(Base.metadata)
