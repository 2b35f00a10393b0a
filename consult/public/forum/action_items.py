"""The pages of action items: all of them, open, overdue, closed or a body's, and one with all that became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import ActionUpdate
from consult.forum.queries import ActionItem, ItemPlace, Owner, item_place
from consult.organisations.queries import by_ids
from consult.presenters.meetings import words_of, words_or_none
from consult.presenters.rewordings import Worded
from consult.public.forum.entries import About, about_entries
from consult.public.forum.items import (
    Evidence,
    ItemRow,
    evidence_of,
    item_row,
    numbers_in_words,
)
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.pagination import Page, page_of, written
from consult.web.parameters import unheeded
from consult.web.rendering import lang_of, localized

PAGE = 10
# By what is asked for: whether closed ones, and whether those alone that are overdue.
STATES = {"open": (False, False), "overdue": (False, True), "closed": (True, False)}


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One way to look at the list; ``number`` is how many that shows, None where they are not counted."""

    title: str
    lang: str
    url: str
    number: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """A page of action items; ``numbers`` says how many are open and overdue, None where there is none at all."""

    numbers: str | None
    states: list[FilterLink]
    owners: list[FilterLink]
    rows: list[ItemRow]
    filtered: bool
    first_url: str | None
    next_url: str | None
    csv_url: str
    jsonl_url: str


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """What was said of an item: of which day, and all that stands since; ``role`` says as what somebody said it."""

    number: int
    day: str
    iso: str
    status: str
    status_text: str
    owner: Worded | None
    due: str | None
    note: Worded
    evidence: Evidence | None
    recorded: str
    role: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An action item with its history, the newest first; ``heading`` is what the page is called.

    ``agreed_owner`` and ``agreed_due`` are what the minutes state, None for nothing; ``post`` and ``body`` who said it.
    """

    heading: str
    heading_lang: str
    row: ItemRow
    text: Worded
    kind: str
    post: Worded | None
    body: Worded | None
    about: list[About]
    agreed_owner: Worded | None
    agreed_due: str | None
    updates: list[UpdateRow]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which items are asked for: a state of ``STATES``, and the slug of their owner; each None for all."""

    state: str | None = None
    owner: str | None = None


def items_page(session: Session, chosen: Chosen, today: date, begun: ItemPlace | None) -> ItemsPage:
    """Return a page of action items; an owner who has none, or an unknown state, is as if nothing was asked."""
    numbers, owners = queries.numbers_of_items(session, today), queries.owners_of_items(session)
    kept = _heeded(chosen, owners)
    page = _page(session, kept, owners, today, begun)
    return ItemsPage(
        numbers=numbers_in_words(numbers) if any(numbers) else None,
        states=_states(kept, numbers),
        owners=_owners(kept, owners),
        rows=[item_row(item, today) for item in page.items],
        filtered=kept != Chosen(),
        first_url=page.newer_url,
        next_url=page.older_url,
        csv_url=url_for("public.action_items_csv"),
        jsonl_url=url_for("public.action_items_jsonl"),
    )


def item_page(session: Session, entry_id: int, today: date) -> ItemPage | None:
    """Return the page of an action item of published minutes, None where there is none."""
    item = queries.action_item(session, entry_id=entry_id)
    if item is None:
        return None
    updates = queries.updates_of(session, entry_ids=[entry_id]).get(entry_id, [])
    entry, row = queries.entry_by_id(session, entry_id), item_row(item, today)
    assert entry is not None  # noqa: S101 - the item is made of it
    about = about_entries(queries.concerned_by(session, entry_id=entry_id))
    owner = by_ids(session, [entry.owner_id]).get(entry.owner_id) if entry.owner_id else None
    heading = words_or_none(item.said, "heading")
    return ItemPage(
        heading=heading.text if heading else _("What was agreed on %(day)s", day=dates.day(item.said.day)),
        heading_lang=heading.lang if heading else row.title.lang,
        row=row,
        text=words_of(item.said, "text"),
        kind=label("entry-kind", item.said.kind),
        post=words_or_none(item.said, "post"),
        body=words_or_none(item.said, "body"),
        about=about.get(entry_id, []),
        agreed_owner=words_of(owner, "name") if owner else None,
        agreed_due=dates.day(entry.due_on) if entry.due_on else None,
        updates=[_update(each) for each in reversed(updates)],
    )


def _heeded(chosen: Chosen, owners: Sequence[Owner]) -> Chosen:
    """Return what is asked for as far as it means anything."""
    state, owner = chosen.state, chosen.owner
    if state is not None and state not in STATES:
        unheeded("state")
        state = None
    if owner is not None and owner not in {each.slug for each in owners}:
        unheeded("owner")
        owner = None
    return Chosen(state, owner)


def _page(
    session: Session, chosen: Chosen, owners: Sequence[Owner], today: date, begun: ItemPlace | None
) -> Page[ActionItem]:
    """Return the items after a place; where there is none, those of the first page."""
    closed, late = STATES[chosen.state] if chosen.state else (None, False)
    rows = queries.action_items(
        session, closed=closed, due_before=today if late else None, begun=begun, limit=PAGE + 1,
        owner_ids=[each.id for each in owners if each.slug == chosen.owner] if chosen.owner else None,
    )  # fmt: skip
    if begun is not None and not rows:
        unheeded("after")
        return _page(session, chosen, owners, today, None)
    return page_of(rows, PAGE, begun, lambda place: _address(chosen, place), key=item_place)


def _address(chosen: Chosen, begun: ItemPlace | None = None) -> str:
    return url_for("public.action_items", state=chosen.state, owner=chosen.owner, after=written(begun))


def _states(chosen: Chosen, numbers: tuple[int, int, int]) -> list[FilterLink]:
    """Return the ways to look at the list by where items stand; of all owners they are counted."""
    open_, overdue, closed = numbers
    ways = (
        (None, _("All"), open_ + closed), ("open", _("Open"), open_), ("overdue", _("Overdue"), overdue),
        ("closed", _("Closed"), closed),
    )  # fmt: skip
    return [
        FilterLink(
            title, language(), _address(Chosen(state, chosen.owner)), None if chosen.owner else number,
            state == chosen.state,
        )
        for state, title, number in ways
    ]  # fmt: skip


def _owners(chosen: Chosen, owners: Sequence[Owner]) -> list[FilterLink]:
    every = FilterLink(
        _("All owners"), language(), _address(Chosen(chosen.state)), None, chosen.owner is None
    )
    rows = [
        FilterLink(
            localized(each, "name"), lang_of(each, "name"), _address(Chosen(chosen.state, each.slug)), None,
            each.slug == chosen.owner,
        )
        for each in owners
    ]  # fmt: skip
    return [every, *rows] if rows else []


def _update(row: ActionUpdate) -> UpdateRow:
    return UpdateRow(
        number=row.number,
        day=dates.day(row.as_of),
        iso=row.as_of.isoformat(),
        status=row.status,
        status_text=label("action-status", row.status),
        owner=words_of(row.owner, "name") if row.owner else None,
        due=dates.day(row.due_on) if row.due_on else None,
        note=words_of(row, "note"),
        evidence=evidence_of(row),
        recorded=dates.day(row.recorded_at),
        role=label("role", row.role),
        illustrative=row.illustrative,
    )
