"""The forum has rules, edition by edition, and seats that bodies hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, refuse

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RULES, SEATS = "forum_rules", "forum_seats"
SAID = ("id", "organisation_id", "sector", "post_ar", "post_en", "since", "recorded_at", "recorded_by_id")
END = ("ended_on", "mistaken", "end_reason_ar", "end_reason_en", "ended_at", "ended_by_id")
GUARDS = (
    ("forum_rules_no_update", RULES), ("forum_rules_no_delete", RULES), ("forum_seats_no_delete", SEATS),
    ("forum_seats_stand", SEATS), ("forum_seats_end_once", SEATS),
)  # fmt: skip
TOO_MUCH = {
    "rules of the forum": "SELECT 'edition ' || number FROM forum_rules ORDER BY number",
    "seats in the forum": (
        "SELECT o.slug FROM forum_seats s JOIN organisations o ON o.id = s.organisation_id ORDER BY s.id"
    ),
}


def upgrade() -> None:
    """Make room for both; what is published or entered stands, and a seat ends once."""
    op.create_table(
        RULES,
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("rules_ar", "rules_en", "reason_ar", "reason_en")
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_forum_rules"),
        sa.UniqueConstraint("number", name="uq_forum_rules_number"),
        sa.ForeignKeyConstraint(["published_by_id"], ["users.id"], name="fk_forum_rules_published_by_id"),
    )
    op.create_table(
        SEATS,
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("post_ar", sa.String(600), nullable=False),
        sa.Column("post_en", sa.String(600), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("mistaken", sa.Boolean(), nullable=False),
        sa.Column("end_reason_ar", sa.Text(), nullable=True),
        sa.Column("end_reason_en", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_forum_seats"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_forum_seats_organisation_id"
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_forum_seats_recorded_by_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name="fk_forum_seats_ended_by_id"),
    )
    op.create_index("ix_forum_seats_organisation_id", SEATS, ["organisation_id"])
    for act in ("update", "delete"):
        guard(f"forum_rules_no_{act}", RULES, act.upper(), "1 = 1")
    guard("forum_seats_no_delete", SEATS, "DELETE", "1 = 1")
    guard("forum_seats_stand", SEATS, "UPDATE", differs(*SAID))
    guard("forum_seats_end_once", SEATS, "UPDATE", f"OLD.ended_on IS NOT NULL AND {differs(*END)}")


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name, table in GUARDS:
        drop_guard(name, table)
    op.drop_table(SEATS)
    op.drop_table(RULES)
