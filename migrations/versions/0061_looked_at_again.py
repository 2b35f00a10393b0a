"""An answer says who looked at it last and at how many voices; a point of a summary can be taken out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse
from migrations.rebuilding import rebuilt

revision = "0061"
down_revision = "0063"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TOO_MUCH = {
    "points that were taken out": "SELECT DISTINCT c.slug FROM summary_points p JOIN themes t ON t.id = p.theme_id "
    "JOIN consultations c ON c.id = t.consultation_id WHERE p.removed_at IS NOT NULL ORDER BY 1",
}


def upgrade() -> None:
    """Take each answer for looked at when it was written, at all voices that stand under its theme now."""
    op.add_column("summary_points", sa.Column("removed_at", MOMENT, nullable=True))
    op.add_column("responses", sa.Column("looked_at", MOMENT, nullable=True))
    op.add_column("responses", sa.Column("looked_voices", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE responses SET looked_at = edited_at, "
        "looked_voices = (SELECT t.voices FROM themes t WHERE t.id = responses.theme_id)"
    )
    with rebuilt("responses") as batch:
        batch.add_column(sa.Column("looked_by_id", ID, nullable=True))
        batch.alter_column("looked_at", existing_type=MOMENT, nullable=False)
        batch.alter_column("looked_voices", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key("fk_responses_looked_by_id", "users", ["looked_by_id"], ["id"])


def downgrade() -> None:
    """Forget who looked; refuse, by name, where a point was taken out, which would stand in its summary again."""
    refuse(TOO_MUCH)
    with rebuilt("responses") as batch:
        batch.drop_constraint("fk_responses_looked_by_id", type_="foreignkey")
        for name in ("looked_by_id", "looked_voices", "looked_at"):
            batch.drop_column(name)
    with rebuilt("summary_points") as batch:
        batch.drop_column("removed_at")
