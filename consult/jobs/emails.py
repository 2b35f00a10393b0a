"""What our mails say. One composer a kind; each reads its facts anew, and says nothing that no longer holds."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult import jobs
from consult.jobs.blocks import Letter
from consult.jobs.composing import composer_of
from consult.outbox.models import OutboxMessage
from consult.web.discovery import import_modules

import_modules(jobs.__name__, jobs.__path__, ending="_emails")


def compose(session: Session, message: OutboxMessage) -> Letter | None:
    """Return the letter for ``message``; None where what it was to tell no longer holds. KeyError for no such kind."""
    return composer_of(message.kind)(session, message)
