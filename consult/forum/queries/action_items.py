"""Reading action items: what was agreed at published meetings, whose it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from consult.forum.models import ACTION_ITEMS, CLOSED, ActionStatus, ActionUpdate, Entry, Meeting
from consult.forum.queries.minutes import SENTENCE, Sentence, of_newest_version
from consult.organisations.models import Organisation
from consult.texts.models import ClauseText, TextVersion


class Owner(NamedTuple):
    """The body that has to do an action item."""

    id: int
    slug: str
    name_ar: str
    name_en: str


class ActionItem(NamedTuple):
    """An action item as it stands; ``number`` is that of its newest update, 0 before the first."""

    said: Sentence
    status: str
    due_on: date | None
    number: int
    as_of: date | None
    illustrative: bool
    owner: Owner | None


class ItemPlace(NamedTuple):
    """Where an item stands in the list, the latest meeting first: its day, and its id."""

    day: str
    id: int


def item_place(row: ActionItem) -> ItemPlace:
    """Return where an item stands in the list."""
    return ItemPlace(row.said.day.isoformat(), row.said.entry_id)


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
    query = _ITEMS.order_by(Meeting.day.desc(), Entry.id.desc())
    if closed is not None:
        query = query.where(_CLOSED if closed else ~_CLOSED)
    if owner_ids is not None:
        query = query.where(_OWNER_ID.in_(list(owner_ids)))
    if meeting_id is not None:
        query = _ITEMS.where(Entry.meeting_id == meeting_id).order_by(ClauseText.position)
    if due_before is not None:
        query = query.where(due_before > _DUE)
    if begun is not None:
        query = query.where(tuple_(Meeting.day, Entry.id) < (date.fromisoformat(begun.day), begun.id))
    return _read(session, query.limit(limit))


def carried_to(session: Session, meeting: Meeting) -> list[ActionItem]:
    """Return what earlier meetings agreed and was not closed before the day of this one, the earliest first.

    Each stands as it does now; what was closed on that day or later was still open when the meeting began.
    """
    closing = aliased(ActionUpdate)
    before = (
        select(closing.id)
        .where(closing.entry_id == Entry.id, closing.number == _LAST.number, closing.as_of < meeting.day)
        .correlate(Entry, _LAST)
        .exists()
    )
    query = _ITEMS.where(
        tuple_(Meeting.day, Meeting.id) < (meeting.day, meeting.id), Meeting.cancelled_at.is_(None),
        or_(~_CLOSED, ~before),
    )  # fmt: skip
    return _read(session, query.order_by(Meeting.day, Entry.id))


def numbers_of_items(session: Session, today: date) -> tuple[int, int, int]:
    """Return how many action items are open, of these overdue, and how many are closed."""
    query = _ITEMS.with_only_columns(
        func.coalesce(func.sum(case((~_CLOSED, 1), else_=0)), 0),
        func.coalesce(func.sum(case((and_(~_CLOSED, today > _DUE), 1), else_=0)), 0),
        func.coalesce(func.sum(case((_CLOSED, 1), else_=0)), 0),
    )
    row = session.execute(query).one()
    return int(row[0]), int(row[1]), int(row[2])


def updates_of(session: Session, *, entry_ids: Iterable[int]) -> dict[int, list[ActionUpdate]]:
    """Return what became of these items, by the entry's id, the first update first."""
    rows = session.scalars(_UPDATES, {"entries": list(entry_ids)})
    found: dict[int, list[ActionUpdate]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append(row)
    return found


def action_item(session: Session, *, entry_id: int) -> ActionItem | None:
    """Return one action item of published minutes, or None."""
    return next(iter(_read(session, _ITEMS.where(Entry.id == entry_id))), None)


def _read(session: Session, query: Select[*tuple[Any, ...]]) -> list[ActionItem]:
    width = len(SENTENCE)
    return [_item(row, width) for row in session.execute(query)]


def _item(row: Sequence[Any], width: int) -> ActionItem:
    status, due_on, number, as_of, illustrative = row[width : width + 5]
    owner = Owner._make(row[width + 5 :]) if row[width + 5] is not None else None
    return ActionItem(
        Sentence._make(row[:width]), status, due_on, number or 0, as_of, bool(illustrative), owner
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
    select(
        *SENTENCE, _STATUS, _DUE, _LAST.number, _LAST.as_of, _LAST.illustrative,
        *(getattr(Organisation, name) for name in Owner._fields),
    )
    .select_from(Entry)
    .join(ClauseText, ClauseText.clause_id == Entry.clause_id)
    .join(TextVersion, of_newest_version())
    .join(Meeting, Meeting.id == Entry.meeting_id)
    .outerjoin(_LAST, _IS_LAST)
    .outerjoin(Organisation, Organisation.id == _OWNER_ID)
    .where(Entry.kind.in_([each.value for each in ACTION_ITEMS]))
)  # fmt: skip
_UPDATES = (
    select(ActionUpdate)
    .options(joinedload(ActionUpdate.owner))
    .where(ActionUpdate.entry_id.in_(bindparam("entries", expanding=True)))
    .order_by(ActionUpdate.entry_id, ActionUpdate.number)
)
