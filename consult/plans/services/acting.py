"""What is done with plans and commitments at the desk, and when the public sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor, has_right, may
from consult.accounts.queries import holders
from consult.outbox.services import Message, enqueue
from consult.plans.models import (
    Commitment,
    CommitmentAct,
    CommitmentActKind,
    MilestoneActKind,
    Plan,
    PlanAct,
    PlanActKind,
    RecordedAct,
)
from consult.plans.policies import (
    COMMITMENT_ACTS,
    PLAN_ACTS,
    may_on_commitment,
    missing,
    open_acts,
    plan_state,
    standing_acts,
)
from consult.plans.queries.progress import withdrawn_of
from consult.plans.queries.scopes import scopes_of
from consult.plans.queries.standing import (
    commitment_acts,
    plan_acts,
    plan_years,
    state_after,
    template_of,
)
from consult.plans.services.recording import add_row, held
from consult.record.services import append, check_day
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean

# The states in which somebody outside waits for what becomes of a commitment.
_TOLD_TO_SUBMITTER = frozenset(
    {CommitmentActKind.RETURNED, CommitmentActKind.ADOPTED, CommitmentActKind.WITHDRAWN}
)


def act_on_plan(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, plan_id: int, kind: PlanActKind,
    happened_on: date | None, reason: tuple[str, str],
) -> PlanAct:  # fmt: skip
    """Record what was done with a plan on a day, with its public reason; adopting it shows it. Return the act.

    Raises DomainError: at the fields, ``plan-stands-otherwise`` where it stands so that this cannot be done (a second
    of two at once is one), ``act-before-the-last`` for a day before that of the act before; NotFoundError where it is
    not ``actor``'s to do.
    """
    plan = held(session, Plan, plan_id)
    act, _leads_to = PLAN_ACTS[kind]
    if not has_right(actor, act, scope=plan.scope):
        raise NotFoundError
    before = plan_acts(session, plan_id=plan.id)
    if not may(actor, act, scope=plan.scope, state=plan_state(PlanActKind(row.kind) for row in before)):
        raise DomainError("plan-stands-otherwise")
    said = said_of_act(kind, before, now=now, zone=zone, happened_on=happened_on, reason=reason)
    done = add_row(session, PlanAct(plan_id=plan.id, recorded_at=now, recorded_by_id=actor.user_id, **said))
    if kind is PlanActKind.ADOPTED:
        show_plans(session, now=now, plans=[plan])
    append(
        session, now=now, kind=f"plan-{kind.value}", subject=f"plan/{plan.slug}", role=Role.COORDINATOR.value,
        details={"happened_on": done.happened_on.isoformat()},
    )  # fmt: skip
    return done


def act_on_commitment(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment_id: int, kind: CommitmentActKind,
    happened_on: date | None, reason: tuple[str, str],
) -> CommitmentAct:  # fmt: skip
    """Record what was done with a commitment on a day, with its reason; adopting it shows it. Return the act.

    Whoever waits for it is told by mail. Raises DomainError: what is missing, each at its field, where it is submitted;
    and what ``act_on_plan`` raises (``commitment-stands-otherwise``).
    """
    commitment = held(session, Commitment, commitment_id)
    scopes = scopes_of(session, commitment)
    if not may_on_commitment(actor, COMMITMENT_ACTS[kind][0], scopes):
        raise NotFoundError
    before = commitment_acts(session, commitment_id=commitment.id)
    state = state_after(session, commitment_id=commitment.id, acts=before)
    if kind not in open_acts(actor, scopes, state, before):
        raise DomainError("commitment-stands-otherwise")
    if kind is CommitmentActKind.SUBMITTED:
        session.refresh(commitment, ["labels", "milestones"])
        raise_any(lacking(session, commitment))
    said = said_of_act(kind, before, now=now, zone=zone, happened_on=happened_on, reason=reason)
    row = CommitmentAct(commitment_id=commitment.id, recorded_at=now, recorded_by_id=actor.user_id, **said)
    done = add_row(session, row)
    if kind is CommitmentActKind.ADOPTED:
        show_commitments(session, now=now, commitments=[commitment])
    append(
        session, now=now, kind=f"commitment-{kind.value}", subject=f"commitment/{commitment.id}",
        role=_as(actor, commitment).value, details={"happened_on": done.happened_on.isoformat()},
    )  # fmt: skip
    _tell(session, now, commitment, done, before)
    return done


def lacking(session: Session, commitment: Commitment) -> list[DomainError]:
    """Return what a commitment lacks before it can be submitted, each at its field."""
    gone = withdrawn_of(session, [each.id for each in commitment.milestones])
    return missing(
        template_of(session, commitment_id=commitment.id), led=commitment.lead_id is not None,
        challenges=sum(label.family == "challenge" for label in commitment.labels),
        milestones=[each for each in commitment.milestones if each.id not in gone],
        years=plan_years(session, plan_id=commitment.plan_id),
    )  # fmt: skip


def show_plans(session: Session, *, now: datetime, plans: Iterable[Plan]) -> None:
    """Let the public read of these plans from now on; those that are shown stay as they are."""
    for plan in plans:
        if plan.shown_at is None:
            plan.shown_at = now
            append(
                session,
                now=now,
                kind="plan-shown",
                subject=f"plan/{plan.slug}",
                role=Role.COORDINATOR.value,
                details={},
            )
    session.flush()


def show_commitments(session: Session, *, now: datetime, commitments: Iterable[Commitment]) -> None:
    """Let the public read of these commitments and of their plans from now on."""
    for commitment in commitments:
        show_plans(session, now=now, plans=[commitment.plan])
        if commitment.shown_at is None:
            commitment.shown_at = now
    session.flush()


def show_owners(session: Session, *, now: datetime, text_ids: Iterable[int]) -> None:
    """Let the public read of what these texts are of: a text of theirs is published."""
    query = select(Commitment).where(Commitment.text_id.in_(sorted(set(text_ids)))).order_by(Commitment.id)
    show_commitments(session, now=now, commitments=session.scalars(query))


def said_of_act(
    kind: PlanActKind | CommitmentActKind | MilestoneActKind, before: Iterable[RecordedAct], *, now: datetime,
    zone: tzinfo, happened_on: date | None, reason: tuple[str, str],
) -> dict[str, object]:  # fmt: skip
    """Return what an act says, once it is checked: its day is given, has come, and is not before the last one's."""
    words = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}
    problems = problems_of_words(words)
    last = max((row.happened_on for row in before), default=None)
    if happened_on is None:
        problems.append(DomainError("write-this", field="happened_on"))
    elif last is not None and happened_on < last:
        problems.append(DomainError("act-before-the-last", field="happened_on"))
    raise_any(problems)
    check_day(happened_on, now, zone)
    return {"kind": kind.value, "happened_on": happened_on, **words}


