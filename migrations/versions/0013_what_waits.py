"""What waits for somebody to sign in: votes too, and since when an account has had what a browser kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # A column that is added leaves the table, and what guards it, as it stands on both engines.
    op.add_column("contribution_drafts", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "kept_votes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", _ID, nullable=True),
        sa.Column("consultation_id", _ID, nullable=False),
        sa.Column("clause_id", _ID, nullable=True),
        sa.Column("contribution_id", _ID, nullable=True),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(clause_id IS NULL) <> (contribution_id IS NULL)", name=op.f("ck_kept_votes_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_kept_votes_consultation_id")
        ),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_kept_votes_clause_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_kept_votes_contribution_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_kept_votes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_votes")),
        sa.UniqueConstraint("token_hash", "clause_id", name=op.f("uq_kept_votes_token_hash_clause_id")),
        sa.UniqueConstraint(
            "token_hash", "contribution_id", name=op.f("uq_kept_votes_token_hash_contribution_id")
        ),
    )
    for name in ("user_id", "arrived_at"):
        op.create_index(op.f(f"ix_kept_votes_{name}"), "kept_votes", [name])


def downgrade() -> None:
    op.drop_table("kept_votes")
    op.drop_column("contribution_drafts", "claimed_at")
