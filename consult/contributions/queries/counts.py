"""Numbers: votes and voices counted, as they are kept or row by row, and a person's own votes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, cast, func, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import Tally
from consult.consultations.queries import tallies
from consult.contributions.models import Contribution, Status, Vote

# What is counted on (``services.counting``), beside ``clause_subject`` and ``voice_subject``.
ALL, WHOLE = "all", "whole"
# Under what the numbers of one clause and of one contribution are kept, before its id.
CLAUSE, VOICE = "clause:", "voice:"
# What is counted there, beside stances and choices.
VOICES, CLARIFIED = "voices", "clarified"


def clause_subject(clause_id: int) -> str:
    """Return under what the numbers of a clause are kept."""
    return f"{CLAUSE}{clause_id}"


def voice_subject(contribution_id: int) -> str:
    """Return under what the numbers of a contribution are kept."""
    return f"{VOICE}{contribution_id}"


def counts_by_status(session: Session, *, consultation_id: int) -> Counter[str]:
    """Return how many voices have each status, as they are kept."""
    rows = session.execute(_ALL, {"consultation": consultation_id})
    return Counter({name: value for name, value in rows if value > 0})


def published_count(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many voices are shown in each of these consultations, as they are kept."""
    kept = tallies(session, consultation_ids=consultation_ids, subjects=[ALL])
    return {of: counts[Status.PUBLISHED] for (of, _all), counts in kept.items() if counts[Status.PUBLISHED]}


def published_by_organisation(session: Session, *, ids: Iterable[int]) -> dict[int, int]:
    """Return how many voices that are shown each of these organisations raised, by its id."""
    rows = session.execute(_OF_EACH, {"organisations": list(ids)})
    return {row[0]: row[1] for row in rows if row[0] is not None}


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
    found = OwnVotes({}, {})
    given = {"consultation": consultation_id, "user": user_id}
    for clause_id, contribution_id, choice in session.execute(_OWN_VOTES, given):
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
_OWN_VOTES = (
    select(Vote.clause_id, Vote.contribution_id, Vote.choice)
    .where(Vote.consultation_id == bindparam("consultation"), Vote.user_id == bindparam("user"))
    .order_by(Vote.id)
)
_KEPT = inspect(Tally).local_table.c
_ALL = (
    select(_KEPT.name, cast(func.sum(_KEPT.value), BigInteger))
    .where(_KEPT.consultation_id == bindparam("consultation"), _KEPT.subject == ALL)
    .group_by(_KEPT.name)
    .order_by(_KEPT.name)
)
_OF_EACH = (
    select(Contribution.organisation_id, func.count())
    .where(Contribution.organisation_id.in_(bindparam("organisations", expanding=True)))
    .where(Contribution.status == Status.PUBLISHED, Contribution.counts_as_voice)
    .group_by(Contribution.organisation_id)
)
