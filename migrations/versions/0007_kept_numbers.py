"""The numbers that pages show, kept with the facts that they count; filled from what is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLACE = "COALESCE('clause:' || CAST(clause_id AS VARCHAR), 'whole')"
VOICE, SHOWN = "kind <> 'clarification'", "status = 'published'"
# Of each kind of number: the table, what it is counted on, its name, and which rows count.
COUNTED = (
    ("contributions", "'all'", "status", VOICE),
    ("contributions", PLACE, "'voices'", f"{VOICE} AND {SHOWN}"),
    ("contributions", PLACE, "stance", f"{VOICE} AND {SHOWN} AND stance IS NOT NULL"),
    ("contributions", PLACE, "'clarified'", f"NOT {VOICE} AND {SHOWN}"),
    ("votes", "'clause:' || CAST(clause_id AS VARCHAR)", "choice", "clause_id IS NOT NULL"),
    ("votes", "'voice:' || CAST(contribution_id AS VARCHAR)", "choice", "contribution_id IS NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("consultation_id", NUMBER, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_tallies_consultation_id")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "subject", "name", "slot", name=op.f("pk_tallies")),
    )
    for table, subject, name, condition in COUNTED:
        op.execute(
            "INSERT INTO tallies (consultation_id, subject, name, slot, value) "  # noqa: S608 - all of it stands above
            f"SELECT consultation_id, subject, name, 0, COUNT(*) FROM (SELECT consultation_id, {subject} AS subject, "
            f"{name} AS name FROM {table} WHERE {condition}) AS counted GROUP BY consultation_id, subject, name"
        )


def downgrade() -> None:
    op.drop_table("tallies")
