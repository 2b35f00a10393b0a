"""Writing the public record: plans, commitments, their bodies and milestones, each change a dated fact of its own.

Nothing here changes a row that a page reads: triggers bring it up to date by the newest fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.orm import Base
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentBody,
    CommitmentFact,
    Milestone,
    MilestoneFact,
    Plan,
    PlanFact,
    PlanLevel,
)
from consult.plans.services.words import (
    BodyWords,
    CommitmentWords,
    MilestoneWords,
    PlanWords,
    checked,
)
from consult.record.services import append, check_day
from consult.shared.errors import NotFoundError
from consult.texts.models import Text

NOTHING_SAID = BodyWords()
Row = TypeVar("Row", bound=Base)
Said = PlanWords | CommitmentWords | MilestoneWords | BodyWords


def add_plan(
    session: Session, *, actor: Actor | None, now: datetime, slug: str, number: int, said: PlanWords,
    level: PlanLevel = PlanLevel.NATIONAL, body_id: int | None = None, shown: bool = True,
) -> Plan:  # fmt: skip
    """Add a plan, and what is said of it as its first fact, of no known day; the public reads of it if ``shown``."""
    said = checked(said)
    row = Plan(
        slug=slug,
        number=number,
        level=level.value,
        body_id=body_id,
        shown_at=now if shown else None,
        **_columns(said),
    )
    plan = add_row(session, row)
    add_row(session, PlanFact(plan_id=plan.id, **_stamp(actor, now), **_columns(said)))
    return plan


def add_commitment(
    session: Session, *, actor: Actor | None, now: datetime, plan: Plan, number: str, position: int,
    said: CommitmentWords, lead: Organisation | None = None, shown: bool = True,
) -> Commitment:  # fmt: skip
    """Add a commitment with a text of its own; what is said of it and who leads it are facts whose day is not known."""
    said = checked(said)
    row = Commitment(
        plan_id=plan.id,
        plan=plan,
        text=Text(),
        number=number,
        position=position,
        shown_at=now if shown else None,
        **_columns(said),
    )
    commitment = add_row(session, row)
    fact = CommitmentFact(commitment_id=commitment.id, **_stamp(actor, now), **_columns(said))
    add_row(session, fact)
    if lead is not None:
        body = CommitmentBody(
            commitment_id=commitment.id, organisation_id=lead.id, role=BodyRole.LEAD.value, holds=True,
            **_stamp(actor, now),
        )  # fmt: skip
        add_row(session, body)
        session.refresh(commitment, ["lead_id"])
    return commitment


def add_milestone(
    session: Session, *, actor: Actor | None, now: datetime, zone: tzinfo, commitment: Commitment, said: MilestoneWords
) -> Milestone:  # fmt: skip
    """Add a milestone after the last one; its first fact is of the day on which its status was read."""
    return add_milestones(session, actor=actor, now=now, zone=zone, commitment=commitment, said=[said])[0]


def add_milestones(
    session: Session, *, actor: Actor | None, now: datetime, zone: tzinfo, commitment: Commitment,
    said: Iterable[MilestoneWords],
) -> list[Milestone]:  # fmt: skip
    """Add milestones after the last one, all of them in a few statements; as ``add_milestone`` in all else."""
    words = [checked(each) for each in said]
    for each in words:
        check_day(each.as_of, now, zone, field="as_of")
    session.refresh(commitment, ["milestones"])
    first = len(commitment.milestones) + 1
    rows = [
        Milestone(commitment_id=commitment.id, position=position, **_columns(each))
        for position, each in enumerate(words, first)
    ]
    session.add_all(rows)
    session.flush()
    session.add_all(
        MilestoneFact(milestone_id=row.id, happened_on=each.as_of, **_stamp(actor, now), **_columns(each))
        for row, each in zip(rows, words, strict=True)
    )
    session.flush()
    session.expire(commitment, ["milestones"])
    return rows


def record_plan(
    session: Session, *, actor: Actor | None, now: datetime, zone: tzinfo, plan_id: int, said: PlanWords,
    happened_on: date | None,
) -> None:  # fmt: skip
    """Record what a plan is called and is about since ``happened_on``; None is a day before all that are known."""
    plan = held(session, Plan, plan_id)
    said = checked(said)
    check_day(happened_on, now, zone)
    fact = PlanFact(plan_id=plan.id, happened_on=happened_on, **_stamp(actor, now), **_columns(said))
    _record(session, plan, fact, said, actor=actor, now=now, subject=f"plan/{plan.slug}")


def record_commitment(
    session: Session, *, actor: Actor | None, now: datetime, zone: tzinfo, commitment_id: int, said: CommitmentWords,
    happened_on: date | None, role: str = Role.COORDINATOR.value,
) -> None:  # fmt: skip
    """Record what is said of a commitment since ``happened_on``; what was recorded of a later day stays current.

    ``role`` is as what ``actor`` says it.
    """
    commitment = held(session, Commitment, commitment_id)
    said = checked(said)
    check_day(happened_on, now, zone)
    fact = CommitmentFact(
        commitment_id=commitment.id, happened_on=happened_on, **_stamp(actor, now), **_columns(said)
    )
    _record(
        session,
        commitment,
        fact,
        said,
        actor=actor,
        now=now,
        subject=f"commitment/{commitment.id}",
        role=role,
    )


def record_body(
    session: Session, *, actor: Actor | None, now: datetime, zone: tzinfo, commitment_id: int, organisation_id: int,
    role: BodyRole, happened_on: date | None, holds: bool = True, said: BodyWords = NOTHING_SAID,
) -> None:  # fmt: skip
    """Record that an organisation took a role in a commitment on ``happened_on``; or that it no longer ``holds`` it."""
    commitment = held(session, Commitment, commitment_id)
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFoundError
    said = checked(said)
    check_day(happened_on, now, zone)
    body = CommitmentBody(
        commitment_id=commitment.id, organisation_id=organisation.id, role=role.value, holds=holds,
        happened_on=happened_on, **_stamp(actor, now), **_columns(said),
    )  # fmt: skip
    add_row(session, body)
    session.refresh(commitment, ["lead_id"])
    _tell(
        session, actor=actor, now=now, subject=f"commitment/{commitment.id}", happened_on=happened_on,
        organisation=organisation.slug, role=role.value, holds=holds,
    )  # fmt: skip


def record_milestone(
    session: Session, *, actor: Actor | None, now: datetime, zone: tzinfo, milestone_id: int, said: MilestoneWords,
    happened_on: date | None,
) -> None:  # fmt: skip
    """Record what a milestone is called, when it is due and where it stands since ``happened_on``."""
    milestone = held(session, Milestone, milestone_id)
    said = checked(said)
    check_day(happened_on, now, zone)
    check_day(said.as_of, now, zone, field="as_of")
    fact = MilestoneFact(
        milestone_id=milestone.id, happened_on=happened_on, **_stamp(actor, now), **_columns(said)
    )
    _record(session, milestone, fact, said, actor=actor, now=now, subject=milestone_subject(milestone))


def milestone_subject(milestone: Milestone) -> str:
    """Return how the log names a milestone: by its id, as its address does, since its place can change.

    Entries of before name the place, as «/milestone/<place>».
    """
    return f"commitment/{milestone.commitment_id}/milestones/{milestone.id}"


def state_anew(
    session: Session, *, actor: Actor | None, now: datetime, milestone: Milestone, said: MilestoneWords,
    happened_on: date | None,
) -> None:  # fmt: skip
    """Add a fact of a milestone that is held, and read it as it stands then; whoever calls it tells the log why."""
    columns = _columns(said)
    fact = MilestoneFact(milestone_id=milestone.id, happened_on=happened_on, **_stamp(actor, now), **columns)
    add_row(session, fact)
    session.refresh(milestone, list(columns))


def commitment_anew(
    session: Session, *, actor: Actor | None, now: datetime, commitment: Commitment, said: CommitmentWords,
    happened_on: date | None,
) -> None:  # fmt: skip
    """Add a fact of a commitment that is held, and read it as it stands then; whoever calls it tells the log why."""
    columns = _columns(said)
    fact = CommitmentFact(
        commitment_id=commitment.id, happened_on=happened_on, **_stamp(actor, now), **columns
    )
    add_row(session, fact)
    session.refresh(commitment, list(columns))


def _record(
    session: Session, thing: Base, fact: PlanFact | CommitmentFact | MilestoneFact, said: Said, *,
    actor: Actor | None, now: datetime, subject: str, role: str = Role.COORDINATOR.value,
) -> None:  # fmt: skip
    """Add a fact of a thing, read the thing as it stands then, and tell the log which columns differed before."""
    columns = _columns(said)
    changed = [name for name, value in columns.items() if getattr(thing, name) != value]
    add_row(session, fact)
    session.refresh(thing, list(columns))
    _tell(
        session, actor=actor, now=now, subject=subject, role_of=role, changed=changed,
        happened_on=fact.happened_on,
    )  # fmt: skip


def held(session: Session, model: type[Row], row_id: int) -> Row:
    """Return a thing as it stands, held as the trigger holds it: what a fact changes is told against that."""
    row = session.get(model, row_id, populate_existing=True, with_for_update={"key_share": True})
    if row is None:
        raise NotFoundError
    return row


def add_row(session: Session, row: Row) -> Row:
    """Add a row and return it, flushed."""
    session.add(row)
    session.flush()
    return row


def _columns(said: Said) -> dict[str, Any]:
    return {
        name: value.value if isinstance(value, StrEnum) else value for name, value in asdict(said).items()
    }


def _stamp(actor: Actor | None, now: datetime) -> dict[str, Any]:
    """Return when a fact is recorded, and by whom."""
    return {"recorded_at": now, "recorded_by_id": actor.user_id if actor else None}


def _tell(
    session: Session, *, actor: Actor | None, now: datetime, subject: str, happened_on: date | None,
    role_of: str = Role.COORDINATOR.value, **details: object,
) -> None:  # fmt: skip
    """Put a fact in the record log: which columns it changes, never their words."""
    append(
        session, now=now, kind="fact-recorded", subject=subject,
        role=role_of if actor else "operator",
        details={**details, "happened_on": happened_on.isoformat() if happened_on else None},
    )  # fmt: skip
