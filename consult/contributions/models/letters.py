"""What came by post, by email, by telephone or on paper, and was keyed in: what is kept beside the words."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models.said import Contribution
from consult.orm import Base, Line, Prose
from consult.shared.erasure import keeps


class Governorate(StrEnum):
    """The governorates of Jordan, from north to south as the statistics name them."""

    AMMAN = "amman"
    BALQA = "balqa"
    ZARQA = "zarqa"
    MADABA = "madaba"
    IRBID = "irbid"
    MAFRAQ = "mafraq"
    JERASH = "jerash"
    AJLOUN = "ajloun"
    KARAK = "karak"
    TAFILA = "tafila"
    MAAN = "maan"
    AQABA = "aqaba"


# The facts that are sealed beside the words, in the names under which they stand there.
RECEIVED_ON, PLACE, GOVERNORATE, STANDS_FOR = "received-on", "place", "governorate", "stands-for"


class Letter(Base):
    """How something is known that was keyed in; its contribution has no author. Triggers keep all but the original.

    The public facts (day, place, for how many people) are sealed with the words; here stands what only those read
    who decide about voices: how the day is known (``evidence``), and the original, which is theirs alone since it names
    who wrote. ``key`` makes it once. The original's bytes are under ``stored_key``, None where there is none.
    """

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_consultation", "consultation_id", "contribution_id"),)

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    received_on: Mapped[date]
    evidence: Mapped[Prose]
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    keyed_at: Mapped[datetime]
    stored_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(120), default="")
    size: Mapped[int | None] = mapped_column(BigInteger())
    stem: Mapped[Line] = mapped_column(default="")
    contribution: Mapped[Contribution] = relationship()


keeps("when, how and by whom it was keyed in", "letters", "key", "received_on", "keyed_by_id", "media_type")
