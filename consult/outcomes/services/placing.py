"""Keeping where each shown voice stands, so that nobody works it out from all that was said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, bindparam, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.contributions.models import Contribution
from consult.contributions.services import follows_voices
from consult.orm import Base
from consult.outcomes import queries
from consult.outcomes.models import OPEN, Placement, Theme
from consult.outcomes.queries import Miscounted, Place

# The table itself: nobody holds places as entities.
_PLACES = Base.metadata.tables[Placement.__tablename__]
_THEMES = Base.metadata.tables[Theme.__tablename__]
_THESE = (
    tuple_(_PLACES.c.contribution_id, _PLACES.c.theme_id).in_(bindparam("places", expanding=True)),
    _PLACES.c.until == OPEN,
)
_HOLD = (
    select(Theme.id)
    .where(Theme.id.in_(bindparam("themes", expanding=True)))
    .order_by(Theme.id)
    .with_for_update(key_share=True)
)
_FORGET = delete(_PLACES).where(*_THESE, _PLACES.c.since == bindparam("next"))
_END = update(_PLACES).where(*_THESE, _PLACES.c.since < bindparam("next")).values(until=bindparam("next"))
# What is given back makes SQLAlchemy send many rows at once: themes are counted once for each statement.
_BEGIN = insert(_PLACES).returning(_PLACES.c.theme_id)
_AT_ONCE = 500
_COUNT_ANEW = (
    update(_THEMES)
    .where(_THEMES.c.id == bindparam("theme"))
    .values(voices=bindparam("number"), primary_voices=bindparam("first"))
)


class Misplaced(NamedTuple):
    """How many places of a consultation's voices are kept that are none, and how many are missing."""

    consultation_id: int
    none: int
    missing: int


def settle(session: Session, *, consultation_id: int, ids: Iterable[int]) -> None:
    """Keep where these contributions stand, and what was said below them, after they were moved."""
    _settle(session, consultation_id, queries.with_replies(ids))


@follows_voices
def settle_voice(session: Session, contribution: Contribution, *, posted: bool) -> None:
    """Keep where a voice stands that is new, or came to be shown or not shown."""
    if not contribution.counts_as_voice or (posted and contribution.parent_id is None):
        return
    # What stands below it keeps its place: a reply to something hidden is answered as it would be otherwise.
    _settle(session, contribution.consultation_id, queries.itself(contribution.id))


def postpone(session: Session, *, consultation_id: int) -> None:
    """Let what was moved since the last outcome count from the one after the next: the next repeats the last."""
    number = queries.next_number(session, consultation_id=consultation_id)
    of = _PLACES.c.theme_id.in_(queries.themes_of(consultation_id))
    for column in (_PLACES.c.since, _PLACES.c.until):
        session.execute(update(_PLACES).where(of, column == number).values({column.name: number + 1}))


def resettle(session: Session) -> list[Misplaced]:
    """Work out anew where all voices stand and keep that where it differs; return where it was wrong."""
    wrong = []
    for consultation_id in queries.themed_consultations(session):
        # Nobody moves, hides or adds a voice meanwhile.
        consultations.lock(session, consultation_id)
        wrong += settle_all(session, consultation_id=consultation_id)
    return wrong


def recount_themes(session: Session) -> list[Miscounted]:
    """Count anew how many voices stand under each theme and keep that where it differs; return what was wrong.

    Triggers keep these numbers: they can be wrong where somebody wrote to the database without them. To be called after
    ``resettle``, which holds the consultations until the transaction ends.
    """
    wrong = queries.miscounted(session)
    rows = [{"theme": row.theme_id, "number": row.voices, "first": row.primary_voices} for row in wrong]
    if rows:
        session.connection().execute(_COUNT_ANEW, rows)
    return wrong


def misplaced(session: Session) -> list[Misplaced]:
    """Return the consultations in which voices are not kept where they stand."""
    found = []
    for consultation_id in queries.themed_consultations(session):
        among = queries.said_in(consultation_id)
        found += _wrong(consultation_id, *_differences(session, among))
    return found


def settle_all(session: Session, *, consultation_id: int) -> list[Misplaced]:
    """Put every place of a consultation right, which is held alone; return what was wrong, or nothing."""
    return _settle(session, consultation_id, queries.said_in(consultation_id))


def _settle(session: Session, consultation_id: int, among: Select[int]) -> list[Misplaced]:
    gone, new = _differences(session, among)
    if not (gone or new):
        return []
    # Triggers hold a theme as its number changes: two who settle at once take all of them in one order first.
    session.execute(_HOLD, {"themes": sorted({place.theme_id for place in gone | new})})
    number = queries.next_number(session, consultation_id=consultation_id)
    ending = sorted((place.contribution_id, place.theme_id) for place in gone)
    for begun in range(0, len(ending), _AT_ONCE):
        these = {"places": ending[begun : begun + _AT_ONCE], "next": number}
        # What no outcome has said yet leaves nothing behind.
        session.execute(_FORGET, these)
        session.execute(_END, these)
    if new:
        session.execute(
            _BEGIN, [{**place._asdict(), "since": number, "until": OPEN} for place in sorted(new)]
        )
    return _wrong(consultation_id, gone, new)


def _differences(session: Session, among: Select[int]) -> tuple[set[Place], set[Place]]:
    """Return what is kept and is none, and what is missing."""
    due, kept = queries.due_places(session, among=among), queries.kept_places(session, among=among)
    return kept - due, due - kept


def _wrong(consultation_id: int, gone: set[Place], new: set[Place]) -> list[Misplaced]:
    return [Misplaced(consultation_id, len(gone), len(new))] if gone or new else []
