"""Reading the moderation log and queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, inspect, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload

from consult.contributions.models import Contribution, Status
from consult.contributions.queries import SEARCHED, is_on
from consult.moderation.models import DecisionKind, ErasureRequest, ModerationDecision
from consult.orm import LARGEST_ID
from consult.search.queries import holding, wanted_words
from consult.shared.text import as_reference, reference_ending


@dataclass(frozen=True)
class Wanted:
    """Which voices of a consultation are looked for, and in which order; the newest first unless ``oldest``.

    ``clause_id`` 0 asks for those on the whole text, ``organisations`` for those said for one. Of what is in a status
    that is not ``readable``, the words are not searched. ``beyond_id`` is the last one of the page before.
    """

    status: str | None = None
    clause_id: int | None = None
    organisations: bool = False
    words: str = ""
    readable: frozenset[Status] = frozenset({Status.PUBLISHED})
    oldest: bool = False
    beyond_id: int | None = None


EVERYTHING = Wanted()


class LastDecision(NamedTuple):
    """What a tombstone says of the last decision on a contribution: where it is logged, and by which rule it was."""

    id: int
    rule: int | None


def log(session: Session, *, before_id: int | None = None, limit: int = 50) -> Sequence[ModerationDecision]:
    """Return decisions with their contributions, newest first, those before ``before_id``."""
    return session.scalars(_LOG, {"before": before_id or LARGEST_ID, "limit": limit}).all()


# A sum is in no index: the few decisions and requests are walked through, and not all that was said.
_SAID_THERE = Contribution.consultation_id + 0 == bindparam("consultation")
# Built once: building a statement costs more than sending it.
_LOG = (
    select(ModerationDecision)
    .options(joinedload(ModerationDecision.contribution).joinedload(Contribution.consultation))
    .where(ModerationDecision.id < bindparam("before"))
    .order_by(ModerationDecision.id.desc())
    .limit(bindparam("limit"))
)
_ON = (
    select(ModerationDecision)
    .where(ModerationDecision.contribution_id.in_(bindparam("ids", expanding=True)))
    .order_by(ModerationDecision.id)
)
_DECIDED = inspect(ModerationDecision).local_table.c
_LAST = (
    select(_DECIDED.contribution_id, _DECIDED.id, _DECIDED.rule)
    .where(_DECIDED.contribution_id.in_(bindparam("ids", expanding=True)))
    .order_by(_DECIDED.id)
)
_NEWEST = (
    select(ModerationDecision.id)
    .join(Contribution, Contribution.id == ModerationDecision.contribution_id)
    .where(_SAID_THERE)
    .order_by(ModerationDecision.id.desc())
    .limit(1)
)
# As a subquery that gives a value, for the same reason: SQLite knows nothing of a table that is still empty.
_ASKED_THERE = select(Contribution.consultation_id).where(
    Contribution.id == ErasureRequest.contribution_id
).scalar_subquery() == bindparam("consultation")
_WAITING = select(func.count()).where(_ASKED_THERE, ErasureRequest.decided_at.is_(None))


def latest(session: Session, *, contribution_ids: Iterable[int]) -> dict[int, ModerationDecision]:
    """Return the last decision on each of these contributions, keyed by contribution id."""
    ids = list(contribution_ids)
    if not ids:
        return {}
    return {row.contribution_id: row for row in session.scalars(_ON, {"ids": ids})}


def last_decisions(session: Session, *, contribution_ids: Sequence[int]) -> dict[int, LastDecision]:
    """Return what tombstones say of the last decisions on these contributions, by their ids."""
    if not contribution_ids:
        return {}
    rows = session.execute(_LAST, {"ids": contribution_ids})
    return {row[0]: LastDecision(row[1], row[2]) for row in rows}


def of_contribution(session: Session, *, contribution_id: int) -> Sequence[ModerationDecision]:
    """Return all decisions on a contribution, oldest first."""
    query = select(ModerationDecision).where(ModerationDecision.contribution_id == contribution_id)
    return session.scalars(query.order_by(ModerationDecision.id)).all()


def of_batch(session: Session, *, consultation_id: int, batch: int) -> Sequence[ModerationDecision]:
    """Return the decisions of one act by which voices of a consultation were hidden together, oldest first."""
    query = (
        select(ModerationDecision)
        .join(ModerationDecision.contribution)
        .options(contains_eager(ModerationDecision.contribution))
        .where(ModerationDecision.batch == batch, ModerationDecision.kind == DecisionKind.HIDE)
        .where(Contribution.consultation_id == consultation_id)
    )
    return session.scalars(query.order_by(ModerationDecision.id)).all()


def newest_id(session: Session, *, consultation_id: int) -> int:
    """Return the id of the last decision on what was said in a consultation, 0 where there is none."""
    return session.scalar(_NEWEST, {"consultation": consultation_id}) or 0


def waiting_request(session: Session, *, contribution_id: int) -> ErasureRequest | None:
    """Return the request to erase a contribution that waits for its decision, or None."""
    query = select(ErasureRequest).where(
        ErasureRequest.contribution_id == contribution_id, ErasureRequest.decided_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def last_request(session: Session, *, contribution_id: int) -> ErasureRequest | None:
    """Return the newest request to erase a contribution, whether it waits or was decided, or None."""
    query = select(ErasureRequest).where(ErasureRequest.contribution_id == contribution_id)
    return session.scalars(query.order_by(ErasureRequest.id.desc()).limit(1)).first()


def request_ids(session: Session, *, contribution_id: int) -> Sequence[int]:
    """Return the ids of all requests to erase a contribution, oldest first."""
    query = select(ErasureRequest.id).where(ErasureRequest.contribution_id == contribution_id)
    return session.scalars(query.order_by(ErasureRequest.id)).all()


def waiting_requests(session: Session, *, consultation_id: int) -> Sequence[ErasureRequest]:
    """Return the requests of a consultation that wait, with their contributions, oldest first."""
    query = _requests(consultation_id).where(ErasureRequest.decided_at.is_(None))
    return session.scalars(query.order_by(ErasureRequest.id)).all()


def decided_requests(session: Session, *, consultation_id: int, limit: int = 50) -> Sequence[ErasureRequest]:
    """Return the requests of a consultation that were accepted or refused, with their contributions, newest first."""
    query = _requests(consultation_id).where(ErasureRequest.accepted.is_not(None))
    return session.scalars(query.order_by(ErasureRequest.id.desc()).limit(limit)).all()


def count_waiting_requests(session: Session, *, consultation_id: int) -> int:
    """Return how many requests of a consultation wait."""
    return session.scalar(_WAITING, {"consultation": consultation_id}) or 0


def request_by_id(session: Session, request_id: int) -> ErasureRequest | None:
    """Return a request to erase with its contribution, or None."""
    query = select(ErasureRequest).options(joinedload(ErasureRequest.contribution))
    return session.scalars(query.where(ErasureRequest.id == request_id)).one_or_none()


def _requests(consultation_id: int) -> Select[ErasureRequest]:
    whole = joinedload(ErasureRequest.contribution)
    return (
        select(ErasureRequest)
        .options(whole.joinedload(Contribution.consultation), whole.joinedload(Contribution.organisation))
        .where(_ASKED_THERE)
        .params(consultation=consultation_id)
    )


def queue(
    session: Session, *, consultation_id: int, wanted: Wanted = EVERYTHING, limit: int = 50
) -> Sequence[Contribution]:
    """Return a consultation's voices for the moderator, replies included, as ``wanted`` asks for them."""
    query = select(Contribution).where(_said_in(consultation_id, wanted), Contribution.counts_as_voice)
    found = in_order(narrowed(query, wanted, consultation_id), wanted, limit)
    whole = found.options(joinedload(Contribution.organisation), joinedload(Contribution.consultation))
    return session.scalars(whole).all()


