"""The points of a theme's summary after they were written: in another order, taken out, brought back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.outcomes import queries
from consult.outcomes.models import SummaryPoint, Theme
from consult.outcomes.policies import grown_by
from consult.outcomes.services.ground import locked, require, still_there, touch
from consult.shared.errors import DomainError, NotFoundError


def move_point(
    session: Session, *, actor: Actor, now: datetime, theme_id: int, point_id: int, place: int
) -> SummaryPoint:
    """Put a point at a place of the summary, counted from 1; sent again, it stands there already."""
    theme = _held(session, actor, now, theme_id)
    order = list(queries.points(session, theme_id=theme.id))
    point = _among(order, point_id)
    order.remove(point)
    order.insert(max(0, place - 1), point)
    if [each.position for each in order] != list(range(1, len(order) + 1)):
        for position, each in enumerate(order, 1):
            each.position = position
        session.flush()
        _touched(session, actor, now, theme)
    return point


def remove_point(
    session: Session, *, actor: Actor, now: datetime, theme_id: int, point_id: int
) -> SummaryPoint:
    """Take a point out of the summary; it can be brought back. One that is out already stays as it is."""
    theme = _held(session, actor, now, theme_id)
    out = {point.id: point for point in queries.points(session, theme_id=theme.id, removed=True)}
    if point_id in out:
        return out[point_id]
    point = _among(queries.points(session, theme_id=theme.id), point_id)
    point.removed_at = now
    session.flush()
    _touched(session, actor, now, theme)
    return point


def bring_point_back(
    session: Session, *, actor: Actor, now: datetime, theme_id: int, point_id: int
) -> SummaryPoint:
    """Put a point that was taken out at the end of the summary again; one that stands there already stays."""
    theme = _held(session, actor, now, theme_id)
    there = list(queries.points(session, theme_id=theme.id))
    known = {point.id: point for point in there}
    if point_id in known:
        return known[point_id]
    point = _among(queries.points(session, theme_id=theme.id, removed=True), point_id)
    point.removed_at = None
    point.position = 1 + max((each.position for each in there), default=0)
    session.flush()
    _touched(session, actor, now, theme)
    return point


def look_again(
    session: Session, *, actor: Actor, now: datetime, theme_id: int, revision: int, voices: int
) -> Theme:
    """Note that somebody looked at an answer and that it answers all ``voices`` under its theme.

    Raises DomainError ``looked-elsewhere`` where the answer or the number of voices is not what was seen.
    """
    theme = queries.theme_by_id(session, theme_id)
    if theme is None:
        raise NotFoundError
    consultation = locked(session, theme.consultation_id)
    require(consultation, actor, Act.ANSWER, now)
    session.refresh(still_there(session, theme), ["response", "voices"])
    response = theme.response
    if response is None or (response.revision, theme.voices) != (revision, voices):
        raise DomainError("looked-elsewhere")
    came = queries.placed_since(session, consultation_id=consultation.id).get(theme.id, 0)
    if grown_by(theme, voices, came):
        response.looked_at, response.looked_by_id, response.looked_voices = now, actor.user_id, voices
        touch(session, actor, now, consultation)
    return theme


def _held(session: Session, actor: Actor, now: datetime, theme_id: int) -> Theme:
    theme = queries.theme_by_id(session, theme_id)
    if theme is None:
        raise NotFoundError
    consultation = locked(session, theme.consultation_id)
    require(consultation, actor, Act.THEME, now)
    return still_there(session, theme)


def _among(points: Iterable[SummaryPoint], point_id: int) -> SummaryPoint:
    found = next((point for point in points if point.id == point_id), None)
    if found is None:
        raise NotFoundError
    return found


def _touched(session: Session, actor: Actor, now: datetime, theme: Theme) -> None:
    session.expire(theme, ["points"])
    touch(session, actor, now, locked(session, theme.consultation_id))
