"""Beside the clauses of a text stands what they mean in plain words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, guard, refuse

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLISHED = (
    "EXISTS (SELECT 1 FROM text_versions v WHERE v.id = {row}.version_id AND v.published_at IS NOT NULL)"
)
TOO_MUCH = {
    "summaries of clauses": (
        "SELECT DISTINCT 'version ' || v.number || ' of text ' || v.text_id FROM clause_summaries s "
        "JOIN text_versions v ON v.id = s.version_id ORDER BY 1"
    )
}
GUARDS = {
    "clause_summaries_no_insert": ("INSERT", PUBLISHED.format(row="NEW")),
    "clause_summaries_no_update": (
        "UPDATE",
        f"{PUBLISHED.format(row='OLD')} OR {PUBLISHED.format(row='NEW')}",
    ),
    "clause_summaries_no_delete": ("DELETE", PUBLISHED.format(row="OLD")),
}


def upgrade() -> None:
    """Make room for summaries; those of a published text stay."""
    op.create_table(
        "clause_summaries",
        sa.Column("id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("clause_id", ID, nullable=False),
        sa.Column("summary_ar", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("words", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clause_summaries"),
        sa.UniqueConstraint("version_id", "clause_id", name="uq_clause_summaries_version_id_clause_id"),
        sa.ForeignKeyConstraint(["version_id"], ["text_versions.id"], name="fk_clause_summaries_version_id"),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name="fk_clause_summaries_clause_id"),
    )
    for name, (event, condition) in GUARDS.items():
        guard(name, "clause_summaries", event, condition)


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name in GUARDS:
        drop_guard(name, "clause_summaries")
    op.drop_table("clause_summaries")
