"""What stands beside clauses goes along with their words, from version to version, and no further."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from consult.texts import queries
from consult.texts.models import ClauseSummary, ClauseText, TextVersion


def carry_summaries(session: Session, *, version: TextVersion, base: TextVersion) -> None:
    """Let what was summed up beside ``base`` stand beside a new version, of each clause that stands in it."""
    standing = {row.clause_id for row in version.clauses}
    for row in queries.summaries(session, version_id=base.id):
        if row.clause_id in standing:
            session.add(
                ClauseSummary(
                    version_id=version.id, clause_id=row.clause_id, summary_ar=row.summary_ar,
                    summary_en=row.summary_en, words=row.words,
                )
            )  # fmt: skip
    session.flush()


def drop_untrue_summaries(session: Session, *, version: TextVersion) -> None:
    """Delete the summaries of clauses that are gone, or whose words are others than were summed up."""
    for row in _untrue(session, version):
        session.delete(row)
    session.flush()


def stale_summaries(session: Session, version: TextVersion) -> list[int]:
    """Return the places of the clauses whose words changed since they were summed up: these are not published."""
    places = {row.clause_id: row.position for row in version.clauses}
    return sorted(places[row.clause_id] for row in _untrue(session, version) if row.clause_id in places)


def _untrue(session: Session, version: TextVersion) -> list[ClauseSummary]:
    words = {row.clause_id: words_of_clause(row) for row in version.clauses}
    rows = queries.summaries(session, version_id=version.id)
    return [row for row in rows if words.get(row.clause_id) != row.words]


def words_of_clause(clause: ClauseText) -> str:
    """Return the digest of a clause's words in both languages."""
    words = (clause.heading_ar, clause.heading_en, clause.text_ar, clause.text_en)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()
