"""What is done with a milestone of an adopted commitment: added, moved, delayed, withdrawn; each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.plans.models import (
    Commitment,
    Milestone,
    MilestoneAct,
    MilestoneActKind,
    MilestoneStatus,
)
from consult.plans.policies import may_on_commitment
from consult.plans.policies.progress import declared_delay, holding, is_withdrawn
from consult.plans.queries.progress import milestone_acts
from consult.plans.queries.scopes import reporting_bodies, scopes_of
from consult.plans.queries.standing import plan_state_of, reporting_states
from consult.plans.services.acting import said_of_act
from consult.plans.services.committing import check_days, kept, put_milestone
from consult.plans.services.progress import (
    check_reporter,
    held_milestone,
    reporting_role,
    words_of,
)
from consult.plans.services.recording import add_row, milestone_subject, state_anew
from consult.plans.services.words import MilestoneWords, checked
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.state import CommitmentState, PlanState
from consult.shared.text import clean

Words = tuple[str, str]
# The plans to whose adopted commitments a milestone is added.
TAKES_MORE = frozenset({PlanState.DRAFTING, PlanState.REFRESHED})
_NONE = ("", "")


def add_to_adopted(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment_id: int, said: MilestoneWords,
    happened_on: date | None, reason: Words,
) -> Milestone:  # fmt: skip
    """Add a milestone to a commitment that is followed, with its reason; the same once more is the one that was stored.

    Raises ``plan-takes-none`` where the plan is in force and was not refreshed.
    """
    commitment = kept(session, actor, commitment_id)
    if plan_state_of(session, plan_id=commitment.plan_id) not in TAKES_MORE:
        raise DomainError("plan-takes-none")
    row = said_of_act(MilestoneActKind.ADDED, (), now=now, zone=zone, happened_on=happened_on, reason=reason)
    said = replace(said, as_of=None)
    stored = _added_so(session, actor, commitment, checked(said), row)
    if stored is not None:
        return stored
    milestone = put_milestone(session, actor=actor, now=now, zone=zone, commitment=commitment, said=said)
    _add(session, actor, now, milestone, commitment, row)
    return milestone


def _added_so(
    session: Session, actor: Actor, commitment: Commitment, said: MilestoneWords, row: Mapping[str, object]
) -> Milestone | None:  # fmt: skip
    """Return the milestone of a commitment, held, that ``actor`` added with these words and this act; None for none."""
    session.refresh(commitment, ["milestones"])
    for milestone in reversed(commitment.milestones):
        acts = milestone_acts(session, milestone_id=milestone.id) if words_of(milestone) == said else ()
        for act in acts:
            same = all(getattr(act, name) == value for name, value in row.items())
            if same and act.recorded_by_id == actor.user_id:
                return milestone
    return None


def move(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, milestone_id: int, starts_on: date | None,
    due_on: date | None, happened_on: date | None, reason: Words, seen: int,
) -> MilestoneAct:  # fmt: skip
    """Move the days of a milestone, with the reason; what they were stays to be read.

    ``seen`` is the id of the last act that holds, as it was shown; 0 for none: whoever moves both days has read them.
    """
    milestone, commitment, acts = _kept(session, actor, milestone_id)
    held = holding(acts)
    _refuse_unless(not is_withdrawn(acts) and (held[-1].id if held else 0) == seen)
    if due_on is None:
        raise DomainError("write-this", field="due_on")
    anew = replace(words_of(milestone), starts_on=starts_on, due_on=due_on)
    row = said_of_act(
        MilestoneActKind.MOVED, acts, now=now, zone=zone, happened_on=happened_on, reason=reason
    )
    if (milestone.starts_on, milestone.due_on) == (starts_on, due_on):
        raise DomainError("nothing-changed", field="due_on")
    check_days(session, commitment, anew)
    was = {"was_starts_on": milestone.starts_on, "was_due_on": milestone.due_on}
    _state(session, actor, now, zone, milestone, anew)
    return _add(
        session, actor, now, milestone, commitment, row | was | {"starts_on": starts_on, "due_on": due_on}
    )


def withdraw(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, milestone_id: int, happened_on: date | None,
    reason: Words,
) -> MilestoneAct:  # fmt: skip
    """Withdraw a milestone, with the reason; it stays to be read, and nothing more is reported of it."""
    milestone, commitment, acts = _kept(session, actor, milestone_id)
    _refuse_unless(not is_withdrawn(acts))
    row = said_of_act(
        MilestoneActKind.WITHDRAWN, acts, now=now, zone=zone, happened_on=happened_on, reason=reason
    )
    return _add(session, actor, now, milestone, commitment, row)


def declare_delay(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, milestone_id: int, happened_on: date | None,
    reason: Words, recovery: Words,
) -> MilestoneAct:  # fmt: skip
    """Declare that a milestone is delayed, with the reason and with what is done to recover."""
    milestone, commitment, acts = _reported(session, actor, milestone_id)
    _refuse_unless(not is_withdrawn(acts) and declared_delay(acts) is None)
    if milestone.status == MilestoneStatus.COMPLETED:
        raise DomainError("milestone-stands-otherwise")
    words = {"recovery_ar": clean(recovery[0]), "recovery_en": clean(recovery[1])}
    problems = problems_of_words(words)
    row = _said_with(problems, MilestoneActKind.DELAYED, acts, now, zone, happened_on, reason)
    return _add(session, actor, now, milestone, commitment, row | words)


def end_delay(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, milestone_id: int, happened_on: date | None,
    reason: Words,
) -> MilestoneAct:  # fmt: skip
    """Say that a milestone is delayed no more, and why."""
    milestone, commitment, acts = _reported(session, actor, milestone_id)
    _refuse_unless(not is_withdrawn(acts) and declared_delay(acts) is not None)
    row = said_of_act(
        MilestoneActKind.DELAY_ENDED, acts, now=now, zone=zone, happened_on=happened_on, reason=reason
    )
    return _add(session, actor, now, milestone, commitment, row)


def take_back(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, milestone_id: int, happened_on: date | None,
    reason: Words, seen: int,
) -> MilestoneAct:  # fmt: skip
    """Take the last act on a milestone back, by an act of its own; ``seen`` is the id of the act that was shown.

    A milestone that was added is not taken back but withdrawn; a move is not, once the days were written anew since.
    """
    milestone, commitment, acts = _kept(session, actor, milestone_id)
    last = _to_take_back(milestone, acts)
    if last is None or last.id != seen:
        raise DomainError("milestone-stands-otherwise")
    row = said_of_act(
        MilestoneActKind.TAKEN_BACK, acts, now=now, zone=zone, happened_on=happened_on, reason=reason
    )
    if last.kind == MilestoneActKind.MOVED and last.was_due_on is not None:
        before = replace(words_of(milestone), starts_on=last.was_starts_on, due_on=last.was_due_on)
        _state(session, actor, now, zone, milestone, before)
    return _add(session, actor, now, milestone, commitment, row | {"takes_back_id": last.id})


def _to_take_back(milestone: Milestone, acts: Sequence[MilestoneAct]) -> MilestoneAct | None:
    """Return the act on a milestone that can be taken back; None where nothing would stand again as before it."""
    last = next(reversed(holding(acts)), None)
    if last is None or last.kind == MilestoneActKind.ADDED:
        return None
    moved = last.kind == MilestoneActKind.MOVED
    stands = (milestone.starts_on, milestone.due_on) == (last.starts_on, last.due_on)
    return last if stands or not moved else None


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a commitment's milestones: ``keeps`` all of them, ``reports`` on them as it stands.

    ``followed``: they are to be reported on, by whomever; ``writes``: what one is can be written anew.
    """

    keeps: bool
    reports: bool
    followed: bool
    writes: bool


