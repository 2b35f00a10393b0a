"""Adopted commitments whose milestones are reported on, and what is reported of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans import services
from consult.plans.models import (
    Commitment,
    CommitmentActKind,
    Milestone,
    MilestoneStatus,
    PlanActKind,
    ProgressUpdate,
)
from consult.plans.services import CommitmentWords, ProgressWords
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.plans import plan
from tests.factories.promises import DELIVERED, TODAY, begun, begun_plan, coordinator, written
from tests.factories.texts import organisation

WHY = ("سبب", "A reason")
# Half a year after the milestone began, half a year before it is due.
NOW = datetime(2027, 7, 1, 9, tzinfo=UTC)
DONE = ProgressWords(MilestoneStatus.IN_PROGRESS, date(2027, 6, 30), "أُعدّت الصفحة", "The page was made ready")


class Promised(NamedTuple):
    """An adopted commitment with one milestone, and those who keep it."""

    commitment: Commitment
    lead: Organisation
    officer: Actor
    keeper: Actor

    @property
    def milestone(self) -> Milestone:
        """Its first milestone."""
        return self.commitment.milestones[0]


def promised(session: Session) -> Promised:
    """Return a commitment that was adopted, with its body, an officer of that and a coordinator."""
    lead, keeper = organisation(session), coordinator(session)
    officer = person(session, (Role.OFFICER, lead.scope))
    there = written(session, officer, begun(session, officer, lead, begun_plan(session, keeper)))
    for kind in (CommitmentActKind.SUBMITTED, CommitmentActKind.ADOPTED):
        services.act_on_commitment(
            session, actor=keeper, now=DRAFTED, zone=UTC, commitment_id=there.id, kind=kind, happened_on=TODAY,
            reason=WHY,
        )  # fmt: skip
    session.refresh(there, ["milestones"])
    return Promised(there, lead, officer, keeper)


def act_on_plan(session: Session, of: Promised, *kinds: PlanActKind) -> None:
    """Let these acts be recorded of a commitment's plan."""
    for kind in kinds:
        services.act_on_plan(
            session, actor=of.keeper, now=NOW, zone=UTC, plan_id=of.commitment.plan_id, kind=kind,
            happened_on=NOW.date(), reason=WHY,
        )  # fmt: skip


def brought_along(session: Session, keeper: Actor | None = None) -> Promised:
    """Return a commitment with a milestone that came with the record: no account began it, no act is recorded of it."""
    lead, keeper = organisation(session), keeper or coordinator(session)
    officer = person(session, (Role.OFFICER, lead.scope))
    there = services.add_commitment(
        session, actor=None, now=DRAFTED, plan=plan(session), number="1", position=1, lead=lead,
        said=CommitmentWords("التزام", "A commitment"),
    )  # fmt: skip
    services.add_milestone(session, actor=None, now=DRAFTED, zone=UTC, commitment=there, said=DELIVERED)
    session.refresh(there, ["milestones"])
    return Promised(there, lead, officer, keeper)


def reported(session: Session, milestone_id: int, by: Organisation) -> ProgressUpdate:
    """Let a body have said something of a milestone, whatever stands of its commitment."""
    row = ProgressUpdate(
        milestone_id=milestone_id, organisation_id=by.id, status=MilestoneStatus.IN_PROGRESS.value, as_of=TODAY,
        nothing_to_report=False, done_ar="أُعدّت الصفحة", done_en="", challenge_ar="", challenge_en="", evidence_url="",
        recorded_at=DRAFTED,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
