"""A clause that is taken out of a draft is kept with its words, so that it can be brought back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0051"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "dropped_clauses"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("clause_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading_ar", sa.String(600), nullable=False),
        sa.Column("heading_en", sa.String(600), nullable=False),
        sa.Column("text_ar", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("came_from", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_versions.id"], name=op.f("fk_dropped_clauses_version_id")
        ),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_dropped_clauses_clause_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_clauses")),
        sa.UniqueConstraint("version_id", "clause_id", name=op.f("uq_dropped_clauses_version_id_clause_id")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
