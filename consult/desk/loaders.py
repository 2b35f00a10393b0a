"""Which consultations are whose at the desk: missing and forbidden are one and the same 404."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.models import Consultation
from consult.consultations.policies import may_ask_for, may_enter
from consult.outcomes.models import Theme
from consult.outcomes.queries import theme_by_id
from consult.web.access import or_404


def asked(session: Session, actor: Actor, slug: str, now: datetime) -> Consultation:
    """Return the consultation of that slug; 404 where its rooms are not ``actor``'s to enter, or it was discarded."""
    return _entered(queries.by_slug(session, slug), actor, now)


def asked_or_discarded(session: Session, actor: Actor, slug: str, now: datetime) -> Consultation:
    """Return the consultation of that slug, a discarded draft too; 404 where it is not ``actor``'s to enter."""
    return _entered(queries.by_slug(session, slug, discarded=True), actor, now)


def _entered(found: Consultation | None, actor: Actor, now: datetime) -> Consultation:
    consultation = or_404(found)
    or_404(consultation, may_enter(actor, consultation, consultation.organisation.scope, now))
    return consultation


def asked_for(
    session: Session, actor: Actor, action: Act, slug: str, now: datetime, *, discarded: bool = False
) -> Consultation:
    """Return the consultation of that slug; 404 where ``action`` is not ``actor``'s to do, in whatever state.

    What the state refuses is left to the service, which says so. A ``discarded`` draft is not there unless asked for.
    """
    consultation = or_404(queries.by_slug(session, slug, discarded=discarded))
    or_404(consultation, may_ask_for(actor, consultation, consultation.organisation.scope, action, now))
    return consultation


def asked_theme(
    session: Session, actor: Actor, action: Act, theme_id: int, now: datetime
) -> tuple[Consultation, Theme]:
    """Return a working theme with its consultation; 404 where ``action`` is not ``actor``'s to do with it."""
    theme = or_404(theme_by_id(session, theme_id))
    consultation = or_404(queries.by_id(session, theme.consultation_id))
    or_404(theme, may_ask_for(actor, consultation, consultation.organisation.scope, action, now))
    return consultation, theme
