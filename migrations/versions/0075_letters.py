"""What came by post, by email, by telephone or on paper is keyed in, with how its day is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, refuse

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("contribution_id", "consultation_id", "key", "received_on", "keyed_by_id", "keyed_at")
ERASED = "EXISTS (SELECT 1 FROM contributions c WHERE c.id = NEW.contribution_id AND c.status = 'erased')"
TOO_MUCH = {
    "letters that were keyed in": (
        "SELECT c.reference FROM letters l JOIN contributions c ON c.id = l.contribution_id ORDER BY c.id"
    )
}


def upgrade() -> None:
    """Make room for letters; their day and how it is known are set once."""
    op.create_table(
        "letters",
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("keyed_by_id", ID, nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_key", sa.String(80), nullable=True),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("stem", sa.String(600), nullable=False),
        sa.PrimaryKeyConstraint("contribution_id", name="pk_letters"),
        sa.UniqueConstraint("key", name="uq_letters_key"),
        sa.UniqueConstraint("stored_key", name="uq_letters_stored_key"),
        sa.ForeignKeyConstraint(["contribution_id"], ["contributions.id"], name="fk_letters_contribution_id"),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name="fk_letters_consultation_id"),
        sa.ForeignKeyConstraint(["keyed_by_id"], ["users.id"], name="fk_letters_keyed_by_id"),
    )
    op.create_index("ix_letters_consultation", "letters", ["consultation_id", "contribution_id"])
    guard(
        "letters_kept", "letters", "UPDATE", f"{differs(*KEPT)} OR ({differs('evidence')} AND NOT {ERASED})"
    )
    guard("letters_no_delete", "letters", "DELETE", "1 = 1")


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name in ("letters_no_delete", "letters_kept"):
        drop_guard(name, "letters")
    op.drop_table("letters")
