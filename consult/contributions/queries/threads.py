"""Reading voices with the first replies below each and the votes on all of them: one statement for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    HasCTE,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    case,
    cast,
    func,
    inspect,
    null,
    select,
)
from sqlalchemy.orm import Session

from consult.consultations.queries import shown_voting_on
from consult.contributions.models import ContributionRow
from consult.contributions.queries.rows import SAID, as_row, constant, plain
from consult.contributions.queries.whole import PAGE
from consult.orm import LARGEST_ID, UtcDateTime
from consult.shared.subjects import SubjectKind
from consult.tallies.models import Tally, code_of
from consult.votes.models import Choice


class Threads(NamedTuple):
    """Voices in the order that was asked for, and the first replies below each of them, by what they reply to."""

    voices: Sequence[ContributionRow]
    below: Mapping[int, Sequence[ContributionRow]]


class Room(NamedTuple):
    """How many replies are shown below a voice, and below each of those; one more is read, where others follow."""

    first: int
    second: int


# In a list of voices, and on the page of one.
IN_A_LIST, ON_ITS_PAGE = Room(3, 2), Room(PAGE, 3)


def page(
    session: Session,
    *,
    consultation_id: int,
    now: datetime,
    clause_id: int | None = None,
    whole_text: bool = False,
    before_id: int | None = None,
    limit: int = PAGE,
) -> Threads:
    """Return contributions that are no replies, newest first, those before ``before_id``; tombstones included.

    ``clause_id`` keeps those on one clause, ``whole_text`` those on no clause.
    Votes that nobody may see at ``now`` are None.
    """
    place = "clause" if clause_id is not None else "whole" if whole_text else "all"
    given: dict[str, int | datetime | None] = {
        "now": now,
        "consultation": consultation_id,
        "clause": clause_id,
        "before": before_id,
        "limit": limit,
        "after": 0,
    }
    found = _read(session, _PAGES[place, before_id is not None], given, IN_A_LIST)
    return found._replace(voices=found.voices[::-1])


def thread(session: Session, *, contribution_id: int, now: datetime, after_id: int | None = None) -> Threads:
    """Return one contribution, and the replies below it after ``after_id``, oldest first."""
    return _read(
        session, _ONE, {"now": now, "contribution": contribution_id, "after": after_id or 0}, ON_ITS_PAGE
    )


def reply_numbers(session: Session, *, parents: Iterable[int], after_id: int | None = None) -> dict[int, int]:
    """Return how many replies stand directly below each of ``parents``, after ``after_id``; tombstones included."""
    rows = session.execute(_NUMBERS, {"parents": list(parents), "after": after_id or 0})
    return {row[0]: row[1] for row in rows}


def _read(
    session: Session, query: Select[*tuple[Any, ...]], given: Mapping[str, int | datetime | None], room: Room
) -> Threads:
    voices: list[ContributionRow] = []
    below: dict[int, list[ContributionRow]] = defaultdict(list)
    for row in session.execute(query, {**given, "first": room.first + 1, "second": room.second + 1}):
        said = as_row(row, row[-3:-1])
        if row[-1]:
            voices.append(said)
        elif said.parent_id is not None:
            below[said.parent_id].append(said)
    return Threads(voices, below)


def _page(place: str, *, older: bool) -> Select[*tuple[Any, ...]]:
    order = [SAID.c.id.desc()]
    query = select(SAID.c.id).where(SAID.c.consultation_id == bindparam("consultation"))
    if older:
        query = query.where(SAID.c.depth == constant(0), SAID.c.id < bindparam("before"))
    else:
        # The order of the index, which the primary key does not give as well: from there, PostgreSQL would walk through
        # all that was said later elsewhere.
        query, order = query.where(SAID.c.depth < constant(1)), [SAID.c.depth.desc(), *order]
    if place == "clause":
        query = query.where(SAID.c.subject_kind == constant(SubjectKind.CLAUSE))
        query = query.where(SAID.c.subject_id == bindparam("clause"))
    if place == "whole":
        query = query.where(SAID.c.subject_kind == constant(SubjectKind.TEXT))
    page = query.order_by(*order).limit(bindparam("limit"))
    return _with_replies(page, bindparam("consultation"))


def _with_replies(asked_for: Select[int], consultation_id: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Return the query for these contributions, by id, with the first replies below them on two levels."""
    within = shown_voting_on(SubjectKind.CONTRIBUTION, consultation_id, bindparam("now", type_=UtcDateTime()))
    top = _once(asked_for, "top")
    first = _below(top, "first", bindparam("after", type_=BigInteger()))
    second = _below(first, "second", None)
    shown = select(top.c.id, constant(1).label("asked")).union_all(
        *(select(level.c.id, constant(0).label("asked")) for level in (first, second))
    )
    ids = _once(shown, "shown")
    query = plain().add_columns(_votes(Choice.AGREE, within), _votes(Choice.DISAGREE, within), ids.c.asked)
    return query.join(ids, ids.c.id == SAID.c.id).order_by(SAID.c.id)


def _once(ids: HasCTE, name: str) -> CTE:
    """Return the ids as a table that is worked out first: folded into what is asked of it, all voices are read."""
    return ids.cte(name).prefix_with("MATERIALIZED")


def _below(level: CTE, name: str, after: ColumnElement[int] | None) -> CTE:
    """Return the ids of the replies below those of ``level``: of each, so many after ``after`` as ``name`` says.

    Where each list ends is found in the index: no reply that is not shown is read.
    """
    reply, further = SAID.alias(), SAID.alias()
    beyond = [] if after is None else [further.c.id > after]
    end = (
        select(further.c.id)
        .where(further.c.parent_id == level.c.id, *beyond)
        .order_by(further.c.id)
        .offset(bindparam(name))
        .limit(constant(1))
        .scalar_subquery()
    )
    lists = select(level.c.id, func.coalesce(end, constant(LARGEST_ID)).label("end")).subquery()
    query = select(reply.c.id).join(lists, reply.c.parent_id == lists.c.id).where(reply.c.id < lists.c.end)
    return _once(query if after is None else query.where(reply.c.id > after), name)


def _votes(choice: Choice, within: ScalarSelect[int]) -> ColumnElement[int | None]:
    """Return how many voted so on a contribution in an activity, as it is kept; NULL where nobody may see that."""
    kept = select(func.coalesce(func.sum(_KEPT.value), constant(0))).where(
        _KEPT.consultation_id == SAID.c.consultation_id,
        _KEPT.subject == code_of(SubjectKind.CONTRIBUTION, SAID.c.id),
        _KEPT.name == constant(choice),
        _KEPT.activity_id == within,
    )
    return cast(case((within.is_(None), null()), else_=kept.scalar_subquery()), Integer())


_KEPT = inspect(Tally).local_table.c
# Built once: building a statement costs more than sending it.
_PAGES = {
    (place, older): _page(place, older=older)
    for place in ("all", "clause", "whole")
    for older in (False, True)
}
_ITSELF = SAID.alias()
_HOME = select(_ITSELF.c.consultation_id).where(_ITSELF.c.id == bindparam("contribution")).scalar_subquery()
_ONE = _with_replies(select(SAID.c.id).where(SAID.c.id == bindparam("contribution")), _HOME)
_NUMBERS = (
    select(SAID.c.parent_id, func.count())
    .where(SAID.c.parent_id.in_(bindparam("parents", expanding=True)), SAID.c.id > bindparam("after"))
    .group_by(SAID.c.parent_id)
    .order_by(SAID.c.parent_id)
)
