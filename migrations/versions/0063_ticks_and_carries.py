"""The five tests of a commitment are ticked, and a commitment says which one of another plan it carries on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse
from migrations.recorded import drop_frozen, freeze

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE, MOMENT = sa.String(40), sa.DateTime(timezone=True)
TICKS, CARRIES = "commitment_ticks", "commitment_carries"
_NAMED = "SELECT DISTINCT p.slug || '/' || c.number FROM {table} t JOIN commitments c ON c.id = t.{key} JOIN plans p ON p.id = c.plan_id ORDER BY 1"
TOO_MUCH = {
    "ticks of commitments": _NAMED.format(table=TICKS, key="commitment_id"),
    "commitments that carry on another": _NAMED.format(table=CARRIES, key="into_id"),
}


def upgrade() -> None:
    """Begin with none: nobody wrote down which were."""
    _create(
        TICKS, ["commitment_id"], sa.Column("test", CODE, nullable=False), sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("role", CODE, nullable=False),
    )  # fmt: skip
    _create(CARRIES, ["from_id", "into_id"], sa.Column("holds", sa.Boolean(), nullable=False))


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    drop_frozen(CARRIES)
    drop_frozen(TICKS)


def _create(table: str, keys: list[str], *said: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        *(sa.Column(key, ID, nullable=False) for key in keys),
        *said,
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        *(sa.ForeignKeyConstraint([key], ["commitments.id"], name=f"fk_{table}_{key}") for key in keys),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=f"fk_{table}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    for key in keys:
        op.create_index(f"ix_{table}_{key}", table, [key])
    freeze(table)
