"""What an organisation is called is a dated fact, and the body that runs the site is kept at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, refuse
from migrations.recorded import drop_frozen, freeze, keep

revision = "0062"
down_revision = "0060"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, MOMENT = sa.String(600), sa.DateTime(timezone=True)
NAMES, SITE = "organisation_names", "site_bodies"
SAID = ("name_ar", "name_en", "unit_ar", "unit_en", "email", "phone")
TOO_MUCH = {
    "body that runs the site": "SELECT 'number ' || number FROM site_bodies ORDER BY number",
    "former names of organisations": "SELECT o.slug FROM organisation_names n JOIN organisations o "
    "ON o.id = n.organisation_id GROUP BY o.id, o.slug HAVING COUNT(*) > 1 ORDER BY 1",
}


def upgrade() -> None:
    """Make the names that stand the first facts, recorded when the organisation was, of no known day."""
    op.create_table(
        NAMES,
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.Column("name_ar", LINE, nullable=False),
        sa.Column("name_en", LINE, nullable=False),
        sa.Column("reason_ar", sa.Text(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=f"fk_{NAMES}_organisation_id"
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=f"fk_{NAMES}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{NAMES}"),
    )
    op.create_index(f"ix_{NAMES}_organisation_id", NAMES, ["organisation_id"])
    op.execute(
        f"INSERT INTO {NAMES} (organisation_id, recorded_at, name_ar, name_en) "  # noqa: S608 - a name from above
        "SELECT id, created_at, name_ar, name_en FROM organisations ORDER BY id"
    )
    freeze(NAMES)
    keep(NAMES, "organisations", "organisation_id", ("name_ar", "name_en"))
    said = [sa.Column(name, LINE, nullable=False) for name in SAID]
    op.create_table(
        SITE,
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *said,
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=f"fk_{SITE}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{SITE}"),
        sa.UniqueConstraint("number", name=f"uq_{SITE}_number"),
    )
    freeze(SITE)


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for; the newest names stand in its rows already."""
    refuse(TOO_MUCH)
    drop_frozen(SITE)
    drop_guard("organisations_as_recorded", "organisations")
    drop_frozen(NAMES, "kept")
