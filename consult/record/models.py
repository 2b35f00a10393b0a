"""Rows of the record log, the sequence that references come from, and what every table of dated facts has."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line
from consult.shared.erasure import keeps


class Fact:
    """A fact of the record: a row that is added, and that triggers refuse to change or delete.

    ``happened_on`` is None where the day is not known or came before anything was recorded. The newest fact (by
    ``happened_on``, None first, then by ``recorded_at`` and id) is what the thing's own row says: triggers keep it so.
    ``recorded_by_id`` is None for what the upgrade carried over and what the command line loads.

    A thing gets its first fact from the service that adds it. Nothing refuses a row that is inserted without one: no
    day tells of it, and its next fact takes the place of its first words.
    """

    happened_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class LogEntry(Base):
    """One public act, written once: neither changed nor deleted, by a trigger in the database."""

    __tablename__ = "log_entries"

    id: Mapped[Id]
    at: Mapped[datetime]
    kind: Mapped[Code]
    subject: Mapped[Line] = mapped_column(index=True)
    role: Mapped[Code]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class ReferenceNumber(Base):
    """A number handed out once. Its gaps mean nothing: a transaction that was rolled back leaves one."""

    __tablename__ = "reference_numbers"

    id: Mapped[Id]
    at: Mapped[datetime]


keeps("the public log: references, roles and published reasons, never a person's words", "log_entries")
