"""Lists are read a page at a time: what organisations are ordered by is kept, and indexes hold what lists walk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from consult.shared.text import sort_key

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KINDS = (
    "agency", "municipality", "independent", "civil_society", "women", "youth", "union", "chamber", "private",
    "academia",
)  # fmt: skip
ORDER = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
ORGANISATIONS = sa.table(
    "organisations", sa.column("id"), sa.column("kind"), sa.column("name_ar"), sa.column("name_en"),
    sa.column("order_ar"), sa.column("order_en"),
)  # fmt: skip
MOMENTS = ("announced_at", "opens_at", "closes_at", "cancelled_at", "answered_at", "organisation_id")


def upgrade() -> None:
    for name in ("order_ar", "order_en"):
        op.add_column("organisations", sa.Column(name, ORDER, nullable=False, server_default=""))
    connection, rows = op.get_bind(), ORGANISATIONS.c
    for row in connection.execute(sa.select(ORGANISATIONS)).all():
        kind = f"{KINDS.index(row.kind):02}"
        connection.execute(
            ORGANISATIONS.update()
            .where(rows.id == row.id)
            .values(
                order_ar=(kind + sort_key(row.name_ar or row.name_en))[:60].rstrip(),
                order_en=(kind + sort_key(row.name_en or row.name_ar))[:60].rstrip(),
            )
        )
    for name in ("order_ar", "order_en"):
        op.create_index(f"ix_organisations_{name}_id", "organisations", [name, "id"])
    op.create_index("ix_consultations_moments", "consultations", [*MOMENTS])


def downgrade() -> None:
    op.drop_index("ix_consultations_moments", "consultations")
    for name in ("order_ar", "order_en"):
        op.drop_index(f"ix_organisations_{name}_id", "organisations")
        op.drop_column("organisations", name)
