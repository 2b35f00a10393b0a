"""Destroying what somebody said, with every copy of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.contributions import queries
from consult.contributions.models import Contribution, Status
from consult.contributions.services.counting import count_contribution
from consult.contributions.services.following import tell_followers
from consult.contributions.services.indexing import forget_words


def destroy_words(session: Session, *, now: datetime, contribution: Contribution) -> None:
    """Destroy words, salt, name and author, their draft, translations and search texts; a tombstone remains.

    Who may is for whoever calls it to know, and the decision is written first: the database asks for it, and lets these
    columns become NULL and nothing else.
    """
    for draft in queries.drafts_posted_as(session, reference=contribution.reference):
        session.delete(draft)
    for translation in queries.translations_of(session, contribution_id=contribution.id):
        translation.title = translation.problem = translation.body = None
    forget_words(session, contribution)
    count_contribution(session, contribution, before=contribution.status, after=Status.ERASED.value)
    contribution.title = contribution.problem = contribution.body = contribution.salt = None
    contribution.shown_name = contribution.author_id = None
    contribution.organisation = contribution.organisation_id = None
    contribution.status, contribution.status_at = Status.ERASED.value, now
    session.flush()
    tell_followers(session, contribution)
