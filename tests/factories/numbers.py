"""The kept numbers of a consultation, all of them: what pages show of it (``tallies``)."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions import services as contributions
from consult.contributions.models import Stance
from consult.contributions.queries import CLARIFIED, VOICES
from consult.tallies import services
from consult.tallies.models import Tally
from consult.votes import services as votes
from consult.votes.models import Choice


def differences(session: Session) -> list[services.Wrong]:
    """Return each kept number that is not what the rows of its owner say."""
    return services.differences(session, contributions.counted(), votes.counted())


def recount(session: Session) -> list[services.Wrong]:
    """Count everything anew; return the numbers that were wrong."""
    return services.recount(session, contributions.counted(), votes.counted())


def kept(session: Session, consultation_id: int) -> dict[str, Counter[str]]:
    """Return the numbers that are not zero, by subject, by name."""
    query = select(Tally.subject, Tally.name, func.sum(Tally.value)).where(
        Tally.consultation_id == consultation_id
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for subject, name, value in session.execute(query.group_by(Tally.subject, Tally.name)):
        if value:
            found[subject][name] = int(value)
    return found


def by_place(session: Session, consultation_id: int) -> dict[int | None, Counter[str]]:
    """Return the voices shown on each clause, by its id (None: the whole text): ``voices``, and by stance."""
    return _placed(session, consultation_id, {VOICES, *Stance})


def votes_by_clause(session: Session, consultation_id: int) -> dict[int | None, Counter[str]]:
    """Return the votes on each clause, by its id, by choice."""
    return _placed(session, consultation_id, set(Choice))


def clarified(session: Session, consultation_id: int) -> set[int | None]:
    """Return the clauses, by id (None: the whole text), on which a clarification is shown."""
    return set(_placed(session, consultation_id, {CLARIFIED}))


def _placed(session: Session, consultation_id: int, names: set[str]) -> dict[int | None, Counter[str]]:
    found: dict[int | None, Counter[str]] = {}
    for subject, counts in kept(session, consultation_id).items():
        kind, _, number = subject.partition(":")
        of = Counter({name: value for name, value in counts.items() if name in names})
        if of and kind in {"text", "clause"}:
            found.setdefault(int(number) if kind == "clause" else None, Counter()).update(of)
    return found
