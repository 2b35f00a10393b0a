"""Drafts of consultations are discarded and brought back, as drafts of texts are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, guard, refuse

revision = "0064"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE, MOMENTS = "consultations", "ix_consultations_moments"
GUARD = "consultations_discarded"
INDEXED = ("announced_at", "opens_at", "closes_at", "cancelled_at", "answered_at", "organisation_id")
TOO_MUCH = {
    "discarded drafts of consultations, nor any that were brought back": (
        "SELECT DISTINCT c.slug FROM consultations c JOIN consultation_acts a ON a.consultation_id = c.id "
        "WHERE a.kind IN ('discarded', 'brought-back') ORDER BY 1"
    )
}


def upgrade() -> None:
    """Lists by state are cut from their index alone, so that it holds which drafts are none of theirs."""
    op.add_column(TABLE, sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index(MOMENTS, TABLE)
    op.create_index(MOMENTS, TABLE, [*INDEXED, "discarded_at"])
    guard(GUARD, TABLE, "UPDATE", "NEW.announced_at IS NOT NULL AND NEW.discarded_at IS NOT NULL")


def downgrade() -> None:
    """Refuse, by name, where a draft was discarded: it would stand as one to announce, or its acts mean nothing."""
    refuse(TOO_MUCH)
    drop_guard(GUARD, TABLE)
    op.drop_index(MOMENTS, TABLE)
    op.create_index(MOMENTS, TABLE, [*INDEXED])
    op.drop_column(TABLE, "discarded_at")
