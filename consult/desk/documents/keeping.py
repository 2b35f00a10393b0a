"""Which document somebody works on, and a form whose file is put into the storage before it is acted on."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.desk.documents.forms import FileForm
from consult.documents import queries
from consult.documents.models import Document
from consult.documents.policies import may_keep
from consult.documents.services import NewFile
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError
from consult.web import uploads
from consult.web.access import or_404
from consult.web.database import reading
from consult.web.identity import signed_in_actor


def to_keep(slug: str) -> Document:
    """Return a document that is the signed-in person's to keep and was not erased; else 404."""
    found = or_404(queries.by_slug(reading(), slug))
    return or_404(found, found.erased_at is None and may_keep(signed_in_actor(), found.scope))


def kept(session: Session, body: Organisation | None) -> Organisation | None:
    """Return a body as a row of this transaction."""
    return session.get(Organisation, body.id) if body is not None else None


def storing(form: FileForm, act: Callable[[Session, NewFile], None]) -> bool:
    """Store the file of a form and do ``act`` with it in one write transaction; what is wrong stands at its field.

    The bytes are there before the transaction begins, and are destroyed again where it comes to nothing.
    """
    if not form.validate():
        return False
    try:
        file = form.stored()
    except DomainError as problem:
        form.show(problem)
        return False
    done = False
    try:
        done = form.carried_out(lambda session: act(session, file))
    finally:
        if not done:
            uploads.discard(file.stored_key)
    return done
