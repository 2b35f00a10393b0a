"""The digest of a day: all that waits for one person when it is sent, and nothing that no longer does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Role, organisations_in
from consult.accounts.policies import Actor, may_take_part
from consult.accounts.queries import actor_for, user_by_id
from consult.consultations.queries.waiting import answers_due
from consult.consultations.services import ANSWERING
from consult.forum import queries as forum
from consult.forum.policies import may_keep
from consult.forum.services import keeping_waits, next_is_due
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.jobs.progress_emails import words_due
from consult.outbox.models import OutboxMessage
from consult.presenters import waiting as words
from consult.presenters.progress import today
from consult.presenters.waiting import Note
from consult.shared import clock
from consult.web.rendering import bidi_isolate, localized

# So many of each kind are named in one mail; the desk names the rest.
MOST = 10


class Listed(NamedTuple):
    """What waits of one kind: ``number`` of them, the lines of the first, and how they are introduced."""

    intro: str
    number: int
    lines: list[str]
    way: Block | None


@composes("digest", "progress-reminder")
def digest(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose all that waits for a person; None where nothing does any more, or the account may do nothing."""
    user = user_by_id(session, int(message.content["user_id"]))
    actor = actor_for(session, user) if user is not None else None
    if actor is None or not may_take_part(actor):
        return None
    now = clock.now()
    progress = words_due(session, _bodies(actor, frozenset({Role.OFFICER})), now)
    others = [_answers(session, actor, now), _items(session, actor, now), *_keeping(session, actor, now)]
    blocks = progress + [block for each in others if each is not None for block in _blocks(each)]
    return Letter(_("What waits for you"), blocks) if blocks else None


def _bodies(actor: Actor, roles: frozenset[Role]) -> list[str]:
    """Return the bodies in which somebody holds one of these roles: a role for the whole site owes for none."""
    return sorted(organisations_in(scope for role, scope in actor.grants if role in roles))


def _answers(session: Session, actor: Actor, now: datetime) -> Listed | None:
    bodies = _bodies(actor, ANSWERING)
    if not bodies:
        return None
    found = answers_due(session, now=now, bodies=bodies, limit=MOST)
    lines = [_line(localized(row, "title"), words.answer_note(row, now)) for row in found.rows]
    intro = _("These consultations wait for the answer of your body:")
    return Listed(intro, found.number, lines, link(_("Answer at the desk"), "desk.home", _anchor="waiting"))


def _items(session: Session, actor: Actor, now: datetime) -> Listed | None:
    bodies, day = _bodies(actor, frozenset({Role.OFFICER})), today(now)
    if not bodies:
        return None
    number, items = forum.overdue_items(session, today=day, limit=MOST, owners=bodies)
    lines = [_line(words.item_name(item)[0], words.item_note(item, day)) for item in items]
    intro = _("These action items of the forum, which are your body’s, are overdue:")
    return Listed(intro, number, lines, link(_("Say what became of them"), "desk.action_items"))


def _keeping(session: Session, actor: Actor, now: datetime) -> list[Listed]:
    """Return what waits for whoever keeps the forum."""
    if not may_keep(actor):
        return []
    day = today(now)
    found = forum.keeping(session, today=day, limit=MOST)
    if not keeping_waits(found, day):
        return []
    number, meetings = found.to_prepare
    minutes = [_line(localized(row, "title"), words.minutes_note(row, day)) for row in found.minutes.rows]
    near = [_line(localized(row, "title"), words.preparing_note(row)) for row in meetings]
    following = words.next_note(found.last, day) if next_is_due(found, day) else None
    kinds = [
        Listed(_("The minutes of these meetings are not published:"), found.minutes.number, minutes, None),
        Listed(_("These meetings are near, and something is missing:"), number, near, None),
        Listed(_("No meeting of the forum is planned:"), 1, [following.text] if following else [], None),
    ]
    *others, last = [kind for kind in kinds if kind.lines]
    return [*others, last._replace(way=link(_("Keep the forum"), "desk.forum"))]


def _line(name: str, note: Note) -> str:
    return f"{bidi_isolate(name)} · {note.text}"


def _blocks(of: Listed) -> Sequence[Block]:
    """Return what a mail says of one kind; nothing where there is none."""
    if not of.lines:
        return []
    left = of.number - len(of.lines)
    more = [text(str(ngettext("and %(num)s more", "and %(num)s more", left)))] if left > 0 else []
    return [text(of.intro), *(text(line) for line in of.lines), *more, *([of.way] if of.way else [])]
