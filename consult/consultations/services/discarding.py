"""Discarding drafts of consultations, bringing them back while there is time, and what is left of them after it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.models import ActKind, ConsultationWords
from consult.consultations.policies import rules
from consult.consultations.services.acting import held, record_act, require
from consult.shared.errors import DomainError
from consult.texts.services import BACK_WITHIN

_WORDS = (*rules.LINES, *(name for name in ConsultationWords._fields if name.endswith(("_ar", "_en"))))


def discard_draft(session: Session, *, actor: Actor, now: datetime, consultation_id: int) -> None:
    """Discard a draft: nobody writes on it or announces it until it is brought back. Again changes nothing.

    Its texts stay as they are, and are free for other consultations. Raises NotFoundError where it is not theirs,
    StateError once announced.
    """
    consultation = held(session, consultation_id, actor, Act.EDIT)
    if consultation.discarded_at is not None:
        return
    # What arrived before the announcement but waited for it is too late.
    require(consultation, actor, Act.EDIT, max(now, consultation.announced_at or now))
    consultation.discarded_at = now
    record_act(session, consultation, actor, now, ActKind.DISCARDED)


def bring_draft_back(session: Session, *, actor: Actor, now: datetime, consultation_id: int) -> None:
    """Bring back a discarded draft; where nobody discarded it, nothing changes.

    Raises NotFoundError where it is not theirs, DomainError where it is too late (``BACK_WITHIN``).
    """
    consultation = held(session, consultation_id, actor, Act.EDIT)
    if consultation.discarded_at is None:
        return
    # Whoever was in time but waited for the clearing finds no words.
    if consultation.discarded_at <= now - BACK_WITHIN or not consultation.title_ar:
        raise DomainError("draft-gone-for-good", days=BACK_WITHIN.days)
    consultation.discarded_at = None
    record_act(session, consultation, actor, now, ActKind.BROUGHT_BACK)


def clear_discarded(session: Session, *, now: datetime) -> int:
    """Delete the words of drafts that were discarded more than ``BACK_WITHIN`` ago; return of how many.

    The row stays with its acts, which are never deleted, under a number for an address: its own is free again. Whoever
    brings one back at this moment is waited for, and keeps it.
    """
    until, cleared = now - BACK_WITHIN, 0
    for consultation_id in queries.late_discarded(session, until=until):
        row = queries.lock(session, consultation_id)
        if row is None or row.discarded_at is None or row.discarded_at > until:
            continue
        for text in list(row.texts):
            session.delete(text)
        for name in _WORDS:
            setattr(row, name, "")
        row.slug = f"~{row.id}"  # Nobody can choose this one: an address begins with a letter or a figure.
        session.flush()
        session.expire(row, ["texts"])
        cleared += 1
    return cleared
