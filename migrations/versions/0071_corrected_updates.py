"""An update of progress can put another in its place, which stays to be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import postgresql, refuse
from migrations.recorded import freeze

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

TABLE = "progress_updates"
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHY = ("correction_ar", "correction_en")
TOO_MUCH = {
    "corrections of progress": "SELECT DISTINCT p.slug || '/' || c.number FROM progress_updates u "
    "JOIN milestones m ON m.id = u.milestone_id JOIN commitments c ON c.id = m.commitment_id "
    "JOIN plans p ON p.id = c.plan_id WHERE u.corrects_id IS NOT NULL ORDER BY 1",
}


def upgrade() -> None:
    """Begin with none: what was reported until now stands."""
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("corrects_id", ID, nullable=True))
        for name in WHY:
            batch.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        batch.create_foreign_key(f"fk_{TABLE}_corrects_id", TABLE, ["corrects_id"], ["id"])
        batch.create_unique_constraint(f"uq_{TABLE}_corrects_id", ["corrects_id"])
    _freeze_again()


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(f"uq_{TABLE}_corrects_id", type_="unique")
        batch.drop_constraint(f"fk_{TABLE}_corrects_id", type_="foreignkey")
        for name in (*WHY, "corrects_id"):
            batch.drop_column(name)
    _freeze_again()


def _freeze_again() -> None:
    """SQLite has made the table anew, without its triggers."""
    if not postgresql():
        freeze(TABLE)
