"""Words of an adopted commitment change with a reason, and what stood before stays to be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse
from migrations.recorded import drop_frozen, freeze

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "rewordings"
TOO_MUCH = {
    "changes of adopted words": "SELECT DISTINCT p.slug || '/' || c.number FROM rewordings r "
    "JOIN commitments c ON c.id = r.commitment_id JOIN plans p ON p.id = c.plan_id ORDER BY 1",
}


def upgrade() -> None:
    """Begin with none: what was changed before has its facts, and nobody wrote down why."""
    op.create_table(
        TABLE,
        sa.Column("id", ID, nullable=False),
        sa.Column("commitment_id", ID, nullable=False),
        sa.Column("milestone_id", ID, nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason_ar", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=f"fk_{TABLE}_commitment_id"),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name=f"fk_{TABLE}_milestone_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=f"fk_{TABLE}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
    )
    for name in ("commitment_id", "milestone_id"):
        op.create_index(f"ix_{TABLE}_{name}", TABLE, [name])
    freeze(TABLE)


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    drop_frozen(TABLE)
