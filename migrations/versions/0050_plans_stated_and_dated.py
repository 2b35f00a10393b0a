"""What sources say of plans is added and corrected with its date, and what comes next is a timeline."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, postgresql, refuse
from migrations.rebuilding import rebuilt
from migrations.recorded import freeze

revision = "0050"
down_revision = "0030"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, CODE, MOMENT = sa.String(600), sa.String(40), sa.DateTime(timezone=True)
STATED: dict[str, sa.types.TypeEngine[Any]] = {
    "period_of": CODE,
    "counted_by": CODE,
    "dated_on": sa.Date(),
    "recorded_at": MOMENT,
    "recorded_by_id": ID,
    "corrects_id": ID,
}
# What of a step does not change: all but whether it is shown.
STEP = (
    "plan_id", "title_ar", "title_en", "how_ar", "how_en", "starts_on", "ends_on", "co_creation", "published_at",
    "known_since", "replaces_id", "recorded_by_id",
)  # fmt: skip
# What the version before has no room for, each with what names it.
TOO_MUCH = {
    "steps of plans": "SELECT DISTINCT p.slug FROM plan_steps s JOIN plans p ON p.id = s.plan_id ORDER BY 1",
    "dates and corrections of what sources say": "SELECT DISTINCT p.slug FROM plan_statements s "
    "JOIN plans p ON p.id = s.plan_id WHERE s.recorded_at IS NOT NULL ORDER BY 1",
}


def upgrade() -> None:
    """Let what stands be undated: nobody wrote down when it was recorded."""
    with rebuilt("plan_statements") as batch:
        for name, kind in STATED.items():
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.add_column(sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_foreign_key("fk_plan_statements_recorded_by_id", "users", ["recorded_by_id"], ["id"])
        batch.create_foreign_key("fk_plan_statements_corrects_id", "plan_statements", ["corrects_id"], ["id"])
        batch.create_unique_constraint("uq_plan_statements_corrects_id", ["corrects_id"])
    freeze("plan_statements")
    _create_steps()
    guard("plan_steps_words", "plan_steps", "UPDATE", differs(*STEP))
    guard("plan_steps_no_delete", "plan_steps", "DELETE", "TRUE")
    if postgresql():
        op.execute(
            "CREATE TRIGGER plan_steps_no_truncate BEFORE TRUNCATE ON plan_steps EXECUTE FUNCTION no_truncate()"
        )


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    # It takes its triggers along; the functions of PostgreSQL stay behind.
    op.drop_table("plan_steps")
    if postgresql():
        for name in ("words", "no_delete"):
            op.execute(f"DROP FUNCTION plan_steps_{name}()")
        op.execute("DROP TRIGGER plan_statements_no_truncate ON plan_statements")
    for name in ("no_update", "no_delete"):
        drop_guard(f"plan_statements_{name}", "plan_statements")
    with rebuilt("plan_statements") as batch:
        batch.drop_constraint("uq_plan_statements_corrects_id", type_="unique")
        batch.drop_constraint("fk_plan_statements_corrects_id", type_="foreignkey")
        batch.drop_constraint("fk_plan_statements_recorded_by_id", type_="foreignkey")
        for name in (*STATED, "withdrawn"):
            batch.drop_column(name)


def _create_steps() -> None:
    op.create_table(
        "plan_steps",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("title_ar", LINE, nullable=False),
        sa.Column("title_en", LINE, nullable=False),
        sa.Column("how_ar", sa.Text(), nullable=False),
        sa.Column("how_en", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("co_creation", sa.Boolean(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("known_since", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("replaces_id", ID, nullable=True),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_plan_steps_plan_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["plan_steps.id"], name="fk_plan_steps_replaces_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_plan_steps_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_steps"),
        sa.UniqueConstraint("replaces_id", name="uq_plan_steps_replaces_id"),
    )
    op.create_index("ix_plan_steps_plan_id", "plan_steps", ["plan_id"])
