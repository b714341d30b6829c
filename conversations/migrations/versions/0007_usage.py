"""How often what is asked: counts by week, and which conversations they leave out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward. What was asked before was not counted, and is not counted now."""
    op.create_table(
        "usage_count",
        sa.Column("kommune", sa.String(length=40), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("figure", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kommune", "monday", "figure", "value", name=op.f("pk_usage_count")),
    )
    op.add_column("conversation", sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """One step back."""
    op.drop_column("conversation", "is_counted")
    op.drop_table("usage_count")
