"""Progress of milestones is reported, and what is done with a milestone is an act with its reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse
from migrations.recorded import drop_frozen, freeze

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE, MOMENT = sa.String(40), sa.DateTime(timezone=True)
UPDATES, ACTS = "progress_updates", "milestone_acts"
_NAMED = (
    "SELECT DISTINCT p.slug || '/' || c.number FROM {table} t JOIN milestones m ON m.id = t.milestone_id "
    "JOIN commitments c ON c.id = m.commitment_id JOIN plans p ON p.id = c.plan_id ORDER BY 1"
)
TOO_MUCH = {
    "progress of milestones": _NAMED.format(table=UPDATES),
    "acts on milestones": _NAMED.format(table=ACTS),
}


def upgrade() -> None:
    """Begin with none: what was read from sources stays in the facts of the milestones."""
    _create(
        UPDATES,
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("status", CODE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("nothing_to_report", sa.Boolean(), nullable=False),
        *_words("done", "challenge"),
        sa.Column("evidence_url", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=f"fk_{UPDATES}_organisation_id"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=f"fk_{UPDATES}_document_id"),
    )  # fmt: skip
    _create(
        ACTS,
        sa.Column("kind", CODE, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        *_words("reason", "recovery"),
        sa.Column("takes_back_id", ID, nullable=True),
        *(
            sa.Column(name, sa.Date(), nullable=True)
            for name in ("was_starts_on", "was_due_on", "starts_on", "due_on")
        ),
        sa.ForeignKeyConstraint(["takes_back_id"], [f"{ACTS}.id"], name=f"fk_{ACTS}_takes_back_id"),
        sa.UniqueConstraint("takes_back_id", name=f"uq_{ACTS}_takes_back_id"),
    )


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    drop_frozen(ACTS)
    drop_frozen(UPDATES)


def _create(table: str, *said: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("milestone_id", ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", ID, nullable=True),
        *said,
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name=f"fk_{table}_milestone_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=f"fk_{table}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_milestone_id", table, ["milestone_id"])
    freeze(table)


def _words(*names: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column(f"{name}_{lang}", sa.Text(), nullable=False) for name in names for lang in ("ar", "en")]
