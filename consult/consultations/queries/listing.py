"""The long lists of consultations, a page at a time.

They are in order of state, and a state changes while somebody goes from page to page. So all pages are cut from the
order as it was at one moment, which the place in the list carries: whatever was there then is on exactly one of them.
What was done since is recorded with its moment, so that the order of then can be worked out at any time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnCollection,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from consult.accounts.models import organisations_in
from consult.consultations.models import ActKind, Consultation, ConsultationAct, ConsultationRow
from consult.consultations.queries.rows import gathered, rows_of
from consult.consultations.queries.states import LISTED, is_at_hand, rank
from consult.organisations.models import Organisation
from consult.orm import UtcDateTime
from consult.shared.state import State

# In which order the desk has them: what waits for its people first.
AT_DESK = (State.CLOSED, State.OPEN, State.DRAFT, State.ANNOUNCED, State.ANSWERED, State.CANCELLED)
# Older orders are worked out no more: whatever was extended since would have to be read.
_LONGEST_WALK = timedelta(days=90)
# Of these scopes of bodies are the consultations in a state; None: of all.
Scopes = Mapping[State, frozenset[str] | None]


class Place(NamedTuple):
    """Where a consultation stood in the public list ``at`` a moment: its state, its closing or answer, its number."""

    at: datetime
    state: State
    date: datetime
    id: int


class DeskPlace(NamedTuple):
    """Where a consultation stood in the desk's list ``at`` a moment."""

    at: datetime
    state: State
    id: int


class Listed(NamedTuple):
    """A consultation in the public list, and its place there."""

    place: Place
    row: ConsultationRow


def listed(session: Session, *, now: datetime, begun: Place | None = None, limit: int) -> list[Listed]:
    """Return what the public reads of, after ``begun``, by state.

    Of each state the soonest closing first, of those answered the newest.
    """
    at = min(begun.at, now) if begun else now
    if begun:
        then = _as_of(at, now)
        rows = _rows(then, _closing(session, then))
        read = session.execute(_page(rows, _follows(rows.c, begun)), {"limit": limit})
    else:
        read = session.execute(_FIRST, {"now": now, "limit": limit})
    found = list(gathered(read))
    if begun is None and len(found) == limit:
        at = _settled(session, now)
    return [
        Listed(Place(at, LISTED[state], closing or row.answered_at or at, row.id), row)
        for row, (state, closing) in found
    ]


def _rows(at: datetime | BindParameter[datetime], closing: ColumnElement[datetime]) -> Subquery:
    # What is cancelled has no answer, and what is answered is cancelled no more.
    answered = Consultation.answered_at <= at
    return (
        select(
            Consultation.id,
            rank(LISTED, at).label("rank"),
            case((answered, null()), else_=closing).label("closing"),
            case((answered, Consultation.answered_at)).label("answered"),
        )
        .where(Consultation.announced_at <= at)
        .subquery()
    )


def _page(rows: Subquery, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    places = select(rows).where(*conditions).order_by(*_order(rows)).limit(bindparam("limit")).subquery()
    return rows_of(places, *_order(places), beside=(places.c.rank, places.c.closing))


def _order(rows: Subquery) -> tuple[ColumnElement[Any], ...]:
    return rows.c.rank, rows.c.closing, rows.c.answered.desc(), rows.c.id


# Built once: building a statement costs more than sending it.
_FIRST = _page(_rows(bindparam("now", type_=UtcDateTime()), Consultation.closes_at.expression))


def at_desk(
    session: Session, *, scopes: Scopes, now: datetime, begun: DeskPlace | None = None, limit: int | None
) -> list[DeskPlace]:
    """Return the places of the consultations of these bodies, after ``begun``, by state, of each the newest first."""
    at = min(begun.at, now) if begun else now
    rows = (
        select(Consultation.id, rank(AT_DESK, _as_of(at, now)).label("rank"))
        .where(_of(scopes, now))
        .subquery()
    )
    query = select(rows).order_by(rows.c.rank, rows.c.id.desc())
    if begun:
        number = AT_DESK.index(begun.state)
        query = query.where(or_(rows.c.rank > number, and_(rows.c.rank == number, rows.c.id < begun.id)))
    found = session.execute(query.limit(limit)).all()
    if begun is None and limit in {None, len(found)}:
        at = _settled(session, now)
    return [DeskPlace(at, AT_DESK[row.rank], row.id) for row in found]


def numbers_at_desk(session: Session, *, scopes: Scopes, now: datetime) -> Counter[State]:
    """Return how many consultations of these bodies are in each state."""
    state = rank(AT_DESK, now).label("rank")
    found = session.execute(select(state, func.count()).where(_of(scopes, now)).group_by(state))
    return Counter({AT_DESK[row[0]]: row[1] for row in found})


def _follows(row: ColumnCollection[str, ColumnElement[Any]], begun: Place) -> ColumnElement[bool]:
    number = LISTED.index(begun.state)
    beyond = (
        or_(row.answered < begun.date, and_(row.answered == begun.date, row.id > begun.id))
        if begun.state is State.ANSWERED
        else tuple_(row.closing, row.id) > (begun.date, begun.id)
    )
    return or_(row.rank > number, and_(row.rank == number, beyond))


def _of(scopes: Scopes, now: datetime) -> ColumnElement[bool]:
    return or_(*(and_(is_at_hand(state, now), _body(held)) for state, held in scopes.items()))


def _body(scopes: frozenset[str] | None) -> ColumnElement[bool]:
    if scopes is None:
        return literal(True)
    bodies = select(Organisation.id).where(Organisation.slug.in_(organisations_in(scopes)))
    return Consultation.organisation_id.in_(bodies)


def _closing(session: Session, at: datetime) -> ColumnElement[datetime]:
    """Return the closing as it was ``at`` a moment: what was extended since had an earlier one."""
    extended = session.execute(
        select(ConsultationAct.consultation_id, ConsultationAct.details)
        .where(ConsultationAct.kind == ActKind.EXTENDED.value, ConsultationAct.at > at)
        # Of several the first one is read last, and stays.
        .order_by(ConsultationAct.id.desc())
    )
    earlier = {number: datetime.fromisoformat(details["from"]) for number, details in extended}
    column = Consultation.closes_at.type
    known = {number: literal(moment, column) for number, moment in earlier.items()}
    return (
        case(known, value=Consultation.id, else_=Consultation.closes_at)
        if known
        else Consultation.closes_at.expression
    )


def _as_of(at: datetime, now: datetime) -> datetime:
    """Return the moment to work an order out for: that of the place, if somebody may still be on their way."""
    return max(at, now - _LONGEST_WALK)


def _settled(session: Session, now: datetime) -> datetime:
    """Return the moment of the last change of any list, as of which the order is that of ``now``.

    With ``now`` itself each visit of a first page would lead to an address of its own.
    """
    found = session.execute(_CHANGES, {"now": now}).one()
    return max((moment for moment in found if moment is not None), default=now)


def _changes() -> Select[*tuple[Any, ...]]:
    now = bindparam("now", type_=UtcDateTime())
    moments = (
        Consultation.announced_at, Consultation.opens_at, Consultation.closes_at, Consultation.cancelled_at,
        Consultation.answered_at,
    )  # fmt: skip
    extended = select(func.max(ConsultationAct.at)).where(
        ConsultationAct.kind == ActKind.EXTENDED.value, ConsultationAct.at <= now
    )
    latest = [select(func.max(moment)).where(moment <= now) for moment in moments]
    return select(*(each.scalar_subquery() for each in (*latest, extended)))


_CHANGES = _changes()
