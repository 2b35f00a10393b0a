"""Votes can be sealed until the closing, which the version before would show at once."""

from __future__ import annotations

from alembic import op

from migrations.guards import refuse

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_FOUND = "SELECT DISTINCT c.slug FROM activities a JOIN consultations c ON c.id = a.consultation_id WHERE "
SEALED = {
    "postgresql": _FOUND + "a.settings ->> 'results' IS NOT NULL ORDER BY 1",
    "sqlite": _FOUND + "json_extract(a.settings, '$.results') IS NOT NULL ORDER BY 1",
}


def upgrade() -> None:
    """Change no table: an activity's settings have room for one more."""


def downgrade() -> None:
    """Refuse, by name, the consultations whose votes the version before would show."""
    refuse({"votes that are sealed": SEALED[op.get_bind().dialect.name]})
