"""Reading the working outcome: themes, where contributions stand, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Exists, Select, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Status
from consult.outcomes.models import (
    Outcome,
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


def themes_and_answers(session: Session, *, consultation_id: int, in_short: bool = False) -> Sequence[Theme]:
    """Return the working themes with responses, but without their points, in their order.

    ``in_short``: without what the responses change and deliver.
    """
    response = joinedload(Theme.response)
    query = select(Theme).options(response).where(Theme.consultation_id == consultation_id)
    if not in_short:
        query = query.options(
            response.selectinload(Response.changes), response.selectinload(Response.milestones)
        )
    return session.scalars(query.order_by(Theme.position, Theme.id)).all()


def theme_by_id(session: Session, theme_id: int) -> Theme | None:
    """Return a working theme with its response, or None."""
    return session.get(Theme, theme_id, options=[joinedload(Theme.response)])


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


def standing(session: Session, *, consultation_id: int) -> tuple[WorkingOutcome | None, Outcome | None]:
    """Return who edited the working outcome last, and the newest published one; None where there is none of it."""
    query = (
        select(WorkingOutcome, Outcome)
        .select_from(Consultation)
        .outerjoin(WorkingOutcome, WorkingOutcome.consultation_id == Consultation.id)
        .outerjoin(Outcome, Outcome.consultation_id == Consultation.id)
        .where(Consultation.id == consultation_id)
        .order_by(Outcome.number.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return (row[0], row[1]) if row else (None, None)


def placements(*consultation_ids: int) -> Select[int, int, bool]:
    """Return the query for where each published voice stands now: its id, theme id, whether primary.

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
        .where(Contribution.counts_as_voice)
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


def _unthemed(consultation_id: int) -> Select[Contribution]:
    rows = placements(consultation_id).subquery()
    return select(Contribution).where(
        Contribution.consultation_id == consultation_id,
        Contribution.status == Status.PUBLISHED,
        Contribution.counts_as_voice,
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
    voices = (
        select(func.count())
        .select_from(Contribution)
        .where(Contribution.consultation_id == consultation_id, Contribution.status == Status.PUBLISHED)
        .where(Contribution.counts_as_voice)
    )
    lacking = select(func.count()).select_from(rows)
    published, missing = session.execute(select(voices.scalar_subquery(), lacking.scalar_subquery())).one()
    references = (
        session.scalars(select(rows.c.reference).order_by(rows.c.id).limit(SHOWN)).all() if missing else []
    )
    all_themes = themes_and_answers(session, consultation_id=consultation_id) if known is None else known
    if counts is None:
        counts = theme_counts(session, consultation_id=consultation_id)
    clauses = [
        change.clause_id for theme in all_themes if theme.response for change in theme.response.changes
    ]
    return Coverage(
        published=published,
        unthemed=missing,
        unthemed_references=tuple(references),
        unanswered=tuple(theme for theme in all_themes if not is_answered(theme)),
        empty=_empty(session, [theme for theme in all_themes if theme.id not in counts]),
        changed_twice=tuple(sorted({clause for clause in clauses if clauses.count(clause) > 1})),
    )


def _empty(session: Session, themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """Return those of ``themes`` that never held a voice: one whose voices went after its answer stays answered."""
    query = select(OutcomePlacement.theme_id).where(OutcomePlacement.theme_id.in_([row.id for row in themes]))
    held = set(session.scalars(query.distinct())) if themes else set()
    return tuple(theme for theme in themes if theme.id not in held)


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
