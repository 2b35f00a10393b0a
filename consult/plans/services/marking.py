"""Marking a commitment: which of the five tests it passes, and which commitment of another plan it carries on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans.models import Commitment, CommitmentCarry, CommitmentTick, SmartTest
from consult.plans.queries.promised import carried_into, carries, standing_ticks, ticks_of
from consult.plans.services.committing import kept, role_in
from consult.plans.services.recording import add_row
from consult.record.services import append
from consult.shared.errors import DomainError


def tick_tests(
    session: Session, *, actor: Actor, now: datetime, commitment_id: int, passed: Collection[SmartTest], seen: int
) -> None:  # fmt: skip
    """Tick the tests that a commitment passes, and take away the ticks of the others; what stays leaves no row.

    ``seen`` is the id of the newest row that was shown, 0 for none. Raises ``edited-meanwhile`` where somebody
    ticked since, unless the same stands already.
    """
    commitment = kept(session, actor, commitment_id)
    every = ticks_of(session, commitment_id=commitment.id)
    stand = {tick.test for tick in standing_ticks(every)}
    changed = [test for test in SmartTest if (test in passed) != (test.value in stand)]
    if not changed:
        return
    if seen != (every[-1].id if every else 0):
        raise DomainError("edited-meanwhile")
    role = role_in(actor, commitment)
    for test in changed:
        tick = CommitmentTick(
            commitment_id=commitment.id, test=test.value, ticked=test in passed, role=role, recorded_at=now,
            recorded_by_id=actor.user_id,
        )  # fmt: skip
        add_row(session, tick)
    append(
        session, now=now, kind="commitment-tested", subject=f"commitment/{commitment.id}", role=role,
        details={
            "ticked": [test.value for test in changed if test in passed],
            "unticked": [test.value for test in changed if test not in passed],
        },
    )  # fmt: skip


def carry_over(
    session: Session, *, actor: Actor, now: datetime, commitment_id: int, from_id: int | None, holds: bool | None
) -> None:  # fmt: skip
    """Record that a commitment carries on one of another plan, or that it does not; what stands leaves no row.

    Raises DomainError: ``choose-one`` at ``earlier`` for none, or for one of its own plan, and at ``way`` where nothing
    is chosen; ``carried-the-other-way`` where the earlier one carries this one on, itself or by way of others.
    """
    _hold(session, commitment_id, from_id)
    commitment = kept(session, actor, commitment_id)
    earlier = session.get(Commitment, from_id) if from_id is not None else None
    if earlier is None or earlier.plan_id == commitment.plan_id:
        raise DomainError("choose-one", field="earlier")
    if holds is None:
        raise DomainError("choose-one", field="way")
    if carries(session, from_id=earlier.id, into_id=commitment.id) == holds:
        return
    if holds and earlier.id in carried_into(session, commitment_id=commitment.id):
        raise DomainError("carried-the-other-way", field="earlier")
    add_row(
        session,
        CommitmentCarry(
            from_id=earlier.id, into_id=commitment.id, holds=holds, recorded_at=now, recorded_by_id=actor.user_id
        ),
    )  # fmt: skip
    append(
        session, now=now, kind="commitment-carried", subject=f"commitment/{commitment.id}",
        role=role_in(actor, commitment), details={"from": earlier.id, "holds": holds},
    )  # fmt: skip


def _hold(session: Session, *ids: int | None) -> None:
    """Hold commitments in the order of their ids, after the first of all: a circle closes in many places at once."""
    first = select(func.min(Commitment.id)).scalar_subquery()
    query = select(Commitment.id).where(or_(Commitment.id.in_(ids), Commitment.id == first))
    session.execute(query.order_by(Commitment.id).with_for_update(key_share=True))
