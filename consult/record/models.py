"""Rows of the record log, and the sequence that references come from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line
from consult.shared.erasure import keeps


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
