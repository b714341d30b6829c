"""Handing over to a person: who asked, who has it, what became of it, and what is counted of that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CLIENT_ID = "uq_message_client_id"
# Those that name another come first.
TABLES = ("handover_note", "handover_event", "handover", "handover_figure", "canned_reply")


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "canned_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kommune", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("nb", sa.String(), nullable=False),
        sa.Column("nn", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_reply")),
    )
    op.create_index(op.f("ix_canned_reply_kommune"), "canned_reply", ["kommune"], unique=False)
    op.create_table(
        "handover_figure",
        sa.Column("handover_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kommune", sa.String(length=40), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("end", sa.String(length=10), nullable=True),
        sa.Column("waited", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("is_kept", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("helped", sa.String(length=10), nullable=True),
        sa.Column("helped_later", sa.String(length=10), nullable=True),
        sa.Column("follow_up", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("handover_id", name=op.f("pk_handover_figure")),
        sa.UniqueConstraint("follow_up", name=op.f("uq_handover_figure_follow_up")),
    )
    op.create_index(op.f("ix_handover_figure_asked_on"), "handover_figure", ["asked_on"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("open_for", sa.String(length=32), nullable=True),
        sa.Column("kommune", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.Integer(), nullable=True),
        sa.Column("holder_name", sa.String(length=100), nullable=True),
        sa.Column("shown_name", sa.String(length=40), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("shares_talk", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("acute", sa.String(length=40), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("contact_kind", sa.String(length=10), nullable=True),
        sa.Column("hint", sa.String(length=20), nullable=True),
        sa.Column("proposals", sa.Integer(), nullable=False),
        sa.Column("consent", sa.String(length=10), nullable=True),
        sa.Column("proposed", sa.JSON(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("helped", sa.String(length=10), nullable=True),
        sa.Column("follow_up", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_handover_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("open_for", name=op.f("uq_handover_open_for")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handover_conversation_id"), "handover", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_handover_ended_at"), "handover", ["ended_at"], unique=False)
    op.create_index(op.f("ix_handover_kommune"), "handover", ["kommune"], unique=False)
    op.create_index(op.f("ix_handover_state"), "handover", ["state"], unique=False)
    op.create_table(
        "handover_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=100), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_event_handover_id_handover"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_event")),
    )
    op.create_index(op.f("ix_handover_event_handover_id"), "handover_event", ["handover_id"], unique=False)
    op.create_table(
        "handover_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_note_handover_id_handover"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_note")),
    )
    op.create_index(op.f("ix_handover_note_handover_id"), "handover_note", ["handover_id"], unique=False)
    op.add_column("message", sa.Column("addressee", sa.String(length=20), nullable=True))
    op.add_column("message", sa.Column("event", sa.JSON(), nullable=True))
    op.drop_index(CLIENT_ID, "message")
    op.create_index(CLIENT_ID, "message", ["conversation_id", "author", "client_id"], unique=True)


def downgrade() -> None:
    """One step back."""
    op.drop_index(CLIENT_ID, "message")
    op.create_index(CLIENT_ID, "message", ["conversation_id", "client_id"], unique=True)
    for table in TABLES:
        op.drop_table(table)
    for column in ("event", "addressee"):
        op.drop_column("message", column)
