"""What clauses mean in plain words: written beside a draft, carried along, and published with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean
from consult.texts import queries
from consult.texts.models import ClauseSummary, ClauseText, TextVersion
from consult.texts.services.carrying import words_of_clause
from consult.texts.services.drafting import digest, open_draft

MAX_SUMMARY = 500


@dataclass(frozen=True)
class Summary:
    """What a clause means, in one language or both; both empty: there is none."""

    clause_id: int
    summary_ar: str
    summary_en: str


def save_summaries(
    session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation, summaries: Sequence[Summary],
    seen: str,
) -> None:  # fmt: skip
    """Let these summaries stand beside the clauses of a draft; those of clauses that are not named stay.

    ``seen`` is what ``summaries_mark`` said of the clauses and summaries that the officer had before them. Raises
    DomainError where the text is published, at each field, and ``edited-meanwhile``; NotFoundError for a clause that is
    not there, or named twice.
    """
    open_draft(session, actor=actor, version=version, drafter=drafter, seen=None)
    if seen != summaries_mark(session, version):
        raise DomainError("edited-meanwhile")
    clauses = {row.clause_id: row for row in version.clauses}
    there = {row.clause_id: row for row in queries.summaries(session, version_id=version.id)}
    named = [each.clause_id for each in summaries]
    if len(named) != len(set(named)) or not clauses.keys() >= set(named):
        raise NotFoundError
    said = [(each.clause_id, clean(each.summary_ar), clean(each.summary_en)) for each in summaries]
    raise_any([
        problem
        for number, (_clause, arabic, english) in enumerate(said)
        for problem in problems_of_words(
            {f"clauses-{number}-summary_ar": arabic, f"clauses-{number}-summary_en": english}, most=MAX_SUMMARY,
            needed=False,
        )
    ])  # fmt: skip
    for clause_id, arabic, english in said:
        _put(session, there.get(clause_id), clauses[clause_id], arabic, english)
    session.flush()


def _put(session: Session, row: ClauseSummary | None, clause: ClauseText, arabic: str, english: str) -> None:
    if not (arabic or english):
        if row is not None:
            session.delete(row)
        return
    words = words_of_clause(clause)
    if row is None:
        row = ClauseSummary(version_id=clause.version_id, clause_id=clause.clause_id)
        session.add(row)
    row.summary_ar, row.summary_en, row.words = arabic, english, words


def summaries_mark(session: Session, version: TextVersion) -> str:
    """Return what changes whenever the clauses of a version, or what stands beside them, do."""
    beside = [
        f"{row.clause_id}\0{row.summary_ar}\0{row.summary_en}\0{row.words}"
        for row in queries.summaries(session, version_id=version.id)
    ]
    return hashlib.sha256("\0".join([digest(version), *beside]).encode()).hexdigest()
