"""Guards where 0002 left a gap: erased words, the frozen text of a consultation, its end, and TRUNCATE."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# What erasing destroys. It may become NULL and nothing else.
ERASABLE = (
    "title", "problem", "body", "salt", "author_id", "shown_name", "organisation_id",
)  # fmt: skip
KEPT = (
    "contributions", "consultations", "commitments", "clauses", "votes", "users", "role_grants", "log_entries",
    "consultation_acts", "moderation_decisions", "outcomes", "outcome_placements", "outcome_changes",
    "outcome_milestones", "commitment_versions", "clause_texts", "consultation_texts",
)  # fmt: skip
ANNOUNCED = (
    "EXISTS (SELECT 1 FROM consultations c WHERE c.id = {row}.consultation_id AND c.announced_at IS NOT NULL)"
)


def _differs(column: str) -> str:
    word = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    return f"OLD.{column} {word} NEW.{column}"


def _guards() -> list[tuple[str, str, str, str]]:
    """Return name, table, event and condition of each trigger."""
    lost = " OR ".join(f"({_differs(name)} AND NEW.{name} IS NOT NULL)" for name in ERASABLE)
    changed = " OR ".join(_differs(name) for name in ERASABLE)
    ended = " OR ".join(
        f"(OLD.{name} IS NOT NULL AND {_differs(name)})" for name in ("cancelled_at", "answered_at")
    )
    return [
        (
            "contributions_erasing",
            "contributions",
            "UPDATE",
            f"(OLD.status = 'erased' AND NEW.status <> 'erased') OR {lost} OR (NEW.status <> 'erased' AND ({changed}))",
        ),
        ("consultations_ended", "consultations", "UPDATE", ended),
        ("consultation_texts_no_insert", "consultation_texts", "INSERT", ANNOUNCED.format(row="NEW")),
        (
            "consultation_texts_no_update",
            "consultation_texts",
            "UPDATE",
            f"{ANNOUNCED.format(row='OLD')} OR {ANNOUNCED.format(row='NEW')}",
        ),
        ("consultation_texts_no_delete", "consultation_texts", "DELETE", ANNOUNCED.format(row="OLD")),
        ("clauses_no_update", "clauses", "UPDATE", "TRUE"),
    ]


def upgrade() -> None:
    """Set the triggers. PostgreSQL's TRUNCATE passes those of rows, so it is refused by the table."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, event, condition in _guards():
        if not postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
            )
            continue
        result = "OLD" if event == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION 'refused: {name}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {result}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if postgresql:
        op.execute(
            "CREATE FUNCTION no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'refused: truncate' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
            )


def downgrade() -> None:
    """Take the triggers away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _, _ in _guards():
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    if postgresql:
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        op.execute("DROP FUNCTION no_truncate()")
