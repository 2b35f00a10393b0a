"""Two persons destroy a document: one asks, another decides. Bytes and names go, a tombstone stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.documents import queries
from consult.documents.models import Document, DocumentActKind, DocumentErasure
from consult.documents.policies import may_ask_erasure, may_decide_erasure
from consult.documents.services.noting import note
from consult.documents.services.showing import problems_of_reason
from consult.outbox.services import Message, enqueue
from consult.shared.errors import NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def ask_erasure(session: Session, *, actor: Actor, now: datetime, slug: str, reason: str) -> DocumentErasure:
    """Ask that a document be destroyed, and return the request: the one that waits already, where one does."""
    document = _held(session, slug)
    if not may_ask_erasure(actor, document.scope):
        raise NotFoundError
    waiting = queries.waiting_erasure(session, document_id=document.id)
    if waiting is not None:
        return waiting
    raise_any(problems_of_words({"reason": clean(reason)}))
    request = DocumentErasure(
        document_id=document.id, asked_by_id=actor.user_id, reason=clean(reason), at=now
    )
    session.add(request)
    session.flush()
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.ERASURE_ASKED)
    return request


def take_back_erasure(session: Session, *, actor: Actor, now: datetime, slug: str) -> None:
    """Take back one's own request while it waits."""
    document = _held(session, slug)
    request = queries.waiting_erasure(session, document_id=document.id)
    if request is None or request.asked_by_id != actor.user_id:
        raise NotFoundError
    _decided(session, request, actor, now, accepted=None)
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.ERASURE_TAKEN_BACK)


def refuse_erasure(session: Session, *, actor: Actor, now: datetime, slug: str) -> None:
    """Refuse the request that waits: the document stays as it is."""
    document, request = _decidable(session, actor, slug)
    _decided(session, request, actor, now, accepted=False)
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.ERASURE_REFUSED)
    asker = session.get(User, request.asked_by_id)
    if asker is not None:
        key, content = f"document-erasure-refused:{request.id}", {"request": request.id}
        message = Message(key, "document-erasure-refused", asker.email, asker.language, content)
        enqueue(session, now=now, messages=[message])


def erase(session: Session, *, actor: Actor, now: datetime, slug: str, reason: tuple[str, str]) -> list[str]:
    """Accept the request: empty titles, number, names and addresses of a document; return the keys of its bytes.

    The caller destroys those bytes once this is committed; where that fails, the sweep does. ``reason`` is published.
    """
    document, request = _decidable(session, actor, slug)
    raise_any(problems_of_reason(reason))
    keys = [version.stored_key for version in document.versions if version.stored_key]
    # The decision comes first: without it the database lets nothing be emptied.
    _decided(session, request, actor, now, accepted=True)
    document.erased_at = now
    document.title_ar = document.title_en = document.number = ""
    session.flush()
    for version in document.versions:
        version.stored_key, version.address, version.stem, version.sha256 = None, "", "", ""
        version.size = None
    session.flush()
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.ERASED, reason=reason)
    asker = session.get(User, request.asked_by_id)
    if asker is not None:
        key, content = f"document-erased:{request.id}", {"request": request.id}
        message = Message(key, "document-erased", asker.email, asker.language, content)
        enqueue(session, now=now, messages=[message])
    return keys


def _held(session: Session, slug: str) -> Document:
    document = queries.lock(session, slug)
    if document is None or document.erased_at is not None:
        raise NotFoundError
    return document


def _decidable(session: Session, actor: Actor, slug: str) -> tuple[Document, DocumentErasure]:
    document = _held(session, slug)
    request = queries.waiting_erasure(session, document_id=document.id)
    if request is None or not may_decide_erasure(actor, request.asked_by_id):
        raise NotFoundError
    return document, request


def _decided(
    session: Session, request: DocumentErasure, actor: Actor, now: datetime, *, accepted: bool | None
) -> None:
    request.reason = ""
    request.decided_at, request.decided_by_id, request.accepted = now, actor.user_id, accepted
    session.flush()
