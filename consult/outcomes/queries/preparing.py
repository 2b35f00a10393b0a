"""Reading the working outcome: themes, where contributions stand, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload, load_only, selectinload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Status
from consult.outcomes.models import (
    OPEN,
    Outcome,
    Placement,
    Response,
    ResponseChange,
    SummaryCitation,
    SummaryPoint,
    Theme,
    ThemeAssignment,
    WorkingOutcome,
)
from consult.outcomes.policies import Coverage, grown_by, is_answered
from consult.outcomes.queries.counting import Placed, placed, under_no_theme

SHOWN = 50


def themes(session: Session, *, consultation_id: int) -> Sequence[Theme]:
    """Return the working themes with responses, and points with the references that they cite, in their order."""
    response = joinedload(Theme.response)
    cited = joinedload(SummaryCitation.contribution).options(
        load_only(Contribution.reference), lazyload(Contribution.revision)
    )
    points = selectinload(Theme.points).selectinload(SummaryPoint.citations).options(cited)
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


def points(session: Session, *, theme_id: int, removed: bool = False) -> Sequence[SummaryPoint]:
    """Return the points of a working theme with what they cite, in their order; or those that were ``removed``."""
    cited = selectinload(SummaryPoint.citations).joinedload(SummaryCitation.contribution)
    query = select(SummaryPoint).options(cited).where(SummaryPoint.theme_id == theme_id)
    query = query.where(
        SummaryPoint.removed_at.is_not(None) if removed else SummaryPoint.removed_at.is_(None)
    )
    return session.scalars(query.order_by(SummaryPoint.position, SummaryPoint.id)).all()


def changed_by_others(session: Session, *, theme: Theme) -> dict[int, tuple[Theme, ResponseChange]]:
    """Return the clauses that answers to other themes of the consultation change now, by clause id.

    Each with the theme and the new words; where several change it, the first.
    """
    query = (
        select(Theme, ResponseChange)
        .join(Response, Response.theme_id == Theme.id)
        .join(ResponseChange, ResponseChange.response_id == Response.id)
        .where(Theme.consultation_id == theme.consultation_id, Theme.id != theme.id)
        .order_by(Theme.position.desc(), Theme.id.desc(), ResponseChange.id.desc())
    )
    return {change.clause_id: (other, change) for other, change in session.execute(query)}


def placed_since(session: Session, *, consultation_id: int) -> dict[int, int]:
    """Return how many voices were put under each theme since somebody looked at its answer; none where none was."""
    query = (
        select(Placement.theme_id, func.count())
        .join(Theme, Theme.id == Placement.theme_id)
        .join(Response, Response.theme_id == Placement.theme_id)
        .join(
            ThemeAssignment,
            (ThemeAssignment.theme_id == Placement.theme_id)
            & (ThemeAssignment.contribution_id == Placement.contribution_id)
            & (ThemeAssignment.at > Response.looked_at),
        )
        .where(Theme.consultation_id == consultation_id, Placement.until == OPEN)
        .group_by(Placement.theme_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def is_used(session: Session, *, theme_id: int) -> bool:
    """Whether anything holds a theme: a contribution, a point that stands, an answer, or a published outcome."""
    holders = (ThemeAssignment, Response, Placement)
    summed_up = exists().where(SummaryPoint.theme_id == theme_id, SummaryPoint.removed_at.is_(None))
    held = or_(summed_up, *(exists().where(holder.theme_id == theme_id) for holder in holders))
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


def working_places(session: Session, *, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the themes under which these contributions stand now, keyed by contribution id, primary first."""
    query = select(Placement.contribution_id, Placement.theme_id).where(
        Placement.contribution_id.in_(list(ids)), Placement.until == OPEN
    )
    query = query.order_by(Placement.contribution_id, Placement.is_primary.desc(), Placement.theme_id)
    found: dict[int, list[int]] = defaultdict(list)
    for contribution_id, theme_id in session.execute(query):
        found[contribution_id].append(theme_id)
    return found


def placed_themselves(session: Session, *, ids: Iterable[int]) -> set[int]:
    """Return which of these contributions stand under a theme of their own; the others' places are inherited."""
    query = select(ThemeAssignment.contribution_id).where(ThemeAssignment.contribution_id.in_(list(ids)))
    return set(session.scalars(query))


def _unthemed(session: Session, consultation_id: int) -> Sequence[str]:
    """Return the references of the first published voices that stand under no theme."""
    query = select(Contribution.reference).where(
        Contribution.consultation_id == consultation_id,
        Contribution.status == Status.PUBLISHED,
        Contribution.counts_as_voice,
        under_no_theme(),
    )
    return session.scalars(query.order_by(Contribution.id).limit(SHOWN)).all()


def _held(session: Session, consultation_id: int) -> Sequence[str]:
    """Return the references of the first voices that are held until a moderator decides."""
    query = select(Contribution.reference).where(
        Contribution.consultation_id == consultation_id,
        Contribution.status == Status.HELD,
        Contribution.counts_as_voice,
    )
    return session.scalars(query.order_by(Contribution.id).limit(SHOWN)).all()


def coverage(
    session: Session,
    *,
    consultation_id: int,
    known: Sequence[Theme] | None = None,
    standing_now: Placed | None = None,
) -> Coverage:
    """Return what of a consultation is accounted for, and what is not.

    ``known`` themes and what is ``standing_now`` are what these queries have given the caller already, so as not to ask
    twice.
    """
    now = placed(session, consultation_id=consultation_id) if standing_now is None else standing_now
    all_themes = themes_and_answers(session, consultation_id=consultation_id) if known is None else known
    since = placed_since(session, consultation_id=consultation_id)
    clauses = [
        change.clause_id for theme in all_themes if theme.response for change in theme.response.changes
    ]
    return Coverage(
        published=now.published,
        unthemed=now.unthemed,
        unthemed_references=tuple(_unthemed(session, consultation_id)) if now.unthemed else (),
        unanswered=tuple(theme for theme in all_themes if not is_answered(theme)),
        empty=_empty(session, [theme for theme in all_themes if theme.id not in now.by_theme]),
        changed_twice=tuple(sorted({clause for clause in clauses if clauses.count(clause) > 1})),
        grown=tuple(
            each
            for each in all_themes
            if grown_by(each, now.by_theme.get(each.id, (0, 0))[0], since.get(each.id, 0))
        ),
        held=tuple(_held(session, consultation_id)) if now.held else (),
    )


def _empty(session: Session, themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """Return those of ``themes`` that hold no voice and never did: one whose voices went stays answered.

    A place outlives its voice's going where it was published.
    """
    query = select(Placement.theme_id).where(Placement.theme_id.in_([row.id for row in themes]))
    held = set(session.scalars(query.distinct())) if themes else set()
    return tuple(theme for theme in themes if theme.id not in held)


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
