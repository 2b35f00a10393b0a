"""Plans and commitments are begun and kept at the desk: what is done with them, what is promised, when they are shown."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, refuse
from migrations.recorded import drop_frozen, freeze, keep

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, CODE, MOMENT = sa.String(600), sa.String(40), sa.DateTime(timezone=True)
SHOWN = ("plans", "commitments")
MILESTONE = ("title_ar", "title_en", "due_on", "status", "as_of")
DELIVERED = ("starts_on", "deliverable_ar", "deliverable_en")
PROMISED = (
    "problem", "what", "how", "information", "accountability", "participation", "technology", "resources",
)  # fmt: skip
_COMMITMENT = "p.slug || '/' || c.number"
_HOME = "JOIN commitments c ON c.id = {key} JOIN plans p ON p.id = c.plan_id"
# What the version before has no room for, each with what names it.
TOO_MUCH = {
    "plans that are not shown yet": "SELECT slug FROM plans WHERE shown_at IS NULL ORDER BY 1",
    "commitments that are not shown yet": f"SELECT {_COMMITMENT} FROM commitments c JOIN plans p ON p.id = c.plan_id "  # noqa: S608 - all of it stands above
    "WHERE c.shown_at IS NULL ORDER BY 1",
    "acts on plans": "SELECT DISTINCT p.slug FROM plan_acts a JOIN plans p ON p.id = a.plan_id ORDER BY 1",
    "acts on commitments": f"SELECT DISTINCT {_COMMITMENT} FROM commitment_acts a {_HOME.format(key='a.commitment_id')} ORDER BY 1",  # noqa: S608 - all of it stands above
    "problems and promises of commitments": f"SELECT DISTINCT {_COMMITMENT} FROM commitment_templates t "  # noqa: S608 - all of it stands above
    f"{_HOME.format(key='t.commitment_id')} ORDER BY 1",
    "reasons for which a body took or gave up a role": f"SELECT DISTINCT {_COMMITMENT} FROM commitment_bodies b "  # noqa: S608 - all of it stands above
    f"{_HOME.format(key='b.commitment_id')} WHERE COALESCE(b.reason_ar, b.reason_en, b.meeting_ar, b.meeting_en) "
    "IS NOT NULL ORDER BY 1",
    "deliverables and beginnings of milestones": f"SELECT DISTINCT {_COMMITMENT} FROM milestone_facts f "  # noqa: S608 - all of it stands above
    f"JOIN milestones m ON m.id = f.milestone_id {_HOME.format(key='m.commitment_id')} "
    "WHERE f.starts_on IS NOT NULL OR COALESCE(f.deliverable_ar, f.deliverable_en) IS NOT NULL ORDER BY 1",
}


def upgrade() -> None:
    for table in SHOWN:
        op.add_column(table, sa.Column("shown_at", MOMENT, nullable=True))
        shown = sa.table(table, sa.column("shown_at", MOMENT))
        op.execute(shown.update().values(shown_at=datetime.now(UTC)))
        guard(
            f"{table}_stays_shown", table, "UPDATE OF shown_at",
            f"OLD.shown_at IS NOT NULL AND {differs('shown_at')}",
        )  # fmt: skip
    _create("plan_acts", "plans", "plan_id", *_act())
    _create("commitment_acts", "commitments", "commitment_id", *_act())
    _create("commitment_templates", "commitments", "commitment_id", *_template())
    for name in ("reason_ar", "reason_en"):
        op.add_column("commitment_bodies", sa.Column(name, sa.Text(), nullable=True))
    for name in ("meeting_ar", "meeting_en"):
        op.add_column("commitment_bodies", sa.Column(name, LINE, nullable=True))
    for table in ("milestones", "milestone_facts"):
        op.add_column(table, sa.Column("starts_on", sa.Date(), nullable=True))
        for name in ("deliverable_ar", "deliverable_en"):
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    _forget_kept()
    keep("milestone_facts", "milestones", "milestone_id", (*MILESTONE, *DELIVERED))


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    _forget_kept()
    for table in ("milestones", "milestone_facts"):
        for name in DELIVERED:
            op.drop_column(table, name)
    keep("milestone_facts", "milestones", "milestone_id", MILESTONE)
    for name in ("reason_ar", "reason_en", "meeting_ar", "meeting_en"):
        op.drop_column("commitment_bodies", name)
    for table in ("commitment_templates", "commitment_acts", "plan_acts"):
        drop_frozen(table)
    for table in SHOWN:
        drop_guard(f"{table}_stays_shown", table)
        op.drop_column(table, "shown_at")


def _forget_kept() -> None:
    """Take away what lets a milestone say what its newest fact does: the columns that it names change."""
    drop_guard("milestones_as_recorded", "milestones")
    drop_guard("milestone_facts_kept", "milestone_facts")


def _create(table: str, about: str, key: str, *said: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column(key, ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", ID, nullable=True),
        *said,
        sa.ForeignKeyConstraint([key], [f"{about}.id"], name=f"fk_{table}_{key}"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=f"fk_{table}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_{key}", table, [key])
    freeze(table)


def _act() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("kind", CODE, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason_ar", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
    ]


def _template() -> list[sa.schema.SchemaItem]:
    words = [
        sa.Column(f"{name}_{lang}", sa.Text(), nullable=False) for name in PROMISED for lang in ("ar", "en")
    ]
    return [
        *words,
        sa.Column("contact_name_ar", LINE, nullable=False),
        sa.Column("contact_name_en", LINE, nullable=False),
        sa.Column("contact_email", LINE, nullable=False),
        sa.Column("contact_phone", LINE, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
    ]
