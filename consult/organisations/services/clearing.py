"""What an invitation leaves behind that nobody needs after a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, or_, update
from sqlalchemy.orm import Session

from consult.organisations.models import Invitation


def blank_invitations(session: Session, *, before: datetime) -> None:
    """Forget whom an invitation went to that was used, revoked or over before then; those that ran out end by it."""
    over = or_(Invitation.used_at < before, Invitation.ended_at < before, Invitation.expires_at < before)
    ended = case(
        (Invitation.used_at.is_(None), func.coalesce(Invitation.ended_at, Invitation.expires_at)), else_=None
    )
    blank = update(Invitation).where(over, Invitation.email != "").values(email="", ended_at=ended)
    session.execute(blank.execution_options(synchronize_session=False))
