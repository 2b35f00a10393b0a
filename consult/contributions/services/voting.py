"""Voting: whether somebody may vote on something now; how a vote is kept is ``votes``' own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, may_speak_for, may_take_part
from consult.consultations import queries as consultations
from consult.consultations.models import Activity, Consultation
from consult.consultations.policies import is_public, judged_at, may_vote, state_of
from consult.consultations.policies.capabilities import capabilities, taking_votes
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.policies import is_own
from consult.organisations import queries as organisations
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import NONE, Choice
from consult.votes.services import Ballot, cast_vote, take_back


@dataclass(frozen=True)
class Voting:
    """In which activity somebody votes, by its slug, None for the first that takes such votes; and for which body.

    ``organisation`` is a slug they speak for, where the activity counts organisations apart; None for themselves.
    """

    activity: str | None = None
    organisation: str | None = None


AS_ONESELF = Voting()


def vote_on_clause(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    clause_id: int,
    choice: str,
    pressed_at: datetime | None = None,
    voting: Voting = AS_ONESELF,
) -> str:
    """Record a choice on a clause in place of an earlier one; return what is stored. ``now`` is when it arrived.

    Where it was pressed before, ``pressed_at``, and waited, a vote cast since stands.
    """
    subject = Subject(SubjectKind.CLAUSE, clause_id)
    ballot = _ballot(session, actor, now, consultation_id, subject, voting, choice)
    return cast_vote(session, ballot=ballot, now=now, choice=choice, pressed_at=pressed_at)


def vote_on_contribution(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    reference: str,
    choice: str,
    pressed_at: datetime | None = None,
    revision: int | None = None,
    voting: Voting = AS_ONESELF,
) -> str:
    """Record a choice on a contribution that is shown, as ``vote_on_clause`` does; return what is stored.

    ``revision`` is the one that the voter had before them, None for the one that stands. Raises ``own-words`` where the
    voter said it, or it was said for an organisation that they speak for.
    """
    contribution = queries.by_reference(session, reference)
    if contribution is None or not (contribution.is_published and contribution.counts_as_voice):
        raise NotFoundError
    if is_own(actor, contribution):
        raise DomainError("own-words")
    subject = Subject(SubjectKind.CONTRIBUTION, contribution.id)
    ballot = _ballot(session, actor, now, contribution.consultation_id, subject, voting, choice)
    # Read anew now that the consultation is held: its author may have said it otherwise while this waited.
    session.refresh(contribution, ["revision_number"])
    ballot = replace(ballot, revision=revision or contribution.revision_number)
    return cast_vote(session, ballot=ballot, now=now, choice=choice, pressed_at=pressed_at)


def take_back_vote(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, subject: Subject,
    voting: Voting = AS_ONESELF,
) -> str:  # fmt: skip
    """Take a vote back while votes are taken, and return what is stored: no choice. Again changes nothing.

    It counts nowhere, and may be cast anew.
    """
    take_back(session, ballot=_ballot(session, actor, now, consultation_id, subject, voting, None), now=now)
    return NONE


def _ballot(
    session: Session, actor: Actor, now: datetime, consultation_id: int, subject: Subject, voting: Voting,
    choice: str | None,
) -> Ballot:  # fmt: skip
    """Hold the consultation while a vote is cast in it, or taken back; raise where that may not be."""
    consultation = consultations.lock(session, consultation_id, shared=True)
    # This comes first: to whoever votes, a draft is not there.
    if consultation is None or not is_public(consultation, now):
        raise NotFoundError
    if choice is not None and choice not in set(Choice):
        raise DomainError("choose-one", field="choice")
    if not may_take_part(actor):
        raise DomainError("confirm-first")
    activity = activity_of(consultation, subject, voting.activity)
    at = judged_at(consultation, now)
    if not may_vote(actor, consultation, at, activity):
        raise NotNowError("vote-not-now", state_of(consultation, at))
    check_asked(session, consultation_id, subject)
    body = _body(session, actor, activity, voting.organisation)
    return Ballot(consultation_id, activity.id, subject, actor.user_id, body)


def activity_of(consultation: Consultation, subject: Subject, slug: str | None) -> Activity:
    """Return the activity in which one votes on this, the one of that name if there is one; else NotFoundError."""
    there = [each for each in consultation.activities if slug in {None, each.slug}]
    found = taking_votes(there, subject.kind)
    if found is None:
        raise NotFoundError
    return found


def check_asked(session: Session, consultation_id: int, subject: Subject) -> None:
    """Raise NotFoundError for a clause that the consultation does not ask about; others are looked up on their way."""
    on_clause = subject.kind == SubjectKind.CLAUSE
    if on_clause and not consultations.asks_about(
        session, consultation_id=consultation_id, clause_id=subject.id
    ):
        raise NotFoundError


def _body(session: Session, actor: Actor, activity: Activity, organisation: str | None) -> int | None:
    if organisation is None:
        return None
    body = organisations.by_slug(session, organisation)
    apart = capabilities(activity).organisations_apart
    if body is None or not apart or not may_speak_for(actor, body.slug):
        raise NotFoundError
    return body.id
