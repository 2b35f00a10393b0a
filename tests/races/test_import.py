"""A plan's file is confirmed thirty times at once and recorded once; and beside somebody who writes meanwhile."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.plans import services
from consult.plans.models import Commitment, Milestone, MilestoneFact
from consult.plans.services.importing import import_plan, preview
from consult.record.models import LogEntry
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.moments import DRAFTED
from tests.factories.promises import DELIVERED, begun, begun_plan, coordinator
from tests.factories.tables import VOCABULARY, sheets
from tests.factories.texts import organisation

MANY = 30
FILE = sheets([
    ["commitment_number", "title_en", "milestone_title_en", "milestone_due_on"],
    ["1", "Another title", "A page of the file", "2027-01-01"], ["2", "A register", "A page", "2027-02-01"],
])  # fmt: skip


def test_import_confirmed_thirty_times_at_once_is_recorded_once(database: MigratedDatabase) -> None:
    actor = committed(database.engine, coordinator)

    def make(session: Session) -> tuple[int, int, str]:
        there = begun(session, actor, organisation(session), begun_plan(session, actor))
        seen = preview(
            session, plan_id=there.plan_id, sheets=FILE, vocabulary=VOCABULARY, now=DRAFTED, zone=UTC
        ).seen
        return there.plan_id, there.id, seen

    plan_id, commitment_id, seen = committed(database.engine, make)

    def confirm(session: Session) -> None:
        import_plan(
            session, actor=actor, now=DRAFTED, zone=UTC, plan_id=plan_id, sheets=FILE, vocabulary=VOCABULARY, seen=seen,
            why=("", ""), sha256="0" * 64,
        )  # fmt: skip

    assert codes(at_once(database.engine, [confirm] * MANY)) == ["record-moved-on"] * (MANY - 1)
    with Session(database.engine) as session:
        numbers = [
            session.scalar(select(func.count()).select_from(model)) for model in (Commitment, Milestone, MilestoneFact)
        ]  # fmt: skip
        imports = select(func.count()).where(LogEntry.kind == "plan-imported")
        assert (numbers, session.scalar(imports)) == ([2, 2, 2], 1)
        assert session.get_one(Commitment, commitment_id).title_en == "Another title"


def test_import_and_a_milestone_written_at_once_lose_neither(database: MigratedDatabase) -> None:
    actor = committed(database.engine, coordinator)

    def make(session: Session) -> tuple[int, int, str]:
        there = begun(session, actor, organisation(session), begun_plan(session, actor))
        seen = preview(
            session, plan_id=there.plan_id, sheets=FILE, vocabulary=VOCABULARY, now=DRAFTED, zone=UTC
        ).seen
        return there.plan_id, there.id, seen

    plan_id, commitment_id, seen = committed(database.engine, make)

    def confirm(session: Session) -> None:
        import_plan(
            session, actor=actor, now=DRAFTED, zone=UTC, plan_id=plan_id, sheets=FILE, vocabulary=VOCABULARY, seen=seen,
            why=("", ""), sha256="0" * 64,
        )  # fmt: skip

    def write(session: Session) -> None:
        services.save_milestone(
            session,
            actor=actor,
            now=DRAFTED,
            zone=UTC,
            commitment_id=commitment_id,
            milestone_id=None,
            said=DELIVERED,
        )

    refused = codes(at_once(database.engine, [confirm, write]))
    assert refused in ([], ["record-moved-on"])
    with Session(database.engine) as session:
        titles = session.scalars(
            select(Milestone.title_en).where(Milestone.commitment_id == commitment_id)
        ).all()
        assert "A page" in titles
        assert ("A page of the file" in titles) is (refused == [])
