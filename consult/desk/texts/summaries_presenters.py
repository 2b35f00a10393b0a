"""The clauses of a draft, beside which it is written what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.queries.owners import owners_of_texts
from consult.desk.texts.summaries_forms import SummariesForm
from consult.presenters.texts import version_named
from consult.shared.text import clean
from consult.texts.models import ClauseSummary, ClauseText, TextVersion
from consult.texts.services import MAX_SUMMARY, words_of_clause


@dataclass(frozen=True, slots=True)
class SummedUp:
    """A clause beside whose words the summary is written; ``stale``: they changed since it was.

    ``saved`` is what stands beside it, by language; ``differs``: somebody else saved that meanwhile.
    """

    clause_id: int
    number: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str
    stale: bool
    saved: list[tuple[str, str]]
    differs: bool


@dataclass(frozen=True, slots=True)
class SummariesPage:
    """The clauses of a draft with what they mean; ``open``: it can be written still.

    ``edited``: somebody else saved meanwhile. ``lost`` is what was typed for clauses that are gone since.
    """

    name: str
    action: str
    back_url: str
    open: bool
    discarded: bool
    edited: bool
    rows: list[SummedUp]
    lost: list[str]
    most: int = MAX_SUMMARY


def summaries_page(
    session: Session, version: TextVersion, there: Mapping[int, ClauseSummary], form: SummariesForm, *, edited: bool
) -> SummariesPage:  # fmt: skip
    """Return the page on which an officer writes what clauses mean."""
    owner = owners_of_texts(session, [version.text_id]).get(version.text_id)
    clauses = {row.clause_id for row in version.clauses}
    gone = [typed for clause_id, typed in form.by_clause.items() if clause_id not in clauses]
    return SummariesPage(
        name=version_named(owner, version.number),
        action=url_for("desk.summaries", version_id=version.id),
        back_url=url_for("desk.text", version_id=version.id),
        open=version.published_at is None and version.discarded_at is None,
        discarded=version.discarded_at is not None,
        edited=edited,
        rows=[_row(row, there.get(row.clause_id), form, edited=edited) for row in version.clauses],
        lost=[field.data for typed in gone for field in (typed.summary_ar, typed.summary_en) if field.data],
    )


def _row(clause: ClauseText, row: ClauseSummary | None, form: SummariesForm, *, edited: bool) -> SummedUp:
    saved = [("ar", row.summary_ar), ("en", row.summary_en)] if row else []
    typed = form.by_clause[clause.clause_id]
    said = [clean(field.data or "") for field in (typed.summary_ar, typed.summary_en)]
    return SummedUp(
        clause.clause_id, clause.position, clause.heading_ar, clause.heading_en, clause.text_ar, clause.text_en,
        stale=row is not None and row.words != words_of_clause(clause),
        saved=[(lang, words) for lang, words in saved if words],
        differs=edited and said != ([words for _lang, words in saved] or ["", ""]),
    )  # fmt: skip
