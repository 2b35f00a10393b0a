"""Which plans and commitments are whose at the desk: missing and forbidden are one and the same 404."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.plans.models import Commitment, Milestone, Plan, ProgressUpdate
from consult.plans.policies import may_on_commitment
from consult.plans.queries import plan_by_slug
from consult.plans.queries.progress import Followed, Reported, followed
from consult.plans.queries.scopes import reporting_bodies, scopes_of
from consult.plans.queries.standing import commitment_at_desk
from consult.plans.services import correctable
from consult.web.access import or_404
from consult.web.forms import sent


def read_plan(session: Session, slug: str) -> Plan:
    """Return the plan of that slug, shown or not; all of the desk may read of it."""
    return or_404(plan_by_slug(session, slug))


def kept_plan(session: Session, actor: Actor, slug: str, act: Act = Act.KEEP_PLAN) -> Plan:
    """Return the plan of that slug; 404 where ``act`` is not ``actor``'s to do with it, in whatever state."""
    plan = or_404(plan_by_slug(session, slug))
    return or_404(plan, has_right(actor, act, scope=plan.scope))


def read_commitment(session: Session, slug: str, number: str) -> Commitment:
    """Return a commitment by its plan and number, shown or not; all of the desk may read of it."""
    return or_404(commitment_at_desk(session, plan_slug=slug, number=number))


def written_commitment(
    session: Session, actor: Actor, slug: str, number: str, act: Act = Act.DRAFT_COMMITMENT
) -> Commitment:
    """Return a commitment; 404 where ``act`` is not ``actor``'s to do with it, in whatever state."""
    commitment = or_404(commitment_at_desk(session, plan_slug=slug, number=number))
    return or_404(commitment, may_on_commitment(actor, act, scopes_of(session, commitment)))


def own_milestone(commitment: Commitment, milestone_id: int) -> Milestone:
    """Return the milestone of that id, where it is one of the commitment's; else 404."""
    return or_404(next((row for row in commitment.milestones if row.id == milestone_id), None))


class Correctable(NamedTuple):
    """An update that was asked for by its id, and the one that stands in its place: itself, or what corrects it.

    ``theirs``: whoever asks may correct that one.
    """

    asked_id: int
    reported: Reported
    theirs: bool

    @property
    def standing(self) -> ProgressUpdate:
        """The update that stands."""
        return self.reported.update


def correctable_update(
    session: Session, actor: Actor, commitment: Commitment, milestone: Milestone, update_id: int
) -> Correctable:
    """Return an update of a milestone with what stands in its place; 404 where it is not ``actor``'s to correct.

    Where somebody else's stands by now, it is only shown to whoever has typed something.
    """
    every = followed(session, commitment_id=commitment.id).get(milestone.id, Followed([], [])).updates
    by_id = {each.update.id: each for each in every}
    mine = correctable(
        actor, commitment, reporting_bodies(session, commitment), [row.update for row in every]
    )
    found = or_404(by_id.get(update_id), update_id in mine)
    while found.corrected_by is not None:
        found = by_id[found.corrected_by.id]
    theirs = found.update.id in mine
    return or_404(Correctable(update_id, found, theirs), theirs or sent())


def reported_milestone(
    session: Session, actor: Actor, slug: str, number: str, milestone_id: int, act: Act = Act.REPORT_PROGRESS
) -> tuple[Commitment, Milestone]:  # fmt: skip
    """Return a commitment and a milestone of it; 404 where ``act`` is not ``actor``'s, in whatever state."""
    commitment = written_commitment(session, actor, slug, number, act)
    return commitment, own_milestone(commitment, milestone_id)
