"""Reading published outcomes: their versions, changes, milestones, and the voices behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone, Placement, Theme
from consult.outcomes.queries.preparing import SHOWN
from consult.plans.models import Commitment, Milestone


def _whole() -> Select[Outcome]:
    return select(Outcome).options(joinedload(Outcome.consultation).joinedload(Consultation.organisation))


def latest(session: Session, *, consultation_id: int) -> Outcome | None:
    """Return the newest published outcome of a consultation, or None."""
    query = (
        _whole().where(Outcome.consultation_id == consultation_id).order_by(Outcome.number.desc()).limit(1)
    )
    return session.scalars(query).first()


def latest_for(session: Session, *, contribution: Contribution) -> tuple[Outcome | None, list[int]]:
    """Return the newest published outcome of a contribution's consultation, and the themes it stands under there.

    The primary theme is the first.
    """
    newest = (
        select(func.max(Outcome.number))
        .where(Outcome.consultation_id == contribution.consultation_id)
        .scalar_subquery()
    )
    here = (Placement.contribution_id == contribution.id) & Placement.counts_in(Outcome.number)
    query = (
        _whole()
        .add_columns(Placement.theme_id)
        .outerjoin(Placement, here)
        .where(Outcome.consultation_id == contribution.consultation_id, Outcome.number == newest)
        .order_by(Placement.is_primary.desc(), Placement.theme_id)
    )
    rows = session.execute(query).all()
    return (rows[0][0] if rows else None), [row[1] for row in rows if row[1] is not None]


def latest_of(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, Outcome]:
    """Return the newest published outcome of each of these consultations, keyed by consultation id."""
    query = _whole().where(Outcome.consultation_id.in_(list(consultation_ids))).order_by(Outcome.number)
    return {row.consultation_id: row for row in session.scalars(query)}


def versions(session: Session, *, consultation_id: int) -> Sequence[Outcome]:
    """Return all published outcome versions of a consultation, newest first."""
    query = _whole().where(Outcome.consultation_id == consultation_id).order_by(Outcome.number.desc())
    return session.scalars(query).all()


def by_id(session: Session, outcome_id: int) -> Outcome | None:
    """Return a published outcome, or None."""
    return session.get(Outcome, outcome_id)


def changes(session: Session, *, outcome_id: int) -> Sequence[OutcomeChange]:
    """Return the clauses that an outcome changed, by theme and clause."""
    query = select(OutcomeChange).where(OutcomeChange.outcome_id == outcome_id)
    return session.scalars(query.order_by(OutcomeChange.theme_id, OutcomeChange.clause_id)).all()


def milestones(session: Session, *, outcome_id: int) -> Sequence[OutcomeMilestone]:
    """Return the milestones that an outcome named, by theme and milestone."""
    query = select(OutcomeMilestone).where(OutcomeMilestone.outcome_id == outcome_id)
    return session.scalars(query.order_by(OutcomeMilestone.theme_id, OutcomeMilestone.milestone_id)).all()


def milestones_at_home(session: Session, *, outcome_id: int) -> Sequence[tuple[int, Milestone, Commitment]]:
    """Return the milestones that an outcome named, each after its theme's id, with its commitment and plan."""
    query = (
        select(OutcomeMilestone.theme_id, Milestone, Commitment)
        .join(Milestone, Milestone.id == OutcomeMilestone.milestone_id)
        .join(Commitment, Commitment.id == Milestone.commitment_id)
        .options(joinedload(Commitment.plan))
        .where(OutcomeMilestone.outcome_id == outcome_id)
        .order_by(OutcomeMilestone.theme_id, OutcomeMilestone.milestone_id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def places(session: Session, *, outcome_id: int, contribution_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the published theme ids of these contributions, keyed by contribution id, primary first."""
    return places_in(session, outcome_ids=[outcome_id], contribution_ids=contribution_ids)


def places_in(
    session: Session, *, outcome_ids: Iterable[int], contribution_ids: Iterable[int]
) -> dict[int, list[int]]:
    """Return what ``places`` does for several outcomes at once, each of another consultation."""
    given = {"outcomes": list(outcome_ids), "contributions": list(contribution_ids)}
    found: dict[int, list[int]] = defaultdict(list)
    for contribution_id, theme_id in session.execute(_PLACES, given):
        found[contribution_id].append(theme_id)
    return found


# Built once: building a statement costs more than sending it.
_PLACES = (
    select(Placement.contribution_id, Placement.theme_id)
    .join(Theme, Theme.id == Placement.theme_id)
    .join(Outcome, (Outcome.consultation_id == Theme.consultation_id) & Placement.counts_in(Outcome.number))
    .where(Outcome.id.in_(bindparam("outcomes", expanding=True)))
    .where(Placement.contribution_id.in_(bindparam("contributions", expanding=True)))
    .order_by(Placement.is_primary.desc(), Placement.theme_id)
)


def voices(
    session: Session, *, outcome: Outcome, theme_id: int, before_id: int | None = None, limit: int = SHOWN
) -> Sequence[Contribution]:
    """Return the contributions behind a published theme, newest first; those gone since are tombstones."""
    query = (
        select(Contribution)
        .join(Placement, Placement.contribution_id == Contribution.id)
        .options(joinedload(Contribution.organisation), joinedload(Contribution.consultation))
        .where(Placement.theme_id == theme_id, Placement.counts_in(outcome.number))
    )
    if before_id is not None:
        query = query.where(Placement.contribution_id < before_id)
    return session.scalars(query.order_by(Placement.contribution_id.desc()).limit(limit)).all()


def changed_versions(session: Session) -> list[tuple[int, int]]:
    """Return the ids of each two versions between which an outcome changed a clause, the one asked about first."""
    query = select(OutcomeChange.from_version_id, OutcomeChange.to_version_id).distinct()
    rows = session.execute(query.order_by(OutcomeChange.from_version_id, OutcomeChange.to_version_id))
    return [(row[0], row[1]) for row in rows]


def behind_version(session: Session, *, version_id: int) -> Sequence[tuple[OutcomeChange, Outcome]]:
    """Return the changes that led to a commitment version, with the outcome of each: the newest that names it."""
    query = (
        select(OutcomeChange, Outcome)
        .join(Outcome, Outcome.id == OutcomeChange.outcome_id)
        .options(joinedload(Outcome.consultation).joinedload(Consultation.organisation))
        .where(OutcomeChange.to_version_id == version_id)
        .order_by(OutcomeChange.clause_id, Outcome.number.desc())
    )
    seen: set[tuple[int, int]] = set()
    found = []
    for change, outcome in session.execute(query):
        if (change.theme_id, change.clause_id) not in seen:
            seen.add((change.theme_id, change.clause_id))
            found.append((change, outcome))
    return found


def behind_milestones(
    session: Session, *, milestone_ids: Iterable[int]
) -> dict[int, list[tuple[Outcome, int]]]:
    """Return, for each milestone id, pairs of outcome and theme id that named it; of each consultation the newest."""
    query = (
        select(OutcomeMilestone, Outcome)
        .join(Outcome, Outcome.id == OutcomeMilestone.outcome_id)
        .options(joinedload(Outcome.consultation).joinedload(Consultation.organisation))
        .where(OutcomeMilestone.milestone_id.in_(list(milestone_ids)))
        .order_by(OutcomeMilestone.milestone_id, Outcome.number.desc())
    )
    found: dict[int, list[tuple[Outcome, int]]] = defaultdict(list)
    for row, outcome in session.execute(query):
        known = {(other.consultation_id, theme_id) for other, theme_id in found[row.milestone_id]}
        if (outcome.consultation_id, row.theme_id) not in known:
            found[row.milestone_id].append((outcome, row.theme_id))
    return found
