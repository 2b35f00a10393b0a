"""A revision says whether it corrects in the open what stood before it, or took its place before anybody had answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, refuse

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

REVISIONS = "contribution_revisions"
WORDS = ("title", "problem", "body", "shown_name", "salt", "details")
KEPT = (
    "contribution_id", "number", "consultation_id", "stance", "language", "fingerprint", "received_at", "seal_version",
)  # fmt: skip
ERASED = "EXISTS (SELECT 1 FROM contributions c WHERE c.id = NEW.contribution_id AND c.status = 'erased')"
UNCHANGED = (f"{REVISIONS}_no_update", REVISIONS, "UPDATE")
# The first corrects nothing; and what was corrected once in the open is never changed quietly again.
BEFORE = (
    f"EXISTS (SELECT 1 FROM {REVISIONS} r WHERE r.contribution_id = NEW.contribution_id AND r.correction)"  # noqa: S608 - a name
)
CORRECTS = (
    f"{REVISIONS}_correction", REVISIONS, "INSERT",
    f"(NEW.number = 1 AND NEW.correction) OR (NOT NEW.correction AND {BEFORE})",
)  # fmt: skip
TOO_MUCH = {
    "corrections of what was said": (
        f"SELECT c.reference FROM contributions c WHERE EXISTS (SELECT 1 FROM {REVISIONS} r "  # noqa: S608 - names
        "WHERE r.contribution_id = c.id AND r.correction) ORDER BY c.id"
    )
}


def upgrade() -> None:
    op.add_column(REVISIONS, sa.Column("correction", sa.Boolean(), nullable=False, server_default=sa.false()))
    drop_guard(*UNCHANGED[:2])
    guard(*UNCHANGED, _changed("correction"))
    guard(*CORRECTS)


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name in (CORRECTS[0], UNCHANGED[0]):
        drop_guard(name, REVISIONS)
    op.drop_column(REVISIONS, "correction")
    guard(*UNCHANGED, _changed())


def _changed(*beside: str) -> str:
    """Return the condition that something of a revision changes, and not by its contribution being erased."""
    lost = " OR ".join(f"({differs(name)} AND NEW.{name} IS NOT NULL)" for name in WORDS)
    return f"{differs(*KEPT, *beside)} OR {lost} OR ({differs(*WORDS)} AND NOT {ERASED})"
