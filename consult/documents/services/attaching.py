"""Attaching a document to something of the record, and taking it off again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.documents import queries
from consult.documents.models import Attached, DocumentActKind, DocumentAttachment
from consult.documents.services.noting import note, standing
from consult.shared.errors import DomainError, NotFoundError


def attach(
    session: Session, *, actor: Actor, now: datetime, slug: str, kind: Attached, subject_id: int
) -> DocumentAttachment:
    """Attach a document to a thing that the caller has found; ``attached-already`` where it is."""
    document = standing(session, actor, slug)
    there = queries.attachments(session, document_id=document.id)
    if any(subject == (kind.value, subject_id) for _number, subject in there):
        raise DomainError("attached-already", field="subject")
    made = DocumentAttachment(
        document_id=document.id, subject_kind=kind.value, subject_id=subject_id, at=now, by_id=actor.user_id
    )
    session.add(made)
    session.flush()
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.ATTACHED)
    return made


def detach(session: Session, *, actor: Actor, now: datetime, slug: str, attachment_id: int) -> None:
    """Take a document off a thing; the row says when. Nothing happens where it is off already."""
    document = standing(session, actor, slug)
    found = queries.attachment(session, document_id=document.id, attachment_id=attachment_id)
    if found is None:
        raise NotFoundError
    if found.ended_at is not None:
        return
    found.ended_at, found.ended_by_id = now, actor.user_id
    session.flush()
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.DETACHED)
