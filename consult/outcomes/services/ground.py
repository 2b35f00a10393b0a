"""What every write to the working outcome does: hold the consultation, check role and state, note the editor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries as consultations
from consult.consultations.errors import StateError
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, judged_at, may_ask_for, state_of
from consult.outcomes import queries
from consult.outcomes.models import Theme, WorkingOutcome
from consult.shared.errors import NotFoundError


def locked(session: Session, consultation_id: int) -> Consultation:
    """Return a consultation, held alone until the transaction ends; raise NotFoundError where there is none."""
    consultation = consultations.lock(session, consultation_id)
    if consultation is None:
        raise NotFoundError
    return consultation


def still_there(session: Session, theme: Theme) -> Theme:
    """Return a theme as it is now that its consultation is held; raise NotFoundError where it has gone meanwhile."""
    if session.get(Theme, theme.id, populate_existing=True) is None:
        raise NotFoundError
    return theme


def require(consultation: Consultation, actor: Actor, action: Act, now: datetime) -> None:
    """Raise NotFoundError for whom ``action`` never is, StateError where the state does not allow it."""
    # The right comes first: to anyone else a draft and its state are not there.
    if not may_ask_for(actor, consultation, consultation.organisation.scope, action, now):
        raise NotFoundError
    at = judged_at(consultation, now)
    if not allows(consultation, action, at):
        raise StateError(action, state_of(consultation, at))


def touch(session: Session, actor: Actor, now: datetime, consultation: Consultation) -> None:
    """Note who edited last: whoever publishes must be somebody else."""
    work = queries.working(session, consultation_id=consultation.id)
    if work is None:
        work = WorkingOutcome(consultation_id=consultation.id, revision=0)
        session.add(work)
    work.last_editor_id, work.edited_at, work.revision = actor.user_id, now, work.revision + 1
    session.flush()
