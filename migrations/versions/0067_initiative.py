"""The page on the initiative is kept at the desk and published in editions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse
from migrations.recorded import drop_frozen, freeze

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, CODE, MOMENT = sa.String(600), sa.String(40), sa.DateTime(timezone=True)
SECTIONS, WORDS, FACTS, EDITIONS = (
    "initiative_sections", "initiative_words", "initiative_facts", "initiative_editions",
)  # fmt: skip
TOO_MUCH = {"page on the initiative": f"SELECT slug FROM {SECTIONS} ORDER BY id"}  # noqa: S608 - a name from above


def upgrade() -> None:
    """Begin with nothing: the desk writes, and only what it publishes is public."""
    _create(
        SECTIONS,
        sa.Column("slug", CODE, nullable=False),
        sa.Column("shape", CODE, nullable=False),
        sa.UniqueConstraint("slug", name=f"uq_{SECTIONS}_slug"),
    )
    _create(
        WORDS,
        _section(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *_said("heading", LINE),
        *_said("prose", sa.Text()),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], [f"{SECTIONS}.id"], name=f"fk_{WORDS}_section_id"),
        sa.UniqueConstraint("section_id", "number", name=f"uq_{WORDS}_section_id_number"),
    )
    _create(
        FACTS,
        _section(),
        sa.Column("place", sa.Integer(), nullable=False),
        *_said("label", LINE),
        *_said("value", sa.Text()),
        *_said("source", LINE),
        sa.Column("source_url", LINE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("corrects_id", ID, nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], [f"{SECTIONS}.id"], name=f"fk_{FACTS}_section_id"),
        sa.ForeignKeyConstraint(["corrects_id"], [f"{FACTS}.id"], name=f"fk_{FACTS}_corrects_id"),
        sa.UniqueConstraint("corrects_id", name=f"uq_{FACTS}_corrects_id"),
    )
    op.create_index(f"ix_{FACTS}_section_id", FACTS, ["section_id"])
    _create(
        EDITIONS,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        *_said("reason", sa.Text()),
        sa.UniqueConstraint("number", name=f"uq_{EDITIONS}_number"),
        when="published",
    )


def downgrade() -> None:
    """Refuse, by name, where something was written: the version before has no room for it."""
    refuse(TOO_MUCH)
    for table in (EDITIONS, FACTS, WORDS, SECTIONS):
        drop_frozen(table)


def _create(table: str, *parts: sa.schema.SchemaItem, when: str = "recorded") -> None:
    """Create a table whose rows are added and never changed."""
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        *parts,
        sa.Column(f"{when}_at", MOMENT, nullable=False),
        sa.Column(f"{when}_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint([f"{when}_by_id"], ["users.id"], name=f"fk_{table}_{when}_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    freeze(table)


def _section() -> sa.Column[Any]:
    return sa.Column("section_id", ID, nullable=False)


def _said(name: str, kind: sa.types.TypeEngine[Any]) -> list[sa.Column[Any]]:
    return [sa.Column(f"{name}_{lang}", kind, nullable=False) for lang in ("ar", "en")]
