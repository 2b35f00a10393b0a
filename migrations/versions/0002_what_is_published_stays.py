"""What is published stays: triggers that refuse to change or delete it, whoever asks."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# No row of these is ever deleted; of the frozen ones none is ever changed either.
NEVER_DELETED = ("contributions", "consultations", "commitments", "clauses", "votes", "users", "role_grants")
FROZEN = (
    "log_entries", "consultation_acts", "moderation_decisions", "outcomes", "outcome_placements", "outcome_changes",
    "outcome_milestones",
)  # fmt: skip

# A contribution's identity never changes; its words only vanish, when it is erased.
CONTRIBUTION_IDENTITY = (
    "reference", "consultation_id", "kind", "clause_id", "version_id", "parent_id", "depth", "about", "language",
    "stance", "fingerprint", "received_at", "posted_at", "late",
)  # fmt: skip
CONTRIBUTION_WORDS = ("title", "problem", "body", "salt")

# From the announcement on, the question is frozen.
QUESTION = (
    "slug", "organisation_id", "title_ar", "title_en", "why_ar", "why_en", "open_to_change_ar", "open_to_change_en",
    "not_open_ar", "not_open_en", "decider_ar", "decider_en", "level", "ways_ar", "ways_en", "calls_for_proposals",
    "opens_at", "notice_reason_ar", "notice_reason_en", "period_reason_ar", "period_reason_en", "announced_at",
)  # fmt: skip

CLAUSE_PUBLISHED = "EXISTS (SELECT 1 FROM commitment_versions v WHERE v.id = {row}.version_id AND v.published_at IS NOT NULL)"


def _differs(columns: tuple[str, ...]) -> str:
    word = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    return "(" + " OR ".join(f"OLD.{column} {word} NEW.{column}" for column in columns) + ")"


def _guards() -> list[tuple[str, str, str, str]]:
    """Return name, table, event and condition of each trigger."""
    guards = [(f"{table}_no_delete", table, "DELETE", "TRUE") for table in (*NEVER_DELETED, *FROZEN)]
    guards += [(f"{table}_no_update", table, "UPDATE", "TRUE") for table in FROZEN]
    guards += [
        ("contributions_identity", "contributions", "UPDATE", _differs(CONTRIBUTION_IDENTITY)),
        (
            "contributions_words",
            "contributions",
            "UPDATE",
            f"NEW.status <> 'erased' AND {_differs(CONTRIBUTION_WORDS)}",
        ),
        (
            "consultations_question",
            "consultations",
            "UPDATE",
            f"OLD.announced_at IS NOT NULL AND {_differs(QUESTION)}",
        ),
        (
            "consultations_closing",
            "consultations",
            "UPDATE",
            "OLD.announced_at IS NOT NULL AND NEW.closes_at < OLD.closes_at",
        ),
        ("versions_published", "commitment_versions", "UPDATE", "OLD.published_at IS NOT NULL"),
        ("versions_no_delete", "commitment_versions", "DELETE", "OLD.published_at IS NOT NULL"),
        ("clause_texts_no_insert", "clause_texts", "INSERT", CLAUSE_PUBLISHED.format(row="NEW")),
        ("clause_texts_no_update", "clause_texts", "UPDATE", CLAUSE_PUBLISHED.format(row="OLD")),
        ("clause_texts_no_delete", "clause_texts", "DELETE", CLAUSE_PUBLISHED.format(row="OLD")),
    ]
    return guards


def upgrade() -> None:
    """Set the triggers."""
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


def downgrade() -> None:
    """Take the triggers away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _, _ in _guards():
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