def narrowed(query: Select[Contribution], wanted: Wanted, consultation_id: int) -> Select[Contribution]:
    """Keep those of a query's contributions that ``wanted`` asks for; all of them are of one consultation."""
    if wanted.status is not None:
        query = query.where(Contribution.status == wanted.status)
    if wanted.clause_id is not None:
        query = query.where(is_on(wanted.clause_id or None))
    if wanted.organisations:
        query = query.where(Contribution.organisation_id.is_not(None))
    if wanted.words.strip():
        query = query.where(_is_meant(wanted, consultation_id))
    return query


def in_order(query: Select[Contribution], wanted: Wanted, limit: int) -> Select[Contribution]:
    """Put a query's contributions in the order that ``wanted`` asks for, beginning where it says.

    Their ids are ordered first, and only those of the page are read whole.
    """
    if wanted.beyond_id is not None:
        further = Contribution.id > wanted.beyond_id if wanted.oldest else Contribution.id < wanted.beyond_id
        query = query.where(further)
    key = (Contribution.consultation_id, Contribution.id)
    order = [column if wanted.oldest else column.desc() for column in key]
    ids = query.with_only_columns(Contribution.id).order_by(*order).limit(limit)
    # All of one consultation: by its id too, SQLite would walk through all there are.
    return select(Contribution).where(Contribution.id.in_(ids)).order_by(order[-1])


def _said_in(consultation_id: int, wanted: Wanted) -> ColumnElement[bool]:
    """Whether a contribution was said in a consultation."""
    of = Contribution.consultation_id
    if wanted.status is not None or wanted.clause_id is not None or wanted.words:
        return of == consultation_id
    # One range of an index: by the primary key, PostgreSQL would walk through what was said since elsewhere.
    return and_(of >= consultation_id, tuple_(of, Contribution.id) <= (consultation_id, LARGEST_ID))


def _is_meant(wanted: Wanted, consultation_id: int) -> ColumnElement[bool]:
    """Whether a contribution says the words that are looked for, or has the reference that stands among them."""
    typed = wanted.words
    named = [reference for part in typed.split() if (reference := as_reference(part))][:1]
    others = " ".join(part for part in typed.split() if as_reference(part) not in named)
    meant = [_says(typed, wanted.readable, consultation_id)]
    if named:
        beside = [_says(others, wanted.readable, consultation_id)] if others else []
        meant.append(and_(Contribution.reference == named[0], *beside))
    elif whole := as_reference(typed):
        meant.append(Contribution.reference == whole)
    elif ending := reference_ending(typed):
        meant.append(Contribution.reference.endswith(ending))
    return or_(*meant)


def _says(typed: str, readable: frozenset[Status], consultation_id: int) -> ColumnElement[bool]:
    """Whether words are in what was said, or in a translation. What the reader may not read is not searched either."""
    texts = holding(wanted_words(typed), kinds=SEARCHED, consultation_id=consultation_id)
    return Contribution.id.in_(texts) & Contribution.status.in_(readable)
