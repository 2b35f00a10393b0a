"""What is searched, in the form in which it is compared."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Prose


class SearchText(Base):
    """The folded words of one thing; ``kind`` is its subject's word for it, ``subject_id`` its row there.

    Written in the transaction that writes the thing, and gone with its words: a trigger drops those of a contribution
    that is erased, whoever erases it (migration 0014).
    """

    __tablename__ = "search_texts"
    __table_args__ = (
        Index("ix_search_texts_consultation_id_kind_subject_id", "consultation_id", "kind", "subject_id"),
    )

    kind: Mapped[Code] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    consultation_id: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[Prose]
