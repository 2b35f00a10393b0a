"""What people do in a consultation is rows of its own; that it calls for proposals is one of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, postgresql, refuse
from migrations.rebuilding import rebuilt

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLE = "activities"
# Kind, slug and which of the consultations there were have it, in their order.
THERE = (
    ("comment", "comments", "TRUE"),
    ("vote", "votes", "TRUE"),
    ("proposal", "proposals", "c.calls_for_proposals"),
)

# From the announcement on, the question is frozen.
QUESTION = (
    "slug", "organisation_id", "title_ar", "title_en", "why_ar", "why_en", "open_to_change_ar", "open_to_change_en",
    "not_open_ar", "not_open_en", "decider_ar", "decider_en", "level", "ways_ar", "ways_en",
    "opens_at", "notice_reason_ar", "notice_reason_en", "period_reason_ar", "period_reason_en", "announced_at",
)  # fmt: skip
# The same as it stood in the version before: with whether it called for proposals.
QUESTION_BEFORE = (*QUESTION[:15], "calls_for_proposals", *QUESTION[15:])

ASKED = "FROM consultations c WHERE c.id = {row}.consultation_id"
ANNOUNCED = f"EXISTS (SELECT 1 {ASKED} AND c.announced_at IS NOT NULL)"
# When it ends, and whether that is later than the consultation does: without a closing of its own it ends with it.
CLOSES = f"COALESCE({{row}}.closes_at, (SELECT c.closes_at {ASKED}))"
BEYOND = f"NEW.closes_at > (SELECT c.closes_at {ASKED.format(row='NEW')})"
OUTSIDE = (
    "EXISTS (SELECT 1 FROM activities a WHERE a.consultation_id = NEW.id AND (a.opens_at < NEW.opens_at "
    "OR a.closes_at > NEW.closes_at "
    "OR COALESCE(a.opens_at, NEW.opens_at) >= COALESCE(a.closes_at, NEW.closes_at)))"
)
FROZEN = ("id", "consultation_id", "kind", "slug", "position", "opens_at")
# What the version before has no room for, each with what names it.
_NAMED = (
    "SELECT c.slug || '/' || a.slug FROM activities a JOIN consultations c ON c.id = a.consultation_id "
    "WHERE {} ORDER BY 1"
)
TOO_MUCH = {
    what: _NAMED.format(condition)
    for what, condition in {
        "activities but comments, votes and proposals": "a.kind NOT IN ('comment', 'vote', 'proposal')",
        "activities of other names": "a.slug <> a.kind || 's'",
        "activities with dates or settings of their own": (
            "a.opens_at IS NOT NULL OR a.closes_at IS NOT NULL OR CAST(a.settings AS VARCHAR(40)) <> '{}'"
        ),
    }.items()
} | {
    "consultations without comments or votes": (
        "SELECT c.slug FROM consultations c WHERE (SELECT COUNT(DISTINCT a.kind) FROM activities a "
        "WHERE a.consultation_id = c.id AND a.kind IN ('comment', 'vote')) < 2 ORDER BY 1"
    )
}


def _guards() -> list[tuple[str, str, str, str]]:
    """Return name, table, event and condition of each trigger."""
    announced = {row: ANNOUNCED.format(row=row) for row in ("OLD", "NEW")}
    settings = "CAST(OLD.settings AS TEXT) <> CAST(NEW.settings AS TEXT)"
    return [
        ("activities_no_insert", TABLE, "INSERT", announced["NEW"]),
        ("activities_no_delete", TABLE, "DELETE", announced["OLD"]),
        (
            "activities_frozen",
            TABLE,
            "UPDATE",
            f"({announced['OLD']} OR {announced['NEW']}) AND ({differs(*FROZEN)} OR {settings})",
        ),
        (
            "activities_closing",
            TABLE,
            "UPDATE",
            f"{announced['OLD']} AND ({CLOSES.format(row='NEW')} < {CLOSES.format(row='OLD')} OR {BEYOND})",
        ),
        (
            "consultations_activities",
            "consultations",
            "UPDATE",
            f"OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL AND {OUTSIDE}",
        ),
    ]


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_activities_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("consultation_id", "slug", name=op.f("uq_activities_consultation_id_slug")),
        sa.UniqueConstraint(
            "consultation_id", "position", name=op.f("uq_activities_consultation_id_position")
        ),
    )
    for position, (kind, slug, which) in enumerate(THERE, start=1):
        op.execute(
            "INSERT INTO activities (consultation_id, kind, slug, position, settings) "  # noqa: S608 - from above
            f"SELECT c.id, '{kind}', '{slug}', {position}, '{{}}' FROM consultations c WHERE {which} ORDER BY c.id"
        )
    drop_guard("consultations_question", "consultations")
    with rebuilt("consultations") as consultations:
        consultations.drop_column("calls_for_proposals")
    guard("consultations_question", "consultations", "UPDATE", _frozen(QUESTION))
    for each in _guards():
        guard(*each)
    if postgresql():
        op.execute(
            "CREATE TRIGGER activities_no_truncate BEFORE TRUNCATE ON activities EXECUTE FUNCTION no_truncate()"
        )


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name, table, _event, _condition in _guards():
        drop_guard(name, table)
    drop_guard("consultations_question", "consultations")
    op.add_column("consultations", sa.Column("calls_for_proposals", sa.Boolean(), nullable=True))
    op.execute(
        "UPDATE consultations SET calls_for_proposals = EXISTS (SELECT 1 FROM activities a "
        "WHERE a.consultation_id = consultations.id AND a.kind = 'proposal')"
    )
    with rebuilt("consultations") as consultations:
        consultations.alter_column("calls_for_proposals", existing_type=sa.Boolean(), nullable=False)
    guard("consultations_question", "consultations", "UPDATE", _frozen(QUESTION_BEFORE))
    op.drop_table(TABLE)


def _frozen(columns: tuple[str, ...]) -> str:
    return f"OLD.announced_at IS NOT NULL AND {differs(*columns)}"
