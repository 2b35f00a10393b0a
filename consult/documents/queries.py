"""Reading documents, their files and what they are attached to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, false, func, inspect, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.documents.models import (
    Document,
    DocumentAct,
    DocumentActKind,
    DocumentAttachment,
    DocumentErasure,
    DocumentVersion,
    File,
    Filed,
    Visibility,
)
from consult.organisations.models import Organisation


class Place(NamedTuple):
    """Where a document stands in the list: the newest first."""

    id: int


class Subject(NamedTuple):
    """What a document is attached to."""

    kind: str
    id: int


def by_slug(session: Session, slug: str) -> Document | None:
    """Return a document with its versions and its publisher, or None."""
    query = select(Document).where(Document.slug == slug)
    return session.scalars(
        query.options(joinedload(Document.publisher), selectinload(Document.versions))
    ).one_or_none()


def lock(session: Session, slug: str) -> Document | None:
    """Return a document, held until the transaction ends, or None."""
    query = select(Document).where(Document.slug == slug).with_for_update(of=Document)
    return session.scalars(
        query.options(joinedload(Document.publisher), selectinload(Document.versions)).execution_options(
            populate_existing=True
        )
    ).one_or_none()


def version(session: Session, *, slug: str, number: int) -> DocumentVersion | None:
    """Return one version of a document, or None."""
    query = select(DocumentVersion).join(Document, Document.id == DocumentVersion.document_id)
    return session.scalars(query.where(Document.slug == slug, DocumentVersion.number == number)).one_or_none()


def listed(
    session: Session,
    *,
    kind: str | None = None,
    subjects: Iterable[Subject] | None = None,
    begun: Place | None = None,
    limit: int,
) -> list[Filed]:
    """Return what everybody reads and nobody has withdrawn, newest first, after the place ``begun``.

    ``kind`` is one of theirs; ``subjects`` leaves those attached to one of these.
    """
    query = _PUBLIC.order_by(_DOCUMENTS.c.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(_DOCUMENTS.c.kind == kind)
    if begun is not None:
        query = query.where(_DOCUMENTS.c.id < begun.id)
    if subjects is not None:
        query = query.where(_DOCUMENTS.c.id.in_(_attached_to(subjects)))
    return [_filed(row) for row in session.execute(query)]


def at_desk(
    session: Session, *, scopes: Iterable[str] | None, begun: Place | None = None, limit: int | None
) -> list[Filed]:
    """Return documents of the bodies with these slugs, of all where None, newest first."""
    query = _FILED.order_by(_DOCUMENTS.c.id.desc()).limit(limit)
    if scopes is not None:
        query = query.where(_BODIES.c.slug.in_(list(scopes)))
    if begun is not None:
        query = query.where(_DOCUMENTS.c.id < begun.id)
    return [_filed(row) for row in session.execute(query)]


def place_of(row: Filed) -> Place:
    """Return where a document stands in lists."""
    return Place(row.id)


def attached_to(session: Session, subjects: Iterable[Subject]) -> dict[Subject, list[Filed]]:
    """Return the public documents attached to each of these things; the oldest attachment first."""
    found: dict[Subject, list[Filed]] = defaultdict(list)
    for row in session.execute(_ATTACHED, {"subjects": [tuple(subject) for subject in subjects]}):
        found[Subject(row[0], row[1])].append(_filed(row[2:]))
    return found


def attachments(session: Session, *, document_id: int) -> list[tuple[int, Subject]]:
    """Return what a document is attached to now, each with the attachment's id, in the order of attaching."""
    query = select(
        DocumentAttachment.id, DocumentAttachment.subject_kind, DocumentAttachment.subject_id
    ).where(DocumentAttachment.document_id == document_id, DocumentAttachment.ended_at.is_(None))
    rows = session.execute(query.order_by(DocumentAttachment.id))
    return [(number, Subject(kind, subject_id)) for number, kind, subject_id in rows]


def attachment(session: Session, *, document_id: int, attachment_id: int) -> DocumentAttachment | None:
    """Return one attachment of a document, whether it stands or was taken off; None where it never was."""
    query = select(DocumentAttachment).where(
        DocumentAttachment.id == attachment_id, DocumentAttachment.document_id == document_id
    )
    return session.scalars(query).one_or_none()


def acts(session: Session, *, document_id: int) -> Sequence[DocumentAct]:
    """Return what was done with a document, oldest first."""
    query = select(DocumentAct).where(DocumentAct.document_id == document_id)
    return session.scalars(query.order_by(DocumentAct.id)).all()


