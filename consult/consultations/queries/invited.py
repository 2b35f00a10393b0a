"""Who was invited to a consultation, or told otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation, ConsultationInvitation


def invitations(session: Session, *, consultation_id: int) -> Sequence[ConsultationInvitation]:
    """Return whom the asking body told of a consultation, with the organisations, in the order in which it did."""
    return session.scalars(_INVITED, {"consultation_id": consultation_id}).all()


def invitation_with_question(
    session: Session, *, invitation_id: int
) -> tuple[ConsultationInvitation, Consultation] | None:
    """Return an invitation with the consultation that it is to, or None."""
    row = session.get(ConsultationInvitation, invitation_id)
    asked = session.get(Consultation, row.consultation_id) if row is not None else None
    return None if row is None or asked is None else (row, asked)


def invited_to(session: Session, *, organisation_id: int, limit: int = 20) -> Sequence[Consultation]:
    """Return the last ``limit`` consultations to which an organisation was invited, the newest invitation first."""
    return session.scalars(_INVITED_TO, {"organisation_id": organisation_id, "limit": limit}).all()


# Built once: building a statement costs more than sending it.
_INVITED = (
    select(ConsultationInvitation)
    .options(joinedload(ConsultationInvitation.organisation))
    .where(ConsultationInvitation.consultation_id == bindparam("consultation_id"))
    .order_by(ConsultationInvitation.id)
)
_INVITED_TO = (
    select(Consultation)
    .join(ConsultationInvitation, ConsultationInvitation.consultation_id == Consultation.id)
    .where(ConsultationInvitation.organisation_id == bindparam("organisation_id"))
    .order_by(ConsultationInvitation.id.desc())
    .limit(bindparam("limit"))
)
