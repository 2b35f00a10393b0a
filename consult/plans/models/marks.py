"""What is marked of a commitment: which of the five tests it passes, and what it carries on from another plan."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id
from consult.shared.erasure import keeps


class SmartTest(StrEnum):
    """The five tests of a commitment; its A is that somebody answers for it, as Jordan has it."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ANSWERABLE = "answerable"
    RELEVANT = "relevant"
    TIME_BOUND = "time-bound"


class CommitmentTick(Base):
    """That somebody ticked a test of a commitment, or took the tick away; the newest row of a test stands.

    ``role`` is as what they did it: the public reads that, never a name. Never changed or deleted.
    """

    __tablename__ = "commitment_ticks"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    test: Mapped[Code]
    ticked: Mapped[bool]
    role: Mapped[Code]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class CommitmentCarry(Base):
    """That a commitment carries on one of another plan, or does so no more; the newest row of a pair stands.

    Never changed or deleted.
    """

    __tablename__ = "commitment_carries"

    id: Mapped[Id]
    from_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    holds: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


for _table in ("commitment_ticks", "commitment_carries"):
    keeps("who recorded it", _table, "recorded_by_id")
