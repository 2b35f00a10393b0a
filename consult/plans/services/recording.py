"""Writing the public record: plans, commitments, their bodies and milestones, each change a dated fact of its own.

Nothing here changes a row that a page reads: triggers bring it up to date by the newest fact.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, tzinfo
from typing import TypeVar

from sqlalchemy.orm import Session

from consult.organisations.models import Organisation
from consult.orm import Base
from consult.plans.models import Commitment, Milestone, MilestoneStatus, Plan, PlanLevel
from consult.plans.models.facts import BodyRole, CommitmentBody, CommitmentFact, MilestoneFact, PlanFact
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.texts.models import Text

MAX_NAME = 300

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class PlanWords:
    """What a plan is called and what it is about, in both languages."""

    title_ar: str
    title_en: str
    topics_ar: str | None = None
    topics_en: str | None = None


@dataclass(frozen=True)
class CommitmentWords:
    """What a commitment is called, what is noted of it, and whether it is delayed, in both languages."""

    title_ar: str
    title_en: str
    note_ar: str | None = None
    note_en: str | None = None
    delayed: bool = False
    delay_note_ar: str | None = None
    delay_note_en: str | None = None


@dataclass(frozen=True)
class MilestoneWords:
    """What a milestone is called, when it is due, and where it stands; ``as_of`` is the day its status was read."""

    title_ar: str
    title_en: str
    due_on: date
    status: MilestoneStatus
    as_of: date | None = None


def add_plan(
    session: Session, *, now: datetime, slug: str, number: int, said: PlanWords,
    level: PlanLevel = PlanLevel.NATIONAL, body_id: int | None = None,
) -> Plan:  # fmt: skip
    """Add a plan, and what is said of it as its first fact, whose day is not known."""
    _check_words(said)
    plan = _add(session, Plan(slug=slug, number=number, level=level.value, body_id=body_id, **asdict(said)))
    _add(session, PlanFact(plan_id=plan.id, recorded_at=now, **asdict(said)))
    return plan


def add_commitment(
    session: Session, *, now: datetime, plan: Plan, number: str, position: int, said: CommitmentWords,
    lead: Organisation | None = None,
) -> Commitment:  # fmt: skip
    """Add a commitment with a text of its own; what is said of it and who leads it are facts whose day is not known."""
    _check_words(said)
    row = Commitment(
        plan_id=plan.id, plan=plan, text=Text(), number=number, position=position, **asdict(said)
    )
    commitment = _add(session, row)
    _add(session, CommitmentFact(commitment_id=commitment.id, recorded_at=now, **asdict(said)))
    if lead is not None:
        body = CommitmentBody(
            commitment_id=commitment.id, organisation_id=lead.id, role=BodyRole.LEAD.value, holds=True,
            recorded_at=now,
        )  # fmt: skip
        _add(session, body)
        session.refresh(commitment, ["lead_id"])
    return commitment


def add_milestone(
    session: Session, *, now: datetime, zone: tzinfo, commitment: Commitment, said: MilestoneWords
) -> Milestone:
    """Add a milestone after the last one; its first fact is of the day on which its status was read."""
    _check_words(said)
    _check_day(said.as_of, now, zone, field="as_of")
    session.refresh(commitment, ["milestones"])
    row = Milestone(commitment_id=commitment.id, position=len(commitment.milestones) + 1, **_columns(said))
    milestone = _add(session, row)
    fact = MilestoneFact(milestone_id=milestone.id, recorded_at=now, happened_on=said.as_of, **_columns(said))
    _add(session, fact)
    session.expire(commitment, ["milestones"])
    return milestone


def record_plan(
    session: Session, *, now: datetime, zone: tzinfo, plan_id: int, said: PlanWords, happened_on: date | None
) -> None:
    """Record what a plan is called and is about since ``happened_on``; None is a day before all that are known."""
    plan = _found(session, Plan, plan_id)
    _check_words(said)
    _check_day(happened_on, now, zone)
    _add(session, PlanFact(plan_id=plan.id, recorded_at=now, happened_on=happened_on, **asdict(said)))
    session.refresh(plan, list(asdict(said)))


def record_commitment(
    session: Session, *, now: datetime, zone: tzinfo, commitment_id: int, said: CommitmentWords,
    happened_on: date | None,
) -> None:  # fmt: skip
    """Record what is said of a commitment since ``happened_on``; what was recorded of a later day stays current."""
    commitment = _found(session, Commitment, commitment_id)
    _check_words(said)
    _check_day(happened_on, now, zone)
    fact = CommitmentFact(
        commitment_id=commitment.id, recorded_at=now, happened_on=happened_on, **asdict(said)
    )
    _add(session, fact)
    session.refresh(commitment, list(asdict(said)))


def record_body(
    session: Session, *, now: datetime, zone: tzinfo, commitment_id: int, organisation_id: int, role: BodyRole,
    happened_on: date | None, holds: bool = True,
) -> None:  # fmt: skip
    """Record that an organisation took a role in a commitment on ``happened_on``; or that it no longer ``holds`` it."""
    commitment = _found(session, Commitment, commitment_id)
    organisation = _found(session, Organisation, organisation_id)
    _check_day(happened_on, now, zone)
    body = CommitmentBody(
        commitment_id=commitment.id, organisation_id=organisation.id, role=role.value, holds=holds,
        recorded_at=now, happened_on=happened_on,
    )  # fmt: skip
    _add(session, body)
    session.refresh(commitment, ["lead_id"])


def record_milestone(
    session: Session, *, now: datetime, zone: tzinfo, milestone_id: int, said: MilestoneWords,
    happened_on: date | None,
) -> None:  # fmt: skip
    """Record what a milestone is called, when it is due and where it stands since ``happened_on``."""
    milestone = _found(session, Milestone, milestone_id)
    _check_words(said)
    _check_day(happened_on, now, zone)
    _check_day(said.as_of, now, zone, field="as_of")
    fact = MilestoneFact(
        milestone_id=milestone.id, recorded_at=now, happened_on=happened_on, **_columns(said)
    )
    _add(session, fact)
    session.refresh(milestone, list(_columns(said)))


def _found(session: Session, model: type[Row], row_id: int) -> Row:
    row = session.get(model, row_id)
    if row is None:
        raise NotFoundError
    return row


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def _columns(said: MilestoneWords) -> dict[str, object]:
    return {**asdict(said), "status": said.status.value}


def _check_words(said: PlanWords | CommitmentWords | MilestoneWords) -> None:
    """Raise what is wrong with the words, each at its field; one language may be missing."""
    words = {name: value for name, value in asdict(said).items() if name.endswith(("_ar", "_en")) and value}
    titles = {name: words.pop(name) for name in list(words) if name.startswith("title_")}
    raise_any(problems_of_words(titles, most=MAX_NAME) + problems_of_words(words))


def _check_day(day: date | None, now: datetime, zone: tzinfo, *, field: str = "happened_on") -> None:
    """Raise where a day is still to come by the clocks of ``zone``: the record says what happened."""
    if day is not None and day > now.astimezone(zone).date():
        raise DomainError("day-to-come", field=field)
