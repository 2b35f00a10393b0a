"""Reading themes, coverage and published outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Exists, Select, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload

from consult.contributions.models import Contribution, Status
from consult.outcomes.models import (
    Outcome,
    OutcomeChange,
    OutcomeMilestone,
    OutcomePlacement,
    Response,
    SummaryCitation,
    SummaryPoint,
    Theme,
    ThemeAssignment,
    WorkingOutcome,
)
from consult.outcomes.policies import Coverage, is_answered

SHOWN = 50


def themes(session: Session, *, consultation_id: int) -> Sequence[Theme]:
    """Return the working themes with points, citations and responses, in their order."""
    response = selectinload(Theme.response)
    points = selectinload(Theme.points).selectinload(SummaryPoint.citations)
    query = (
        select(Theme)
        .options(response.selectinload(Response.changes), response.selectinload(Response.milestones), points)
        .where(Theme.consultation_id == consultation_id)
        .order_by(Theme.position, Theme.id)
    )
    return session.scalars(query).all()


def themes_and_answers(session: Session, *, consultation_id: int) -> Sequence[Theme]:
    """Return the working themes with responses, but without their points, in their order."""
    response = joinedload(Theme.response)
    query = (
        select(Theme)
        .options(response.selectinload(Response.changes), response.selectinload(Response.milestones))
        .where(Theme.consultation_id == consultation_id)
        .order_by(Theme.position, Theme.id)
    )
    return session.scalars(query).all()


def theme_by_id(session: Session, theme_id: int) -> Theme | None:
    """Return a working theme, or None."""
    return session.get(Theme, theme_id)


def points(session: Session, *, theme_id: int) -> Sequence[SummaryPoint]:
    """Return the points of a working theme with what they cite, in their order."""
    cited = selectinload(SummaryPoint.citations).joinedload(SummaryCitation.contribution)
    query = select(SummaryPoint).options(cited).where(SummaryPoint.theme_id == theme_id)
    return session.scalars(query.order_by(SummaryPoint.position, SummaryPoint.id)).all()


def is_used(session: Session, *, theme_id: int) -> bool:
    """Whether anything holds a theme: a contribution, a point, an answer, or a published outcome."""
    holders = (ThemeAssignment, SummaryPoint, Response, OutcomePlacement)
    held = or_(*(exists().where(holder.theme_id == theme_id) for holder in holders))
    return bool(session.scalar(select(held)))


def working(session: Session, *, consultation_id: int) -> WorkingOutcome | None:
    """Return who edited the working outcome last, or None where nobody has begun."""
    return session.get(WorkingOutcome, consultation_id)


def placements(*consultation_ids: int) -> Select[int, int, bool]:
    """Return the query for where each published contribution stands now: its id, theme id, whether primary.

    A reply without a place of its own has its parent's, and where that has none either, the grandparent's.
    """
    parent = aliased(Contribution)
    other = aliased(ThemeAssignment)

    def placed(column: InstrumentedAttribute[int]) -> Exists:
        return exists().where(other.contribution_id == column)

    source = case(
        (placed(Contribution.id), Contribution.id),
        (placed(parent.id), parent.id),
        else_=parent.parent_id,
    )
    return (
        select(Contribution.id.label("contribution_id"), ThemeAssignment.theme_id, ThemeAssignment.is_primary)
        .outerjoin(parent, parent.id == Contribution.parent_id)
        .join(ThemeAssignment, ThemeAssignment.contribution_id == source)
        .where(Contribution.consultation_id.in_(consultation_ids), Contribution.status == Status.PUBLISHED)
    )


def theme_counts(session: Session, *, consultation_id: int) -> dict[int, tuple[int, int]]:
    """Return, for each working theme id, how many stand under it, and how many of them primarily."""
    rows = placements(consultation_id).subquery()
    primary = func.sum(case((rows.c.is_primary, 1), else_=0))
    query = select(rows.c.theme_id, func.count(), primary).group_by(rows.c.theme_id)
    return {theme_id: (number, int(first)) for theme_id, number, first in session.execute(query)}


def working_places(session: Session, *, consultation_id: int, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the working theme ids of these published contributions, keyed by contribution id, primary first."""
    rows = placements(consultation_id).where(Contribution.id.in_(list(ids))).subquery()
    query = select(rows).order_by(rows.c.contribution_id, rows.c.is_primary.desc(), rows.c.theme_id)
    found: dict[int, list[int]] = defaultdict(list)
    for contribution_id, theme_id, _ in session.execute(query):
        found[contribution_id].append(theme_id)
    return found


