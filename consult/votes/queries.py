"""Reading votes: counted row by row, a person's own, and those that wait for their voter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from consult.accounts.queries import token_hash
from consult.consultations.queries import voting_on
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import NONE, KeptVote, Vote


def vote_counts(
    session: Session, *, consultation_id: int, contribution_ids: Iterable[int]
) -> dict[int, Counter[str]]:
    """Return the votes of people on these contributions, keyed by id, by choice."""
    given = {"consultation": consultation_id, "ids": list(contribution_ids)}
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for contribution_id, choice, number in session.execute(_COUNTS, given):
        found[contribution_id][choice] = number
    return found


def was_voted_on(session: Session, *, consultation_id: int, subject: Subject) -> bool:
    """Whether anybody has voted on this, a vote that was taken back included."""
    return bool(session.scalar(_VOTED, _on(consultation_id, subject)))


def votes_before(session: Session, *, consultation_id: int, subject: Subject, revision: int) -> int:
    """Return how many of people's votes on a contribution were cast on words before its ``revision``."""
    return session.scalar(_BEFORE, {**_on(consultation_id, subject), "revision": revision}) or 0


def _on(consultation_id: int, subject: Subject) -> dict[str, object]:
    return {"consultation": consultation_id, "kind": subject.kind.value, "subject": subject.id}


OwnVotes = Mapping[Subject, str]


def own_votes(session: Session, *, consultation_id: int, user_id: int) -> OwnVotes:
    """Return a person's own choices in a consultation, by what they are on, as its pages show them."""
    found: dict[Subject, str] = {}
    for kind, subject_id, choice in session.execute(
        _OWN_VOTES, {"consultation": consultation_id, "user": user_id}
    ):
        found[Subject(SubjectKind(kind), subject_id)] = choice
    return found


class OwnVote(NamedTuple):
    """A person's own choice that stands, on what and in which consultation."""

    consultation_id: int
    subject: Subject
    choice: str


def newest_own_votes(session: Session, *, user_id: int, limit: int) -> list[OwnVote]:
    """Return a person's own choices in all consultations, those that they cast or changed last first."""
    rows = session.execute(_NEWEST_OWN, {"user": user_id, "limit": limit})
    return [OwnVote(row[0], Subject(SubjectKind(row[1]), row[2]), row[3]) for row in rows]


def kept_votes(session: Session, *, user_id: int | None, token: str | None) -> Sequence[KeptVote]:
    """Return the votes that wait for a person, and those of a browser that wait for nobody yet, oldest first."""
    query = select(KeptVote).where(waits_for(user_id, token)).order_by(KeptVote.id)
    return session.scalars(query).all()


def waits_for(user_id: int | None, token: str | None) -> ColumnElement[bool]:
    """Return the condition under which a kept vote is a person's, or a browser's and nobody's yet."""
    browsers = and_(KeptVote.token_hash == token_hash(token or ""), KeptVote.user_id.is_(None))
    return browsers if user_id is None else or_(KeptVote.user_id == user_id, browsers)


def lock_kept_vote(session: Session, vote_id: int) -> KeptVote | None:
    """Return a vote that waits, read anew and held until the transaction ends, or None."""
    query = select(KeptVote).where(KeptVote.id == vote_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def stale_kept_votes(session: Session, *, before: datetime) -> Sequence[KeptVote]:
    """Return votes that arrived before then and were never recorded, oldest first."""
    return session.scalars(select(KeptVote).where(KeptVote.arrived_at < before).order_by(KeptVote.id)).all()


# Built once: building a statement costs more than sending it.
# People's own votes that stand, in the activities whose numbers pages show.
_ASKED: BindParameter[int] = bindparam("consultation")
_PERSONS = (
    Vote.consultation_id == _ASKED, Vote.organisation_id.is_(None), Vote.choice != NONE,
    Vote.activity_id == case(*((Vote.subject_kind == kind.value, voting_on(kind, _ASKED)) for kind in SubjectKind)),
)  # fmt: skip
_OWN_VOTES = (
    select(Vote.subject_kind, Vote.subject_id, Vote.choice)
    .where(Vote.user_id == bindparam("user"), *_PERSONS)
    .order_by(Vote.id)
)
_NEWEST_OWN = (
    select(Vote.consultation_id, Vote.subject_kind, Vote.subject_id, Vote.choice)
    .where(Vote.user_id == bindparam("user"), Vote.organisation_id.is_(None), Vote.choice != NONE)
    .order_by(Vote.cast_at.desc(), Vote.id.desc())
    .limit(bindparam("limit"))
)
_ON_IT = (Vote.subject_kind == bindparam("kind"), Vote.subject_id == bindparam("subject"))
_VOTED = select(select(Vote.id).where(Vote.consultation_id == _ASKED, *_ON_IT).exists())
_BEFORE = select(func.count()).where(*_PERSONS, *_ON_IT, Vote.revision < bindparam("revision"))
_COUNTS = (
    select(Vote.subject_id, Vote.choice, func.count())
    .where(Vote.activity_id == voting_on(SubjectKind.CONTRIBUTION, _ASKED), *_PERSONS)
    .where(Vote.subject_kind == SubjectKind.CONTRIBUTION.value)
    .where(Vote.subject_id.in_(bindparam("ids", expanding=True)))
    .group_by(Vote.subject_id, Vote.choice)
)
