"""What texts are of: the one place that turns a text's id into its owner, and joins both in statements.

A text points at nothing; owners point at it. A statement that shows a text beside its owner takes ``OWNER`` last among
its columns, joins with ``with_owner``, and hands those columns to ``owner_of``. A text of no known owner stays in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import TextOwner
from consult.forum.models import Meeting, NamedMeeting
from consult.plans.models import Commitment, NamedCommitment, Plan
from consult.plans.queries.named import NAMED, named
from consult.texts.models import ClauseText, Text, TextVersion


class DatedText(NamedTuple):
    """One dated text, without its words; ``owner`` is None where none is known."""

    id: int
    number: int
    published_at: datetime | None
    owner: TextOwner | None


class ClauseWords(NamedTuple):
    """The words of a clause in one version, which comes with it."""

    version_id: int
    clause_id: int
    position: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str
    version: DatedText


class _Kind(NamedTuple):
    """A kind of owner in statements: its columns (its id first), how they are joined, and what is made of them."""

    columns: Sequence[ColumnElement[Any]]
    joined: Callable[[FromClause, ColumnElement[int]], FromClause]
    made: Callable[[Sequence[Any]], TextOwner]


def owners_of_texts(session: Session, text_ids: Iterable[int]) -> dict[int, TextOwner]:
    """Return what these texts are of, keyed by text id; one of no known owner is not among them."""
    wanted = sorted(set(text_ids))
    rows = session.execute(_OF_TEXTS, {"texts": wanted}) if wanted else ()
    return {row[0]: owner for row in rows if (owner := owner_of(row[1:])) is not None}


def record_names(session: Session, text_ids: Iterable[int]) -> dict[int, str]:
    """Return how the public record names what each of these texts is of, keyed by text id."""
    wanted = set(text_ids)
    owners = owners_of_texts(session, wanted)
    return {text_id: _record_name(text_id, owners.get(text_id)) for text_id in wanted}


def words_of(session: Session, *, version_ids: Iterable[int]) -> dict[tuple[int, int], ClauseWords]:
    """Return the clauses of these versions, keyed by version id and clause id, in their order.

    Each comes with its version, and that with its owner.
    """
    versions: dict[int, DatedText] = {}
    found = {}
    for row in session.execute(_WORDS, {"ids": list(version_ids)}):
        words, number, published_at, home = row[:_OWN], row[_OWN], row[_OWN + 1], row[_OWN + 2 :]
        version_id, clause_id = words[:2]
        if version_id not in versions:
            versions[version_id] = DatedText(version_id, number, published_at, owner_of(home))
        found[version_id, clause_id] = ClauseWords._make((*words, versions[version_id]))
    return found


def with_owner(joined: FromClause, text_id: ColumnElement[int]) -> FromClause:
    """Return what is ``joined`` with every kind of owner of the text ``text_id``; nothing of it falls out."""
    for kind in _KINDS:
        joined = kind.joined(joined, text_id)
    return joined


def owner_of(row: Sequence[Any]) -> TextOwner | None:
    """Return the owner whose columns are ``OWNER``, None where no kind has the text."""
    found = (kind.made(row[begin:end]) for kind, (begin, end) in _PLACES if row[begin] is not None)
    return next(found, None)


def _record_name(text_id: int, owner: TextOwner | None) -> str:
    match owner:
        case NamedCommitment():
            return f"commitment/{owner.id}"
        case NamedMeeting():
            return f"forum/{owner.slug}/minutes"
        case None:
            return f"text/{text_id}"


# Built once, on the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_PLAN, _COMMITTED = inspect(Plan).local_table, inspect(Commitment).local_table
_TEXT, _DATED = inspect(Text).local_table, inspect(TextVersion).local_table
_SAID = inspect(ClauseText).local_table


def _with_commitment(joined: FromClause, text_id: ColumnElement[int]) -> FromClause:
    committed = joined.outerjoin(_COMMITTED, _COMMITTED.c.text_id == text_id)
    return committed.outerjoin(_PLAN, _PLAN.c.id == _COMMITTED.c.plan_id)


def _with_meeting(joined: FromClause, text_id: ColumnElement[int]) -> FromClause:
    return joined.outerjoin(_MET, _MET.c.text_id == text_id)


_MET = inspect(Meeting).local_table
# All kinds of owners that there are tables of.
_KINDS = (
    _Kind(NAMED, _with_commitment, named),
    _Kind([_MET.c[name] for name in NamedMeeting._fields], _with_meeting, NamedMeeting._make),
)
OWNER = [column for kind in _KINDS for column in kind.columns]
# Where in ``OWNER`` the columns of each kind begin and end.
_PLACES = list(
    zip(_KINDS, pairwise(accumulate((len(kind.columns) for kind in _KINDS), initial=0)), strict=True)
)
_OF_TEXTS = (
    select(_TEXT.c.id, *OWNER)
    .select_from(with_owner(_TEXT, _TEXT.c.id))
    .where(_TEXT.c.id.in_(bindparam("texts", expanding=True)))
    .order_by(_TEXT.c.id)
)
_OWN = len(ClauseWords._fields) - 1
_WORDS = (
    select(
        *(_SAID.c[name] for name in ClauseWords._fields[:-1]), _DATED.c.number, _DATED.c.published_at, *OWNER
    )
    .select_from(with_owner(_DATED.join(_SAID, _SAID.c.version_id == _DATED.c.id), _DATED.c.text_id))
    .where(_SAID.c.version_id.in_(bindparam("ids", expanding=True)))
    .order_by(_SAID.c.version_id, _SAID.c.position)
)
