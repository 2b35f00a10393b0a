"""The journal of what was done to accounts, by whom, as what and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import AccountAct, ActKind, User
from consult.outbox.services import Message, enqueue


def note(
    session: Session,
    *,
    now: datetime,
    kind: ActKind,
    user_id: int,
    by_id: int | None,
    role: str,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> AccountAct:
    """Write one act on the account of ``user_id`` and return it; ``role`` is ``owner`` for one's own account."""
    act = AccountAct(
        at=now, kind=kind.value, user_id=user_id, by_id=by_id, role=role, reason=reason, details=details or {}
    )
    session.add(act)
    session.flush()
    return act


def tell(session: Session, *, now: datetime, act: AccountAct, user: User) -> None:
    """Put a mail about an act on their account in the outbox; it is written from the act when it is sent."""
    message = Message(f"account:{act.id}", f"account-{act.kind}", user.email, user.language, {"act": act.id})
    enqueue(session, now=now, messages=[message])
