"""Reading what waits for its author: the drafts and the votes of a browser, or of an account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.queries import token_hash
from consult.contributions.models import Draft


def draft_by_id(session: Session, draft_id: int) -> Draft | None:
    """Return a draft, posted or not, or None."""
    return session.get(Draft, draft_id)


def lock_draft(session: Session, draft_id: int) -> Draft | None:
    """Return a draft, read anew and held until the transaction ends, or None."""
    query = select(Draft).where(Draft.id == draft_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def drafts_by_tokens(session: Session, tokens: Iterable[str]) -> Sequence[Draft]:
    """Return the drafts with these tokens that were not posted yet, oldest first."""
    hashes = [token_hash(token) for token in tokens]
    query = select(Draft).where(Draft.token_hash.in_(hashes), Draft.posted_reference.is_(None))
    return session.scalars(query.order_by(Draft.id)).all()


def waiting_drafts(session: Session, *, user_id: int) -> Sequence[Draft]:
    """Return a person's drafts that were not posted yet, oldest first."""
    query = select(Draft).where(Draft.user_id == user_id, Draft.posted_reference.is_(None)).order_by(Draft.id)
    return session.scalars(query).all()


def drafts_posted_as(session: Session, *, reference: str) -> Sequence[Draft]:
    """Return the drafts that became the contribution with this reference, oldest first."""
    return session.scalars(select(Draft).where(Draft.posted_reference == reference).order_by(Draft.id)).all()


def stale_drafts(session: Session, *, before: datetime) -> Sequence[Draft]:
    """Return drafts that arrived before then and were never posted, oldest first."""
    query = (
        select(Draft).where(Draft.arrived_at < before, Draft.posted_reference.is_(None)).order_by(Draft.id)
    )
    return session.scalars(query).all()
