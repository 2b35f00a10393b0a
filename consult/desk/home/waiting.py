"""What waits for somebody, at the top of the desk's first page: how much of each kind, the first of it, what is late.

Nothing grows with the record: each kind is one statement, with its number and the first rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, organisations_in
from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.queries.waiting import DueAnswer, answers_due
from consult.consultations.services import ANSWERING
from consult.desk.home.owed import owed_in_plans, owed_words
from consult.desk.plans.due_presenters import Due
from consult.forum import queries as forum
from consult.forum.policies import may_keep
from consult.forum.queries import ActionItem, Unminuted, Unprepared
from consult.organisations.queries.waiting import applied
from consult.presenters import waiting as words
from consult.presenters.waiting import Note
from consult.web import dates
from consult.web.locale import language
from consult.web.rendering import lang_of, localized

# So many of each kind are named; how many there are is said.
FIRST = 5
_OWING = frozenset({Role.COORDINATOR, Role.SECRETARY, Role.OFFICER, Role.PUBLISHER})


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits: what it is, of which body, since or until when (``note``), and where it is done."""

    name: str
    lang: str
    url: str
    note: str
    late: bool
    body: str = ""
    body_lang: str = ""


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """What waits of one kind: ``number`` of them (0: the rows say it), the first rows, and where all of them stand.

    ``more`` says how many are not named. ``remind_url`` is where those who owe it are reminded, None if not from here.
    """

    name: str
    title: str
    number: int
    url: str | None
    rows: list[WaitingRow]
    note: str = ""
    more: str = ""
    remind_url: str | None = None


def waiting_for(
    session: Session, actor: Actor, due: Sequence[Due], now: datetime
) -> list[WaitingGroup] | None:
    """Return what waits for ``actor``, by kind, of whose bodies words on ``due`` milestones are owed.

    None for those of whom nothing of it is asked.
    """
    if not any(role in _OWING for role, _scope in actor.grants):
        return None
    today = dates.local(now).date()
    found = [_answers(session, actor, now)]
    if may_keep(actor):
        found += _keeping(session, today)
    found += [_items(session, actor, today), _words(session, actor, due, now), _applied(session, actor)]
    return [group for group in found if group is not None]


def _scopes_of(actor: Actor, roles: frozenset[Role]) -> frozenset[str] | None:
    """Return the scopes of the bodies for which ``actor`` holds one of these roles; None where for all."""
    held = frozenset(scope for role, scope in actor.grants if role in roles)
    return None if SITE in held else held


def _answers(session: Session, actor: Actor, now: datetime) -> WaitingGroup | None:
    reminds = has_right(actor, Act.REMIND_OF_ANSWERS)
    scopes = None if reminds else _scopes_of(actor, ANSWERING)
    if scopes is not None and not scopes:
        return None
    found = answers_due(
        session, now=now, bodies=None if scopes is None else organisations_in(scopes), limit=FIRST
    )
    if not found.number:
        return None
    rows = [
        _row(
            localized(row, "title"), lang_of(row, "title"), _answer_url(actor, row), words.answer_note(row, now),
            localized(row, "name"), lang_of(row, "name"),
        )
        for row in found.rows
    ]  # fmt: skip
    return WaitingGroup(
        "answers", _("Answers to consultations"), found.number, None, rows, more=_more(found.number),
        remind_url=url_for("desk.remind_of_answers") if reminds and found.late else None,
    )  # fmt: skip


def _answer_url(actor: Actor, row: DueAnswer) -> str:
    """Return where ``actor`` answers, publishes, or reads what waits for its answer."""
    if has_right(actor, Act.ANSWER, scope=row.scope):
        return url_for("desk.answers", slug=row.slug)
    if has_right(actor, Act.PUBLISH, scope=row.scope):
        return url_for("desk.publication", slug=row.slug)
    return url_for("public.consultation", slug=row.slug)


