"""Reading published outcomes: their versions, changes, milestones, and the voices behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, ContributionRow
from consult.contributions.queries import rows
from consult.orm import LARGEST_ID
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone, Placement, Theme
from consult.outcomes.queries.preparing import SHOWN
from consult.outcomes.queries.shown import OutcomeRow


def _whole() -> Select[Outcome]:
    return select(Outcome).options(joinedload(Outcome.consultation).joinedload(Consultation.organisation))


def latest(session: Session, *, consultation_id: int) -> Outcome | None:
    """Return the newest published outcome of a consultation, or None."""
    return session.scalars(_LATEST, {"consultation": consultation_id}).first()


def latest_for(session: Session, *, contribution: Contribution) -> tuple[Outcome | None, list[int]]:
    """Return the newest published outcome of a contribution's consultation, and the themes it stands under there.

    The primary theme is the first. The outcome comes without its consultation, which the contribution has.
    """
    given = {"contribution": contribution.id, "consultation": contribution.consultation_id}
    rows = session.execute(_LATEST_FOR, given).all()
    places: list[int | None] = [row[1] for row in rows]
    return (rows[0][0] if rows else None), [place for place in places if place is not None]


def latest_of(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, Outcome]:
    """Return the newest published outcome of each of these consultations, keyed by consultation id."""
    rows = session.scalars(_LATEST_OF, {"consultations": list(consultation_ids)})
    return {row.consultation_id: row for row in rows}


def versions(session: Session, *, consultation_id: int) -> Sequence[Outcome]:
    """Return all published outcome versions of a consultation, newest first."""
    return session.scalars(_VERSIONS, {"consultation": consultation_id}).all()


def by_id(session: Session, outcome_id: int) -> Outcome | None:
    """Return a published outcome, or None."""
    return session.get(Outcome, outcome_id)


def changes(session: Session, *, outcome_id: int) -> Sequence[OutcomeChange]:
    """Return the clauses that an outcome changed, by theme and clause."""
    return session.scalars(_CHANGES, {"outcome": outcome_id}).all()


def milestones(session: Session, *, outcome_id: int) -> Sequence[OutcomeMilestone]:
    """Return the milestones that an outcome named, by theme and milestone."""
    return session.scalars(_MILESTONES, {"outcome": outcome_id}).all()


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


def voices(
    session: Session,
    *,
    outcome: Outcome | OutcomeRow,
    theme_id: int,
    before_id: int | None = None,
    limit: int = SHOWN,
) -> list[ContributionRow]:
    """Return the contributions behind a published theme, newest first; those gone since are tombstones."""
    given = {"number": outcome.number, "theme": theme_id, "before": before_id or LARGEST_ID, "limit": limit}
    return rows.read(session, _VOICES, given)


def changed_versions(session: Session) -> list[tuple[int, int]]:
    """Return the ids of each two versions between which an outcome changed a clause, the one asked about first."""
    query = select(OutcomeChange.from_version_id, OutcomeChange.to_version_id).distinct()
    rows = session.execute(query.order_by(OutcomeChange.from_version_id, OutcomeChange.to_version_id))
    return [(row[0], row[1]) for row in rows]


# Built once: building a statement costs more than sending it.
_PLACES = (
    select(Placement.contribution_id, Placement.theme_id)
    .join(Theme, Theme.id == Placement.theme_id)
    .join(Outcome, (Outcome.consultation_id == Theme.consultation_id) & Placement.counts_in(Outcome.number))
    .where(Outcome.id.in_(bindparam("outcomes", expanding=True)))
    .where(Placement.contribution_id.in_(bindparam("contributions", expanding=True)))
    .order_by(Placement.is_primary.desc(), Placement.theme_id)
)
_LATEST = (
    _whole()
    .where(Outcome.consultation_id == bindparam("consultation"))
    .order_by(Outcome.number.desc())
    .limit(1)
)
_LATEST_OF = (
    _whole()
    .where(Outcome.consultation_id.in_(bindparam("consultations", expanding=True)))
    .order_by(Outcome.number)
)
_VERSIONS = (
    _whole().where(Outcome.consultation_id == bindparam("consultation")).order_by(Outcome.number.desc())
)
_CHANGES = (
    select(OutcomeChange)
    .where(OutcomeChange.outcome_id == bindparam("outcome"))
    .order_by(OutcomeChange.theme_id, OutcomeChange.clause_id)
)
_MILESTONES = (
    select(OutcomeMilestone)
    .where(OutcomeMilestone.outcome_id == bindparam("outcome"))
    .order_by(OutcomeMilestone.theme_id, OutcomeMilestone.milestone_id)
)
_VOICES = (
    rows.plain()
    .join(Placement, Placement.contribution_id == rows.SAID.c.id)
    .where(
        Placement.theme_id == bindparam("theme"), Placement.counts_in(bindparam("number", type_=Integer()))
    )
    .where(Placement.contribution_id < bindparam("before"))
    .order_by(Placement.contribution_id.desc())
    .limit(bindparam("limit"))
)
_NEWEST = (
    select(func.max(Outcome.number))
    .where(Outcome.consultation_id == bindparam("consultation"))
    .scalar_subquery()
)
_LATEST_FOR = (
    select(Outcome, Placement.theme_id)
    .outerjoin(
        Placement,
        (Placement.contribution_id == bindparam("contribution")) & Placement.counts_in(Outcome.number),
    )
    .where(Outcome.consultation_id == bindparam("consultation"), Outcome.number == _NEWEST)
    .order_by(Placement.is_primary.desc(), Placement.theme_id)
)
