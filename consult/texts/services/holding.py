"""Holding a text while somebody writes on a version of it or publishes one."""

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
    if version.discarded_at is not None:
        raise DomainError("text-is-discarded")


def hold(session: Session, version: TextVersion) -> None:
    """Hold the text of a version until the transaction ends; the version is then as it is stored now.

    Of two who save or publish at one instant, the second waits here and then sees what the first one did, to another
    version of the text too. Whoever also holds a consultation holds that first.
    """
    queries.lock_text(session, version.text_id)
    session.refresh(version, ["published_at", "discarded_at"])
    session.expire(version, ["clauses"])


def check_newest(session: Session, version: TextVersion) -> None:
    """Raise DomainError where a later version of the text is published: this one was begun before it."""
    newest = queries.newest_published(session, text_id=version.text_id)
    if newest is not None and newest.number > version.number:
        raise DomainError("text-moved-on", field="texts")
