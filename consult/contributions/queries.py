"""Reading contributions, votes and drafts."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Draft, Status, Vote

PAGE = 20


def by_reference(session: Session, reference: str) -> Contribution | None:
    """Return a contribution with its consultation and organisation, or None."""
    return session.scalars(_whole().where(Contribution.reference == reference)).one_or_none()


def by_references(session: Session, references: Iterable[str]) -> dict[str, Contribution]:
    """Return contributions keyed by reference."""
    rows = session.scalars(_whole().where(Contribution.reference.in_(list(references))))
    return {row.reference: row for row in rows}


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Contribution]:
    """Return contributions keyed by id."""
    return {row.id: row for row in session.scalars(_whole().where(Contribution.id.in_(list(ids))))}


def lock(session: Session, reference: str) -> Contribution | None:
    """Return a contribution, read anew and held until the transaction ends."""
    query = (
        select(Contribution)
        .where(Contribution.reference == reference)
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one_or_none()


def page(
    session: Session,
    *,
    consultation_id: int,
    clause_id: int | None = None,
    whole_text: bool = False,
    before_id: int | None = None,
    limit: int = PAGE,
) -> Sequence[Contribution]:
    """Return contributions that are no replies, newest first, those after ``before_id``; tombstones included.

    ``clause_id`` keeps those on one clause, ``whole_text`` those on no clause.
    """
    query = _whole().where(Contribution.consultation_id == consultation_id, Contribution.depth == 0)
    if clause_id is not None:
        query = query.where(Contribution.clause_id == clause_id)
    elif whole_text:
        query = query.where(Contribution.clause_id.is_(None))
    if before_id is not None:
        query = query.where(Contribution.id < before_id)
    return session.scalars(query.order_by(Contribution.id.desc()).limit(limit)).all()


def replies(session: Session, *, parents: Iterable[int]) -> dict[int, list[Contribution]]:
    """Return the replies below ``parents``, both levels, keyed by parent id, oldest first."""
    first = select(Contribution.id).where(Contribution.parent_id.in_(list(parents)))
    query = (
        _whole()
        .where(Contribution.parent_id.in_(list(parents)) | Contribution.parent_id.in_(first))
        .order_by(Contribution.id)
    )
    found: dict[int, list[Contribution]] = defaultdict(list)
    for row in session.scalars(query):
        if row.parent_id is not None:
            found[row.parent_id].append(row)
    return found


def of_author(session: Session, *, user_id: int) -> Sequence[Contribution]:
    """Return everything a person has said, newest first."""
    return session.scalars(
        _whole().where(Contribution.author_id == user_id).order_by(Contribution.id.desc())
    ).all()


def clauses_spoken_on_by(session: Session, *, consultation_id: int, organisation_id: int) -> set[int | None]:
    """Return the clause ids (None: the whole text) on which this organisation has said something that is shown."""
    query = (
        select(Contribution.clause_id)
        .where(Contribution.consultation_id == consultation_id, Contribution.status == Status.PUBLISHED)
        .where(Contribution.organisation_id == organisation_id)
        .distinct()
    )
    return set(session.scalars(query))


def counts_by_clause(session: Session, *, consultation_id: int) -> dict[int | None, Counter[str]]:
    """Return, for each clause id (None: the whole text), how many are shown: ``all``, and by stance."""
    query = (
        select(Contribution.clause_id, Contribution.stance, func.count())
        .where(Contribution.consultation_id == consultation_id, Contribution.status == Status.PUBLISHED)
        .group_by(Contribution.clause_id, Contribution.stance)
    )
    found: dict[int | None, Counter[str]] = defaultdict(Counter)
    for clause_id, stance, number in session.execute(query):
        found[clause_id]["all"] += number
        if stance:
            found[clause_id][stance] += number
    return found


def counts_by_status(session: Session, *, consultation_id: int, late: bool | None = None) -> Counter[str]:
    """Return how many contributions have each status; ``late`` keeps those that came late, or those that did not."""
    query = select(Contribution.status, func.count()).where(Contribution.consultation_id == consultation_id)
    if late is not None:
        query = query.where(Contribution.late.is_(late))
    rows = session.execute(query.group_by(Contribution.status))
    return Counter({row[0]: row[1] for row in rows})


def published_count(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many contributions are shown in each of these consultations."""
    query = (
        select(Contribution.consultation_id, func.count())
        .where(
            Contribution.consultation_id.in_(list(consultation_ids)), Contribution.status == Status.PUBLISHED
        )
        .group_by(Contribution.consultation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def vote_counts(
    session: Session, *, consultation_id: int, contribution_ids: Iterable[int]
) -> dict[int, Counter[str]]:
    """Return the votes on these contributions, keyed by id, by choice."""
    query = (
        select(Vote.contribution_id, Vote.choice, func.count())
        .where(Vote.consultation_id == consultation_id, Vote.contribution_id.in_(list(contribution_ids)))
        .group_by(Vote.contribution_id, Vote.choice)
    )
    return _counted(session, query)


def clause_vote_counts(session: Session, *, consultation_id: int) -> dict[int, Counter[str]]:
    """Return the votes on the clauses of a consultation, keyed by clause id, by choice."""
    query = (
        select(Vote.clause_id, Vote.choice, func.count())
        .where(Vote.consultation_id == consultation_id, Vote.clause_id.is_not(None))
        .group_by(Vote.clause_id, Vote.choice)
    )
    return _counted(session, query)


def own_votes(
    session: Session, *, consultation_id: int, user_id: int
) -> tuple[dict[int, str], dict[int, str]]:
    """Return a person's own choices in a consultation: by clause id, and by contribution id."""
    query = (
        select(Vote).where(Vote.consultation_id == consultation_id, Vote.user_id == user_id).order_by(Vote.id)
    )
    rows = session.scalars(query).all()
    return (
        {row.clause_id: row.choice for row in rows if row.clause_id is not None},
        {row.contribution_id: row.choice for row in rows if row.contribution_id is not None},
    )


def stream(session: Session, *, consultation_id: int, batch: int = 500) -> Iterator[Contribution]:
    """Yield all contributions of a consultation, oldest first, reading ``batch`` at a time."""
    last = 0
    while True:
        query = _whole().where(Contribution.consultation_id == consultation_id, Contribution.id > last)
        rows = session.scalars(query.order_by(Contribution.id).limit(batch)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].id
        session.expunge_all()


def posted_with_key(session: Session, *, author_id: int, key: str) -> Contribution | None:
    """Return what this author posted with this idempotency key, or None."""
    query = _whole().where(Contribution.author_id == author_id, Contribution.idempotency_key == key)
    return session.scalars(query).one_or_none()


def token_hash(token: str) -> str:
    """Return the form in which a draft's token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def draft_by_token(session: Session, token: str) -> Draft | None:
    """Return the draft with this token, or None."""
    return session.scalars(select(Draft).where(Draft.token_hash == token_hash(token))).one_or_none()


def drafts_by_tokens(session: Session, tokens: Iterable[str]) -> Sequence[Draft]:
    """Return the drafts with these tokens that were not posted yet, oldest first."""
    hashes = [token_hash(token) for token in tokens]
    query = select(Draft).where(Draft.token_hash.in_(hashes), Draft.posted_reference.is_(None))
    return session.scalars(query.order_by(Draft.id)).all()


def waiting_drafts(session: Session, *, user_id: int) -> Sequence[Draft]:
    """Return a person's drafts that were not posted yet, oldest first."""
    query = select(Draft).where(Draft.user_id == user_id, Draft.posted_reference.is_(None)).order_by(Draft.id)
    return session.scalars(query).all()


def stale_drafts(session: Session, *, before: datetime) -> Sequence[Draft]:
    """Return drafts that arrived before then and were never posted, oldest first."""
    query = (
        select(Draft).where(Draft.arrived_at < before, Draft.posted_reference.is_(None)).order_by(Draft.id)
    )
    return session.scalars(query).all()


def _whole() -> Select[Contribution]:
    return select(Contribution).options(
        joinedload(Contribution.consultation).joinedload(Consultation.organisation),
        joinedload(Contribution.organisation),
    )


def _counted(session: Session, query: Select[int | None, str, int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for subject_id, choice, number in session.execute(query):
        if subject_id is not None:
            found[subject_id][choice] = number
    return found
