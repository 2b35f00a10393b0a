"""How many voices stand where: as it is kept for pages, and counted row by row for what is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.contributions.queries import counts_by_status
from consult.outcomes.models import OPEN, Placement, Theme


class Placed(NamedTuple):
    """How many voices are shown, stand under each theme (of them primarily), and under none; and how many are held."""

    published: int
    by_theme: dict[int, tuple[int, int]]
    unthemed: int
    held: int


class Miscounted(NamedTuple):
    """A theme whose numbers are wrong: its voices, and those primarily there, as they are kept and as they are."""

    theme_id: int
    kept: int
    kept_primary: int
    voices: int
    primary_voices: int


def themes_of(consultation_id: int) -> Select[int]:
    """Return the query for the ids of a consultation's working themes."""
    return select(Theme.id).where(Theme.consultation_id == consultation_id)


def under_no_theme() -> ColumnElement[bool]:
    """Return the condition that a shown voice stands under no theme now: one that stands has one primary place."""
    return ~exists().where(
        Placement.contribution_id == Contribution.id, Placement.is_primary, Placement.until == _OPEN
    )


def placed(session: Session, *, consultation_id: int, known: Sequence[Theme] | None = None) -> Placed:
    """Return how many voices are shown, how many of them stand under each working theme, and how many under none.

    All as it is kept, ``known`` themes as the caller has just read them. ``counted`` counts the rows themselves.
    """
    counts = counts_by_status(session, consultation_id=consultation_id)
    shown, held = counts[Status.PUBLISHED], counts[Status.HELD]
    if known is None:
        return _placed(shown, held, theme_counts(session, consultation_id=consultation_id))
    return _placed(shown, held, {row.id: (row.voices, row.primary_voices) for row in known if row.voices})


def counted(session: Session, *, consultation_id: int, shown: int, held: int) -> Placed:
    """Return the same, counted place by place, where so many voices are ``shown`` and so many ``held``."""
    rows = session.execute(_COUNTED, {"consultation": consultation_id})
    return _placed(shown, held, {theme_id: (number, int(first)) for theme_id, number, first in rows})


def _placed(shown: int, held: int, by_theme: dict[int, tuple[int, int]]) -> Placed:
    # Whatever stands under themes stands under one of them primarily.
    return Placed(shown, by_theme, shown - sum(first for _number, first in by_theme.values()), held)


def theme_counts(session: Session, *, consultation_id: int) -> dict[int, tuple[int, int]]:
    """Return, for each working theme id with voices, how many stand under it, and how many of them primarily."""
    rows = session.execute(_KEPT, {"consultation": consultation_id})
    return {theme_id: (number, first) for theme_id, number, first in rows}


def themed_counts(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many published contributions of each of these consultations stand under a theme, by its id."""
    rows = session.execute(_THEMED, {"consultations": list(consultation_ids)})
    return {row[0]: int(row[1]) for row in rows}


def miscounted(session: Session) -> list[Miscounted]:
    """Return the themes whose kept numbers are not what the rows say, in their order."""
    return [Miscounted._make(row) for row in session.execute(_MISCOUNTED)]


def has_stale_place(session: Session, *, consultation_id: int) -> bool:
    """Whether anything stands under a theme that is shown no more, voice by voice.

    To be asked where as many places are primary as voices are shown, both ``counted``: where none is stale then, each
    of these voices has one, since none has two.
    """
    return bool(session.scalar(_STALE, {"consultation": consultation_id, "hidden": _NOT_SHOWN}))


_NOT_SHOWN = [status for status in Status if status != Status.PUBLISHED]
# Written out, so that both engines see which partial index serves.
_OPEN = literal_column(str(OPEN), Integer)
_KEPT = (
    select(Theme.id, Theme.voices, Theme.primary_voices)
    .where(Theme.consultation_id == bindparam("consultation"), Theme.voices > 0)
    .order_by(Theme.id)
)
_COUNTED = (
    select(Placement.theme_id, func.count(), func.sum(case((Placement.is_primary, 1), else_=0)))
    .where(
        Placement.theme_id.in_(select(Theme.id).where(Theme.consultation_id == bindparam("consultation"))),
        Placement.until == OPEN,
    )
    .group_by(Placement.theme_id)
    .order_by(Placement.theme_id)
)
# Those that are not shown are few. As a subquery that gives a value their places are looked up one by one: joined, they
# would be looked for among all there are, and with LIMIT among all that was said.
_STALE = (
    select(func.count())
    .select_from(Contribution)
    .where(
        Contribution.consultation_id == bindparam("consultation"),
        Contribution.status.in_(bindparam("hidden", expanding=True)),
        select(Placement.theme_id)
        .where(Placement.contribution_id == Contribution.id, Placement.until == OPEN)
        .order_by(Placement.theme_id)
        .limit(1)
        .scalar_subquery()
        .is_not(None),
    )
)
_THEMED = (
    select(Theme.consultation_id, func.sum(Theme.primary_voices))
    .where(
        Theme.consultation_id.in_(bindparam("consultations", expanding=True)),
        Theme.primary_voices > 0,
    )
    .group_by(Theme.consultation_id)
    .order_by(Theme.consultation_id)
)
_STANDING = [Placement.theme_id == Theme.id, Placement.until == OPEN]
_VOICES = select(func.count()).select_from(Placement).where(*_STANDING).scalar_subquery()
_PRIMARY = (
    select(func.count()).select_from(Placement).where(*_STANDING, Placement.is_primary).scalar_subquery()
)
_MISCOUNTED = (
    select(Theme.id, Theme.voices, Theme.primary_voices, _VOICES, _PRIMARY)
    .where(or_(Theme.voices != _VOICES, Theme.primary_voices != _PRIMARY))
    .order_by(Theme.id)
)
