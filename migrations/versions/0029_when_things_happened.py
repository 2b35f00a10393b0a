"""Facts of the record are added rows with two dates: when it happened, and when it was recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_guard, guard, refuse
from migrations.recorded import NEWEST, drop_frozen, follow, freeze, keep, same

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, CODE, MOMENT = sa.String(600), sa.String(40), sa.DateTime(timezone=True)


class Facts(NamedTuple):
    """A table of facts: what they are about, and the columns of that which the newest of them says."""

    table: str
    about: str
    key: str
    said: dict[str, tuple[sa.types.TypeEngine[Any], bool]]


PLANS = Facts("plan_facts", "plans", "plan_id", {
    "title_ar": (LINE, False), "title_en": (LINE, False), "topics_ar": (sa.Text(), True),
    "topics_en": (sa.Text(), True),
})  # fmt: skip
COMMITMENTS = Facts("commitment_facts", "commitments", "commitment_id", {
    "title_ar": (LINE, False), "title_en": (LINE, False), "note_ar": (sa.Text(), True), "note_en": (sa.Text(), True),
    "delayed": (sa.Boolean(), False), "delay_note_ar": (sa.Text(), True), "delay_note_en": (sa.Text(), True),
})  # fmt: skip
MILESTONES = Facts("milestone_facts", "milestones", "milestone_id", {
    "title_ar": (LINE, False), "title_en": (LINE, False), "due_on": (sa.Date(), False), "status": (CODE, False),
    "as_of": (sa.Date(), True),
})  # fmt: skip
FACTS = (PLANS, COMMITMENTS, MILESTONES)
BODIES = "commitment_bodies"
TABLES = (*(facts.table for facts in FACTS), BODIES)
# Who took the lead last, unless they gave it up since: giving up what another has taken changes nothing.
LEAD = (
    "(SELECT CASE WHEN (SELECT e.holds FROM commitment_bodies e WHERE e.commitment_id = b.commitment_id "  # noqa: S608 - all of it stands above
    f"AND e.role = 'lead' AND e.organisation_id = b.organisation_id {NEWEST.format(row='e')}) "
    "THEN b.organisation_id END FROM commitment_bodies b WHERE b.commitment_id = {commitment} AND b.role = 'lead' "
    f"AND b.holds {NEWEST.format(row='b')})"
)
_COMMITMENT = "p.slug || '/' || c.number"
_HOME = "JOIN commitments c ON c.id = {key} JOIN plans p ON p.id = c.plan_id"
_MORE = "COUNT(*) > 1 OR MAX(f.recorded_by_id) IS NOT NULL"
# What the version before has no room for, each with what names it.
TOO_MUCH = {
    "earlier facts of plans": "SELECT p.slug FROM plan_facts f JOIN plans p ON p.id = f.plan_id "  # noqa: S608 - all of it stands above
    f"GROUP BY p.id, p.slug HAVING {_MORE} OR MAX(f.happened_on) IS NOT NULL ORDER BY 1",
    "earlier facts of commitments": f"SELECT {_COMMITMENT} FROM commitment_facts f {_HOME.format(key='f.commitment_id')} "  # noqa: S608 - all of it stands above
    f"GROUP BY c.id, p.slug, c.number HAVING {_MORE} OR MAX(f.happened_on) IS NOT NULL ORDER BY 1",
    "bodies of commitments but one that leads": f"SELECT {_COMMITMENT} FROM commitment_bodies f "  # noqa: S608 - all of it stands above
    f"{_HOME.format(key='f.commitment_id')} GROUP BY c.id, p.slug, c.number "
    f"HAVING {_MORE} OR MAX(f.happened_on) IS NOT NULL OR MAX(f.role) <> 'lead' OR MAX(c.lead_id) IS NULL ORDER BY 1",
    "earlier facts of milestones": f"SELECT {_COMMITMENT} || ' milestone ' || m.position FROM milestone_facts f "  # noqa: S608 - all of it stands above
    f"JOIN milestones m ON m.id = f.milestone_id {_HOME.format(key='m.commitment_id')} "
    "GROUP BY m.id, p.slug, c.number, m.position, m.as_of "
    f"HAVING {_MORE} OR COALESCE(MAX(f.happened_on), m.as_of) <> m.as_of OR (MAX(f.happened_on) IS NOT NULL AND m.as_of IS NULL) ORDER BY 1",
}


def upgrade() -> None:
    for facts in FACTS:
        said = [sa.Column(name, kind, nullable=empty) for name, (kind, empty) in facts.said.items()]
        _create(facts.table, facts.about, facts.key, *said)
    _create(
        BODIES, "commitments", "commitment_id", sa.Column("organisation_id", ID, nullable=False),
        sa.Column("role", CODE, nullable=False), sa.Column("holds", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_commitment_bodies_organisation_id"),
    )  # fmt: skip
    _carry()
    for table in TABLES:
        freeze(table)
    for facts in FACTS:
        keep(facts.table, facts.about, facts.key, facts.said)
    _keep_lead()


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for; the newest facts stand in its rows already."""
    refuse(TOO_MUCH)
    for facts in FACTS:
        drop_guard(f"{facts.about}_as_recorded", facts.about)
    for name in ("commitments_lead_as_recorded", "commitments_lead_recorded_first"):
        drop_guard(name, "commitments")
    for table in TABLES:
        drop_frozen(table, "kept")


