"""A plan of 200 commitments with 10 milestones each comes in and goes out in bounded time and statements."""

from __future__ import annotations

import time
from datetime import UTC

from sqlalchemy.orm import Session

from consult.plans.models.columns import COLUMNS
from consult.plans.queries.exchanged import exchanged
from consult.plans.services.importing import Outcome, import_plan, preview
from tests.factories.moments import DRAFTED
from tests.factories.promises import begun_plan, coordinator
from tests.factories.tables import VOCABULARY, exported, sheets
from tests.factories.texts import organisation
from tests.speed.counting import statements_of

KEYS = [column.key for column in COLUMNS]
# What a new commitment with its template, bodies and milestones may cost, and all that is asked beside.
# SQLite inserts milestone by milestone, PostgreSQL all of a commitment at once: 40 and 15 were counted.
A_COMMITMENT, BESIDE = 42, 20
# Of the processor, of which it takes about 5; a machine that is busy with other things fails nothing.
SECONDS = 30


def table(commitments: int, milestones: int, lead: str) -> list[list[str]]:
    """Return the rows of a plan with everything said of each commitment and milestone."""
    said = {key: f"Some words of {key}, long enough to be read." for key in KEYS}
    said |= {
        "lead_bodies_ar": "", "lead_bodies_en": lead, "supporting_bodies_ar": "", "supporting_bodies_en": "",
        "starts_on": "2026-01-01", "ends_on": "2027-12-31", "challenges": "integrity; services", "areas": "health",
        "open_gov_challenge": "", "contact_email": "office@example.org", "milestone_id": "",
        "milestone_starts_on": "2026-02-01", "milestone_due_on": "2027-06-30", "status": "in_progress",
        "status_as_of": "2026-02-15",
    }  # fmt: skip
    rows = [KEYS]
    for number in range(1, commitments + 1):
        for place in range(milestones):
            own = {
                "commitment_number": str(number),
                "milestone_title_ar": f"مرحلة {place}",
                "milestone_title_en": f"M {place}",
            }
            rows.append([{**said, **own}[key] for key in KEYS])
    return rows


def test_import_of_a_large_plan_asks_for_little_and_ends_in_time(session: Session) -> None:
    actor, lead, engine = coordinator(session), organisation(session), session.get_bind().engine
    asked: dict[int, int] = {}
    for many in (10, 200):
        plan, made = begun_plan(session, actor), sheets(table(many, 10, lead.name_en))
        with statements_of(engine) as looked:
            found = preview(
                session, plan_id=plan.id, sheets=made, vocabulary=VOCABULARY, now=DRAFTED, zone=UTC
            )
        began = time.process_time()
        with statements_of(engine) as written:
            import_plan(
                session, actor=actor, now=DRAFTED, zone=UTC, plan_id=plan.id, sheets=made, vocabulary=VOCABULARY,
                seen=found.seen, why=("", ""), sha256="0" * 64,
            )  # fmt: skip
        took = time.process_time() - began
        assert found.count(Outcome.NEW) == many * 10
        assert len(written) <= many * A_COMMITMENT + BESIDE
        assert took < SECONDS
        session.expire_all()
        with statements_of(engine) as read:
            record = exchanged(session, plan_id=plan.id, shown=False)
        again = preview(
            session, plan_id=plan.id, sheets=exported(record, packed=True), vocabulary=VOCABULARY, now=DRAFTED, zone=UTC
        )  # fmt: skip
        assert again.count(Outcome.UNCHANGED) == many * 10
        asked[many] = len(looked) + len(read)
    assert asked[10] == asked[200]
