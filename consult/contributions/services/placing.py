"""What somebody typed, and where it belongs: in which activity, about what, below which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from consult.consultations.models import Activity, Consultation
from consult.consultations.policies.capabilities import taking_comments, taking_proposals
from consult.contributions import queries
from consult.contributions.models import Contribution, Kind
from consult.contributions.policies import may_reply
from consult.shared.errors import NotFoundError
from consult.shared.subjects import Subject, SubjectKind
from consult.texts import queries as texts

# The columns that say where words belong.
Where = dict[str, int | str | None]


@dataclass(frozen=True)
class Words:
    """What somebody typed. ``parent`` is a reference; ``organisation`` a slug they speak for; ``key`` makes it once.

    ``subject`` is what it is about, None for the whole text of version ``version_id``; ``activity`` the slug of the one
    in which it is said, None for the first that takes what it is. A reply has both from what it answers. ``named``
    shows the author's public name; otherwise the public sees no name. ``facts`` are sealed and shown beside the words.
    """

    key: str
    body: str
    kind: str = Kind.COMMENT
    subject: Subject | None = None
    activity: str | None = None
    version_id: int | None = None
    parent: str | None = None
    stance: str | None = None
    language: str | None = None
    title: str = ""
    problem: str = ""
    organisation: str | None = None
    named: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)


def activity_for(consultation: Consultation, words: Words) -> Activity:
    """Return the activity that takes these words, no replies; NotFoundError where none does, or not the one named."""
    there = [each for each in consultation.activities if words.activity in {None, each.slug}]
    found = taking_proposals(there) if words.kind == Kind.PROPOSAL else taking_comments(there)
    if found is None:
        raise NotFoundError
    return found


def activity_there(consultation: Consultation, where: Where) -> Activity:
    """Return the activity in which words belong that have their place."""
    return next(each for each in consultation.activities if each.id == where["activity_id"])


def place(session: Session, consultation: Consultation, words: Words) -> Where:
    """Return where the words belong: activity, subject, version, parent; NotFoundError where that is elsewhere."""
    if words.parent is not None:
        return _below(queries.by_reference(session, words.parent), consultation)
    asked = [row.version_id for row in consultation.texts]
    version_id = words.version_id or asked[0]
    if version_id not in asked:
        raise NotFoundError
    subject = _subject(session, words.subject, version_id)
    clause = f" clause {subject.id}" if subject.kind == SubjectKind.CLAUSE else ""
    return {
        "activity_id": activity_for(consultation, words).id, "subject_kind": subject.kind.value,
        "subject_id": subject.id, "version_id": version_id, "parent_id": None, "depth": 0,
        "about": f"version {version_id}{clause}",
    }  # fmt: skip


def _below(parent: Contribution | None, consultation: Consultation) -> Where:
    if parent is None or parent.consultation_id != consultation.id or not may_reply(parent):
        raise NotFoundError
    same = ("activity_id", "subject_kind", "subject_id", "version_id")
    return {
        **{name: getattr(parent, name) for name in same},
        "parent_id": parent.id,
        "parent_revision": parent.revision_number,
        "depth": parent.depth + 1,
        "about": parent.reference,
    }


def _subject(session: Session, subject: Subject | None, version_id: int) -> Subject:
    """Return the clause, which has to stand in this version, or its text as a whole."""
    if subject is not None and subject.kind == SubjectKind.CLAUSE:
        if subject.id not in texts.clause_texts(session, version_id=version_id):
            raise NotFoundError
        return subject
    whole = Subject(SubjectKind.TEXT, texts.text_of(session, version_id=version_id))
    if subject not in {None, whole}:
        raise NotFoundError
    return whole
