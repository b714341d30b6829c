"""How long a conversation is kept: its class, and when its last message came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward. Of a conversation that is there already, its last message says when it was last used.

    Without batches: SQLite would make the table anew, and the messages would go with the old one.
    """
    op.add_column("conversation", sa.Column("keep_as", sa.String(20), nullable=False, server_default="samtale"))
    first = "1970-01-01 00:00:00"
    op.add_column(
        "conversation", sa.Column("last_at", sa.DateTime(timezone=True), nullable=False, server_default=first)
    )
    op.execute(
        "UPDATE conversation SET last_at = coalesce("
        "(SELECT max(created_at) FROM message WHERE message.conversation_id = conversation.id), created_at)"
    )
    op.create_index(op.f("ix_conversation_last_at"), "conversation", ["last_at"])


def downgrade() -> None:
    """One step back."""
    op.drop_index(op.f("ix_conversation_last_at"), "conversation")
    op.drop_column("conversation", "last_at")
    op.drop_column("conversation", "keep_as")
