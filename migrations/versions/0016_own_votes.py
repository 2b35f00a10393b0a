"""A person's own votes in a consultation are found without walking through everybody's."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_votes_own", "votes", ["consultation_id", "user_id"])


def downgrade() -> None:
    op.drop_index("ix_votes_own", "votes")
