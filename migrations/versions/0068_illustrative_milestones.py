"""A milestone that the demonstration invented is marked as one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

TABLE = "milestones"
TOO_MUCH = {"illustrative milestones": "SELECT title_ar FROM milestones WHERE illustrative ORDER BY id"}


def upgrade() -> None:
    """Milestones that are there are nobody's invention."""
    op.add_column(TABLE, sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Refuse where one is marked: unmarked, it would read as a real one."""
    refuse(TOO_MUCH)
    op.drop_column(TABLE, "illustrative")
