"""A commitment's number is a label, "3A" too, with a place of its own; a plan's is its body's, not everybody's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse
from migrations.rebuilding import rebuilt

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LABEL = sa.String(40)
NATIONS, BODYS = "uq_plans_of_the_nation", "uq_plans_of_a_body"
# What the version before has no room for, each with what names it.
TOO_MUCH = {
    "commitments whose number is no whole number": "SELECT p.slug || '/' || c.number FROM commitments c "
    "JOIN plans p ON p.id = c.plan_id WHERE c.number <> CAST(c.position AS VARCHAR(40)) ORDER BY 1",
    "plans of a body": "SELECT slug FROM plans WHERE level <> 'national' OR body_id IS NOT NULL ORDER BY 1",
}


def upgrade() -> None:
    op.add_column("commitments", sa.Column("position", sa.Integer(), nullable=True))
    op.execute("UPDATE commitments SET position = number")
    with rebuilt("commitments") as commitments:
        commitments.alter_column(
            "number", existing_type=sa.Integer(), type_=LABEL, postgresql_using="number::varchar"
        )
        commitments.alter_column("position", existing_type=sa.Integer(), nullable=False)
    with rebuilt("plans") as plans:
        plans.drop_constraint("uq_plans_number", type_="unique")
        plans.add_column(sa.Column("level", LABEL, nullable=False, server_default="national"))
        plans.add_column(sa.Column("body_id", ID, nullable=True))
        plans.create_foreign_key("fk_plans_body_id", "organisations", ["body_id"], ["id"])
    _one_number("level", "number", name=NATIONS, where="body_id IS NULL")
    _one_number("level", "body_id", "number", name=BODYS, where="body_id IS NOT NULL")


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name in (BODYS, NATIONS):
        op.drop_index(name, "plans")
    with rebuilt("plans") as plans:
        plans.drop_constraint("fk_plans_body_id", type_="foreignkey")
        plans.drop_column("body_id")
        plans.drop_column("level")
        plans.create_unique_constraint("uq_plans_number", ["number"])
    with rebuilt("commitments") as commitments:
        commitments.alter_column(
            "number", existing_type=LABEL, type_=sa.Integer(), postgresql_using="number::integer"
        )
        commitments.drop_column("position")


def _one_number(*columns: str, name: str, where: str) -> None:
    only = sa.text(where)
    op.create_index(name, "plans", list(columns), unique=True, sqlite_where=only, postgresql_where=only)
