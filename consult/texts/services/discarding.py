"""Discarding drafts of texts, and bringing them back while there is time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError, NotFoundError
from consult.texts.models import TextAct, TextActKind, TextVersion
from consult.texts.policies import may_draft
from consult.texts.services.holding import hold, hold_draft

# For how long a discarded draft can be brought back.
BACK_WITHIN = timedelta(days=30)


def discard_draft(
    session: Session, *, actor: Actor, now: datetime, version: TextVersion, drafter: Organisation
) -> None:
    """Discard a draft: nobody writes on it or publishes it until it is brought back. Again changes nothing.

    Raises NotFoundError where it is not theirs, DomainError where it is published.
    """
    hold(session, version)
    if version.discarded_at is not None and may_draft(actor, drafter_scope=drafter.scope):
        return
    hold_draft(session, actor=actor, version=version, drafter=drafter)
    version.discarded_at = now
    record_text_act(session, version, actor, now, TextActKind.DISCARDED, Role.OFFICER)


def bring_back(
    session: Session, *, actor: Actor, now: datetime, version: TextVersion, drafter: Organisation
) -> None:
    """Bring back a discarded draft; where nobody discarded it, nothing changes.

    Raises NotFoundError where it is not theirs, DomainError where it is too late (``BACK_WITHIN``).
    """
    if not may_draft(actor, drafter_scope=drafter.scope):
        raise NotFoundError
    hold(session, version)
    if version.discarded_at is None:
        return
    if version.discarded_at <= now - BACK_WITHIN:
        raise DomainError("text-gone-for-good", days=BACK_WITHIN.days)
    version.discarded_at = None
    record_text_act(session, version, actor, now, TextActKind.BROUGHT_BACK, Role.OFFICER)


def record_text_act(
    session: Session, version: TextVersion, actor: Actor, now: datetime, kind: TextActKind, role: Role
) -> None:
    """Record what was done with a version, and by whom."""
    session.add(
        TextAct(version_id=version.id, kind=kind.value, at=now, role=role.value, user_id=actor.user_id)
    )
    session.flush()
