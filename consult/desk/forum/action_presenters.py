"""What the desk shows of action items: those that somebody may update, and one with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, roles_for
from consult.accounts.policies.permissions import Act
from consult.desk.forum.minutes_presenters import ItemRow, item_row
from consult.desk.scope import works_for
from consult.forum import queries
from consult.forum.models import ActionUpdate
from consult.forum.policies import may_keep, may_remind
from consult.forum.queries import ActionItem
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """Action items: those that are open, the overdue ones first, and those that are closed.

    ``remind_url`` is where whoever reads it reminds those who owe, None where that is not theirs.
    """

    open: list[ItemRow]
    closed: list[ItemRow]
    everything: bool
    remind_url: str | None


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """An update: as of which day, where the item stood, and what was said."""

    day: str
    status: str
    note: str
    lang: str
    evidence: str
    evidence_url: str | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An action item with all that became of it; ``keeps``: who reads it may name another owner and day."""

    heading: str
    heading_lang: str
    text: str
    text_lang: str
    meeting: str
    updates: list[UpdateRow]
    keeps: bool
    action: str
    back_url: str


def items_page(session: Session, actor: Actor, today: date) -> ItemsPage:
    """Return the action items that are ``actor``'s to update: all of them for whoever keeps the forum."""
    everything = may_keep(actor)
    owners = (
        None
        if everything
        else [body.id for body in works_for(session, actor, roles_for(Act.UPDATE_ACTION_ITEM))]
    )
    rows = queries.action_items(session, closed=False, owner_ids=owners)
    shown = sorted((item_row(item, today) for item in rows), key=lambda row: not row.overdue)
    closed = queries.action_items(session, closed=True, owner_ids=owners)
    remind_url = url_for("desk.remind_of_action_items") if may_remind(actor) else None
    return ItemsPage(shown, [item_row(item, today) for item in closed], everything, remind_url)


def item_page(session: Session, item: ActionItem, actor: Actor) -> ItemPage:
    """Return an action item with its history, the newest first."""
    said = item.said
    updates = queries.updates_of(session, entry_ids=[said.entry_id]).get(said.entry_id, [])
    return ItemPage(
        localized(said, "heading"), lang_of(said, "heading"), localized(said, "text"), lang_of(said, "text"),
        dates.day(said.day), [_update(row) for row in reversed(updates)], may_keep(actor),
        url_for("desk.action_item", entry_id=said.entry_id), url_for("desk.action_items"),
    )  # fmt: skip


def _update(row: ActionUpdate) -> UpdateRow:
    return UpdateRow(
        dates.day(row.as_of), label("action-status", row.status), localized(row, "note"), lang_of(row, "note"),
        localized(row, "evidence") if row.evidence_url else "", row.evidence_url,
    )  # fmt: skip
