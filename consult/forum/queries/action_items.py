"""Reading action items: what was agreed at published meetings, whose it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Date, Select, and_, bindparam, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from consult.forum.models import ACTION_ITEMS, CLOSED, ActionStatus, ActionUpdate, Entry, Meeting
from consult.forum.queries.minutes import PUBLISHED, SENTENCE, Sentence
from consult.organisations.models import Organisation
from consult.texts.models import ClauseText, TextVersion


class Owner(NamedTuple):
    """The body that has to do an action item."""

    id: int
    slug: str
    name_ar: str
    name_en: str


class ActionItem(NamedTuple):
    """An action item as it stands; ``number`` is that of its newest update, 0 before the first.

    ``evidence_url`` is what shows that update.
    """

    said: Sentence
    status: str
    due_on: date | None
    number: int
    as_of: date | None
    illustrative: bool
    evidence_url: str | None
    evidence_ar: str | None
    evidence_en: str | None
    owner: Owner | None


class ItemPlace(NamedTuple):
    """Where an item stands in the list, the latest meeting first: its day, and its id."""

    day: date
    id: int


def item_place(row: ActionItem) -> ItemPlace:
    """Return where an item stands in the list."""
    return ItemPlace(row.said.day, row.said.entry_id)


def action_items(
    session: Session,
    *,
    closed: bool | None = None,
    owner_ids: Iterable[int] | None = None,
    meeting_id: int | None = None,
    due_before: date | None = None,
    begun: ItemPlace | None = None,
    limit: int | None = None,
) -> list[ActionItem]:
    """Return action items of published minutes, the latest meeting first and then as they were entered.

    ``closed`` leaves those that are or are not, ``owner_ids`` those of these bodies, ``meeting_id`` those of a meeting,
    ``due_before`` those that are due before a day.
    """
    query = _items(
        closed=closed, owned=owner_ids is not None, of_meeting=meeting_id is not None,
        due=due_before is not None, begun=begun is not None,
    )  # fmt: skip
    given: dict[str, object] = {
        "owners": list(owner_ids or ()), "meeting": meeting_id, "due": due_before, "limit": limit or _ALL,
        **(begun._asdict() if begun else {}),
    }  # fmt: skip
    return _read(session, query, given)


@lru_cache(maxsize=64)
def _items(
    *, closed: bool | None, owned: bool, of_meeting: bool, due: bool, begun: bool
) -> Select[*tuple[Any, ...]]:
    """Return the statement for a list of this shape: each is built once."""
    order = (ClauseText.position,) if of_meeting else (Meeting.day.desc(), Entry.id)
    query = _ITEMS.order_by(*order).limit(bindparam("limit"))
    if closed is not None:
        query = query.where(_CLOSED if closed else ~_CLOSED)
    if owned:
        query = query.where(_OWNER_ID.in_(bindparam("owners", expanding=True)))
    if of_meeting:
        query = query.where(Entry.meeting_id == bindparam("meeting"))
    if due:
        query = query.where(bindparam("due", type_=Date()) > _DUE)
    if begun:
        day, number = bindparam("day", type_=Date()), bindparam("id", type_=BigInteger())
        query = query.where(or_(Meeting.day < day, and_(Meeting.day == day, Entry.id > number)))
    return query


def carried_to(session: Session, meeting: Meeting) -> list[ActionItem]:
    """Return what earlier meetings agreed and was not closed before the day of this one, the earliest first.

    Each stands as it does now; what was closed on that day or later was still open when the meeting began.
    """
    return _read(session, _CARRIED, {"day": meeting.day, "id": meeting.id})


def items_at(session: Session, meeting: Meeting) -> tuple[list[ActionItem], list[ActionItem]]:
    """Return what was carried to a meeting, as ``carried_to``, and what it agreed, in the order of its minutes."""
    given = {"day": meeting.day, "id": meeting.id}
    items = _read(session, _AT, given)
    own = [item for item in items if item.said.slug == meeting.slug]
    return [item for item in items if item.said.slug != meeting.slug], own


def numbers_of_items(session: Session, today: date) -> tuple[int, int, int]:
    """Return how many action items are open, of these overdue, and how many are closed."""
    row = session.execute(_NUMBERS, {"today": today}).one()
    return int(row[0]), int(row[1]), int(row[2])


def overdue_items(
    session: Session, *, today: date, limit: int, owners: Iterable[str] | None = None
) -> tuple[int, list[ActionItem]]:
    """Return how many items are not closed and were due before ``today``, and the first that were due.

    ``owners`` leaves those of the bodies of these slugs.
    """
    given: dict[str, Any] = {"today": today, "limit": limit}
    query = _OVERDUE
    if owners is not None:
        query, given["owners"] = _OVERDUE_OF, list(owners)
    rows = session.execute(query, given).all()
    return (rows[0][-1] if rows else 0), [_item(row[:-1], len(SENTENCE)) for row in rows]


def overdue_by_owner(session: Session, *, today: date) -> dict[int, int]:
    """Return how many items of each body are overdue, by the body's id; those that name no owner are left out."""
    return {row[0]: row[1] for row in session.execute(_OVERDUE_BY_OWNER, {"today": today})}


