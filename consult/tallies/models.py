"""Kept numbers, and what they are kept under."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code

# What is counted on beside subjects (``Subject.code``): all that is said.
ALL = "all"


class Tally(Base):
    """A number that pages show, kept in the transaction of the fact it counts by the subject that owns that.

    ``subject`` is what is counted on: ``all``, or a code such as ``clause:7``. Only whoever reads adds the numbers of
    one activity to those of another. Its ``value`` lies in several slots that are summed when it is read, so that those
    who speak at one moment do not wait for one row.
    """

    __tablename__ = "tallies"

    # In the order in which pages ask: the activity last, because most of them sum over all.
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    subject: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[Code] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int]
