"""What refuses: triggers, in one form for each engine, and a way back that would lose something."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# How many of the things that stand in the way of going back are named.
NAMED = 20


def postgresql() -> bool:
    """Whether the migration runs on PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"


def differs(*columns: str) -> str:
    """Return the condition that an update changes one of these columns."""
    word = "IS DISTINCT FROM" if postgresql() else "IS NOT"
    return "(" + " OR ".join(f"OLD.{column} {word} NEW.{column}" for column in columns) + ")"


def guard(name: str, table: str, event: str, condition: str, *, held: str = "") -> None:
    """Refuse what the condition says, on both engines; ``held`` are the rows that it waits for on PostgreSQL."""
    if not postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
        )
        return
    hold = f"PERFORM 1 FROM {held} FOR NO KEY UPDATE; " if held else ""
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {hold}"
        f"IF {condition} THEN RAISE EXCEPTION 'refused: {name}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def drop_guard(name: str, table: str) -> None:
    """Take such a trigger away."""
    op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql() else f"DROP TRIGGER {name}")
    if postgresql():
        op.execute(f"DROP FUNCTION {name}()")


def refuse(too_much: dict[str, str]) -> None:
    """Raise where there is something that the version before has no room for; each with the query that names it.

    The first of many are named, and all are counted: there may be a hundred thousand.
    """
    for what, query in too_much.items():
        if found := op.get_bind().execute(sa.text(query)).scalars().all():
            more = f", … ({len(found)} in all)" if len(found) > NAMED else ""
            message = f"the version before has no {what}: {', '.join(found[:NAMED])}{more}"
            raise RuntimeError(message)
