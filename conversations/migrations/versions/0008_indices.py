"""Indices for what is looked for often: conversations that are kept too long, hand-overs that are open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
OPEN = sa.text("open_for IS NOT NULL")


def upgrade() -> None:
    """One step forward."""
    op.drop_index(op.f("ix_conversation_last_at"), table_name="conversation")
    op.create_index("ix_conversation_kept", "conversation", ["keep_as", "last_at"])
    op.create_index("ix_handover_open", "handover", ["kommune", "state"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """One step back."""
    op.drop_index("ix_handover_open", table_name="handover")
    op.drop_index("ix_conversation_kept", table_name="conversation")
    op.create_index(op.f("ix_conversation_last_at"), "conversation", ["last_at"])
