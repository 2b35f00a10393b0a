"""Files of a plan as tests bring them in: what a preview says, and carrying it out."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans.models import (
    Commitment,
    CommitmentBody,
    CommitmentFact,
    CommitmentTemplate,
    Milestone,
    MilestoneFact,
    Plan,
)
from consult.plans.models.exchanged import ExchangedCommitment
from consult.plans.queries.exchanged import exchanged
from consult.plans.services.importing import Preview, import_plan, preview
from consult.record.models import LogEntry
from tests.factories.moments import DRAFTED
from tests.factories.organisations import renamed
from tests.factories.tables import BODIES_ABROAD, VOCABULARY, Rows, sheets
from tests.factories.texts import organisation

FACTS = (CommitmentFact, CommitmentTemplate, CommitmentBody, MilestoneFact, Commitment, Milestone, LogEntry)


def seen(session: Session, plan: Plan, rows: Rows, *, packed: bool = False) -> Preview:
    return preview(
        session,
        plan_id=plan.id,
        sheets=sheets(rows, packed=packed),
        vocabulary=VOCABULARY,
        now=DRAFTED,
        zone=UTC,
    )


def carry(
    session: Session, actor: Actor, plan: Plan, rows: Rows, *, why: tuple[str, str] = ("", ""), mark: str = ""
) -> Preview:
    return import_plan(
        session, actor=actor, now=DRAFTED, zone=UTC, plan_id=plan.id, sheets=sheets(rows), vocabulary=VOCABULARY,
        seen=mark or seen(session, plan, rows).seen, why=why, sha256="0" * 64,
    )  # fmt: skip


def record(session: Session, plan: Plan) -> list[ExchangedCommitment]:
    return exchanged(session, plan_id=plan.id, shown=False)


def problems(found: Preview) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.error.code) for line in found.lines for each in line.problems]


def counted(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(model)) or 0 for model in FACTS]


def abroad(session: Session) -> dict[str, Organisation]:
    bodies = {name: organisation(session) for name in BODIES_ABROAD}
    for name, body in bodies.items():
        renamed(session, body, f"جهة {body.slug}", name)
    return bodies
