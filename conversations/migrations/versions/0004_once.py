"""Messages that count once: the sender's own id, which message an answer answers, and what was withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward. What is there already has no id of its sender's, and its answers stay answers to nothing named.

    Unique indexes and not constraints, which SQLite could only add by making the table anew.
    """
    op.add_column("message", sa.Column("client_id", sa.String(64), nullable=True))
    op.add_column("message", sa.Column("reply_to", sa.Integer(), nullable=True))
    op.add_column("message", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("message", sa.Column("replaces", sa.Integer(), nullable=True))
    op.create_index("uq_message_client_id", "message", ["conversation_id", "client_id"], unique=True)
    op.create_index("uq_message_reply_to", "message", ["conversation_id", "reply_to", "place"], unique=True)
    op.create_table(
        "withdrawn",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_withdrawn_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "client_id", name=op.f("pk_withdrawn")),
    )


def downgrade() -> None:
    """One step back."""
    op.drop_table("withdrawn")
    op.drop_index("uq_message_reply_to", "message")
    op.drop_index("uq_message_client_id", "message")
    for column in ("replaces", "place", "reply_to", "client_id"):
        op.drop_column("message", column)
