"""The newest voices of a consultation are found without walking through all of them."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_contributions_consultation_newest", "contributions", ["consultation_id", "depth", "id"]
    )


def downgrade() -> None:
    op.drop_index("ix_contributions_consultation_newest", "contributions")
