"""Several bodies can lead a commitment together, which the version before does not know."""

from __future__ import annotations

from migrations.guards import refuse

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

TOO_MUCH = {
    "bodies that lead together with another": "SELECT DISTINCT p.slug || '/' || c.number FROM commitment_bodies b "
    "JOIN commitments c ON c.id = b.commitment_id JOIN plans p ON p.id = c.plan_id WHERE b.role = 'co-lead' ORDER BY 1",
}


def upgrade() -> None:
    """Change no table: the facts of bodies have room for one more role."""


def downgrade() -> None:
    """Refuse, by name, the roles that the version before cannot show."""
    refuse(TOO_MUCH)