def _as(actor: Actor, commitment: Commitment) -> Role:
    """Return as what somebody acts on a commitment: a coordinator of its plan, else an officer of its body."""
    return Role.COORDINATOR if actor.holds(Role.COORDINATOR, commitment.plan.scope) else Role.OFFICER


def _tell(
    session: Session,
    now: datetime,
    commitment: Commitment,
    done: CommitmentAct,
    before: Iterable[CommitmentAct],
) -> None:
    """Tell the coordinators of what waits for them, and whoever submitted it of what became of it."""
    told: Sequence[User] = []
    if done.kind == CommitmentActKind.SUBMITTED:
        told = holders(session, role=Role.COORDINATOR, scopes=(SITE, commitment.plan.scope))
    elif done.kind in _TOLD_TO_SUBMITTER:
        submitted = [row for row in before if row.kind == CommitmentActKind.SUBMITTED]
        if submitted and standing_acts(CommitmentActKind(row.kind) for row in before):
            told = [user for user in [session.get(User, submitted[-1].recorded_by_id)] if user]
    messages = [
        Message(
            f"commitment:{done.id}:{user.id}", f"commitment-{done.kind}", user.email, user.language,
            {"act": done.id},
        )
        for user in told
        if user.id != done.recorded_by_id
    ]  # fmt: skip
    enqueue(session, now=now, messages=messages)
