"""Theming, summarising and answering: the working outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution
from consult.outcomes import queries
from consult.outcomes.models import (
    SummaryCitation,
    SummaryPoint,
    Theme,
    ThemeAssignment,
)
from consult.outcomes.services.citing import citable, problems_of_citations
from consult.outcomes.services.ground import locked, require, still_there, touch
from consult.outcomes.services.marks import point_mark, title_mark, unchanged, unmoved
from consult.outcomes.services.placing import settle
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title

MAX_TITLE = 200
NOTHING_SEEN: Mapping[int, str] = {}


def add_theme(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, title: tuple[str, str]
) -> Theme:
    """Add a theme after the last one; ``title`` is Arabic and English."""
    consultation = _moderated(session, actor, now, consultation_id)
    _check_title(title)
    position = len(queries.themes_and_answers(session, consultation_id=consultation.id, in_short=True)) + 1
    theme = Theme(
        consultation_id=consultation.id,
        position=position,
        title_ar=clean_title(title[0]),
        title_en=clean_title(title[1]),
    )
    session.add(theme)
    session.flush()
    touch(session, actor, now, consultation)
    return theme


def rename_theme(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    theme_id: int,
    title: tuple[str, str],
    seen: str | None = None,
) -> Theme:
    """Give a theme another title. EditedMeanwhileError where it is no more that which was ``seen``, by its mark."""
    theme, consultation = _moderated_theme(session, actor, now, theme_id)
    unchanged(title_mark(theme), seen)
    _check_title(title)
    theme.title_ar, theme.title_en = clean_title(title[0]), clean_title(title[1])
    touch(session, actor, now, consultation)
    return theme


def remove_theme(session: Session, *, actor: Actor, now: datetime, theme_id: int) -> Consultation:
    """Remove a theme under which nothing stands and which was never published; return its consultation.

    Points that were taken out of its summary go with it.
    Raises DomainError ``theme-in-use`` where a contribution, a point, an answer or a published outcome holds it.
    """
    theme, consultation = _moderated_theme(session, actor, now, theme_id)
    if queries.is_used(session, theme_id=theme.id):
        raise DomainError("theme-in-use")
    for point in queries.points(session, theme_id=theme.id, removed=True):
        session.delete(point)
    session.flush()
    session.delete(theme)
    touch(session, actor, now, consultation)
    return consultation


def place(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    theme_id: int,
    references: Sequence[str],
    also: bool = False,
    seen: Mapping[int, str] = NOTHING_SEEN,
) -> int:
    """Put contributions under a theme and return how many.

    The theme becomes their primary one, in place of the one before; with ``also`` it is added beside it.
    MovedMeanwhileError where one stands elsewhere than was ``seen``: marks (``place_mark``) by id.
    """
    theme, consultation = _moderated_theme(session, actor, now, theme_id)
    ids = [c.id for c in _all_of(session, consultation, references) if c.is_published and c.counts_as_voice]
    unmoved(session, ids, seen, lambda own: theme.id in (own if also else own[:1]))
    if also:
        _keep_inherited(session, now, ids)
    rows = queries.assignments(session, ids=ids)
    # What stands there already, as it is to stand, came when it came.
    kept = [row for row in rows if also or (row.is_primary and row.theme_id == theme.id)]
    for row in rows:
        if row not in kept and (row.is_primary or row.theme_id == theme.id):
            session.delete(row)
    session.flush()
    there = {(row.contribution_id, row.theme_id) for row in kept}
    has_primary = {row.contribution_id for row in kept if row.is_primary}
    for contribution_id in ids:
        if (contribution_id, theme.id) not in there:
            primary = contribution_id not in has_primary
            session.add(
                ThemeAssignment(
                    contribution_id=contribution_id, theme_id=theme.id, is_primary=primary, at=now
                )
            )
    session.flush()
    settle(session, consultation_id=consultation.id, ids=ids)
    touch(session, actor, now, consultation)
    return len(ids)


def _keep_inherited(session: Session, now: datetime, ids: Sequence[int]) -> None:
    """Give replies their parents' places as their own, so that one more is added beside them and not instead."""
    own = queries.placed_themselves(session, ids=ids)
    places = queries.working_places(session, ids=set(ids) - own)
    session.add_all(
        ThemeAssignment(contribution_id=contribution_id, theme_id=theme_id, is_primary=order == 0, at=now)
        for contribution_id, theme_ids in places.items()
        for order, theme_id in enumerate(theme_ids)
    )
    session.flush()


def _all_of(session: Session, consultation: Consultation, references: Sequence[str]) -> list[Contribution]:
    """Return these contributions; NotFoundError where one was not said in the consultation."""
    found = contributions.by_references(session, references)
    if len(found) != len(set(references)) or any(
        c.consultation_id != consultation.id for c in found.values()
    ):
        raise NotFoundError
    return list(found.values())


