"""Employees, their roles, their sessions, who is in, and sign-ins that are under way at a provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "staff_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_user")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_user_login")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_staff_user_issuer")),
    )
    op.create_table(
        "staff_grant",
        _user(),
        sa.Column("kommune", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        _to_user("staff_grant"),
        sa.PrimaryKeyConstraint("user_id", "kommune", "role", name=op.f("pk_staff_grant")),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _user(),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _to_user("staff_session"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_user_id"), "staff_session", ["user_id"])
    op.create_index(op.f("ix_staff_session_expires_at"), "staff_session", ["expires_at"])
    op.create_table(
        "staff_presence",
        _user(),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        _to_user("staff_presence"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff_presence")),
    )
    op.create_table(
        "staff_pending",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_staff_pending")),
    )
    op.create_index(op.f("ix_staff_pending_started_at"), "staff_pending", ["started_at"])


def _user() -> sa.Column[int]:
    return sa.Column("user_id", sa.Integer(), nullable=False)


def _to_user(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_user_id_staff_user")
    return sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    """One step back."""
    for table in ("staff_pending", "staff_presence", "staff_session", "staff_grant", "staff_user"):
        op.drop_table(table)
