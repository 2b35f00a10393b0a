"""Reading consultations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Consultation, ConsultationAct, ConsultationText, State
from consult.plans.models import CommitmentVersion


def by_slug(session: Session, slug: str) -> Consultation | None:
    """Return a consultation with its asking body and texts, or None; whether it may be seen is a policy's matter."""
    return session.scalars(_whole().where(Consultation.slug == slug)).one_or_none()


def by_id(session: Session, consultation_id: int) -> Consultation | None:
    """Return a consultation with its asking body and texts, or None."""
    return session.scalars(_whole().where(Consultation.id == consultation_id)).one_or_none()


def lock(session: Session, consultation_id: int, *, shared: bool = False) -> Consultation | None:
    """Return a consultation, read anew and held until the transaction ends.

    Those who add to it hold it ``shared``; those who end a state hold it alone. SQLite's write transaction is the
    lock there.
    """
    query = (
        select(Consultation)
        .where(Consultation.id == consultation_id)
        .with_for_update(read=shared, of=Consultation)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one_or_none()


def in_states(
    session: Session, *, states: Iterable[State], now: datetime, limit: int = 100
) -> Sequence[Consultation]:
    """Return consultations that are in one of ``states`` at ``now``: soonest closing first, drafts last."""
    conditions = [_is(state, now) for state in states]
    query = _whole().where(or_(*conditions)).order_by(Consultation.closes_at, Consultation.id).limit(limit)
    return session.scalars(query).all()


def newest_answered(session: Session, *, now: datetime, limit: int = 3) -> Sequence[Consultation]:
    """Return the consultations answered last, newest first."""
    query = _whole().where(_is(State.ANSWERED, now)).order_by(Consultation.answered_at.desc()).limit(limit)
    return session.scalars(query).all()


def of_organisations(
    session: Session, *, ids: Iterable[int] | None, limit: int = 200
) -> Sequence[Consultation]:
    """Return all consultations of these organisations (None: of every one), newest first; for the desk."""
    query = _whole().order_by(Consultation.id.desc()).limit(limit)
    if ids is not None:
        query = query.where(Consultation.organisation_id.in_(list(ids)))
    return session.scalars(query).all()


def about_commitments(
    session: Session, *, commitment_ids: Iterable[int], now: datetime
) -> Sequence[tuple[int, Consultation]]:
    """Return pairs of commitment id and public consultation on one of its versions, newest first."""
    query = (
        select(CommitmentVersion.commitment_id, Consultation)
        .join(ConsultationText, ConsultationText.version_id == CommitmentVersion.id)
        .join(Consultation, Consultation.id == ConsultationText.consultation_id)
        .where(CommitmentVersion.commitment_id.in_(list(commitment_ids)), Consultation.announced_at <= now)
        .order_by(Consultation.id.desc())
    )
    return [(commitment_id, consultation) for commitment_id, consultation in session.execute(query)]


def acts(session: Session, *, consultation_id: int) -> Sequence[ConsultationAct]:
    """Return what was done with a consultation, oldest first."""
    query = select(ConsultationAct).where(ConsultationAct.consultation_id == consultation_id)
    return session.scalars(query.order_by(ConsultationAct.id)).all()


def slug_taken(session: Session, slug: str) -> bool:
    """Whether a consultation has this slug."""
    return session.scalars(select(Consultation.id).where(Consultation.slug == slug)).first() is not None


def _whole() -> Select[Consultation]:
    return select(Consultation).options(
        joinedload(Consultation.organisation), selectinload(Consultation.texts)
    )


def _is(state: State, now: datetime) -> ColumnElement[bool]:
    """Return the condition that ``state_of`` gives this state: the same rule, for the database."""
    announced = func.coalesce(Consultation.announced_at <= now, false())
    cancelled = func.coalesce(Consultation.cancelled_at <= now, false())
    answered = func.coalesce(Consultation.answered_at <= now, false())
    running = and_(announced, not_(cancelled), not_(answered))
    conditions = {
        State.DRAFT: not_(announced),
        State.CANCELLED: and_(announced, cancelled),
        State.ANSWERED: and_(announced, not_(cancelled), answered),
        State.ANNOUNCED: and_(running, Consultation.opens_at > now),
        State.OPEN: and_(running, Consultation.opens_at <= now, Consultation.closes_at > now),
        State.CLOSED: and_(running, Consultation.opens_at <= now, Consultation.closes_at <= now),
    }
    return conditions[state]