def rights_on(session: Session, actor: Actor, commitment: Commitment) -> Rights:
    """Return what ``actor`` may do with the milestones of a commitment, as it stands."""
    state = reporting_states(session, [commitment.id])[commitment.id]
    live = state is CommitmentState.ADOPTED and commitment.shown_at is not None
    leading = scopes_of(session, commitment)
    keeps = may_on_commitment(actor, Act.RECORD_COMMITMENT, leading)
    return Rights(
        keeps=keeps,
        reports=live and may_on_commitment(actor, Act.REPORT_PROGRESS, leading),
        followed=live,
        writes=keeps or may_on_commitment(actor, Act.DRAFT_COMMITMENT, leading, state),
    )


def offered(rights: Rights, milestone: Milestone, acts: Sequence[MilestoneAct]) -> list[MilestoneActKind]:
    """Return what may be done with a milestone as it stands, by whoever has these rights."""
    gone, delayed = is_withdrawn(acts), declared_delay(acts)
    undone = milestone.status != MilestoneStatus.COMPLETED
    may = {
        MilestoneActKind.MOVED: rights.keeps and not gone,
        MilestoneActKind.DELAYED: rights.reports and not gone and delayed is None and undone,
        MilestoneActKind.DELAY_ENDED: rights.reports and not gone and delayed is not None,
        MilestoneActKind.WITHDRAWN: rights.keeps and not gone,
        MilestoneActKind.TAKEN_BACK: rights.keeps and _to_take_back(milestone, acts) is not None,
    }
    return [kind for kind, allowed in may.items() if allowed]


