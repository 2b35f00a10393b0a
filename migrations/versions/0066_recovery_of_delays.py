"""A delay that is declared of a commitment says what is done to recover from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, refuse
from migrations.recorded import keep

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

TABLES = ("commitments", "commitment_facts")
SAID = ("title_ar", "title_en", "note_ar", "note_en", "delayed", "delay_note_ar", "delay_note_en")
RECOVERY = ("recovery_ar", "recovery_en")
TOO_MUCH = {
    "recovery from delays": "SELECT DISTINCT p.slug || '/' || c.number FROM commitment_facts f "
    "JOIN commitments c ON c.id = f.commitment_id JOIN plans p ON p.id = c.plan_id "
    "WHERE COALESCE(f.recovery_ar, f.recovery_en) IS NOT NULL ORDER BY 1",
}


def upgrade() -> None:
    for table in TABLES:
        for name in RECOVERY:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    _forget_kept()
    keep("commitment_facts", "commitments", "commitment_id", (*SAID, *RECOVERY))


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    _forget_kept()
    for table in TABLES:
        for name in RECOVERY:
            op.drop_column(table, name)
    keep("commitment_facts", "commitments", "commitment_id", SAID)


def _forget_kept() -> None:
    """Take away what lets a commitment say what its newest fact does: the columns that it names change."""
    drop_guard("commitments_as_recorded", "commitments")
    drop_guard("commitment_facts_kept", "commitment_facts")
