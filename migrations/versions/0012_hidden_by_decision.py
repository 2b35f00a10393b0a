"""What is hidden, shown again, erased or withdrawn has an entry that says so in public, whoever writes it."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NEWEST = (
    "COALESCE((SELECT d.kind FROM moderation_decisions d WHERE d.contribution_id = NEW.id "
    "ORDER BY d.id DESC LIMIT 1), '')"
)
# What the newest decision says where a contribution comes to stand so; from hidden it comes to nothing else. In its own
# parentheses, or PostgreSQL takes its first THEN for that of the IF around it.
SAID = (
    "(CASE NEW.status WHEN 'hidden' THEN 'hide' WHEN 'published' THEN 'restore' WHEN 'erased' THEN 'erase' "
    "ELSE 'nothing' END)"
)
ENTRY = (
    "EXISTS (SELECT 1 FROM log_entries e JOIN contributions c ON c.id = NEW.contribution_id "
    "WHERE e.id = NEW.log_entry_id AND e.kind = 'moderation-' || NEW.kind AND e.subject = c.reference)"
)
UNDECIDED = (
    "OLD.status <> NEW.status AND (OLD.status = 'hidden' OR NEW.status IN ('hidden', 'erased')) "
    f"AND {NEWEST} <> {SAID}"
)
WITHDRAWAL = "EXISTS (SELECT 1 FROM log_entries e WHERE e.kind = 'contribution-withdrawn' AND e.subject = NEW.reference)"
# No other word is a status; what its author withdrew stays withdrawn, and what was erased erased.
STANDING = (
    "NEW.status NOT IN ('held', 'published', 'hidden', 'withdrawn', 'erased') "
    "OR (OLD.status = 'withdrawn' AND NEW.status NOT IN ('withdrawn', 'erased')) "
    "OR (OLD.status = 'erased' AND NEW.status <> 'erased')"
)
# Name, table, event and what is refused.
GUARDS = (
    ("contributions_decided", "contributions", "UPDATE", UNDECIDED),
    (
        "contributions_withdrawn",
        "contributions",
        "UPDATE",
        f"OLD.status <> NEW.status AND NEW.status = 'withdrawn' AND NOT {WITHDRAWAL}",
    ),
    (
        "contributions_standing",
        "contributions",
        "UPDATE",
        STANDING,
    ),
    ("contributions_new", "contributions", "INSERT", "NEW.status NOT IN ('held', 'published', 'withdrawn')"),
    ("moderation_decisions_entered", "moderation_decisions", "INSERT", f"NOT {ENTRY}"),
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, event, condition in GUARDS:
        if not postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION 'refused: {name}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _, _ in GUARDS:
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
