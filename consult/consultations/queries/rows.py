"""Consultations as plain rows, each with who asks and about what: all that lists and pages show, in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    bindparam,
    cast,
    func,
    inspect,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from consult.consultations.models import (
    AskingBody,
    Consultation,
    ConsultationRow,
    ConsultationText,
    ConsultationWords,
)
from consult.consultations.queries.activities import calls_for_proposals, sealed_until
from consult.consultations.queries.owners import OWNER, owner_of, with_owner
from consult.consultations.queries.states import LISTED, is_in
from consult.organisations.models import Organisation
from consult.orm import LARGEST_ID, UtcDateTime
from consult.shared.state import State
from consult.tallies.models import ALL, Tally
from consult.texts.models import TextVersion

# The tables themselves: SQLAlchemy gives their rows sooner than those of entities.
_ASKED, _TEXT = inspect(Consultation).local_table, inspect(ConsultationText).local_table
_BODY, _KEPT = inspect(Organisation).local_table, inspect(Tally).local_table
_DATED = inspect(TextVersion).local_table
# How many contributions are shown: kept under these words by ``contributions.services``.
_SHOWN = (
    select(func.coalesce(cast(func.sum(_KEPT.c.value), BigInteger), 0))
    .where(_KEPT.c.consultation_id == _ASKED.c.id, _KEPT.c.subject == ALL, _KEPT.c.name == "published")
    .scalar_subquery()
)
# What a row is made of: its own columns, those of its body, what is worked out; then, once for each text, the version
# and what the text is of.
_OWN, _NAMES = (
    [name for name in kind._fields if name in table.c]
    for kind, table in ((ConsultationRow, _ASKED), (AskingBody, _BODY))
)
_COLUMNS: tuple[ColumnElement[Any], ...] = (
    *(_ASKED.c[name] for name in _OWN),
    *(_BODY.c[name] for name in _NAMES),
    _SHOWN.label("shown"),
    calls_for_proposals(_ASKED.c.id).label("calls_for_proposals"),
    sealed_until(_ASKED.c.id, _ASKED.c.closes_at).label("sealed_until"),
    _TEXT.c.version_id,
    *OWNER,
)
_AT_BODY = len(_OWN)
_AT_SHOWN = _AT_BODY + len(_NAMES)
_AT_TEXT = _AT_SHOWN + 3
_AT_OWNER = _AT_TEXT + 1
_WIDTH = len(_COLUMNS)
_AT_HOME = with_owner(
    _ASKED.join(_BODY, _BODY.c.id == _ASKED.c.organisation_id)
    .outerjoin(_TEXT, _TEXT.c.consultation_id == _ASKED.c.id)
    .outerjoin(_DATED, _DATED.c.id == _TEXT.c.version_id),
    _DATED.c.text_id,
)
_BY_TEXT = (_ASKED.c.id, _TEXT.c.position, _TEXT.c.id)


def rows_of(
    places: Subquery, *order: ColumnElement[Any], beside: Iterable[ColumnElement[Any]] = ()
) -> Select[*tuple[Any, ...]]:
    """Return the statement that reads the consultations of ``places`` by ``id``, in this order, for ``gathered``.

    Columns ``beside`` those that a row is made of come after them.
    """
    home: FromClause = _AT_HOME.join(places, places.c.id == _ASKED.c.id)
    return select(*_COLUMNS, *beside).select_from(home).order_by(*order, *_BY_TEXT)


def gathered(found: Iterable[Sequence[Any]]) -> Iterator[tuple[ConsultationRow, Sequence[Any]]]:
    """Yield each consultation of what ``rows_of`` read, one row for each of its texts, and what was read beside it."""
    for _id, texts in groupby(found, key=itemgetter(0)):
        each = list(texts)
        yield _row(each), each[0][_WIDTH:]


def _row(texts: Sequence[Sequence[Any]]) -> ConsultationRow:
    first = texts[0]
    owners = dict.fromkeys(owner_of(text[_AT_OWNER:_WIDTH]) for text in texts if text[_AT_TEXT] is not None)
    body = AskingBody._make(first[_AT_BODY:_AT_SHOWN])
    return ConsultationRow._make([*first[:_AT_BODY], body, *first[_AT_SHOWN:_AT_TEXT], tuple(owners)])


def row_by_slug(session: Session, slug: str) -> ConsultationRow | None:
    """Return a consultation, or None; whether it may be seen is a policy's matter."""
    found = session.execute(_ROW, {"slug": slug}).all()
    return _row(found) if found else None


