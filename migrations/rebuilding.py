"""Tables made anew: what SQLite cannot change in place, with the guards that stood on the table.

The connection of the migrations looks at no foreign keys meanwhile (``env.py``): SQLite would else refuse to drop a
table that others point at, and would let their keys follow it when it is renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from alembic.operations.base import BatchOperations

_GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table ORDER BY name"


@contextmanager
def rebuilt(table: str, *, without: tuple[str, ...] = ()) -> Iterator[BatchOperations]:
    """Yield what changes a table, on PostgreSQL in place; its triggers stand afterwards, but those ``without``.

    On PostgreSQL triggers stay by themselves: those that are to go are dropped by the migration.
    """
    guards = _guards(table)
    with op.batch_alter_table(table) as batch:
        yield batch
    for name, sql in guards:
        if name not in without:
            op.get_bind().exec_driver_sql(sql)


@contextmanager
def unguarded(table: str) -> Iterator[None]:
    """Let rows of a table be changed past its triggers, which stand as they were afterwards."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    guards = _guards(table)
    for name, _sql in guards:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in guards:
        connection.exec_driver_sql(sql)


def _guards(table: str) -> list[tuple[str, str]]:
    """Return name and text of the triggers that stand on a table; of none on PostgreSQL, where they stay."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        return []
    rows = connection.execute(sa.text(_GUARDS), {"table": table})
    return [(row[0], row[1]) for row in rows]
