"""On which level people take part: a consultation's promise in its own words, and what was reached of any process."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, refuse
from migrations.recorded import drop_frozen, freeze

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE, CONSULTATIONS, PROMISE = "participation_levels", "consultations", "consultations_promise"
WORDS = ("promise_ar", "promise_en")
# What a consultation promises is said in the consultation, and is kept from its announcement on.
THERE = (
    "(CASE WHEN NEW.process IN ('plan', 'co-creation') "
    "THEN EXISTS (SELECT 1 FROM plans t WHERE t.id = NEW.process_id) "
    "WHEN NEW.process = 'consultation' AND NEW.level IS NULL AND NEW.promise_ar = '' AND NEW.promise_en = '' "
    "THEN EXISTS (SELECT 1 FROM consultations t WHERE t.id = NEW.process_id AND t.announced_at IS NOT NULL) "
    "ELSE FALSE END)"
)
TOO_MUCH = {
    "words of its own for what a consultation promises": (
        "SELECT slug FROM consultations WHERE promise_ar <> '' OR promise_en <> '' ORDER BY id"
    ),
    "levels of participation": (
        "SELECT l.process || ' ' || COALESCE(p.slug, c.slug) FROM participation_levels l "
        "LEFT JOIN plans p ON p.id = l.process_id AND l.process <> 'consultation' "
        "LEFT JOIN consultations c ON c.id = l.process_id AND l.process = 'consultation' ORDER BY l.id"
    ),
}


def upgrade() -> None:
    """Make room for both; what is said stands, and what a consultation promised is kept."""
    for name in WORDS:
        op.add_column(CONSULTATIONS, sa.Column(name, sa.Text(), nullable=False, server_default=""))
    guard(PROMISE, CONSULTATIONS, "UPDATE", f"OLD.announced_at IS NOT NULL AND {differs(*WORDS)}")
    op.create_table(
        TABLE,
        sa.Column("id", ID, nullable=False),
        sa.Column("process", sa.String(40), nullable=False),
        sa.Column("process_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(40), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in WORDS),
        sa.Column("reached", sa.String(40), nullable=True),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("evidence_ar", "evidence_en", "evidence_url")
        ),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participation_levels"),
        sa.UniqueConstraint(
            "process", "process_id", "number", name="uq_participation_levels_process_process_id_number"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_participation_levels_document_id"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name="fk_participation_levels_recorded_by_id"
        ),
    )
    freeze(TABLE)
    guard(f"{TABLE}_there", TABLE, "INSERT", f"NOT {THERE}")


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    drop_frozen(TABLE, "there")
    drop_guard(PROMISE, CONSULTATIONS)
    for name in WORDS:
        op.drop_column(CONSULTATIONS, name)
