"""Reading what somebody said before, and whether anybody had answered or voted by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, cast, func, literal_column, or_, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Revision, Translation
from consult.contributions.queries.whole import whole
from consult.shared.subjects import SubjectKind
from consult.votes.models import NONE, Vote


class VotesApart(NamedTuple):
    """Votes on a contribution that are told apart: on words that stand no more, and its own author's."""

    on_earlier_words: int
    by_its_author: int


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


def is_heard(session: Session, contribution: Contribution) -> bool:
    """Whether somebody has answered a contribution, translated it or voted on it; what was taken back too."""
    given = {"contribution": contribution.id, "consultation": contribution.consultation_id}
    return bool(session.scalar(_HEARD, given))


def votes_apart(session: Session, contribution: Contribution) -> VotesApart:
    """Return how many of the votes on a contribution were cast on earlier words, and how many by its author."""
    own = func.coalesce(func.sum(_OWN), 0)
    query = select(func.coalesce(func.sum(_EARLIER), 0), own).where(*_ON_IT, Vote.choice != NONE)
    given = {
        "contribution": contribution.id, "consultation": contribution.consultation_id,
        "number": contribution.revision_number, "author": contribution.author_id or 0,
    }  # fmt: skip
    return VotesApart(*session.execute(query, given).one())


_ON_IT = (
    Vote.consultation_id == bindparam("consultation"),
    Vote.subject_kind == SubjectKind.CONTRIBUTION.value,
    Vote.subject_id == bindparam("contribution"),
)
_EARLIER = cast(Vote.revision < bindparam("number"), Integer)
_OWN = cast(Vote.user_id == bindparam("author"), Integer)
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
_HEARD = select(
    or_(
        select(Contribution.id).where(Contribution.parent_id == bindparam("contribution")).exists(),
        select(Translation.id).where(Translation.contribution_id == bindparam("contribution")).exists(),
        select(Vote.id).where(*_ON_IT).exists(),
    )
)
