"""Reading minutes: what their clauses are, and which sentences of them concern a commitment or a body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from consult.forum.models import Attendance, Entry, EntryLink, Linked, Meeting
from consult.organisations.models import Organisation
from consult.texts.models import ClauseText, TextVersion


class Sentence(NamedTuple):
    """A clause of minutes as it stands in the newest published version that has it, with its meeting.

    Post and body are those of whoever said it, as far as the minutes state them; no name stands here.
    """

    entry_id: int
    clause_id: int
    kind: str
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str
    slug: str
    title_ar: str
    title_en: str
    day: date
    post_ar: str | None
    post_en: str | None
    body_slug: str | None
    body_ar: str | None
    body_en: str | None


def entries(session: Session, *, meeting_id: int) -> dict[int, Entry]:
    """Return what the clauses of a meeting's minutes are, with their links, by the clauses' ids."""
    return {row.clause_id: row for row in session.scalars(_ENTRIES, {"meeting": meeting_id})}


def entry_by_id(session: Session, entry_id: int) -> Entry | None:
    """Return an entry with its links, or None."""
    return session.scalars(_BY_ID, {"entry": entry_id}).one_or_none()


def entry_of_clause(session: Session, clause_id: int) -> Entry:
    """Return the entry of a clause of minutes, with its links: every such clause has one."""
    query = select(Entry).options(selectinload(Entry.links)).where(Entry.clause_id == clause_id)
    return session.scalars(query).one()


def is_published_clause(session: Session, clause_id: int) -> bool:
    """Whether a clause stands in a published version."""
    query = select(ClauseText.id).join(TextVersion, TextVersion.id == ClauseText.version_id)
    standing = query.where(ClauseText.clause_id == clause_id, TextVersion.published_at.is_not(None))
    return session.scalar(select(standing.exists())) or False


def lock_entry(session: Session, entry_id: int) -> Entry | None:
    """Return an entry, held until the transaction ends, or None."""
    return session.scalars(select(Entry).where(Entry.id == entry_id).with_for_update(of=Entry)).one_or_none()


def sentences_about(
    session: Session, kind: Linked, ids: Iterable[int], *, limit: int = 1000
) -> list[tuple[int, Sentence]]:
    """Return pairs of subject id and published sentence that concerns it, so many, the latest meeting first."""
    given = {"kind": kind.value, "ids": list(ids), "limit": limit}
    return [(row[0], Sentence._make(row[1:])) for row in session.execute(_ABOUT, given)]


def sentences_of_body(session: Session, *, organisation_id: int, limit: int = 1000) -> Sequence[Sentence]:
    """Return the published sentences that concern a body or that somebody from it said, the latest meeting first.

    Those that it was to do by the minutes are among them, whoever has taken that over since; ``limit``: so many.
    """
    given = {"organisation": organisation_id, "limit": limit}
    return [Sentence._make(row) for row in session.execute(_OF_BODY, given)]


def of_newest_version() -> ColumnElement[bool]:
    """Return the condition that ``ClauseText`` stands in the newest published version that has its clause."""
    newer, dated = aliased(ClauseText), aliased(TextVersion)
    # A clause is in few versions: that none is newer is seen from its own rows, and nothing is counted.
    superseded = (
        select(newer.id)
        .join(dated, dated.id == newer.version_id)
        .where(
            newer.clause_id == ClauseText.clause_id, newer.version_id != ClauseText.version_id,
            dated.number > TextVersion.number, dated.published_at.is_not(None),
        )
        .correlate(ClauseText, TextVersion)
        .exists()
    )  # fmt: skip
    return and_(TextVersion.id == ClauseText.version_id, TextVersion.published_at.is_not(None), ~superseded)


def stands_in_version() -> ColumnElement[bool]:
    """Return the condition that an ``EntryLink`` stands in the ``TextVersion`` that is read.

    A draft is not its predecessor: what is linked or taken off while it is written is so in it and those after it.
    """
    return and_(
        func.coalesce(EntryLink.since_version_id, 0) <= TextVersion.id,
        or_(EntryLink.withdrawn_at.is_(None), EntryLink.until_version_id > TextVersion.id),
    )


# Built once: building a statement costs more than sending it.
_ENTRIES = (
    select(Entry)
    .options(selectinload(Entry.links))
    .where(Entry.meeting_id == bindparam("meeting"))
    .order_by(Entry.id)
)
_BY_ID = select(Entry).where(Entry.id == bindparam("entry"))
# Who said it: a row of attendance, and the body from which they came, or the body alone.
SPEAKER, SPEAKING = aliased(Attendance), aliased(Organisation)
WHOSE = SPEAKING.id == func.coalesce(SPEAKER.organisation_id, Entry.body_id)
SENTENCE = (
    Entry.id, Entry.clause_id, Entry.kind, ClauseText.heading_ar, ClauseText.heading_en, ClauseText.text_ar,
    ClauseText.text_en, Meeting.slug, Meeting.title_ar, Meeting.title_en, Meeting.day, SPEAKER.post_ar,
    SPEAKER.post_en, SPEAKING.slug, SPEAKING.name_ar, SPEAKING.name_en,
)  # fmt: skip
PUBLISHED = (
    select(*SENTENCE)
    .select_from(Entry)
    # From entries to clauses and not back: SQLite knows no sizes, and would read each clause of all texts.
    .join(ClauseText, ClauseText.clause_id == Entry.clause_id + 0)
    .join(TextVersion, of_newest_version())
    .join(Meeting, Meeting.id == Entry.meeting_id)
    .outerjoin(SPEAKER, SPEAKER.id == Entry.speaker_id)
    .outerjoin(SPEAKING, WHOSE)
)
_IN_ORDER = (Meeting.day.desc(), Meeting.id.desc(), ClauseText.position)
_STANDING = (EntryLink.entry_id == Entry.id) & stands_in_version()
_ABOUT = (
    PUBLISHED.with_only_columns(EntryLink.subject_id, *SENTENCE)
    .join(EntryLink, _STANDING)
    .where(EntryLink.subject_kind == bindparam("kind"))
    .where(EntryLink.subject_id.in_(bindparam("ids", expanding=True)))
    .order_by(EntryLink.subject_id, *_IN_ORDER)
    .limit(bindparam("limit"))
)
_BODY = bindparam("organisation", type_=BigInteger())
_OF_BODY = (
    PUBLISHED.where(
        or_(
            Entry.body_id == _BODY,
            Entry.owner_id == _BODY,
            Entry.speaker_id.in_(select(Attendance.id).where(Attendance.organisation_id == _BODY)),
            select(EntryLink.id)
            .where(
                _STANDING, EntryLink.subject_kind == Linked.ORGANISATION.value, EntryLink.subject_id == _BODY
            )
            .exists(),
        )
    )
    .order_by(*_IN_ORDER)
    .limit(bindparam("limit"))
)
