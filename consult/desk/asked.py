"""Which consultations are whose at the desk: missing and forbidden are one and the same 404."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations import queries
from consult.consultations.models import Consultation
from consult.consultations.policies import is_asking, is_public
from consult.outcomes.models import Theme
from consult.outcomes.queries import theme_by_id
from consult.web.access import found

_WORKING = (Role.OFFICER, Role.MODERATOR, Role.PUBLISHER)


def may_enter(actor: Actor, consultation: Consultation, now: datetime) -> bool:
    """Whether the rooms of a consultation are ``actor``'s to read: staff of the asking body, and auditors.

    A draft is there for its officers and for auditors alone.
    """
    scope = consultation.organisation.scope
    if not is_public(consultation, now):
        return is_asking(actor, scope)
    return actor.holds(Role.AUDITOR) or any(actor.holds(role, scope) for role in _WORKING)


def asked(session: Session, actor: Actor, slug: str, now: datetime) -> Consultation:
    """Return the consultation of that slug; 404 where it is not there for ``actor``."""
    consultation: Consultation = found(queries.by_slug(session, slug))
    found(consultation, may_enter(actor, consultation, now))
    return consultation


def asked_theme(
    session: Session, actor: Actor, role: Role, theme_id: int, now: datetime
) -> tuple[Consultation, Theme]:
    """Return a working theme with its consultation; 404 where ``actor`` does not hold ``role`` for its body."""
    theme: Theme = found(theme_by_id(session, theme_id))
    consultation: Consultation = found(queries.by_id(session, theme.consultation_id))
    scope = consultation.organisation.scope
    found(consultation, actor.holds(role, scope) and may_enter(actor, consultation, now))
    return consultation, theme
