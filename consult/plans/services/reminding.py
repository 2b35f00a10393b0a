"""Reminding those who owe a word on milestones: they get the one digest of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.organisations.models import Organisation
from consult.organisations.queries import by_ids
from consult.organisations.services.reminding import Reminded, remind_bodies
from consult.plans.models import Plan, RecordedCommitment
from consult.plans.policies.progress import progress_of
from consult.plans.queries.bodies import co_lead_ids
from consult.plans.queries.record import commitments
from consult.plans.queries.standing import commitments_at_desk, owing
from consult.plans.services.recording import held
from consult.record.services import append
from consult.shared.errors import NotFoundError


def remind(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, plan_id: int, months: int
) -> Reminded:
    """Write to the officers of the bodies of a plan whose word is due: to each person at most once a day.

    Raises NotFoundError where it is not ``actor``'s to do.
    """
    plan = held(session, Plan, plan_id)
    if not has_right(actor, Act.REMIND_OF_PROGRESS, scope=plan.scope):
        raise NotFoundError
    today = now.astimezone(zone).date()
    late = [
        row.id
        for row in owing(session, commitments(session, plan_id=plan.id))
        if word_is_due(row, today, months)
    ]
    bodies = _leading(session, plan, late)
    done = remind_bodies(session, now=now, today=today, bodies=bodies)
    if done.told:
        append(
            session, now=now, kind="progress-reminded", subject=f"plan/{plan.slug}", role=Role.COORDINATOR.value,
            details={"bodies": [body.slug for body in bodies if body not in done.without]},
        )  # fmt: skip
    return done


def word_is_due(row: RecordedCommitment, today: date, months: int) -> bool:
    """Whether a word on one of the milestones of a commitment that is followed is due."""
    return any(progress_of(each, today, months).word_is_due for each in row.milestones)


def _leading(session: Session, plan: Plan, commitment_ids: Sequence[int]) -> list[Organisation]:
    """Return the bodies that lead these commitments, alone or with others, each once, in their order."""
    wanted, together = set(commitment_ids), co_lead_ids(session, commitment_ids)
    leads = [
        body_id
        for row in commitments_at_desk(session, plan_id=plan.id)
        if row.id in wanted
        for body_id in (row.lead_id, *together.get(row.id, ()))
    ]
    ids = list(dict.fromkeys(lead for lead in leads if lead is not None))
    found = by_ids(session, ids)
    return [found[body_id] for body_id in ids]