def waiting_erasure(session: Session, *, document_id: int) -> DocumentErasure | None:
    """Return the request to destroy its bytes that waits, or None."""
    query = select(DocumentErasure).where(
        DocumentErasure.document_id == document_id, DocumentErasure.decided_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def erasure_by_id(session: Session, erasure_id: int) -> tuple[DocumentErasure, Document] | None:
    """Return a request to destroy a document's bytes with its document, or None."""
    query = select(DocumentErasure, Document).join(Document, Document.id == DocumentErasure.document_id)
    row = session.execute(query.where(DocumentErasure.id == erasure_id)).first()
    return (row[0], row[1]) if row else None


def public_within(session: Session, *, ids: range) -> Iterable[tuple[str, datetime]]:
    """Return slug and time of the newest file of what everybody reads, of documents within these ids."""
    query = (
        select(_DOCUMENTS.c.slug, _VERSIONS.c.added_at)
        .select_from(_HOME)
        .where(*_READ_BY_ALL, _DOCUMENTS.c.id >= ids.start, _DOCUMENTS.c.id < ids.stop)
        .order_by(_DOCUMENTS.c.id)
    )
    return ((slug, added_at) for slug, added_at in session.execute(query))


def every_version(session: Session) -> Iterator[Filed]:
    """Return each version of what everybody reads or finds a tombstone of, by document and number, as they are read."""
    for row in session.execute(_EVERY_VERSION.execution_options(yield_per=500)):
        yield _filed(row)


def why_gone(session: Session) -> dict[int, tuple[str, str]]:
    """Return the reason by which each document last went, Arabic and English, keyed by its id."""
    kinds = [DocumentActKind.WITHDRAWN.value, DocumentActKind.ERASED.value]
    query = select(DocumentAct.document_id, DocumentAct.reason_ar, DocumentAct.reason_en)
    rows = session.execute(query.where(DocumentAct.kind.in_(kinds)).order_by(DocumentAct.id))
    return {row[0]: (row[1], row[2]) for row in rows}


def highest_id(session: Session) -> int:
    """Return the highest id of a document, 0 where there is none."""
    return session.scalar(select(func.max(Document.id))) or 0


def known_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Return those of these keys under which the bytes of a version are kept."""
    query = select(DocumentVersion.stored_key).where(DocumentVersion.stored_key.in_(list(keys)))
    return {key for key in session.scalars(query) if key}


def _attached_to(subjects: Iterable[Subject]) -> Select[Any]:
    table = DocumentAttachment
    pairs = [(subject.kind, subject.id) for subject in subjects]
    wanted = tuple_(table.subject_kind, table.subject_id).in_(pairs) if pairs else false()
    return select(table.document_id).where(table.ended_at.is_(None), wanted)


def _filed(row: Sequence[Any]) -> Filed:
    own = len(Filed._fields) - 1
    return Filed._make((*row[:own], File._make(row[own:])))


# On the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_DOCUMENTS, _VERSIONS = inspect(Document).local_table, inspect(DocumentVersion).local_table
_BODIES, _ATTACHMENTS = inspect(Organisation).local_table, inspect(DocumentAttachment).local_table
_HOME = _DOCUMENTS.join(
    _VERSIONS, and_(_VERSIONS.c.document_id == _DOCUMENTS.c.id, _VERSIONS.c.number == _DOCUMENTS.c.current)
).outerjoin(_BODIES, _BODIES.c.id == _DOCUMENTS.c.publisher_id)
_COLUMNS = [
    *(_DOCUMENTS.c[name] for name in Filed._fields[:11]),
    _BODIES.c.name_ar, _BODIES.c.name_en, _BODIES.c.slug,
    *(_VERSIONS.c[name] for name in File._fields),
]  # fmt: skip
_READ_BY_ALL = (
    _DOCUMENTS.c.visibility == Visibility.PUBLIC.value,
    _DOCUMENTS.c.withdrawn_at.is_(None),
    _DOCUMENTS.c.erased_at.is_(None),
)
_FILED = select(*_COLUMNS).select_from(_HOME)
_EVERY_VERSION = (
    select(*_COLUMNS)
    .select_from(
        _DOCUMENTS.join(_VERSIONS, _VERSIONS.c.document_id == _DOCUMENTS.c.id).outerjoin(
            _BODIES, _BODIES.c.id == _DOCUMENTS.c.publisher_id
        )
    )
    .where(_DOCUMENTS.c.visibility == Visibility.PUBLIC.value)
    .order_by(_DOCUMENTS.c.id, _VERSIONS.c.number)
)
_PUBLIC = _FILED.where(*_READ_BY_ALL)
_ATTACHED = (
    select(_ATTACHMENTS.c.subject_kind, _ATTACHMENTS.c.subject_id, *_COLUMNS)
    .select_from(_HOME.join(_ATTACHMENTS, _ATTACHMENTS.c.document_id == _DOCUMENTS.c.id))
    .where(
        *_READ_BY_ALL,
        _ATTACHMENTS.c.ended_at.is_(None),
        tuple_(_ATTACHMENTS.c.subject_kind, _ATTACHMENTS.c.subject_id).in_(
            bindparam("subjects", expanding=True)
        ),
    )
    .order_by(_ATTACHMENTS.c.id)
)
