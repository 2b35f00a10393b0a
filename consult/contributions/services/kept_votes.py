"""Keeping votes for those who have not signed in yet, and recording them when they say so."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.accounts.queries import token_hash
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, is_public, state_of, takes_place
from consult.consultations.policies.capabilities import results_of
from consult.consultations.policies.settings import Results
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import Contribution
from consult.contributions.policies import counted_from
from consult.contributions.services.voting import (
    Voting,
    activity_of,
    check_asked,
    vote_on_clause,
    vote_on_contribution,
)
from consult.orm import insert_if_new
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from consult.votes import queries as votes
from consult.votes.models import Choice, KeptVote

# As many as one browser may let wait.
MOST_KEPT = 50
# On what a vote is that waits, and in which activity: columns by name.
On = dict[str, int | str]


def keep_vote(
    session: Session,
    *,
    now: datetime,
    consultation_id: int,
    choice: str,
    clause_id: int | None = None,
    reference: str | None = None,
    token: str | None = None,
    user_id: int | None = None,
) -> str:
    """Keep a choice on a clause, or on the contribution with ``reference``; return the token of its browser's votes.

    Another choice on the same takes its place. Same rules as voting; ``too-many-wait`` beyond ``MOST_KEPT``.
    """
    asked = consultations.by_id(session, consultation_id)
    if asked is None or not is_public(asked, now):
        raise NotFoundError
    if choice not in set(Choice):
        raise DomainError("choose-one", field="choice")
    if not allows(asked, Act.VOTE, now):
        raise NotNowError("vote-not-now", state_of(asked, now))
    said = _said(session, reference) if reference is not None else None
    subject = _subject(session, asked, now, clause_id, said)
    if user_id is not None:
        # One row a subject, however many of the account's browsers press.
        token = f"account {user_id}"
    token = token or secrets.token_urlsafe(32)
    chosen = {"choice": choice, "arrived_at": now, "revision": said.revision_number if said else None}
    if _chosen_anew(session, user_id, token, subject, chosen):
        return token
    if len(votes.kept_votes(session, user_id=user_id, token=token)) >= MOST_KEPT:
        raise DomainError("too-many-wait", most=MOST_KEPT)
    row = {"user_id": user_id, "consultation_id": consultation_id, **subject, **chosen}
    if _kept(session, token, subject, row) or _chosen_anew(session, user_id, token, subject, chosen):
        return token
    # What this browser kept under its token is an account's since somebody registered here: it begins anew.
    token = secrets.token_urlsafe(32)
    _kept(session, token, subject, row)
    return token


def _chosen_anew(
    session: Session, user_id: int | None, token: str, subject: On, chosen: dict[str, object]
) -> bool:
    """Change the choice that waits already; whether there was one."""
    same = (
        votes.waits_for(user_id, token),
        *(getattr(KeptVote, name) == value for name, value in subject.items()),
    )
    changed = update(KeptVote).where(*same).values(**chosen).returning(KeptVote.id)
    return session.scalars(changed).first() is not None


def _kept(session: Session, token: str, subject: On, row: dict[str, object]) -> bool:
    """Keep a choice under a browser's token; whether it was kept: not where one stands under it already."""
    new = insert_if_new(session, KeptVote, "token_hash", *subject)
    kept = new.values(token_hash=token_hash(token), **row).returning(KeptVote.id)
    return session.scalar(kept) is not None


def _subject(
    session: Session, asked: Consultation, now: datetime, clause_id: int | None, said: Contribution | None
) -> On:
    if said is not None:
        subject = Subject(SubjectKind.CONTRIBUTION, said.id)
    elif clause_id is not None:
        subject = Subject(SubjectKind.CLAUSE, clause_id)
        check_asked(session, asked.id, subject)
    else:
        raise NotFoundError
    activity = activity_of(asked, subject, None)
    if not takes_place(activity, now):
        raise NotNowError("vote-not-now", state_of(asked, now))
    return {"activity_id": activity.id, "subject_kind": subject.kind.value, "subject_id": subject.id}


def _said(session: Session, reference: str) -> Contribution:
    said = queries.by_reference(session, reference)
    if said is None or not (said.is_published and said.counts_as_voice):
        raise NotFoundError
    return said


def claim_votes(session: Session, *, user_id: int | None, token: str) -> None:
    """Give a browser's votes to a person, if they are nobody's yet; one statement, whoever that is."""
    session.execute(update(KeptVote).where(votes.waits_for(None, token)).values(user_id=user_id))


def record_vote(
    session: Session, *, actor: Actor, now: datetime, vote_id: int, grace_hours: int, token: str | None = None
) -> tuple[KeptVote, str]:
    """Record a vote that waited; return it, and the choice that stands, which may be one cast since.

    It counts from now while votes are taken there, afterwards from its arrival, within ``grace_hours``. Raises what
    voting raises, ``not-shown`` where what was voted on is gone, NotFoundError for another's vote.
    """
    waiting = _own(session, actor, vote_id, token)
    asked = consultations.lock(session, waiting.consultation_id, shared=True)
    kept = votes.lock_kept_vote(session, vote_id)
    if asked is None or kept is None:
        raise NotFoundError
    state = state_of(asked, now)
    if state.is_over:
        raise NotNowError("vote-not-now", state)
    moment = counts_at(asked, kept, now, grace_hours)
    stands = _vote(session, actor, moment, asked, kept)
    session.delete(kept)
    session.flush()
    return kept, stands


def counts_at(asked: Consultation, kept: KeptVote, now: datetime, grace_hours: int) -> datetime:
    """Return the moment at which a vote that waited counts where it is recorded now.

    Sealed ones wait until the closing and no longer: afterwards their voter has seen the numbers, and could choose.
    """
    within = next((each for each in asked.activities if each.id == kept.activity_id), None)
    taken = state_of(asked, now) is State.OPEN and within is not None and takes_place(within, now)
    sealed = within is not None and results_of(within) is not Results.SHOWN
    return now if taken or sealed else counted_from(kept.arrived_at, now, grace_hours)


def _vote(session: Session, actor: Actor, moment: datetime, asked: Consultation, kept: KeptVote) -> str:
    voting = Voting(next(each.slug for each in asked.activities if each.id == kept.activity_id))
    said = kept.subject.id if kept.subject.kind == SubjectKind.CONTRIBUTION else None
    try:
        if said is None:
            return vote_on_clause(
                session, actor=actor, now=moment, consultation_id=asked.id, clause_id=kept.subject.id,
                choice=kept.choice, pressed_at=kept.arrived_at, voting=voting,
            )  # fmt: skip
        there = queries.by_ids(session, [said]).get(said)
        return vote_on_contribution(
            session, actor=actor, now=moment, reference=there.reference if there else "", choice=kept.choice,
            pressed_at=kept.arrived_at, revision=kept.revision, voting=voting,
        )  # fmt: skip
    except NotFoundError as gone:
        raise DomainError("vote-gone") from gone


def _own(session: Session, actor: Actor, vote_id: int, token: str | None) -> KeptVote:
    waiting = votes.kept_votes(session, user_id=actor.user_id, token=token)
    found = next((each for each in waiting if each.id == vote_id), None)
    if found is None:
        raise NotFoundError
    return found


def drop_vote(session: Session, *, actor: Actor, vote_id: int, token: str | None = None) -> None:
    """Throw away a vote that waits; NotFoundError for another's."""
    session.delete(_own(session, actor, vote_id, token))
    session.flush()
