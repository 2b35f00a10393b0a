"""Texts are a subject of their own: versions and clauses belong to a text, and a commitment points at its own.

What became of a clause from one version to the next is recorded: split, joined, dropped.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, guard, postgresql, refuse
from migrations.rebuilding import rebuilt, unguarded

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE, NOW = "commitment_versions", "text_versions"
MAPPINGS = "clause_mappings"
DROPPED = "uq_clause_mappings_dropped"
# The published version that stands before one, by number.
PREVIOUS = (
    "(SELECT b.id FROM text_versions b JOIN text_versions v ON v.text_id = b.text_id AND b.number < v.number "
    "WHERE v.id = {version} AND b.published_at IS NOT NULL ORDER BY b.number DESC LIMIT 1)"
)
STANDS = "EXISTS (SELECT 1 FROM clause_texts w WHERE w.version_id = {version} AND w.clause_id = {clause})"
PUBLISHED = (
    "EXISTS (SELECT 1 FROM text_versions v WHERE v.id = {row}.version_id AND v.published_at IS NOT NULL)"
)
# Each clause of the version before that is neither in this one nor in what is recorded of it.
LOST = (
    f"SELECT 1 FROM clause_texts w WHERE w.version_id = {PREVIOUS} AND NOT EXISTS "  # noqa: S608 - stands above
    "(SELECT 1 FROM clause_texts n WHERE n.version_id = {version} AND n.clause_id = w.clause_id) AND NOT EXISTS "
    "(SELECT 1 FROM clause_mappings m WHERE m.version_id = {version} AND m.from_clause_id = w.clause_id)"
)
TOO_MUCH = {
    "texts of anything but commitments": (
        "SELECT CAST(t.id AS VARCHAR(40)) FROM texts t WHERE NOT EXISTS "
        "(SELECT 1 FROM commitments c WHERE c.text_id = t.id) ORDER BY t.id"
    ),
    "clauses that were split or joined": (
        "SELECT p.slug || '/' || c.number || ' version ' || v.number || ' clause ' || m.from_clause_id "
        "FROM clause_mappings m JOIN text_versions v ON v.id = m.version_id "
        "JOIN commitments c ON c.text_id = v.text_id JOIN plans p ON p.id = c.plan_id "
        "WHERE m.to_clause_id IS NOT NULL ORDER BY m.id"
    ),
}


def upgrade() -> None:
    op.create_table(
        "texts", sa.Column("id", ID, autoincrement=True), sa.PrimaryKeyConstraint("id", name="pk_texts")
    )
    op.execute("INSERT INTO texts (id) SELECT id FROM commitments ORDER BY id")
    if postgresql():
        op.execute(
            "SELECT setval(pg_get_serial_sequence('texts', 'id'), COALESCE(MAX(id), 0) + 1, false) FROM texts"
        )
    op.add_column("commitments", sa.Column("text_id", ID, nullable=True))
    op.execute("UPDATE commitments SET text_id = id")
    with rebuilt("commitments") as commitments:
        commitments.alter_column("text_id", existing_type=ID, nullable=False)
        commitments.create_foreign_key("fk_commitments_text_id", "texts", ["text_id"], ["id"])
        commitments.create_unique_constraint("uq_commitments_text_id", ["text_id"])
    _rename(BEFORE, NOW)
    _hand_over((BEFORE, "commitment_id"), (NOW, "text_id"), "texts")
    _make_mappings()
    for each in _guards():
        guard(*each)
    if postgresql():
        for table in ("texts", MAPPINGS):
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
            )


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name, table, _event, _condition in _guards():
        drop_guard(name, table)
    op.drop_table(MAPPINGS)
    _rename(NOW, BEFORE)
    _hand_over((NOW, "text_id"), (BEFORE, "commitment_id"), "commitments")
    with rebuilt("commitments") as commitments:
        commitments.drop_constraint("uq_commitments_text_id", type_="unique")
        commitments.drop_constraint("fk_commitments_text_id", type_="foreignkey")
        commitments.drop_column("text_id")
    op.drop_table("texts")


def _rename(old: str, new: str) -> None:
    """Rename the table of versions with all that names it: keys and triggers that point at it, and its own names."""
    connection = op.get_bind()
    if not postgresql():
        # Here, unlike where a table is made anew, what names the table is to follow.
        op.execute("PRAGMA legacy_alter_table = OFF")
        op.rename_table(old, new)
        op.execute("PRAGMA legacy_alter_table = ON")
        return
    op.rename_table(old, new)
    op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT pk_{old} TO pk_{new}")
    op.execute(f"ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq")
    op.execute(f"ALTER TRIGGER {old}_no_truncate ON {new} RENAME TO {new}_no_truncate")
    # What a function says is text to PostgreSQL: it names the table as it was.
    functions = (
        "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = current_schema() AND p.prosrc LIKE :names ORDER BY p.proname"
    )
    for definition in connection.execute(sa.text(functions), {"names": f"% {old} %"}).scalars().all():
        connection.exec_driver_sql(definition.replace(f" {old} ", f" {new} "))


def _hand_over(old: tuple[str, str], new: tuple[str, str], owner: str) -> None:
    """Let versions and clauses belong to ``owner``: old and new are the names of the table of versions and its column."""
    (table, column), (versions, owned_by) = old, new
    for name in (versions, "clauses"):
        op.execute(f"ALTER TABLE {name} RENAME COLUMN {column} TO {owned_by}")
    with rebuilt(versions) as changed:
        changed.drop_constraint(f"uq_{table}_{column}_number", type_="unique")
        for name in (column, "drafter_id"):
            changed.drop_constraint(f"fk_{table}_{name}", type_="foreignkey")
        if not postgresql():
            changed.drop_constraint(f"pk_{table}", type_="primary")
    op.drop_index(f"ix_clauses_{column}", "clauses")
    with rebuilt("clauses") as changed:
        changed.drop_constraint(f"fk_clauses_{column}", type_="foreignkey")
    if owner == "commitments":
        for name in (versions, "clauses"):
            _name_commitments(name)
    with rebuilt(versions) as changed:
        if not postgresql():
            changed.create_primary_key(f"pk_{versions}", ["id"])
        changed.create_foreign_key(f"fk_{versions}_{owned_by}", owner, [owned_by], ["id"])
        changed.create_foreign_key(f"fk_{versions}_drafter_id", "organisations", ["drafter_id"], ["id"])
        changed.create_unique_constraint(f"uq_{versions}_{owned_by}_number", [owned_by, "number"])
    with rebuilt("clauses") as changed:
        changed.create_foreign_key(f"fk_clauses_{owned_by}", owner, [owned_by], ["id"])
    op.create_index(f"ix_clauses_{owned_by}", "clauses", [owned_by])


def _name_commitments(table: str) -> None:
    """Put the commitment in place of its text; nothing else of what is published changes."""
    with unguarded(table):
        op.execute(
            f"UPDATE {table} SET commitment_id = "  # noqa: S608 - a name
            f"(SELECT c.id FROM commitments c WHERE c.text_id = {table}.commitment_id)"
        )


def _make_mappings() -> None:
    op.create_table(
        MAPPINGS,
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("from_clause_id", ID, nullable=False),
        sa.Column("to_clause_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{MAPPINGS}"),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_{MAPPINGS}_{name}")
            for name, table in (("version_id", NOW), ("from_clause_id", "clauses"), ("to_clause_id", "clauses"))
        ),
        sa.UniqueConstraint(
            "version_id", "from_clause_id", "to_clause_id",
            name=f"uq_{MAPPINGS}_version_id_from_clause_id_to_clause_id",
        ),
    )  # fmt: skip
    to_none = sa.text("to_clause_id IS NULL")
    op.create_index(
        DROPPED, MAPPINGS, ["version_id", "from_clause_id"], unique=True,
        sqlite_where=to_none, postgresql_where=to_none,
    )  # fmt: skip
    # What was published before is looked through once: what a version lacked of the one before, it had dropped.
    op.execute(
        f"INSERT INTO {MAPPINGS} (version_id, from_clause_id) SELECT x.id, d.clause_id FROM {NOW} x "  # noqa: S608 - all of it stands above
        f"JOIN clause_texts d ON d.version_id = {PREVIOUS.format(version='x.id')} "
        f"WHERE x.published_at IS NOT NULL AND NOT {STANDS.format(version='x.id', clause='d.clause_id')} "
        "ORDER BY x.id, d.position"
    )


def _guards() -> list[tuple[str, str, str, str]]:
    """Return name, table, event and condition of each trigger."""
    differs = "IS DISTINCT FROM" if postgresql() else "IS NOT"
    another = (
        f"(SELECT c.text_id FROM clauses c WHERE c.id = NEW.clause_id) {differs} "  # noqa: S608 - an operator
        "(SELECT v.text_id FROM text_versions v WHERE v.id = NEW.version_id)"
    )
    from_stood = STANDS.format(
        version=PREVIOUS.format(version="{row}.version_id"), clause="{row}.from_clause_id"
    )
    to_stands = (
        f"(({{row}}.to_clause_id IS NULL AND NOT {STANDS.format(version='{row}.version_id', clause='{row}.from_clause_id')})"
        f" OR {STANDS.format(version='{row}.version_id', clause='{row}.to_clause_id')})"
    )
    untrue = f"NOT ({from_stood} AND {to_stands})"
    wrong = f"SELECT 1 FROM {MAPPINGS} o WHERE o.version_id = NEW.id AND {untrue.format(row='o')}"  # noqa: S608 - stands above
    unmapped = f"EXISTS ({wrong}) OR EXISTS ({LOST.format(version='NEW.id')})"
    return [
        ("texts_no_update", "texts", "UPDATE", "TRUE"),
        ("texts_no_delete", "texts", "DELETE", "TRUE"),
        ("commitments_text", "commitments", "UPDATE", f"OLD.text_id {differs} NEW.text_id"),
        ("text_versions_text", NOW, "UPDATE", f"OLD.text_id {differs} NEW.text_id"),
        (
            "text_versions_mapped", NOW, "UPDATE",
            f"OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND ({unmapped})",
        ),
        ("clause_texts_same_text_insert", "clause_texts", "INSERT", another),
        ("clause_texts_same_text_update", "clause_texts", "UPDATE", another),
        (f"{MAPPINGS}_no_insert", MAPPINGS, "INSERT", PUBLISHED.format(row="NEW")),
        (f"{MAPPINGS}_no_update", MAPPINGS, "UPDATE", "TRUE"),
        (f"{MAPPINGS}_no_delete", MAPPINGS, "DELETE", PUBLISHED.format(row="OLD")),
        (f"{MAPPINGS}_standing", MAPPINGS, "INSERT", untrue.format(row="NEW")),
    ]  # fmt: skip
