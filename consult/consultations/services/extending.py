"""Moving the closing later, within bounds: how far is asked before it is confirmed, and again when it is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.models import ActKind, Consultation
from consult.consultations.policies import rules
from consult.consultations.services.acting import held, need_reason, record_act, require
from consult.shared.errors import raise_any


def extend(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    closes_at: datetime,
    reason: tuple[str, str],
    limits: rules.Limits,
) -> None:
    """Move the closing later, with a published reason; the answer's due date moves with it. Never earlier.

    Raises DomainError at its field where it goes too far or the reason is missing.
    """
    consultation = held(session, consultation_id, actor, Act.EXTEND)
    require(consultation, actor, Act.EXTEND, now)
    check_extension(
        session, now=now, consultation=consultation, closes_at=closes_at, reason=reason, limits=limits
    )
    details: dict[str, object] = {"from": consultation.closes_at.isoformat(), "to": closes_at.isoformat()}
    consultation.closes_at = closes_at
    consultation.answer_due_at = closes_at + timedelta(days=limits.answer_days)
    record_act(session, consultation, actor, now, ActKind.EXTENDED, reason, details)


def check_extension(
    session: Session,
    *,
    now: datetime,
    consultation: Consultation,
    closes_at: datetime,
    reason: tuple[str, str],
    limits: rules.Limits,
) -> None:
    """Raise DomainError for what stands against this closing and reason, as ``extend`` will."""
    first = queries.first_closing(session, consultation)
    raise_any(rules.problems_of_extension(consultation.closes_at, closes_at, first, now, limits))
    need_reason(reason)