def unplace(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    references: Sequence[str],
    seen: Mapping[int, str] = NOTHING_SEEN,
) -> int:
    """Take contributions out of every theme they were put under themselves; return how many.

    MovedMeanwhileError where one stands elsewhere than was ``seen``: marks (``place_mark``) by id.
    """
    consultation = _moderated(session, actor, now, consultation_id)
    ids = [c.id for c in _all_of(session, consultation, references)]
    unmoved(session, ids, seen, lambda own: not own)
    rows = queries.assignments(session, ids=ids)
    for row in rows:
        session.delete(row)
    session.flush()
    settle(session, consultation_id=consultation.id, ids=ids)
    touch(session, actor, now, consultation)
    return len({row.contribution_id for row in rows})


def put_back(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    places: Mapping[str, Sequence[int]],
    mark: str,
) -> int:
    """Put contributions where they stood before: under these themes, the first the primary one, or under none.

    ``places`` are theme ids by reference, ``mark`` is their ``queries.placing_mark`` from after the move that is taken
    back. Returns how many were put back; NotFoundError where a theme is not there, DomainError where one of the
    contributions was moved since.
    """
    consultation = _moderated(session, actor, now, consultation_id)
    known = {theme.id for theme in queries.themes_and_answers(session, consultation_id=consultation.id)}
    if not {theme_id for ids in places.values() for theme_id in ids} <= known:
        raise NotFoundError
    moved = _all_of(session, consultation, list(places))
    if queries.placing_mark(session, ids=[c.id for c in moved]) != mark:
        raise DomainError("moved-since")
    there = {c.reference: c for c in moved if c.is_published and c.counts_as_voice}
    ids = [c.id for c in there.values()]
    for row in queries.assignments(session, ids=ids):
        session.delete(row)
    session.flush()
    session.add_all(
        ThemeAssignment(
            contribution_id=said.id, theme_id=theme_id, is_primary=theme_id == places[reference][0], at=now
        )
        for reference, said in there.items()
        for theme_id in dict.fromkeys(places[reference])
    )
    session.flush()
    settle(session, consultation_id=consultation.id, ids=ids)
    touch(session, actor, now, consultation)
    return len(ids)


def save_point(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    theme_id: int,
    text: tuple[str, str],
    references: Sequence[str],
    point_id: int | None = None,
    seen: str | None = None,
) -> SummaryPoint:
    """Write a summary point in both languages; it must cite at least one voice, and only voices of its own theme.

    EditedMeanwhileError where it is no more that which was ``seen``, by its mark.
    """
    theme, consultation = _moderated_theme(session, actor, now, theme_id)
    if point_id is not None:
        unchanged(point_mark(_point(session, theme, point_id)), seen)
    problems = problems_of_words({"text_ar": clean(text[0]), "text_en": clean(text[1])})
    good = citable(session, theme, references)
    problems += problems_of_citations(session, theme, references, good)
    raise_any(problems)
    point = _point(session, theme, point_id)
    point.text_ar, point.text_en = clean(text[0]), clean(text[1])
    point.citations.clear()
    session.flush()
    order = {reference: index for index, reference in enumerate(references)}
    for contribution in sorted(good, key=lambda c: order[c.reference]):
        point.citations.append(
            SummaryCitation(
                contribution_id=contribution.id,
                contribution=contribution,
                revision=contribution.revision_number,
            )
        )
    touch(session, actor, now, consultation)
    return point


def _point(session: Session, theme: Theme, point_id: int | None) -> SummaryPoint:
    if point_id is None:
        there = queries.points(session, theme_id=theme.id)
        position = 1 + max((each.position for each in there), default=0)
        point = SummaryPoint(theme_id=theme.id, position=position, text_ar="", text_en="")
        session.add(point)
        session.flush()
        session.expire(theme, ["points"])
        return point
    existing = session.get(SummaryPoint, point_id)
    if existing is None or existing.theme_id != theme.id or existing.removed_at is not None:
        raise NotFoundError
    return existing


def _check_title(title: tuple[str, str]) -> None:
    words = {"title_ar": clean_title(title[0]), "title_en": clean_title(title[1])}
    raise_any(problems_of_words(words, most=MAX_TITLE))


def _moderated(session: Session, actor: Actor, now: datetime, consultation_id: int) -> Consultation:
    consultation = locked(session, consultation_id)
    require(consultation, actor, Act.THEME, now)
    return consultation


def _moderated_theme(
    session: Session, actor: Actor, now: datetime, theme_id: int
) -> tuple[Theme, Consultation]:
    theme = queries.theme_by_id(session, theme_id)
    if theme is None:
        raise NotFoundError
    consultation = _moderated(session, actor, now, theme.consultation_id)
    return still_there(session, theme), consultation
