"""What somebody typed into a form and did not save is kept for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "kept_forms"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("action", sa.String(600), nullable=False),
        sa.Column("page", sa.String(600), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_kept_forms_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_forms")),
        sa.UniqueConstraint("user_id", "form", name=op.f("uq_kept_forms_user_id_form")),
    )
    op.create_index(op.f("ix_kept_forms_kept_at"), TABLE, ["kept_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
