"""Kept numbers, and what they are kept under."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, SQLColumnExpression, String, cast, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code
from consult.shared.subjects import SubjectKind

# What is counted on beside subjects (``Subject.code``): all that is said.
ALL = "all"


def code_of(
    kind: SubjectKind | SQLColumnExpression[str], number: SQLColumnExpression[Any]
) -> ColumnElement[str]:
    """Return the code of a subject in a statement, as ``Subject.code`` says it of one that is at hand."""
    # Both words stand in the statement: each parameter is carried to it anew each time.
    if isinstance(kind, SubjectKind):
        return literal_column(f"'{kind}:'", String()).concat(cast(number, String()))
    return kind.concat(literal_column("':'", String())).concat(cast(number, String()))


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