def _keeping(session: Session, today: date) -> list[WaitingGroup | None]:
    """Return what waits for whoever keeps the forum: minutes, meetings to prepare, and the next one."""
    found = forum.keeping(session, today=today, limit=FIRST)
    number, near = found.to_prepare
    minutes = [_meeting(row, "minutes", words.minutes_note(row, today)) for row in found.minutes.rows]
    to_prepare = [
        _meeting(row, "people" if row.agenda else "agenda", words.preparing_note(row)) for row in near
    ]
    note = words.next_note(found.last, today) if found.next is None else None
    planned = [_row(_("Plan a meeting"), language(), url_for("desk.new_meeting"), note)] if note else []
    url = url_for("desk.forum")
    groups = [
        WaitingGroup(
            "minutes", _("Minutes to publish"), found.minutes.number, url, minutes, more=_more(found.minutes.number)
        ),
        WaitingGroup("meetings", _("Meetings to prepare"), number, url, to_prepare, more=_more(number)),
        WaitingGroup("next-meeting", _("No meeting is planned"), 0, None, planned),
    ]  # fmt: skip
    return [group for group in groups if group.rows]


def _meeting(row: Unminuted | Unprepared, part: str, note: Note) -> WaitingRow:
    url = url_for("desk.meeting", slug=row.slug, _anchor=part)
    return _row(localized(row, "title"), lang_of(row, "title"), url, note)


def _items(session: Session, actor: Actor, today: date) -> WaitingGroup | None:
    scopes = None if may_keep(actor) else _scopes_of(actor, frozenset({Role.OFFICER}))
    if scopes is not None and not scopes:
        return None
    owners = None if scopes is None else organisations_in(scopes)
    number, items = forum.overdue_items(session, today=today, limit=FIRST, owners=owners)
    if not number:
        return None
    return WaitingGroup(
        "items", _("Overdue action items"), number, url_for("desk.action_items"),
        [_item(item, today) for item in items], more=_more(number),
        remind_url=url_for("desk.remind_of_action_items") if may_keep(actor) else None,
    )  # fmt: skip


def _item(item: ActionItem, today: date) -> WaitingRow:
    name, lang = words.item_name(item)
    owner = item.owner
    return _row(
        name, lang, url_for("desk.action_item", entry_id=item.said.entry_id), words.item_note(item, today),
        localized(owner, "name") if owner else _("Nobody is named"), lang_of(owner, "name") if owner else language(),
    )  # fmt: skip


def _words(session: Session, actor: Actor, due: Sequence[Due], now: datetime) -> WaitingGroup | None:
    """Return where words on milestones are owed: by the actor's own bodies, and in the plans that they coordinate."""
    rows = []
    if due:
        late = any(each.found.late for each in due)
        url = url_for("desk.home", _anchor="progress")
        rows.append(WaitingRow(_("What your body leads"), language(), url, owed_words(due), late))
    rows += [
        WaitingRow(row.title, row.lang, row.url, row.words, row.late)
        for row in owed_in_plans(session, actor, now)
    ]
    if not rows:
        return None
    return WaitingGroup(
        "words", _("Words on milestones that are due"), 0, url_for("desk.plans") if len(rows) > FIRST else None,
        rows[:FIRST], more=_more(len(rows)),
    )  # fmt: skip


def _applied(session: Session, actor: Actor) -> WaitingGroup | None:
    if not has_right(actor, Act.VERIFY):
        return None
    found = applied(session)
    if found.since is None:
        return None
    note = _("The first of them applied on %(day)s", day=dates.day(found.since))
    return WaitingGroup(
        "applied", _("Organisations to verify"), found.number, url_for("desk.organisations"), [], note=note
    )


def _row(
    name: str, lang: str, url: str, note: Note, body: str = "", body_lang: str = ""
) -> WaitingRow:  # fmt: skip
    return WaitingRow(name, lang, url, note.text, note.late, body, body_lang)


def _more(number: int) -> str:
    """Return how many are not named, in words; empty where all are."""
    left = number - FIRST
    return str(ngettext("and %(num)s more", "and %(num)s more", left)) if left > 0 else ""
