"""Reading what waits to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.outbox.models import OutboxMessage


def due(session: Session, *, now: datetime, limit: int = 50) -> Sequence[int]:
    """Return the ids of messages to be sent by ``now``, oldest first, at most ``limit``."""
    query = (
        select(OutboxMessage.id)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.not_before <= now)
        .order_by(OutboxMessage.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def keys_among(session: Session, keys: Iterable[str]) -> set[str]:
    """Return those of these keys under which a message is stored, sent or not."""
    return set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(list(keys)))))


def claim(session: Session, *, message_id: int) -> OutboxMessage | None:
    """Return the message locked for sending; None when it was sent meanwhile or another worker holds it."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.sent_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).one_or_none()
