"""What records said before, and since when they say what they say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward: records that are here already say what they say since the last loading."""
    op.create_table(
        "knowledge_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=160), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_history")),
    )
    op.create_index(op.f("ix_knowledge_history_record_id"), "knowledge_history", ["record_id"])
    with op.batch_alter_table("knowledge_record") as batch_op:
        batch_op.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE knowledge_record SET since = COALESCE((SELECT MAX(loaded_at) FROM knowledge_load), CURRENT_TIMESTAMP)"
    )
    with op.batch_alter_table("knowledge_record") as batch_op:
        batch_op.alter_column("since", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    """One step back."""
    with op.batch_alter_table("knowledge_record") as batch_op:
        batch_op.drop_column("since")
    op.drop_index(op.f("ix_knowledge_history_record_id"), "knowledge_history")
    op.drop_table("knowledge_history")