def _create(table: str, about: str, key: str, *said: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column(key, ID, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", ID, nullable=True),
        *said,
        sa.ForeignKeyConstraint([key], [f"{about}.id"], name=f"fk_{table}_{key}"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=f"fk_{table}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_{key}", table, [key])


def _carry() -> None:
    """Make what stands the first facts, with the dates that there are: nobody wrote down when the rest happened.

    A commitment was recorded when its first text was begun, at the latest; one without a text with the first of its
    plan, a plan with its first commitment, and what nothing is known of when the installation's log begins. A
    milestone's status was read on a day, and recorded no sooner.
    """
    connection = op.get_bind()
    texts = _moments(
        "SELECT c.id, MIN(v.created_at) AS at FROM commitments c JOIN text_versions v ON v.text_id = c.text_id GROUP BY c.id"
    )
    begun = _moments("SELECT 0, MIN(at) AS at FROM log_entries").get(0) or datetime.now(UTC)
    commitments = connection.execute(
        sa.text("SELECT id, plan_id, lead_id FROM commitments ORDER BY id")
    ).all()
    plans: dict[int, datetime] = {}
    for row in commitments:
        if row.id in texts:
            plans[row.plan_id] = min(texts[row.id], plans.get(row.plan_id, texts[row.id]))
    recorded = {row.id: texts.get(row.id, plans.get(row.plan_id, begun)) for row in commitments}
    _first_facts(PLANS, lambda row: plans.get(row["id"], begun))
    _first_facts(COMMITMENTS, lambda row: recorded[row["id"]])
    _first_facts(MILESTONES, lambda row: _read(recorded[row["commitment_id"]], row["as_of"]), day="as_of")
    led = [
        {
            "commitment_id": row.id, "organisation_id": row.lead_id, "role": "lead", "holds": True,
            "happened_on": None, "recorded_at": recorded[row.id],
        }
        for row in commitments if row.lead_id is not None
    ]  # fmt: skip
    op.bulk_insert(_table(BODIES), led)


def _first_facts(facts: Facts, recorded: Callable[[Any], datetime], day: str | None = None) -> None:
    """Add the first fact of each thing: what its row says, of the day in the column ``day`` where it has one.

    A day that has not come is none on which anything happened: what is recorded before it would never count.
    """
    things, today = _table(facts.about), datetime.now(UTC).date()
    rows = [
        {name: row[name] for name in facts.said}
        | {
            facts.key: row["id"],
            "happened_on": row[day] if day and row[day] and row[day] <= today else None,
            "recorded_at": recorded(row),
        }
        for row in op.get_bind().execute(sa.select(things).order_by(things.c.id)).mappings()
    ]
    op.bulk_insert(_table(facts.table), rows)


def _table(name: str) -> sa.Table:
    """Return a table as it is."""
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)


def _moments(query: str) -> dict[int, datetime]:
    """Return moments by id; SQLite keeps no zone, what it holds is UTC."""
    found = op.get_bind().execute(sa.text(query).columns(sa.column("id"), sa.column("at", MOMENT)))
    return {row[0]: row[1] if row[1].tzinfo else row[1].replace(tzinfo=UTC) for row in found if row[1]}


def _read(recorded: datetime, as_of: date | None) -> datetime:
    """Return when a status was recorded that was read on a day: not before that day, in any zone."""
    if as_of is None or as_of > datetime.now(UTC).date():
        return recorded
    return max(recorded, datetime.combine(as_of, time(12), UTC))


def _keep_lead() -> None:
    """Let a commitment name the body that its facts say leads it, from its insertion on."""
    follow(BODIES, "commitments", "commitment_id", f"lead_id = {LEAD.format(commitment='NEW.commitment_id')}")
    said = LEAD.format(commitment="NEW.id")
    guard(
        "commitments_lead_as_recorded",
        "commitments",
        "UPDATE OF lead_id",
        f"NOT ({said} {same()} NEW.lead_id)",
    )
    guard("commitments_lead_recorded_first", "commitments", "INSERT", "NEW.lead_id IS NOT NULL")
