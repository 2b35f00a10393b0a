"""Where each voice stands is kept when it is moved, and counts in a range of outcomes: publishing copies nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = 2**31 - 1
NEW, OLD = "placements", "outcome_placements"
BY_THEME = "ix_placements_theme"

LAST = (
    "(SELECT COALESCE(MAX(o.number), 0) FROM outcomes o JOIN themes t ON t.consultation_id = o.consultation_id "
    "WHERE t.id = {row}.theme_id)"
)
OTHER = (
    "("
    + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in ("contribution_id", "theme_id", "is_primary"))
    + ")"
)
BEFORE, AFTER = LAST.format(row="OLD"), LAST.format(row="NEW")
# What a published outcome says: nothing begins to count there, ceases to, or becomes another.
CHANGED = (
    f"(OLD.since <= {BEFORE} AND ({OTHER} OR OLD.since <> NEW.since)) "
    f"OR (OLD.since > {BEFORE} AND NEW.since <= {AFTER}) "
    f"OR (OLD.until <> NEW.until AND (OLD.until <= {BEFORE} OR NEW.until <= {AFTER}))"
)
GUARDS = (
    ("placements_no_insert", "INSERT", f"NEW.since <= {AFTER}"),
    ("placements_no_update", "UPDATE", CHANGED),
    ("placements_no_delete", "DELETE", f"OLD.since <= {BEFORE}"),
)
FROZEN = (("outcome_placements_no_update", "UPDATE"), ("outcome_placements_no_delete", "DELETE"))

PUBLISHED = (
    "INSERT INTO placements (contribution_id, theme_id, since, until, is_primary) "
    "SELECT p.contribution_id, p.theme_id, o.number, o.number + 1, p.is_primary "
    "FROM outcome_placements p JOIN outcomes o ON o.id = p.outcome_id"
)
# Where each shown voice stands: its own place, or its parent's, or the grandparent's.
STANDING = """
SELECT c.id AS contribution_id, COALESCE(a.theme_id, b.theme_id, d.theme_id) AS theme_id,
COALESCE(a.is_primary, b.is_primary, d.is_primary) AS is_primary, c.consultation_id AS consultation_id
FROM contributions c LEFT JOIN theme_assignments a ON a.contribution_id = c.id
LEFT JOIN contributions p ON p.id = c.parent_id AND c.depth > 1
LEFT JOIN theme_assignments b ON b.contribution_id = c.parent_id AND a.id IS NULL
LEFT JOIN theme_assignments d ON d.contribution_id = p.parent_id AND a.id IS NULL AND b.id IS NULL
WHERE c.status = 'published' AND c.kind <> 'clarification'
"""
# What stands as the last outcome said it goes on; what does not begins with the next.
GOES_ON = (
    f"UPDATE placements SET until = {OPEN} WHERE until = 1 + {LAST.format(row='placements')} "  # noqa: S608 - all of it stands above
    f"AND (contribution_id, theme_id, is_primary) IN (SELECT s.contribution_id, s.theme_id, s.is_primary FROM ({STANDING}) s "
    "WHERE s.theme_id IS NOT NULL)"
)
BEGINS = (
    "INSERT INTO placements (contribution_id, theme_id, since, until, is_primary) "  # noqa: S608 - all of it stands above
    "SELECT s.contribution_id, s.theme_id, 1 + COALESCE((SELECT MAX(o.number) FROM outcomes o "
    f"WHERE o.consultation_id = s.consultation_id), 0), {OPEN}, s.is_primary FROM ({STANDING}) s "
    "WHERE s.theme_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM placements k WHERE k.contribution_id = s.contribution_id "
    f"AND k.theme_id = s.theme_id AND k.until = {OPEN})"
)
BACK = (
    "INSERT INTO outcome_placements (outcome_id, contribution_id, theme_id, is_primary) "
    "SELECT o.id, p.contribution_id, p.theme_id, p.is_primary FROM placements p JOIN themes t ON t.id = p.theme_id "
    "JOIN outcomes o ON o.consultation_id = t.consultation_id AND o.number >= p.since AND o.number < p.until"
)


def upgrade() -> None:
    op.create_table(
        NEW,
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_placements_contribution_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_placements_theme_id")),
        sa.PrimaryKeyConstraint("contribution_id", "theme_id", "since", name=op.f("pk_placements")),
    )
    for statement in (PUBLISHED, GOES_ON, BEGINS):
        op.execute(statement)
    op.create_index(BY_THEME, NEW, ["theme_id", "contribution_id", "until", "since", "is_primary"])
    # It takes its triggers along; the functions of PostgreSQL stay behind.
    op.drop_table(OLD)
    if op.get_bind().dialect.name == "postgresql":
        for name, _event in FROZEN:
            op.execute(f"DROP FUNCTION {name}()")
    for name, event, condition in GUARDS:
        _guard(NEW, name, event, condition)


def downgrade() -> None:
    op.create_table(
        OLD,
        sa.Column("outcome_id", ID, nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_outcome_placements_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcomes.id"], name=op.f("fk_outcome_placements_outcome_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_outcome_placements_theme_id")),
        sa.PrimaryKeyConstraint(
            "outcome_id", "contribution_id", "theme_id", name=op.f("pk_outcome_placements")
        ),
    )
    op.execute(BACK)
    op.create_index(op.f("ix_outcome_placements_contribution_id"), OLD, ["contribution_id"])
    op.drop_table(NEW)
    if op.get_bind().dialect.name == "postgresql":
        for name, _event, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")
    for name, event in FROZEN:
        _guard(OLD, name, event, "TRUE")


def _guard(table: str, name: str, event: str, condition: str) -> None:
    """Refuse what the condition says, on both engines, and TRUNCATE where there is one."""
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION 'refused: {name}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if event == "DELETE":
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
        )
