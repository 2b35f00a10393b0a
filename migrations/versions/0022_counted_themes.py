"""How many voices stand under a theme is kept with it, by triggers; a voice has one primary place, and at home."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

OPEN = 2**31 - 1
TABLE, THEMES = "placements", "themes"
COLUMNS = ("voices", "primary_voices")
ONE_PRIMARY, CLARIFYING = "uq_placements_primary", "ix_contributions_clarifying"

AT_HOME = (
    "EXISTS (SELECT 1 FROM contributions c JOIN themes t ON t.consultation_id = c.consultation_id "
    "WHERE c.id = {row}.contribution_id AND t.id = {row}.theme_id AND c.kind <> 'clarification')"
)
GUARDS = (
    ("placements_at_home_insert", "INSERT"),
    ("placements_at_home_update", "UPDATE OF contribution_id, theme_id"),
)

BEFORE_IT = (
    "EXISTS (SELECT 1 FROM placements o WHERE o.contribution_id = placements.contribution_id AND o.is_primary "  # noqa: S608 - a number
    f"AND o.until = {OPEN} AND (o.theme_id, o.since) < (placements.theme_id, placements.since))"
)
# None of our software leaves such places: away from where it was said, and a second primary one of a voice.
WRONG = (
    f"placements.until = {OPEN} AND NOT {AT_HOME.format(row='placements')}",
    f"placements.until = {OPEN} AND placements.is_primary AND {BEFORE_IT}",
)
NEXT = (
    "(SELECT 1 + COALESCE(MAX(o.number), 0) FROM outcomes o JOIN themes t ON t.consultation_id = o.consultation_id "
    "WHERE t.id = placements.theme_id)"
)
# What no outcome has said yet leaves nothing behind; what one has said ends with it.
PUT_RIGHT = tuple(
    statement
    for wrong in WRONG
    for statement in (
        f"DELETE FROM placements WHERE {wrong} AND since >= {NEXT}",  # noqa: S608 - all of it stands above
        f"UPDATE placements SET until = {NEXT} WHERE {wrong}",  # noqa: S608 - all of it stands above
    )
)
STANDING = f"SELECT COUNT(*) FROM placements p WHERE p.theme_id = themes.id AND p.until = {OPEN}"  # noqa: S608 - a number
COUNT = f"UPDATE themes SET voices = ({STANDING}), primary_voices = ({STANDING} AND p.is_primary)"  # noqa: S608 - stands above

# A statement's changes are added at once, on PostgreSQL: a hundred thousand of them to one row would take minutes.
SIDES = {
    "INSERT": ("NEW TABLE AS came", {"came": 1}),
    "DELETE": ("OLD TABLE AS went", {"went": -1}),
    "UPDATE": ("OLD TABLE AS went NEW TABLE AS came", {"went": -1, "came": 1}),
}


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in COLUMNS:
        op.add_column(THEMES, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for statement in (*PUT_RIGHT, COUNT):
        op.execute(statement)
    primary = sa.text(f"is_primary{'' if postgresql else ' = 1'} AND until = {OPEN}")
    op.create_index(
        ONE_PRIMARY, TABLE, ["contribution_id"], unique=True, sqlite_where=primary, postgresql_where=primary
    )
    own = sa.text("kind = 'clarification'")
    op.create_index(
        CLARIFYING, "contributions", ["consultation_id", "kind", "id"], sqlite_where=own, postgresql_where=own
    )
    for name, event in GUARDS:
        _guard(name, event, postgresql=postgresql)
    for event in SIDES:
        if postgresql:
            _count_statements(event)
        else:
            _count_rows(event)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in (*(name for name, _event in GUARDS), *(_counter(event) for event in SIDES)):
        op.execute(f"DROP TRIGGER {name} ON {TABLE}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index(CLARIFYING, "contributions")
    op.drop_index(ONE_PRIMARY, TABLE)
    for name in COLUMNS:
        op.drop_column(THEMES, name)


def _guard(name: str, event: str, *, postgresql: bool) -> None:
    """Refuse a place under another consultation's theme, and one of what is no voice: neither ever changes."""
    condition = f"NOT {AT_HOME.format(row='NEW')}"
    if not postgresql:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION 'refused: {name}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _counter(event: str) -> str:
    return f"placements_counted_{event.lower()}"


def _count_statements(event: str) -> None:
    """Add what a statement changed; themes are held in their order, so that two never wait for each other in a circle."""
    name, (tables, sides) = _counter(event), SIDES[event]
    rows = " UNION ALL ".join(
        f"SELECT theme_id, {sign} AS n, {sign} * is_primary::int AS first FROM {side} WHERE until = {OPEN}"  # noqa: S608 - a name
        for side, sign in sides.items()
    )
    change = (
        f"SELECT theme_id, SUM(n) AS n, SUM(first) AS first FROM ({rows}) e GROUP BY theme_id "  # noqa: S608 - all of it stands above
        "HAVING SUM(n) <> 0 OR SUM(first) <> 0"
    )
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608 - all of it stands above
        f"PERFORM 1 FROM themes WHERE id IN (SELECT theme_id FROM ({change}) d) ORDER BY id FOR NO KEY UPDATE; "
        f"UPDATE themes SET voices = voices + d.n, primary_voices = primary_voices + d.first FROM ({change}) d "
        "WHERE themes.id = d.theme_id; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _count_rows(event: str) -> None:
    """Add what changed in a row, on SQLite, which has no triggers for statements."""
    rows = {"came": "NEW", "went": "OLD"}
    steps = " ".join(
        f"UPDATE themes SET voices = voices + ({sign}), primary_voices = primary_voices + ({sign}) * {rows[side]}.is_primary "  # noqa: S608 - a name
        f"WHERE id = {rows[side]}.theme_id AND {rows[side]}.until = {OPEN};"
        for side, sign in SIDES[event][1].items()
    )
    op.execute(f"CREATE TRIGGER {_counter(event)} AFTER {event} ON {TABLE} BEGIN {steps} END")