def placed_themselves(session: Session, *, ids: Iterable[int]) -> set[int]:
    """Return which of these contributions stand under a theme of their own; the others' places are inherited."""
    query = select(ThemeAssignment.contribution_id).where(ThemeAssignment.contribution_id.in_(list(ids)))
    return set(session.scalars(query))


def under_theme(
    session: Session, *, consultation_id: int, theme_id: int, before_id: int | None = None, limit: int = SHOWN
) -> Sequence[Contribution]:
    """Return published contributions that stand under a working theme, newest first, those before ``before_id``."""
    rows = placements(consultation_id).where(ThemeAssignment.theme_id == theme_id).subquery()
    query = (
        select(Contribution)
        .options(joinedload(Contribution.organisation))
        .where(Contribution.id.in_(select(rows.c.contribution_id)))
    )
    if before_id is not None:
        query = query.where(Contribution.id < before_id)
    return session.scalars(query.order_by(Contribution.id.desc()).limit(limit)).all()


def unthemed(
    session: Session, *, consultation_id: int, before_id: int | None = None, limit: int = SHOWN
) -> Sequence[Contribution]:
    """Return published contributions that stand under no theme, newest first, those before ``before_id``."""
    query = _unthemed(consultation_id).options(joinedload(Contribution.organisation))
    if before_id is not None:
        query = query.where(Contribution.id < before_id)
    return session.scalars(query.order_by(Contribution.id.desc()).limit(limit)).all()


def _unthemed(consultation_id: int) -> Select[Contribution]:
    rows = placements(consultation_id).subquery()
    return select(Contribution).where(
        Contribution.consultation_id == consultation_id,
        Contribution.status == Status.PUBLISHED,
        Contribution.id.not_in(select(rows.c.contribution_id)),
    )


def coverage(
    session: Session,
    *,
    consultation_id: int,
    known: Sequence[Theme] | None = None,
    counts: Mapping[int, tuple[int, int]] | None = None,
) -> Coverage:
    """Return what of a consultation is accounted for, and what is not.

    ``known`` themes and ``counts`` are what these queries have given the caller already, so as not to ask twice.
    """
    rows = _unthemed(consultation_id).subquery()
    missing = session.scalar(select(func.count()).select_from(rows)) or 0
    references = (
        session.scalars(select(rows.c.reference).order_by(rows.c.id).limit(SHOWN)).all() if missing else []
    )
    published = session.scalar(
        select(func.count())
        .select_from(Contribution)
        .where(Contribution.consultation_id == consultation_id, Contribution.status == Status.PUBLISHED)
    )
    all_themes = themes_and_answers(session, consultation_id=consultation_id) if known is None else known
    if counts is None:
        counts = theme_counts(session, consultation_id=consultation_id)
    clauses = [
        change.clause_id for theme in all_themes if theme.response for change in theme.response.changes
    ]
    return Coverage(
        published=published or 0,
        unthemed=missing,
        unthemed_references=tuple(references),
        unanswered=tuple(theme for theme in all_themes if not is_answered(theme)),
        empty=tuple(theme for theme in all_themes if theme.id not in counts),
        changed_twice=tuple(sorted({clause for clause in clauses if clauses.count(clause) > 1})),
    )


