"""Voices are counted, and found by their status or as said for an organisation, in an index and not row by row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "contributions"
INDEXES = (
    ("ix_contributions_counted", ["consultation_id", "status", "late", "stance", "kind"], None),
    ("ix_contributions_status", ["consultation_id", "status", "id", "kind"], None),
    (
        "ix_contributions_spoken_for",
        ["consultation_id", "status", "id", "kind", "late", "organisation_id"],
        sa.text("organisation_id IS NOT NULL"),
    ),
)


def upgrade() -> None:
    for name, columns, where in INDEXES:
        op.create_index(name, TABLE, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, _columns, _where in INDEXES:
        op.drop_index(name, TABLE)
