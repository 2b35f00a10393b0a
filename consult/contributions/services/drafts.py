"""Keeping words for those who have not signed in yet."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations import queries as consultations
from consult.consultations.policies import state_of
from consult.contributions import queries
from consult.contributions.models import Contribution, Draft
from consult.contributions.services.posting import Words, checked, submit
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.state import State


def keep_draft(
    session: Session, *, now: datetime, consultation_id: int, words: Words, user_id: int | None = None
) -> str:
    """Keep ``words`` until their author has signed in; return the token that opens them. Same rules as posting."""
    consultation = consultations.by_id(session, consultation_id)
    if consultation is None or state_of(consultation, now) not in {State.OPEN, State.CLOSED}:
        raise NotFoundError
    words = checked(consultation, words)
    token = secrets.token_urlsafe(32)
    session.add(
        Draft(
            token_hash=queries.token_hash(token), user_id=user_id, consultation_id=consultation_id,
            words=asdict(words), arrived_at=now,
        )
    )  # fmt: skip
    session.flush()
    return token


def claim_draft(session: Session, *, user_id: int | None, token: str) -> None:
    """Give the draft with this token to a person, if it is nobody's yet; one statement, whoever that is."""
    mine = (Draft.token_hash == queries.token_hash(token), Draft.user_id.is_(None))
    session.execute(update(Draft).where(*mine).values(user_id=user_id))


def post_drafts(
    session: Session, *, actor: Actor, now: datetime, grace_hours: int
) -> tuple[list[Contribution], list[DomainError]]:
    """Post what a person wrote before signing in; return what was posted and what could not be.

    A draft counts from its arrival if it is confirmed within ``grace_hours``, else from now.
    """
    posted: list[Contribution] = []
    refused: list[DomainError] = []
    for draft in queries.waiting_drafts(session, user_id=actor.user_id):
        in_grace = (now - draft.arrived_at).total_seconds() <= grace_hours * 3600
        try:
            with session.begin_nested():
                contribution = submit(
                    session, actor=actor, now=now, consultation_id=draft.consultation_id,
                    words=Words(**draft.words), arrived_at=draft.arrived_at if in_grace else now,
                )  # fmt: skip
        except DomainError as problem:
            refused.append(problem)
            continue
        # The words stand in the contribution now; a second copy could outlive their erasure.
        draft.posted_reference, draft.words = contribution.reference, {}
        posted.append(contribution)
    session.flush()
    return posted, refused


def drop_stale_drafts(session: Session, *, before: datetime) -> int:
    """Delete drafts that arrived before then and were never posted; return how many. None was acknowledged."""
    stale = queries.stale_drafts(session, before=before)
    for draft in stale:
        session.delete(draft)
    session.flush()
    return len(stale)


def drop_drafts_of(session: Session, *, user_id: int) -> None:
    """Delete what waits on an account whose address was never confirmed: its owner may not have written it."""
    for draft in queries.waiting_drafts(session, user_id=user_id):
        session.delete(draft)
    session.flush()
