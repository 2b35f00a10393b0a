"""Two facts of one commitment at one instant: the row says the newest, whichever is written last."""

from __future__ import annotations

from datetime import UTC, date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.plans.models import BodyRole, Commitment
from consult.plans.services import CommitmentWords, record_body, record_commitment
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, committed
from tests.factories.moments import LATER
from tests.factories.texts import commitment, organisation

DAYS = [date(2026, 3, day) for day in range(1, 9)]


def test_facts_that_arrive_at_once_leave_the_newest(database: MigratedDatabase) -> None:
    def begin(session: Session) -> tuple[int, list[int]]:
        bodies = [organisation(session) for _ in DAYS]
        return commitment(session, bodies[0]).id, [body.id for body in bodies]

    commitment_id, bodies = committed(database.engine, begin)

    def tell(place: int, session: Session) -> None:
        record_commitment(
            session, actor=None, now=LATER, zone=UTC, commitment_id=commitment_id, happened_on=DAYS[place],
            said=CommitmentWords("التزام", f"As of {place}"),
        )  # fmt: skip
        record_body(
            session, actor=None, now=LATER, zone=UTC, commitment_id=commitment_id, organisation_id=bodies[place],
            role=BodyRole.LEAD, happened_on=DAYS[place],
        )  # fmt: skip

    for turn in (1, -1):
        at_once(database.engine, [partial(tell, place) for place in range(len(DAYS))][::turn])
        with Session(database.engine) as session:
            row = session.execute(
                select(Commitment.title_en, Commitment.lead_id).where(Commitment.id == commitment_id)
            ).one()
            assert tuple(row) == (f"As of {len(DAYS) - 1}", bodies[-1])
