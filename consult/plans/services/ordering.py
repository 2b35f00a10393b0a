"""The order in which a plan's commitments and a commitment's milestones stand: one place up or down at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans.models import Commitment, Milestone
from consult.plans.queries.standing import commitments_at_desk
from consult.plans.services.committing import kept, role_in
from consult.plans.services.keeping import kept_by
from consult.record.services import append
from consult.shared.errors import NotFoundError

Placed = TypeVar("Placed", Commitment, Milestone)


def move_commitment(
    session: Session, *, actor: Actor, now: datetime, plan_id: int, commitment_id: int, up: bool
) -> None:  # fmt: skip
    """Let a commitment change its place with the one before or after it; at the end nothing moves. Numbers stay."""
    plan = kept_by(session, actor, plan_id)
    if _swap(session, commitments_at_desk(session, plan_id=plan.id), commitment_id, up=up):
        append(
            session, now=now, kind="commitment-moved", subject=f"commitment/{commitment_id}",
            role=Role.COORDINATOR.value, details={"up": up},
        )  # fmt: skip


def move_milestone(
    session: Session, *, actor: Actor, now: datetime, commitment_id: int, milestone_id: int, up: bool
) -> None:  # fmt: skip
    """Let a milestone change its place with the one before or after it; at the end nothing moves."""
    commitment = kept(session, actor, commitment_id)
    session.refresh(commitment, ["milestones"])
    if _swap(session, commitment.milestones, milestone_id, up=up):
        append(
            session, now=now, kind="milestone-moved", subject=f"commitment/{commitment.id}",
            role=role_in(actor, commitment), details={"milestone": milestone_id, "up": up},
        )  # fmt: skip


def _swap(session: Session, rows: Sequence[Placed], row_id: int, *, up: bool) -> bool:
    """Swap the places of a row and its neighbour; whether there was one. ``rows`` stand in their order, held."""
    place = next((number for number, row in enumerate(rows) if row.id == row_id), None)
    if place is None:
        raise NotFoundError
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    one, two = rows[place], rows[other]
    first, second = one.position, two.position
    # A place is free before it is taken: the database lets no two milestones stand in one.
    one.position = 0
    session.flush()
    two.position = first
    session.flush()
    one.position = second
    session.flush()
    session.expire_all()
    return True
