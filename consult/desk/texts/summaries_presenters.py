"""The clauses of a draft, beside which it is written what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from consult.plans.queries import commitments_of_texts
from consult.texts.models import TextVersion
from consult.texts.queries import summaries
from consult.texts.services import MAX_SUMMARY, words_of_clause


@dataclass(frozen=True, slots=True)
class SummedUp:
    """A clause beside whose words the summary is written; ``stale``: they changed since it was."""

    number: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str
    stale: bool


@dataclass(frozen=True, slots=True)
class SummariesPage:
    """The clauses of a draft with what they mean; ``open``: it can be written still."""

    commitment: str
    version: int
    action: str
    back_url: str
    open: bool
    rows: list[SummedUp]
    most: int = MAX_SUMMARY


def summaries_page(session: Session, version: TextVersion) -> SummariesPage:
    """Return the page on which an officer writes what clauses mean."""
    words = {row.clause_id: row.words for row in summaries(session, version_id=version.id)}
    home = commitments_of_texts(session, [version.text_id])[version.text_id]
    return SummariesPage(
        commitment=home.number,
        version=version.number,
        action=url_for("desk.summaries", version_id=version.id),
        back_url=url_for("desk.text", version_id=version.id),
        open=version.published_at is None and version.discarded_at is None,
        rows=_rows(version, words),
    )


def _rows(version: TextVersion, words: dict[int, str]) -> list[SummedUp]:
    return [
        SummedUp(
            row.position, row.heading_ar, row.heading_en, row.text_ar, row.text_en,
            stale=words.get(row.clause_id, words_of_clause(row)) != words_of_clause(row),
        )
        for row in version.clauses
    ]  # fmt: skip
