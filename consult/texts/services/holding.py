"""Holding a version while somebody writes on it or publishes it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError, NotFoundError
from consult.texts import queries
from consult.texts.models import TextVersion
from consult.texts.policies import may_draft


def hold_draft(session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation) -> None:
    """Hold a version that ``actor`` may write on until the transaction ends, as it is stored now.

    Raises NotFoundError where it is not theirs, DomainError where it is published.
    """
    if version.drafter_id != drafter.id or not may_draft(actor, drafter_scope=drafter.scope):
        raise NotFoundError
    hold(session, version)
    if version.published_at is not None:
        raise DomainError("text-is-published")


def hold(session: Session, version: TextVersion) -> None:
    """Hold a version until the transaction ends, as it is stored now: who saves or publishes waits for the others."""
    # Of two who save at one instant, the second waits here and then sees what the first one saved.
    queries.lock_version(session, version.id)
    session.refresh(version, ["published_at"])
    session.expire(version, ["clauses"])
