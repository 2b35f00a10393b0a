"""The asking body says whom it invited to a consultation, and whom it told otherwise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, guard, refuse

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "consultation_invitations"
TOO_MUCH = {
    "invitations to consultations": (
        f"SELECT DISTINCT c.slug FROM {TABLE} i JOIN consultations c ON c.id = i.consultation_id ORDER BY 1"  # noqa: S608
    )
}


def upgrade() -> None:
    """Make room for invitations, which stand once they went out."""
    op.create_table(
        TABLE,
        sa.Column("id", ID, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("name_ar", sa.String(600), nullable=False),
        sa.Column("name_en", sa.String(600), nullable=False),
        sa.Column("how", sa.String(40), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consultation_invitations"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name="fk_consultation_invitations_consultation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_consultation_invitations_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name="fk_consultation_invitations_invited_by_id"
        ),
    )
    op.create_index("ix_consultation_invitations_consultation", TABLE, ["consultation_id", "id"])
    op.create_index(
        "uq_consultation_invitations_organisation", TABLE, ["consultation_id", "organisation_id"], unique=True,
        sqlite_where=sa.text("organisation_id IS NOT NULL"),
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )  # fmt: skip
    for act in ("update", "delete"):
        guard(f"{TABLE}_no_{act}", TABLE, act.upper(), "1 = 1")


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for act in ("update", "delete"):
        drop_guard(f"{TABLE}_no_{act}", TABLE)
    op.drop_table(TABLE)
