"""Reading contributions; numbers and votes in ``counts``, all of them in ``whole``, what waits in ``waiting``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, ContributionRow, Speaker, Status
from consult.contributions.queries.clarified import (
    clarification_count,
    clarifications,
    clarifications_of,
)
from consult.contributions.queries.counts import (
    ALL,
    CLARIFIED,
    VOICES,
    WHOLE,
    OwnVotes,
    clause_subject,
    counts_by_status,
    own_votes,
    published_by_organisation,
    published_count,
    voice_subject,
    vote_counts,
    votes_on,
)
from consult.contributions.queries.translated import translations, translations_of
from consult.contributions.queries.waiting import (
    draft_by_id,
    drafts_by_tokens,
    drafts_posted_as,
    kept_votes,
    lock_draft,
    lock_kept_vote,
    stale_drafts,
    stale_kept_votes,
    token_hash,
    waiting_drafts,
)
from consult.contributions.queries.whole import PAGE, in_batches, stream, whole
from consult.contributions.queries.within import highest_id, shown_within
from consult.organisations.models import Organisation
from consult.orm import LARGEST_ID

__all__ = [
    "ALL",
    "CLARIFIED",
    "PAGE",
    "VOICES",
    "WHOLE",
    "OwnVotes",
    "by_ids",
    "by_reference",
    "by_references",
    "clarification_count",
    "clarifications",
    "clarifications_of",
    "clause_subject",
    "counts_by_status",
    "draft_by_id",
    "drafts_by_tokens",
    "drafts_posted_as",
    "highest_id",
    "in_batches",
    "kept_votes",
    "listed",
    "lock",
    "lock_draft",
    "lock_kept_vote",
    "of_author",
    "own_votes",
    "page",
    "posted_with_key",
    "published_by_organisation",
    "published_count",
    "replies",
    "reply_numbers",
    "said_before",
    "shown_within",
    "stale_drafts",
    "stale_kept_votes",
    "stream",
    "token_hash",
    "translations",
    "translations_of",
    "voice_subject",
    "vote_counts",
    "votes_on",
    "waiting_drafts",
]


# Under what the words of a contribution are searched: the author's own, and staff's translations of them.
SEARCHED = OWN_WORDS, TRANSLATED = "contribution", "translation"


def by_reference(session: Session, reference: str) -> Contribution | None:
    """Return a contribution with its consultation and organisation, or None."""
    return session.scalars(_BY_REFERENCE, {"reference": reference}).one_or_none()


def by_references(session: Session, references: Iterable[str]) -> dict[str, Contribution]:
    """Return contributions keyed by reference."""
    rows = session.scalars(whole().where(Contribution.reference.in_(list(references))))
    return {row.reference: row for row in rows}


def listed(session: Session, references: Iterable[str]) -> dict[str, ContributionRow]:
    """Return contributions as lists show them, keyed by reference."""
    rows = _voices(session, _LISTED, {"references": list(references)})
    return {row.reference: row for row in rows}


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Contribution]:
    """Return contributions keyed by id."""
    return {row.id: row for row in session.scalars(whole().where(Contribution.id.in_(list(ids))))}


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
) -> Sequence[ContributionRow]:
    """Return contributions that are no replies, newest first, those after ``before_id``; tombstones included.

    ``clause_id`` keeps those on one clause, ``whole_text`` those on no clause.
    """
    place = "clause" if clause_id is not None else "whole" if whole_text else "all"
    given = {"consultation": consultation_id, "clause": clause_id, "before": before_id, "limit": limit}
    return _voices(session, _PAGES[place, before_id is not None], given)


def replies(
    session: Session, *, parents: Iterable[int], limit: int = PAGE, after_id: int | None = None
) -> dict[int, list[ContributionRow]]:
    """Return the replies directly below each of ``parents``, keyed by parent id, oldest first.

    Of each the first ``limit`` of those after ``after_id``; no more are read, however many there are.
    """
    found: dict[int, list[ContributionRow]] = defaultdict(list)
    given = {"parents": list(parents), "limit": limit, "after": after_id or 0}
    for row in _voices(session, _REPLIES, given):
        if row.parent_id is not None:
            found[row.parent_id].append(row)
    return found


def reply_numbers(session: Session, *, parents: Iterable[int], after_id: int | None = None) -> dict[int, int]:
    """Return how many replies stand directly below each of ``parents``, after ``after_id``; tombstones included."""
    query = (
        select(Contribution.parent_id, func.count())
        .where(Contribution.parent_id.in_(list(parents)), Contribution.id > (after_id or 0))
        .group_by(Contribution.parent_id)
    )
    return {row[0]: row[1] for row in session.execute(query) if row[0] is not None}


def of_author(
    session: Session, *, user_id: int, before_id: int | None = None, limit: int | None = None
) -> Sequence[Contribution]:
    """Return what a person has said, newest first: all of it, or ``limit`` of those before ``before_id``."""
    query = whole().where(Contribution.author_id == user_id)
    if before_id is not None:
        query = query.where(Contribution.id < before_id)
    return session.scalars(query.order_by(Contribution.id.desc()).limit(limit)).all()


def posted_with_key(session: Session, *, author_id: int, key: str) -> Contribution | None:
    """Return what this author posted with this idempotency key, or None."""
    query = whole().where(Contribution.author_id == author_id, Contribution.idempotency_key == key)
    return session.scalars(query).one_or_none()


def said_before(session: Session, *, since: datetime, said: Mapping[str, object]) -> Contribution | None:
    """Return the first contribution posted ``since`` then and still shown whose columns are those of ``said``, or None.

    The words are compared themselves: a digest of them, without a salt, could be guessed at.
    """
    query = (
        whole()
        .filter_by(**said)
        .where(Contribution.posted_at >= since, Contribution.status.in_([Status.HELD, Status.PUBLISHED]))
    )
    return session.scalars(query.order_by(Contribution.id).limit(1)).one_or_none()


def _voices(
    session: Session, query: Select[*tuple[Any, ...]], given: Mapping[str, object]
) -> list[ContributionRow]:
    own, speaker = len(_COLUMNS), len(_SPEAKER)
    return [
        ContributionRow._make([*row[:own], Speaker._make(row[-speaker:]) if row[-1] is not None else None])
        for row in session.execute(query, given)
    ]


def _page(place: str, *, older: bool) -> Select[*tuple[Any, ...]]:
    said, order = _SAID.c, [_SAID.c.id.desc()]
    query = _listed().where(said.consultation_id == bindparam("consultation"))
    if older:
        query = query.where(said.depth == 0, said.id < bindparam("before"))
    else:
        # The order of the index, which the primary key does not give as well: from there, PostgreSQL would walk through
        # all that was said later elsewhere.
        query, order = query.where(said.depth < 1), [said.depth.desc(), *order]
    if place == "clause":
        query = query.where(said.clause_id == bindparam("clause"))
    if place == "whole":
        query, order = query.where(said.clause_id.is_(None)), [said.clause_id.desc(), *order]
    return query.order_by(*order).limit(bindparam("limit"))


def _replies() -> Select[*tuple[Any, ...]]:
    parents: BindParameter[Sequence[int]] = bindparam("parents", expanding=True)
    above, below = _SAID.alias(), _SAID.alias()
    after: BindParameter[int] = bindparam("after")
    # Where each list ends is found in the index: no reply that is not shown is read.
    end = (
        select(below.c.id)
        .where(below.c.parent_id == above.c.id, below.c.id > after)
        .order_by(below.c.id)
        .offset(bindparam("limit"))
        .limit(1)
        .scalar_subquery()
    )
    lists = (
        select(above.c.id, func.coalesce(end, LARGEST_ID).label("end"))
        .where(above.c.id.in_(parents))
        .subquery()
    )
    query = _listed().join(lists, _SAID.c.parent_id == lists.c.id)
    return query.where(_SAID.c.id > after, _SAID.c.id < lists.c.end).order_by(_SAID.c.id)


def _listed() -> Select[*tuple[Any, ...]]:
    """Return the query for plain rows of voices, each with the organisation for which it was said."""
    return select(*_COLUMNS, *_SPEAKER).outerjoin(_BODIES, _BODIES.c.id == _SAID.c.organisation_id)


# The tables themselves: SQLAlchemy gives their rows sooner than those of its entities.
_SAID, _BODIES = inspect(Contribution).local_table, inspect(Organisation).local_table
_COLUMNS = [_SAID.c[name] for name in ContributionRow._fields if name != "organisation"]
_SPEAKER = [_BODIES.c[name] for name in Speaker._fields]
# Built once: building a statement costs more than sending it.
_PAGES = {
    (place, older): _page(place, older=older)
    for place in ("all", "clause", "whole")
    for older in (False, True)
}
_REPLIES = _replies()
_LISTED = _listed().where(_SAID.c.reference.in_(bindparam("references", expanding=True)))
_BY_REFERENCE = whole().where(Contribution.reference == bindparam("reference"))
