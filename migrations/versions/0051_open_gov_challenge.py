"""Commitments can be sorted by the areas of the Open Gov Challenge, which the version before does not know."""

from __future__ import annotations

from migrations.guards import refuse

revision = "0051"
down_revision = "0034"
branch_labels = None
depends_on = None

TOO_MUCH = {
    "areas of the Open Gov Challenge": "SELECT DISTINCT p.slug || '/' || c.number FROM commitment_labels l "
    "JOIN commitments c ON c.id = l.commitment_id JOIN plans p ON p.id = c.plan_id "
    "WHERE l.family = 'open_gov_challenge' ORDER BY 1",
}


def upgrade() -> None:
    """Change no table: labels have room for one more family."""


def downgrade() -> None:
    """Refuse, by name, the labels that the version before cannot show."""
    refuse(TOO_MUCH)
