"""Guards where those before left a way around them, and no words in the statistics that PostgreSQL keeps."""

from __future__ import annotations

from alembic import op

from migrations.guards import drop_guard, guard, postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PUBLISHED = (
    "EXISTS (SELECT 1 FROM text_versions v WHERE v.id = NEW.version_id AND v.published_at IS NOT NULL)"
)
LATER = (
    "EXISTS (SELECT 1 FROM text_versions v WHERE v.text_id = NEW.text_id AND v.number > NEW.number "
    "AND v.published_at IS NOT NULL)"
)
STANDS = (
    "EXISTS (SELECT 1 FROM clause_texts w WHERE w.version_id = NEW.{version} AND w.clause_id = NEW.clause_id)"
)
ERASED = "EXISTS (SELECT 1 FROM contributions c WHERE c.id = NEW.contribution_id AND c.status = 'erased')"
CHOSEN = "NEW.choice NOT IN ('agree', 'disagree', 'pass', 'none')"
# Name, table, event and what is refused.
GUARDS = (
    ("clause_texts_no_move", "clause_texts", "UPDATE OF version_id", PUBLISHED),
    ("text_versions_begun", "text_versions", "INSERT", "NEW.published_at IS NOT NULL"),
    (
        "text_versions_in_order",
        "text_versions",
        "UPDATE",
        f"OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND {LATER}",
    ),
    (
        "outcome_changes_standing",
        "outcome_changes",
        "INSERT",
        f"NOT ({STANDS.format(version='from_version_id')} AND {STANDS.format(version='to_version_id')})",
    ),
    ("contribution_translations_of_words", "contribution_translations", "INSERT", ERASED),
    ("votes_choice", "votes", "INSERT", CHOSEN),
    ("votes_choice_update", "votes", "UPDATE", CHOSEN),
    ("plans_no_delete", "plans", "DELETE", "TRUE"),
    ("milestones_no_delete", "milestones", "DELETE", "TRUE"),
)
KEPT = ("plans", "milestones")
# Columns that hold what people wrote or who they are, each with its type. PostgreSQL copies common values of a column
# into its statistics, where they would outlive their erasing.
WORDS = {
    "contribution_revisions": {
        "title": "TEXT", "problem": "TEXT", "body": "TEXT", "shown_name": "VARCHAR(600)", "details": "TEXT",
    },
    "contribution_translations": {"title": "TEXT", "problem": "TEXT", "body": "TEXT"},
    "contribution_drafts": {"words": "JSON"},
    "search_texts": {"text": "TEXT"},
    "erasure_requests": {"reason": "TEXT"},
    "outbox_messages": {"content": "JSON"},
}  # fmt: skip


def upgrade() -> None:
    for each in GUARDS:
        guard(*each)
    if not postgresql():
        return
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
        )
    for table, columns in WORDS.items():
        for name, kind in columns.items():
            # The same type again: nothing is written anew, and what the statistics had of it goes.
            op.execute(
                f"ALTER TABLE {table} ALTER COLUMN {name} TYPE {kind}, ALTER COLUMN {name} SET STATISTICS 0"
            )


def downgrade() -> None:
    for name, table, _event, _refused in GUARDS:
        drop_guard(name, table)
    if not postgresql():
        return
    for table in KEPT:
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    for table, columns in WORDS.items():
        for name in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET STATISTICS -1")
