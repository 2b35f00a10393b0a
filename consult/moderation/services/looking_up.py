"""Looking up who said something."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.accounts.services import see_identity
from consult.contributions import queries as contributions
from consult.moderation.policies import may_see_author
from consult.shared.errors import NotFoundError


def see_author(session: Session, *, actor: Actor, now: datetime, reference: str, reason: str) -> User:
    """Return who said something, to a moderator of the asking body who gives a reason; noted, published and told.

    Raises NotFoundError for whoever may not ask, DomainError at the reason.
    """
    contribution = contributions.lock(session, reference)
    if contribution is None or contribution.author_id is None:
        raise NotFoundError
    if not may_see_author(actor, contribution, contribution.consultation.organisation.scope, now):
        raise NotFoundError
    return see_identity(
        session, actor=actor, now=now, user_id=contribution.author_id, role=Role.MODERATOR, reason=reason,
        reference=reference,
    )  # fmt: skip
