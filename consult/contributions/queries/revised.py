"""Reading what somebody said before, and whether anybody had answered or voted by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from consult.consultations.policies import shows_results
from consult.consultations.policies.capabilities import taking_votes
from consult.contributions.models import Contribution, Revision, Translation
from consult.contributions.queries.whole import whole
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.queries import was_voted_on


def revisions(session: Session, *, contribution_id: int) -> Sequence[Revision]:
    """Return all that a contribution ever said, oldest first."""
    return session.scalars(_REVISIONS, {"contribution": contribution_id}).all()


def revision(session: Session, *, contribution_id: int, number: int) -> Revision | None:
    """Return one revision of a contribution, None where it has none of that number."""
    return session.get(Revision, (contribution_id, number))


def earlier(
    session: Session, *, consultation_id: int, batch: int = 200
) -> Iterator[tuple[Contribution, list[Revision]]]:
    """Yield the contributions of a consultation that were said anew, oldest first, each with its revisions so far."""
    last = 0
    query = whole().where(
        Contribution.consultation_id == consultation_id, Contribution.revision_number > _FIRST
    )
    while rows := session.scalars(
        query.where(Contribution.id > last).order_by(Contribution.id).limit(batch)
    ).all():
        numbers = {row.id: row.revision_number for row in rows}
        found: dict[int, list[Revision]] = defaultdict(list)
        for each in session.scalars(_ALL, {"contributions": list(numbers)}):
            if each.number <= numbers[each.contribution_id]:
                found[each.contribution_id].append(each)
        for row in rows:
            yield row, found[row.id]
        last = rows[-1].id
        session.expunge_all()


def is_heard(session: Session, contribution: Contribution, *, now: datetime) -> bool:
    """Whether somebody has answered a contribution, translated it, voted on it or decided about it.

    An answer or a vote that was taken back counts too. While votes are sealed, so does that somebody may have voted:
    else its author would learn by a change whether anybody has.
    """
    if contribution.is_touched or _is_sealed(contribution, now):
        return True
    on = Subject(SubjectKind.CONTRIBUTION, contribution.id)
    return bool(session.scalar(_ANSWERED, {"contribution": contribution.id})) or was_voted_on(
        session, consultation_id=contribution.consultation_id, subject=on
    )


def _is_sealed(contribution: Contribution, now: datetime) -> bool:
    asked = contribution.consultation
    voted = taking_votes(asked.activities, SubjectKind.CONTRIBUTION)
    return voted is not None and not shows_results(asked, voted, now)


_REVISIONS = (
    select(Revision).where(Revision.contribution_id == bindparam("contribution")).order_by(Revision.number)
)
# Written out, so that both engines see that the index of what was said anew serves.
_FIRST = literal_column("1", Integer())
_ALL = (
    select(Revision)
    .where(Revision.contribution_id.in_(bindparam("contributions", expanding=True)))
    .order_by(Revision.contribution_id, Revision.number)
)
_ANSWERED = select(
    or_(
        select(Contribution.id).where(Contribution.parent_id == bindparam("contribution")).exists(),
        select(Translation.id).where(Translation.contribution_id == bindparam("contribution")).exists(),
    )
)
