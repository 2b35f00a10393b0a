"""What staff are told who asked that a document be erased, when another person decided it.

Mails name a document by its type and the end of its address, never by its title, which an erasure destroys.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.documents import queries
from consult.documents.models import Document
from consult.jobs.blocks import Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.web.labels import label
from consult.web.rendering import bidi_isolate


@composes("document-erased")
def erased(session: Session, message: OutboxMessage) -> Letter | None:
    """Tell whoever asked that the document is destroyed; None where that is not so."""
    found = _decided(session, message, accepted=True)
    if found is None:
        return None
    named = _named(found)
    return Letter(
        _("Erased: document %(document)s", document=bidi_isolate(found.slug)),
        [
            text(_("You asked that a document be erased: %(document)s. Another person did so.", document=named)),
            text(_("Its files, its title and its number are destroyed.")),
            text(_("A note with the day and the ground stands in its place.")),
            link(_("What stands in its place"), "public.document", slug=found.slug),
        ],
    )  # fmt: skip


@composes("document-erasure-refused")
def refused(session: Session, message: OutboxMessage) -> Letter | None:
    """Tell whoever asked that the document stays; None where that is not so, or it was erased since."""
    found = _decided(session, message, accepted=False)
    if found is None or found.erased_at is not None:
        return None
    named = _named(found)
    return Letter(
        _("Not erased: document %(document)s", document=bidi_isolate(found.slug)),
        [
            text(_("You asked that a document be erased: %(document)s. Another person refused.", document=named)),
            text(_("The document stays as it is. You may ask again with another reason, or withdraw it.")),
            link(_("The document at the desk"), "desk.document", slug=found.slug),
        ],
    )  # fmt: skip


def _decided(session: Session, message: OutboxMessage, *, accepted: bool) -> Document | None:
    found = queries.erasure_by_id(session, message.content["request"])
    return found[1] if found and found[0].accepted is accepted else None


def _named(document: Document) -> str:
    return bidi_isolate(f"{label('document', document.kind)} {document.slug}")
