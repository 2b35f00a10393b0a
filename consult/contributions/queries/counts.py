"""Numbers: votes and voices counted, as they are kept or row by row, and a person's own votes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from consult.consultations.queries import tallies
from consult.contributions.models import Contribution, Status, Vote

# What is counted on (``services.counting``), beside ``clause_subject`` and ``voice_subject``.
ALL, WHOLE = "all", "whole"
# What is counted there, beside stances and choices.
VOICES, CLARIFIED = "voices", "clarified"


def clause_subject(clause_id: int) -> str:
    """Return under what the numbers of a clause are kept."""
    return f"clause:{clause_id}"


def voice_subject(contribution_id: int) -> str:
    """Return under what the numbers of a contribution are kept."""
    return f"voice:{contribution_id}"


def counts_by_status(session: Session, *, consultation_id: int, late: bool | None = None) -> Counter[str]:
    """Return how many voices have each status; ``late`` keeps those that came late, or those that did not."""
    query = select(Contribution.status, func.count()).where(
        Contribution.consultation_id == consultation_id, Contribution.counts_as_voice
    )
    if late is not None:
        query = query.where(Contribution.late.is_(late))
    rows = session.execute(query.group_by(Contribution.status))
    return Counter({row[0]: row[1] for row in rows})


def published_count(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many voices are shown in each of these consultations, as they are kept."""
    kept = tallies(session, consultation_ids=consultation_ids, subjects=[ALL])
    return {of: counts[Status.PUBLISHED] for (of, _all), counts in kept.items() if counts[Status.PUBLISHED]}


def published_by_organisation(session: Session, *, organisation_id: int | None = None) -> dict[int, int]:
    """Return how many voices that are shown each organisation raised, by its id; of one or of all."""
    query = _OF_EACH if organisation_id is None else _OF_ONE
    rows = session.execute(query, {"organisation": organisation_id})
    return {row[0]: row[1] for row in rows if row[0] is not None}


def votes_on(
    session: Session, *, consultation_id: int, contribution_ids: Iterable[int]
) -> dict[int, Counter[str]]:
    """Return the votes on these contributions as they are kept, keyed by id, by choice."""
    subjects = {voice_subject(each): each for each in contribution_ids}
    kept = tallies(session, consultation_ids=[consultation_id], subjects=subjects)
    return {subjects[subject]: counts for (_of, subject), counts in kept.items()}


def vote_counts(
    session: Session, *, consultation_id: int, contribution_ids: Iterable[int]
) -> dict[int, Counter[str]]:
    """Return the votes on these contributions, keyed by id, by choice."""
    query = (
        select(Vote.contribution_id, Vote.choice, func.count())
        .where(Vote.consultation_id == consultation_id, Vote.contribution_id.in_(list(contribution_ids)))
        .group_by(Vote.contribution_id, Vote.choice)
    )
    return _counted(session, query)


class OwnVotes(NamedTuple):
    """A person's own choices in a consultation."""

    by_clause: dict[int, str]
    by_contribution: dict[int, str]


def own_votes(session: Session, *, consultation_id: int, user_id: int) -> OwnVotes:
    """Return a person's own choices in a consultation."""
    query = (
        select(Vote.clause_id, Vote.contribution_id, Vote.choice)
        .where(Vote.consultation_id == consultation_id, Vote.user_id == user_id)
        .order_by(Vote.id)
    )
    found = OwnVotes({}, {})
    for clause_id, contribution_id, choice in session.execute(query):
        if clause_id is not None:
            found.by_clause[clause_id] = choice
        elif contribution_id is not None:
            found.by_contribution[contribution_id] = choice
    return found


def _counted(session: Session, query: Select[int | None, str, int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for subject_id, choice, number in session.execute(query):
        if subject_id is not None:
            found[subject_id][choice] = number
    return found


# Built once: building a statement costs more than sending it.
_OF_EACH = (
    select(Contribution.organisation_id, func.count())
    .where(Contribution.organisation_id.is_not(None), Contribution.status == Status.PUBLISHED)
    .where(Contribution.counts_as_voice)
    .group_by(Contribution.organisation_id)
)
_OF_ONE = _OF_EACH.where(Contribution.organisation_id == bindparam("organisation"))