def _kept(
    session: Session, actor: Actor, milestone_id: int
) -> tuple[Milestone, Commitment, Sequence[MilestoneAct]]:
    """Return a milestone that is ``actor``'s to keep, held, with its commitment and its acts."""
    milestone, commitment = held_milestone(session, milestone_id)
    if not may_on_commitment(actor, Act.RECORD_COMMITMENT, scopes_of(session, commitment)):
        raise NotFoundError
    return milestone, commitment, milestone_acts(session, milestone_id=milestone.id)


def _reported(
    session: Session, actor: Actor, milestone_id: int
) -> tuple[Milestone, Commitment, Sequence[MilestoneAct]]:
    """Return a milestone that ``actor`` reports on, held, with its commitment and its acts."""
    milestone, commitment = held_milestone(session, milestone_id)
    check_reporter(session, actor, commitment, reporting_bodies(session, commitment))
    return milestone, commitment, milestone_acts(session, milestone_id=milestone.id)


def _refuse_unless(stands: bool) -> None:  # noqa: FBT001 - the condition itself
    if not stands:
        raise DomainError("milestone-stands-otherwise")


def _said_with(
    problems: list[DomainError], kind: MilestoneActKind, acts: Sequence[MilestoneAct], now: datetime, zone: tzinfo,
    happened_on: date | None, reason: Words,
) -> dict[str, object]:  # fmt: skip
    """Return what an act says; what is wrong with it is told together with these problems."""
    try:
        row = said_of_act(kind, acts, now=now, zone=zone, happened_on=happened_on, reason=reason)
    except DomainError as problem:
        raise_any([*getattr(problem, "problems", [problem]), *problems])
        raise
    raise_any(problems)
    return row


def _state(
    session: Session, actor: Actor, now: datetime, zone: tzinfo, milestone: Milestone, said: MilestoneWords
) -> None:
    state_anew(
        session, actor=actor, now=now, milestone=milestone, said=said, happened_on=now.astimezone(zone).date()
    )


def _add(
    session: Session, actor: Actor, now: datetime, milestone: Milestone, commitment: Commitment, row: dict[str, object]
) -> MilestoneAct:  # fmt: skip
    """Add an act on a milestone, and tell the log of it: never its words."""
    given = {"recovery_ar": "", "recovery_en": "", **row}
    act = add_row(
        session,
        MilestoneAct(milestone_id=milestone.id, recorded_at=now, recorded_by_id=actor.user_id, **given),
    )
    append(
        session, now=now, kind="milestone-act", subject=milestone_subject(milestone),
        role=reporting_role(actor, commitment),
        details={"act": act.kind, "happened_on": act.happened_on.isoformat()},
    )  # fmt: skip
    return act
