"""Who may read a document, keep it, withdraw it, and have its bytes destroyed."""

from __future__ import annotations

from consult.accounts.models import SITE
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.documents.models import Document, Filed, Visibility


def may_keep(actor: Actor | None, scope: str | None) -> bool:
    """Whether ``actor`` may add and edit documents of the body with that scope; None: of no body."""
    return may(actor, Act.KEEP_DOCUMENTS, scope=scope or SITE)


def is_public(document: Document | Filed) -> bool:
    """Whether everyone reads it, or its tombstone."""
    return document.visibility == Visibility.PUBLIC


def may_see(actor: Actor | None, document: Document | Filed, scope: str | None) -> bool:
    """Whether ``actor`` may know of it; ``scope`` is its publisher's."""
    return is_public(document) or may(actor, Act.READ_RESTRICTED, scope=scope or SITE)


def may_open(actor: Actor | None, document: Document | Filed, scope: str | None) -> bool:
    """Whether ``actor`` may have its files: nobody those of one that was erased, staff those of one withdrawn."""
    if document.erased_at is not None:
        return False
    if document.withdrawn_at is not None:
        return may(actor, Act.READ_RESTRICTED, scope=scope or SITE)
    return may_see(actor, document, scope)


def may_ask_erasure(actor: Actor | None, scope: str | None) -> bool:
    """Whether ``actor`` may ask that its bytes be destroyed."""
    return may(actor, Act.ASK_DOCUMENT_ERASURE, scope=scope or SITE)


def may_decide_erasure(actor: Actor | None, asked_by_id: int) -> bool:
    """Whether ``actor`` may decide that: nobody decides what they asked for."""
    return actor is not None and actor.user_id != asked_by_id and may(actor, Act.ERASE_DOCUMENT)
