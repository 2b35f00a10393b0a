"""Action items as pages list them: what was agreed, whose it is and by when, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.forum.models import CLOSED, ActionUpdate
from consult.forum.policies import is_overdue
from consult.forum.queries import ActionItem
from consult.presenters.meetings import clause_url, words_of, words_or_none
from consult.presenters.rewordings import Worded
from consult.shared.text import shortened
from consult.web import dates
from consult.web.labels import label

_TITLE = 90


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows what became of an item: its words, or the address itself."""

    words: Worded
    url: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An action item. ``text`` is None where its title says all; owner and due day where the minutes state none.

    ``told`` says how often it was said what became of it, and of which day the last word is.
    """

    title: Worded
    text: Worded | None
    url: str
    meeting: str
    meeting_url: str
    owner: Worded | None
    owner_url: str | None
    due: str | None
    due_iso: str | None
    status: str
    status_text: str
    overdue: bool
    told: str
    evidence: Evidence | None
    illustrative: bool


def item_row(item: ActionItem, today: date) -> ItemRow:
    """Return an action item as lists show it."""
    text, heading, owner = words_of(item.said, "text"), words_of(item.said, "heading"), item.owner
    brief = Worded(shortened(text.text, _TITLE), text.lang)
    title = heading if heading.text else brief
    return ItemRow(
        title=title,
        text=None if title.text == text.text else text,
        url=url_for("public.action_item", entry_id=item.said.entry_id),
        meeting=_("Meeting of %(day)s", day=dates.day(item.said.day)),
        meeting_url=clause_url(item.said.slug, item.said.clause_id),
        owner=words_of(owner, "name") if owner else None,
        owner_url=url_for("public.organisation", slug=owner.slug) if owner else None,
        due=dates.day(item.due_on) if item.due_on else None,
        due_iso=item.due_on.isoformat() if item.due_on else None,
        status=item.status,
        status_text=label("action-status", item.status),
        overdue=is_overdue(item.status, item.due_on, today),
        told=_told(item),
        evidence=evidence_of(item),
        illustrative=item.illustrative,
    )


def evidence_of(told: ActionItem | ActionUpdate) -> Evidence | None:
    """Return what shows that the last word on an item, or an update, is true; None where nothing does."""
    if not told.evidence_url:
        return None
    said = words_or_none(told, "evidence")
    return Evidence(said or Worded(told.evidence_url, "en"), told.evidence_url)


def numbers_in_words(numbers: tuple[int, int, int]) -> str:
    """Return how many action items are open and overdue; numbers are those open, of these overdue, and closed."""
    open_, overdue, closed = numbers
    if not open_:
        return str(
            ngettext("%(num)s action item is closed, and none is open.",
                     "All %(num)s action items are closed.", closed)
        )  # fmt: skip
    said = ngettext("%(num)s action item is open.", "%(num)s action items are open.", open_)
    if not overdue:
        return str(said)
    late = ngettext("%(num)s of them is overdue.", "%(num)s of them are overdue.", overdue)
    return f"{said} {late}"


def in_order(items: Iterable[ActionItem]) -> list[ActionItem]:
    """Return items of one meeting with those that are not closed before the others."""
    return sorted(items, key=lambda item: item.status in CLOSED)


def _told(item: ActionItem) -> str:
    if not item.number or item.as_of is None:
        return str(_("Nothing was said since of what became of it."))
    return str(
        ngettext("%(num)s update, the last as of %(day)s", "%(num)s updates, the last as of %(day)s", item.number,
                 day=dates.day(item.as_of))
    )  # fmt: skip