def updates_of(session: Session, *, entry_ids: Iterable[int]) -> dict[int, list[ActionUpdate]]:
    """Return what became of these items, by the entry's id, the first update first."""
    rows = session.scalars(_UPDATES, {"entries": list(entry_ids)})
    found: dict[int, list[ActionUpdate]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append(row)
    return found


def action_item(session: Session, *, entry_id: int) -> ActionItem | None:
    """Return one action item of published minutes, or None."""
    return next(iter(_read(session, _ITEM, {"entry": entry_id})), None)


def owners_of_items(session: Session) -> list[Owner]:
    """Return the bodies that have to do an action item, or had, in the order in which they were entered."""
    return [Owner._make(row) for row in session.execute(_OWNERS)]


def _read(session: Session, query: Select[*tuple[Any, ...]], given: Mapping[str, object]) -> list[ActionItem]:
    width = len(SENTENCE)
    return [_item(row, width) for row in session.execute(query, given)]


def _item(row: Sequence[Any], width: int) -> ActionItem:
    status, due_on, number, as_of, illustrative, url, url_ar, url_en, *body = row[width:]
    owner = Owner._make(body) if body[0] is not None else None
    said = Sentence._make(row[:width])
    return ActionItem(
        said, status, due_on, number or 0, as_of, bool(illustrative), url, url_ar, url_en, owner
    )


# The newest update of an item, if there is one: all that stands of it.
_LAST = aliased(ActionUpdate)
_NEWER = aliased(ActionUpdate)
_IS_LAST = and_(
    _LAST.entry_id == Entry.id,
    _LAST.number
    == select(func.max(_NEWER.number)).where(_NEWER.entry_id == Entry.id).correlate(Entry).scalar_subquery(),
)
_STATUS = func.coalesce(_LAST.status, literal(ActionStatus.OPEN.value))
_OWNER_ID = case((_LAST.id.is_(None), Entry.owner_id), else_=_LAST.owner_id)
_DUE = case((_LAST.id.is_(None), Entry.due_on), else_=_LAST.due_on)
_CLOSED = _STATUS.in_([each.value for each in CLOSED])
_ITEMS = (
    PUBLISHED.with_only_columns(
        *SENTENCE, _STATUS, _DUE, _LAST.number, _LAST.as_of, _LAST.illustrative, _LAST.evidence_url,
        _LAST.evidence_ar, _LAST.evidence_en,
        *(getattr(Organisation, name) for name in Owner._fields),
    )
    .outerjoin(_LAST, _IS_LAST)
    .outerjoin(Organisation, Organisation.id == _OWNER_ID)
    .where(Entry.kind.in_([each.value for each in ACTION_ITEMS]))
)  # fmt: skip
# More than any list holds: a statement with a limit is built once.
_ALL = 1_000_000
_ITEM = _ITEMS.where(Entry.id == bindparam("entry"))
# What was said last of the time before a day: days never go back from update to update.
_TOLD, _TOLD_LATER = aliased(ActionUpdate), aliased(ActionUpdate)
_DAY = bindparam("day", type_=Date())
_CLOSED_BEFORE = (
    select(_TOLD.id)
    .where(
        _TOLD.entry_id == Entry.id, _TOLD.as_of < _DAY, _TOLD.status.in_([each.value for each in CLOSED]),
        ~select(_TOLD_LATER.id)
        .where(_TOLD_LATER.entry_id == Entry.id, _TOLD_LATER.number > _TOLD.number, _TOLD_LATER.as_of < _DAY)
        .correlate(Entry, _TOLD)
        .exists(),
    )
    .correlate(Entry)
    .exists()
)  # fmt: skip
_BEFORE = tuple_(bindparam("day", type_=Date()), bindparam("id", type_=BigInteger()))
_IS_CARRIED = and_(tuple_(Meeting.day, Meeting.id) < _BEFORE, Meeting.cancelled_at.is_(None), ~_CLOSED_BEFORE)
_CARRIED = _ITEMS.where(_IS_CARRIED).order_by(Meeting.day, Entry.id)
_AT = _ITEMS.where(or_(_IS_CARRIED, Meeting.id == bindparam("id", type_=BigInteger()))).order_by(
    Meeting.day, Meeting.id, ClauseText.position
)
# The same items where their words, meetings and speakers are not asked for.
_COUNTED = (
    select(Entry.id)
    .outerjoin(_LAST, _IS_LAST)
    .where(
        Entry.kind.in_([each.value for each in ACTION_ITEMS]),
        select(ClauseText.id)
        .join(TextVersion, TextVersion.id == ClauseText.version_id)
        .where(ClauseText.clause_id == Entry.clause_id, TextVersion.published_at.is_not(None))
        .correlate(Entry)
        .exists(),
    )
)
_NUMBERS = _COUNTED.with_only_columns(
    func.coalesce(func.sum(case((~_CLOSED, 1), else_=0)), 0),
    func.coalesce(func.sum(case((and_(~_CLOSED, bindparam("today", type_=Date()) > _DUE), 1), else_=0)), 0),
    func.coalesce(func.sum(case((_CLOSED, 1), else_=0)), 0),
)
_OWNERS = (
    _COUNTED.with_only_columns(*(getattr(Organisation, name) for name in Owner._fields))
    .join(Organisation, Organisation.id == _OWNER_ID)
    .distinct()
    .order_by(Organisation.id)
)
_IS_OVERDUE = and_(~_CLOSED, bindparam("today", type_=Date()) > _DUE)
_OVERDUE = (
    _ITEMS.add_columns(func.count().over())
    .where(_IS_OVERDUE)
    .order_by(_DUE, Entry.id)
    .limit(bindparam("limit"))
)
_OVERDUE_OF = _OVERDUE.where(Organisation.slug.in_(bindparam("owners", expanding=True)))
_OVERDUE_BY_OWNER = (
    _COUNTED.with_only_columns(Organisation.id, func.count())
    .join(Organisation, Organisation.id == _OWNER_ID)
    .where(_IS_OVERDUE)
    .group_by(Organisation.id)
    .order_by(Organisation.id)
)
_UPDATES = (
    select(ActionUpdate)
    .options(joinedload(ActionUpdate.owner))
    .where(ActionUpdate.entry_id.in_(bindparam("entries", expanding=True)))
    .order_by(ActionUpdate.entry_id, ActionUpdate.number)
)
