"""The words that wait for their author."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Id


class Draft(Base):
    """Words that wait until their author has signed in and publishes them. Gone after seven days if they never do.

    ``claimed_at`` is when an account took over what a browser had kept, before its owner said that it is theirs; None
    for what is kept by a browser alone, and for what was written while signed in.
    """

    __tablename__ = "contribution_drafts"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    arrived_at: Mapped[datetime] = mapped_column(index=True)
    posted_reference: Mapped[str | None] = mapped_column(String(40))
    claimed_at: Mapped[datetime | None]
