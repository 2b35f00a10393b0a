"""What every act on a document leaves: its row, and its entry in the public log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.documents import queries
from consult.documents.models import Document, DocumentAct, DocumentActKind
from consult.documents.policies import is_public, may_keep
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.text import clean

UNNAMED = "documents"
# Whoever holds the command line.
_OPERATOR = Role.ADMINISTRATOR.value


def kept(session: Session, actor: Actor, slug: str) -> Document:
    """Return a document that is ``actor``'s to keep, held; NotFoundError for any other and for one that was erased."""
    document = queries.lock(session, slug)
    if document is None or document.erased_at is not None or not may_keep(actor, document.scope):
        raise NotFoundError
    return document


def standing(session: Session, actor: Actor, slug: str) -> Document:
    """Return the same where it is not withdrawn; else DomainError ``withdrawn-document``."""
    document = kept(session, actor, slug)
    if document.withdrawn_at is not None:
        raise DomainError("withdrawn-document")
    return document


def role_of(actor: Actor | None, scope: str | None) -> str:
    """Return the role in which somebody keeps documents of a body."""
    if actor is None:
        return _OPERATOR
    own = actor.holds(Role.OFFICER, scope or SITE)
    return Role.OFFICER.value if own and not actor.holds(Role.COORDINATOR) else Role.COORDINATOR.value


def note(
    session: Session,
    *,
    actor: Actor | None,
    now: datetime,
    document: Document,
    kind: DocumentActKind,
    reason: tuple[str, str] = ("", ""),
) -> None:
    """Write one act on a document; what is restricted is not named in the log, which everybody may read."""
    role = role_of(actor, document.scope)
    act = DocumentAct(
        document_id=document.id, kind=kind.value, at=now, by_id=actor.user_id if actor else None, role=role,
        reason_ar=clean(reason[0]), reason_en=clean(reason[1]),
    )  # fmt: skip
    session.add(act)
    session.flush()
    subject = f"document/{document.slug}" if is_public(document) else UNNAMED
    append(
        session,
        now=now,
        kind=f"document-{kind.value}",
        subject=subject,
        role=role,
        details={"kind": document.kind},
    )
