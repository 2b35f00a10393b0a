"""Who reads a document; withdrawing it with a reason, and bringing it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.documents.models import Document, DocumentActKind, Visibility
from consult.documents.services.noting import kept, note, standing
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.text import clean


def set_visibility(
    session: Session, *, actor: Actor, now: datetime, slug: str, visibility: Visibility
) -> Document:
    """Let everybody read a document, or staff of its body alone. Nothing happens where it is so already."""
    document = standing(session, actor, slug)
    if document.visibility == visibility:
        return document
    opened = visibility is Visibility.PUBLIC
    kind = DocumentActKind.OPENED if opened else DocumentActKind.RESTRICTED
    if not opened:
        # What was read by all is named in the log for the last time.
        note(session, actor=actor, now=now, document=document, kind=kind)
    document.visibility = visibility.value
    session.flush()
    if opened:
        note(session, actor=actor, now=now, document=document, kind=kind)
    return document


def withdraw(
    session: Session, *, actor: Actor, now: datetime, slug: str, reason: tuple[str, str]
) -> Document:
    """Withdraw a document: a tombstone with the reason stands in its place, and staff keep its files."""
    document = standing(session, actor, slug)
    raise_any(problems_of_reason(reason))
    document.withdrawn_at = now
    session.flush()
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.WITHDRAWN, reason=reason)
    return document


def bring_back(session: Session, *, actor: Actor, now: datetime, slug: str) -> Document:
    """Show a withdrawn document again. Nothing happens where it stands already."""
    document = kept(session, actor, slug)
    if document.withdrawn_at is not None:
        document.withdrawn_at = None
        session.flush()
        note(session, actor=actor, now=now, document=document, kind=DocumentActKind.RESTORED)
    return document


def problems_of_reason(reason: tuple[str, str]) -> list[DomainError]:
    """Return what is wrong with a reason that the public will read, in Arabic and in English."""
    return problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])})
