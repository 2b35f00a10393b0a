"""What was keyed in: one by its key or its reference, and all of a consultation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Letter, Revision, Status


def letter_with_key(session: Session, *, key: str) -> Letter | None:
    """Return what was keyed in under this key, or None."""
    return session.scalars(_whole().where(Letter.key == key)).one_or_none()


def letter_of(session: Session, reference: str) -> Letter | None:
    """Return how the contribution of this reference came, where it was keyed in; else None."""
    query = _whole().join(Letter.contribution).where(Contribution.reference == reference)
    return session.scalars(query).one_or_none()


def lock_letter(session: Session, reference: str) -> Letter | None:
    """Return it, held for this transaction; None where there is none."""
    query = select(Letter).join(Letter.contribution).where(Contribution.reference == reference)
    held = query.with_for_update(of=Letter).execution_options(populate_existing=True)
    return session.scalars(held).one_or_none()


def keyed_in_before(session: Session, *, where: Mapping[str, object], body: str) -> str | None:
    """Return the reference of the first that was keyed in with these words in this place and is shown, or None."""
    names = ("activity_id", "subject_kind", "subject_id", "version_id")
    query = (
        select(Contribution.reference)
        .join(Letter, Letter.contribution_id == Contribution.id)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id) & (Revision.number == Contribution.revision_number),
        )
        .where(*(getattr(Contribution, name) == where[name] for name in names))
        .where(Contribution.status == Status.PUBLISHED, Revision.body == body)
        .order_by(Contribution.id)
    )
    return session.scalars(query.limit(1)).first()


def letters(
    session: Session, *, consultation_id: int, before_id: int | None = None, limit: int | None = None
) -> Sequence[Letter]:
    """Return what was keyed in, newest first: all of it, or ``limit`` before the contribution ``before_id``."""
    query = (
        select(Letter)
        .join(Letter.contribution)
        .options(contains_eager(Letter.contribution).joinedload(Contribution.organisation))
        .where(Letter.consultation_id == consultation_id)
    )
    if before_id is not None:
        query = query.where(Letter.contribution_id < before_id)
    return session.scalars(query.order_by(Letter.contribution_id.desc()).limit(limit)).all()


def known_originals(session: Session, keys: Iterable[str]) -> set[str]:
    """Return those of these keys under which originals are kept."""
    query = select(Letter.stored_key).where(Letter.stored_key.in_(list(keys)))
    return {key for key in session.scalars(query) if key}


def _whole() -> Select[Letter]:
    return select(Letter).options(
        joinedload(Letter.contribution)
        .joinedload(Contribution.consultation)
        .joinedload(Consultation.organisation)
    )