def whole_by_slug(session: Session, slug: str) -> tuple[ConsultationRow, ConsultationWords] | None:
    """Return a consultation with all that it says, or None; whether it may be seen is a policy's matter."""
    found = session.execute(_WHOLE_BY_SLUG, {"slug": slug}).all()
    return (_row(found), ConsultationWords._make(found[0][_WIDTH:])) if found else None


def words_of_asked(session: Session, *, consultation_id: int) -> ConsultationWords:
    """Return what the page of a consultation says. It is there: whoever asks has read its row."""
    return ConsultationWords._make(session.execute(_WORDS, {"id": consultation_id}).one())


def in_states(session: Session, *, most: Mapping[State, int], now: datetime) -> list[ConsultationRow]:
    """Return consultations that are in a state at ``now``, of each at ``most`` so many, in the order of the states.

    Of each the soonest first: announced ones by their opening, others by their closing. Of those answered the newest.
    """
    given = {state.value: most.get(state, 0) for state in State}
    return [row for row, _beside in gathered(session.execute(_IN_STATES, {"now": now, **given}))]


def asked_by(
    session: Session, *, organisation_id: int, now: datetime, before_id: int | None = None, limit: int
) -> list[ConsultationRow]:
    """Return the public consultations of one organisation, newest first, those before ``before_id``."""
    given = {"organisation": organisation_id, "now": now, "before": before_id or LARGEST_ID, "limit": limit}
    return [row for row, _beside in gathered(session.execute(_ASKED_BY, given))]


def number_asked_by(session: Session, *, organisation_id: int, now: datetime) -> int:
    """Return how many public consultations an organisation has asked."""
    found: int = session.execute(_NUMBER_ASKED, {"organisation": organisation_id, "now": now}).scalar_one()
    return found


def _first_in(state: State) -> Select[*tuple[Any, ...]]:
    """Return the statement of the first in a state: their ids, and by what they are ordered."""
    soonest = _ASKED.c.opens_at if state is State.ANNOUNCED else _ASKED.c.closes_at
    newest = state is State.ANSWERED
    order = _ASKED.c.answered_at.desc() if newest else soonest
    first = (
        select(
            _ASKED.c.id,
            literal(LISTED.index(state)).label("rank"),
            (_NONE if newest else soonest).label("soonest"),
            (_ASKED.c.answered_at if newest else _NONE).label("newest"),
        )
        .where(is_in(state, _NOW))
        .order_by(order, _ASKED.c.id)
        .limit(bindparam(state.value))
        .subquery()
    )
    return select(first)


# Built once: building a statement costs more than sending it.
_NOW = bindparam("now", type_=UtcDateTime())
_NONE = cast(null(), UtcDateTime())
_ROW = (
    select(*_COLUMNS)
    .select_from(_AT_HOME)
    .where(_ASKED.c.slug == bindparam("slug"), _ASKED.c.discarded_at.is_(None))
    .order_by(*_BY_TEXT)
)
_SAID = [_ASKED.c[name] for name in ConsultationWords._fields]
_WHOLE_BY_SLUG = _ROW.add_columns(*_SAID)
_WORDS = select(*_SAID).where(_ASKED.c.id == bindparam("id"))
_FIRST = union_all(*(_first_in(state) for state in LISTED)).subquery()
_IN_STATES = rows_of(_FIRST, _FIRST.c.rank, _FIRST.c.soonest, _FIRST.c.newest.desc())
_PUBLIC_OF = (_ASKED.c.organisation_id == bindparam("organisation"), _ASKED.c.announced_at <= _NOW)
_NUMBER_ASKED = select(func.count()).where(*_PUBLIC_OF)
_OF_BODY = (
    select(_ASKED.c.id)
    .where(*_PUBLIC_OF, _ASKED.c.id < bindparam("before"))
    .order_by(_ASKED.c.id.desc())
    .limit(bindparam("limit"))
    .subquery()
)
_ASKED_BY = rows_of(_OF_BODY, _OF_BODY.c.id.desc())
