"""What changed from one published version to another is kept: no reader pays for comparing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLE = "clause_differences"
BOTH_PUBLISHED = (
    "(SELECT count(*) FROM commitment_versions v WHERE v.published_at IS NOT NULL "
    "AND v.id IN (NEW.from_version_id, NEW.to_version_id)) < 2"
)
GUARDS = (
    ("no_insert", "INSERT", BOTH_PUBLISHED),
    ("no_update", "UPDATE", "TRUE"),
    ("no_delete", "DELETE", "TRUE"),
)


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        TABLE,
        sa.Column("id", big, autoincrement=True, nullable=False),
        sa.Column("from_version_id", big, nullable=False),
        sa.Column("to_version_id", big, nullable=False),
        sa.Column("clause_id", big, nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=True) for name in ("heading_ar", "heading_en", "text_ar", "text_en")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_differences")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_clause_differences_{name}"))
            for name, table in (
                ("from_version_id", "commitment_versions"),
                ("to_version_id", "commitment_versions"),
                ("clause_id", "clauses"),
            )
        ),
        sa.UniqueConstraint(
            "from_version_id", "to_version_id", "clause_id",
            name=op.f("uq_clause_differences_from_version_id_to_version_id_clause_id"),
        ),
    )  # fmt: skip
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for name, event, condition in GUARDS:
        op.execute(
            f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {TABLE}_{name}'); END"
        )
    # Pages show it: what was read of the record is forgotten with it, as with the tables of 0008.
    op.execute(
        f"CREATE TRIGGER {TABLE}_stamp_insert AFTER INSERT ON {TABLE} "  # noqa: S608 - all of it stands above
        "BEGIN INSERT INTO stamps (name, value) VALUES ('record', hex(randomblob(16))) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value; END"
    )


def _guard_postgresql() -> None:
    for name, event, condition in GUARDS:
        result = "OLD" if event == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {TABLE}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION 'refused: {TABLE}_{name}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {result}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_{name}()"
        )
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} EXECUTE FUNCTION no_truncate()"
    )
    op.execute(
        f"CREATE CONSTRAINT TRIGGER {TABLE}_stamp AFTER INSERT ON {TABLE} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp_record()"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        for name, _event, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {TABLE}_{name}()")
