"""Reading contributions; numbers in ``counts``, all of them in ``whole``, what waits in ``waiting``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from consult.contributions.models import Contribution, ContributionRow, Revision, Status
from consult.contributions.queries.asked import (
    AskedClause,
    AskedHeading,
    Beside,
    asked_clauses,
    asked_headings,
    kept_beside,
)
from consult.contributions.queries.clarified import (
    clarification_count,
    clarifications,
    clarifications_of,
)
from consult.contributions.queries.counts import (
    CHANNELS,
    CLARIFIED,
    VOICES,
    counts_by_status,
    counts_of_both,
    published_by_organisation,
    published_count,
)
from consult.contributions.queries.letters import (
    keyed_in_before,
    known_originals,
    letter_of,
    letter_with_key,
    letters,
    lock_letter,
)
from consult.contributions.queries.revised import earlier, is_heard, revision, revisions
from consult.contributions.queries.rows import REVISION_COLUMNS, SAID, plain, read
from consult.contributions.queries.threads import (
    IN_A_LIST,
    ON_ITS_PAGE,
    Room,
    Threads,
    page,
    reply_numbers,
    thread,
)
from consult.contributions.queries.translated import translations, translations_of
from consult.contributions.queries.waiting import (
    draft_by_id,
    drafts_by_tokens,
    drafts_posted_as,
    lock_draft,
    stale_drafts,
    waiting_drafts,
)
from consult.contributions.queries.whole import PAGE, in_batches, stream, whole
from consult.contributions.queries.within import highest_id, shown_within
from consult.shared.subjects import SubjectKind

__all__ = [
    "CHANNELS",
    "CLARIFIED",
    "IN_A_LIST",
    "ON_ITS_PAGE",
    "PAGE",
    "REVISION_COLUMNS",
    "VOICES",
    "AskedClause",
    "AskedHeading",
    "Beside",
    "Room",
    "Threads",
    "asked_clauses",
    "asked_headings",
    "by_ids",
    "by_reference",
    "by_references",
    "clarification_count",
    "clarifications",
    "clarifications_of",
    "counts_by_status",
    "counts_of_both",
    "draft_by_id",
    "drafts_by_tokens",
    "drafts_posted_as",
    "earlier",
    "highest_id",
    "in_batches",
    "is_heard",
    "is_on",
    "kept_beside",
    "keyed_in_before",
    "known_originals",
    "letter_of",
    "letter_with_key",
    "letters",
    "listed",
    "lock",
    "lock_all",
    "lock_draft",
    "lock_letter",
    "of_author",
    "page",
    "posted_with_key",
    "published_by_organisation",
    "published_count",
    "reply_numbers",
    "revision",
    "revisions",
    "said_before",
    "shown_within",
    "stale_drafts",
    "stream",
    "thread",
    "translations",
    "translations_of",
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
    found = read(session, _LISTED, {"references": list(references)})
    return {row.reference: row for row in found}


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Contribution]:
    """Return contributions keyed by id."""
    return {row.id: row for row in session.scalars(whole().where(Contribution.id.in_(list(ids))))}


def is_on(clause_id: int | None) -> ColumnElement[bool]:
    """Return the condition that a contribution is on this clause, or on a text as a whole (None)."""
    if clause_id is None:
        return Contribution.subject_kind == SubjectKind.TEXT.value
    on_clause = Contribution.subject_kind == SubjectKind.CLAUSE.value
    return on_clause & (Contribution.subject_id == clause_id)


def lock(session: Session, reference: str) -> Contribution | None:
    """Return a contribution, read anew and held until the transaction ends.

    Its words are read once it is held: read along, they would be those that stood before somebody else let it go.
    """
    query = (
        select(Contribution)
        .options(selectinload(Contribution.revision))
        .where(Contribution.reference == reference)
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one_or_none()


def lock_all(session: Session, *, consultation_id: int, references: Sequence[str]) -> Sequence[Contribution]:
    """Return those of these contributions that a consultation has, the oldest first, read anew and held."""
    query = (
        select(Contribution)
        .options(selectinload(Contribution.revision))
        .where(Contribution.consultation_id == consultation_id, Contribution.reference.in_(references))
        .order_by(Contribution.id)
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


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

    ``said`` names columns of the contribution and of the revision that stands. The words are compared themselves: a
    digest of them, without a salt, could be guessed at. A sum is in no index: so the author's own few are walked
    through, and not all that was said in the same place.
    """
    same = {name: getattr(Revision if name in REVISION_COLUMNS else Contribution, name) for name in said}
    where = [(column + 0 if name in _IN_INDEXES else column) == said[name] for name, column in same.items()]
    query = (
        whole()
        .join(Contribution.revision)
        .options(contains_eager(Contribution.revision))
        .where(*where, Contribution.posted_at >= since)
        .where(Contribution.status.in_([Status.HELD, Status.PUBLISHED]))
    )
    return session.scalars(query.order_by(Contribution.id).limit(1)).one_or_none()


# Columns by which an index of all that was said would be taken.
_IN_INDEXES = frozenset({"consultation_id", "subject_id", "parent_id", "depth", "organisation_id"})
# Built once: building a statement costs more than sending it.
_LISTED = plain().where(SAID.c.reference.in_(bindparam("references", expanding=True)))
_BY_REFERENCE = whole().where(Contribution.reference == bindparam("reference"))
