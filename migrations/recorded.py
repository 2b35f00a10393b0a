"""Rows of the record that are added and never changed, and what follows from the newest of them."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

from migrations.guards import guard, postgresql

NEWEST = "ORDER BY {row}.happened_on DESC NULLS LAST, {row}.recorded_at DESC, {row}.id DESC LIMIT 1"


def same() -> str:
    """Return the word for "equal, or both empty"."""
    return "IS NOT DISTINCT FROM" if postgresql() else "IS"


def freeze(table: str) -> None:
    """Refuse to change or delete what was recorded."""
    for name, event in (("no_update", "UPDATE"), ("no_delete", "DELETE")):
        guard(f"{table}_{name}", table, event, "TRUE")
    if postgresql():
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
        )


def drop_frozen(table: str, *functions: str) -> None:
    """Drop such a table; it takes its triggers along, the functions of PostgreSQL stay behind and go by name."""
    op.drop_table(table)
    if postgresql():
        for name in ("no_update", "no_delete", *functions):
            op.execute(f"DROP FUNCTION {table}_{name}()")


def keep(table: str, about: str, key: str, said: Iterable[str]) -> None:
    """Let what a fact is about say what the newest of them says, and nothing else."""
    names = ", ".join(said)
    newest = f"SELECT {names} FROM {table} f WHERE f.{key} = NEW.{{id}} {NEWEST.format(row='f')}"  # noqa: S608 - names from above
    follow(table, about, key, f"({names}) = ({newest.format(id=key)})")
    other = " AND ".join(f"n.{name} {same()} NEW.{name}" for name in said)
    guard(
        f"{about}_as_recorded", about, f"UPDATE OF {names}",
        f"NOT EXISTS (SELECT 1 FROM ({newest.format(id='id')}) n WHERE {other})",  # noqa: S608 - names from above
    )  # fmt: skip


def follow(table: str, about: str, key: str, change: str) -> None:
    """Change the row that a new fact is about; it is held first, so that of two facts at once the second sees both."""
    name, update = f"{table}_kept", f"UPDATE {about} SET {change} WHERE id = NEW.{key};"  # noqa: S608 - names from above
    if not postgresql():
        op.execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN {update} END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM 1 FROM {about} WHERE id = NEW.{key} FOR NO KEY UPDATE; {update} RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