def themed_counts(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many published contributions of each of these consultations stand under a theme, by its id."""
    placed = placements(*consultation_ids).subquery()
    query = (
        select(Contribution.consultation_id, func.count())
        .where(Contribution.id.in_(select(placed.c.contribution_id)))
        .group_by(Contribution.consultation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def unanswered_counts(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many working themes of each of these consultations have no whole answer, by the consultation's id.

    The same rule as ``policies.is_answered``, for the database.
    """
    lacking = or_(
        Response.id.is_(None), Response.outcome == "", Response.reason_ar == "", Response.reason_en == ""
    )
    query = (
        select(Theme.consultation_id, func.count())
        .outerjoin(Response, Response.theme_id == Theme.id)
        .where(Theme.consultation_id.in_(list(consultation_ids)), lacking)
        .group_by(Theme.consultation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def latest(session: Session, *, consultation_id: int) -> Outcome | None:
    """Return the newest published outcome of a consultation, or None."""
    query = (
        select(Outcome)
        .where(Outcome.consultation_id == consultation_id)
        .order_by(Outcome.number.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def latest_of(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, Outcome]:
    """Return the newest published outcome of each of these consultations, keyed by consultation id."""
    query = (
        select(Outcome).where(Outcome.consultation_id.in_(list(consultation_ids))).order_by(Outcome.number)
    )
    return {row.consultation_id: row for row in session.scalars(query)}


def versions(session: Session, *, consultation_id: int) -> Sequence[Outcome]:
    """Return all published outcome versions of a consultation, newest first."""
    query = select(Outcome).where(Outcome.consultation_id == consultation_id).order_by(Outcome.number.desc())
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


def places(session: Session, *, outcome_id: int, contribution_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the published theme ids of these contributions, keyed by contribution id, primary first."""
    query = (
        select(OutcomePlacement)
        .where(OutcomePlacement.outcome_id == outcome_id)
        .where(OutcomePlacement.contribution_id.in_(list(contribution_ids)))
        .order_by(OutcomePlacement.is_primary.desc(), OutcomePlacement.theme_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.contribution_id].append(row.theme_id)
    return found


def places_in(
    session: Session, *, outcome_ids: Iterable[int], contribution_ids: Iterable[int]
) -> dict[int, list[int]]:
    """Return what ``places`` does for several outcomes at once, each of another consultation."""
    query = (
        select(OutcomePlacement)
        .where(OutcomePlacement.outcome_id.in_(list(outcome_ids)))
        .where(OutcomePlacement.contribution_id.in_(list(contribution_ids)))
        .order_by(OutcomePlacement.is_primary.desc(), OutcomePlacement.theme_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.contribution_id].append(row.theme_id)
    return found


def voices(
    session: Session, *, outcome_id: int, theme_id: int, before_id: int | None = None, limit: int = SHOWN
) -> Sequence[Contribution]:
    """Return the contributions behind a published theme, newest first; those gone since are tombstones."""
    query = (
        select(Contribution)
        .join(OutcomePlacement, OutcomePlacement.contribution_id == Contribution.id)
        .options(joinedload(Contribution.organisation), joinedload(Contribution.consultation))
        .where(OutcomePlacement.outcome_id == outcome_id, OutcomePlacement.theme_id == theme_id)
    )
    if before_id is not None:
        query = query.where(Contribution.id < before_id)
    return session.scalars(query.order_by(Contribution.id.desc()).limit(limit)).all()


def behind_version(session: Session, *, version_id: int) -> Sequence[tuple[OutcomeChange, Outcome]]:
    """Return the changes that led to a commitment version, with the outcome of each: the newest that names it."""
    query = (
        select(OutcomeChange, Outcome)
        .join(Outcome, Outcome.id == OutcomeChange.outcome_id)
        .options(joinedload(Outcome.consultation))
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
        .options(joinedload(Outcome.consultation))
        .where(OutcomeMilestone.milestone_id.in_(list(milestone_ids)))
        .order_by(OutcomeMilestone.milestone_id, Outcome.number.desc())
    )
    found: dict[int, list[tuple[Outcome, int]]] = defaultdict(list)
    for row, outcome in session.execute(query):
        known = {(other.consultation_id, theme_id) for other, theme_id in found[row.milestone_id]}
        if (outcome.consultation_id, row.theme_id) not in known:
            found[row.milestone_id].append((outcome, row.theme_id))
    return found
