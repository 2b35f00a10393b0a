"""What the desk says of holidays; those that are shipped stand in the code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, guard, postgresql, refuse

revision = "0038"
down_revision = "0050"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, CODE, MOMENT = sa.String(600), sa.String(40), sa.DateTime(timezone=True)
TOO_MUCH = {"holidays that were kept at the desk": "SELECT CAST(day AS VARCHAR) FROM holidays ORDER BY day"}


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("id", ID, nullable=False),
        sa.Column("country", CODE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, LINE, nullable=False) for name in ("name_ar", "name_en", "source_ar", "source_en")),
        sa.Column("expected", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name="fk_holidays_changed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holidays"),
        sa.UniqueConstraint("country", "day", name="uq_holidays_country_day"),
    )
    guard("holidays_no_delete", "holidays", "DELETE", "TRUE")
    guard("holidays_day", "holidays", "UPDATE", differs("country", "day"))
    if postgresql():
        op.execute(
            "CREATE TRIGGER holidays_no_truncate BEFORE TRUNCATE ON holidays EXECUTE FUNCTION no_truncate()"
        )


def downgrade() -> None:
    """Refuse where the desk said something of a day; what was shipped goes with the code."""
    refuse(TOO_MUCH)
    op.drop_table("holidays")
    if postgresql():
        for name in ("no_delete", "day"):
            op.execute(f"DROP FUNCTION holidays_{name}()")
