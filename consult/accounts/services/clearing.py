"""What an account leaves behind that nobody needs after a while."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from consult.accounts.models import AddressKey, UserSession


def drop_sessions(session: Session, *, before: datetime) -> None:
    """Delete the sessions that ended, or ran out, before then."""
    over = or_(UserSession.ended_at < before, UserSession.expires_at < before)
    session.execute(delete(UserSession).where(over))


def drop_address_keys(session: Session, *, before: date) -> None:
    """Destroy the keys of the days before ``before``: what was hashed under them is nobody's any more."""
    session.execute(delete(AddressKey).where(AddressKey.day < before))
