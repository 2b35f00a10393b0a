"""Messages that wait to be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Prose
from consult.shared.erasure import keeps


class OutboxMessage(Base):
    """A message to one recipient. ``key`` makes it unique, so that the same fact is told once.

    ``recipient`` is an address in its one form (``shared.email_address``), empty once it is forgotten.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (Index("ix_outbox_messages_waiting", "sent_at", "id"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[Code]
    recipient: Mapped[str] = mapped_column(String(320))
    language: Mapped[Code]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[Prose | None]
    sent_at: Mapped[datetime | None]


keeps("names the fact that was told, by a reference", "outbox_messages", "key")
keeps("what a mail server answered", "outbox_messages", "failure")
