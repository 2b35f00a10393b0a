"""Texts are published without a consultation, and drafts are discarded: who did it, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, guard, postgresql, refuse

revision = "0034"
down_revision = "0037"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTS, VERSIONS = "text_acts", "text_versions"
# Name, table, event and what is refused.
GUARDS = (
    ("text_acts_no_update", ACTS, "UPDATE", "TRUE"),
    ("text_acts_no_delete", ACTS, "DELETE", "TRUE"),
    (
        "text_versions_discarded", VERSIONS, "UPDATE",
        "NEW.published_at IS NOT NULL AND NEW.discarded_at IS NOT NULL",
    ),
)  # fmt: skip
TOO_MUCH = {
    "acts of texts": (
        "SELECT p.slug || '/' || c.number || ' version ' || v.number || ' ' || a.kind FROM text_acts a "
        "JOIN text_versions v ON v.id = a.version_id JOIN commitments c ON c.text_id = v.text_id "
        "JOIN plans p ON p.id = c.plan_id ORDER BY a.id"
    )
}


def upgrade() -> None:
    op.add_column(VERSIONS, sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        ACTS,
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], [f"{VERSIONS}.id"], name=f"fk_{ACTS}_version_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{ACTS}_user_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{ACTS}"),
    )
    op.create_index(f"ix_{ACTS}_version_id", ACTS, ["version_id"])
    for each in GUARDS:
        guard(*each)
    if postgresql():
        op.execute(
            f"CREATE TRIGGER {ACTS}_no_truncate BEFORE TRUNCATE ON {ACTS} EXECUTE FUNCTION no_truncate()"
        )


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    for name, table, _event, _refused in GUARDS:
        drop_guard(name, table)
    op.drop_table(ACTS)
    op.drop_column(VERSIONS, "discarded_at")
