"""Kept numbers, and what they are kept under."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code

# What is counted on, beside ``clause_subject`` and ``voice_subject``: all that is said, and the text as a whole.
ALL, WHOLE = "all", "whole"
# Under what the numbers of one clause and of one contribution are kept, before its id.
CLAUSE, VOICE = "clause:", "voice:"


def clause_subject(clause_id: int) -> str:
    """Return under what the numbers of a clause are kept."""
    return f"{CLAUSE}{clause_id}"


def voice_subject(contribution_id: int) -> str:
    """Return under what the numbers of a contribution are kept."""
    return f"{VOICE}{contribution_id}"


class Tally(Base):
    """A number that pages show, kept in the transaction of the fact it counts by the subject that owns that.

    ``subject`` is what is counted on: ``all``, ``whole`` or ``clause:7`` of the text, ``voice:12``. Its ``value`` lies
    in several slots that are summed when it is read, so that those who speak at one moment do not wait for one row.
    """

    __tablename__ = "tallies"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    subject: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[Code] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int]
