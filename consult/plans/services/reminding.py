"""Reminding those who owe a word: one digest a day for each person, of all that waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.accounts.queries import holders
from consult.organisations.models import Organisation
from consult.organisations.queries import by_ids
from consult.outbox.queries import keys_among
from consult.outbox.services import Message, enqueue
from consult.plans.models import Plan, RecordedCommitment
from consult.plans.policies.progress import progress_of
from consult.plans.queries.bodies import co_lead_ids
from consult.plans.queries.record import commitments
from consult.plans.queries.standing import commitments_at_desk, owing
from consult.plans.services.recording import held
from consult.record.services import append
from consult.shared.errors import NotFoundError


class Reminded(NamedTuple):
    """How many people were told now, how many had been told today, and which late bodies have no officer."""

    told: int
    told_before: int
    without: list[Organisation]


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
    people = {
        user.id: user for user in holders(session, role=Role.OFFICER, scopes=[body.scope for body in bodies])
    }
    without = [body for body in bodies if not holders(session, role=Role.OFFICER, scopes=[body.scope])]
    keys = {f"progress-reminder:{user_id}:{today.isoformat()}": user for user_id, user in people.items()}
    before = keys_among(session, keys)
    messages = [
        Message(key, "progress-reminder", user.email, user.language, {"user_id": user.id})
        for key, user in keys.items()
        if key not in before
    ]
    enqueue(session, now=now, messages=messages)
    if messages:
        append(
            session, now=now, kind="progress-reminded", subject=f"plan/{plan.slug}", role=Role.COORDINATOR.value,
            details={"bodies": [body.slug for body in bodies if body not in without]},
        )  # fmt: skip
    return Reminded(len(messages), len(before), without)


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
