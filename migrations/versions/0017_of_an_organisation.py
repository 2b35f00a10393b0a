"""What was said for an organisation is listed and counted without walking through what everybody said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_contributions_organisation", "contributions"
SPOKEN_FOR = sa.text("organisation_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        NAME, TABLE, ["organisation_id", "id", "status", "kind"],
        sqlite_where=SPOKEN_FOR, postgresql_where=SPOKEN_FOR,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
