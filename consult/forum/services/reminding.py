"""Reminding those who owe the forum something: owners of overdue action items, and who keeps the forum."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.models import SITE
from consult.accounts.policies import Actor, roles_for
from consult.accounts.policies.permissions import Act
from consult.accounts.queries import holders_by_scope
from consult.forum import queries
from consult.forum.policies import may_remind, to_be_planned
from consult.forum.queries import Keeping
from consult.forum.services.keeping import SUBJECT, role_of
from consult.organisations.queries import by_ids
from consult.organisations.services.reminding import Reminded, remind_bodies
from consult.record.services import append
from consult.shared.errors import NotFoundError


def remind_of_action_items(session: Session, *, actor: Actor, now: datetime, zone: tzinfo) -> Reminded:
    """Tell the officers of the bodies whose action items are overdue, and who keeps the forum where that owes.

    Whoever presses is told nothing as a keeper: they see it. Each is told at most once a day. Raises NotFoundError
    where it is not ``actor``'s to do.
    """
    if not may_remind(actor):
        raise NotFoundError
    today = now.astimezone(zone).date()
    bodies = list(by_ids(session, queries.overdue_by_owner(session, today=today)).values())
    keepers = keepers_owing(session, actor=actor, today=today)
    done = remind_bodies(session, now=now, today=today, bodies=bodies, beside=keepers)
    if done.told:
        append(
            session, now=now, kind="forum-reminded", subject=SUBJECT, role=role_of(actor),
            details={"bodies": sorted(body.slug for body in bodies if body not in done.without)},
        )  # fmt: skip
    return done


def keepers_owing(session: Session, *, actor: Actor, today: date) -> list[int]:
    """Return the ids of those who keep the forum, but ``actor``; none where nothing waits for them."""
    if not keeping_waits(queries.keeping(session, today=today, limit=1), today):
        return []
    found = holders_by_scope(session, roles=roles_for(Act.KEEP_FORUM), scopes=[SITE])
    return [user.id for user in found.get(SITE, []) if user.id != actor.user_id]


def keeping_waits(found: Keeping, today: date) -> bool:
    """Whether minutes are to be published, a meeting prepared, or the next one planned before long."""
    return bool(found.minutes.number or found.to_prepare[0]) or next_is_due(found, today)


def next_is_due(found: Keeping, today: date) -> bool:
    """Whether no meeting is planned, and one is to be before long."""
    return found.next is None and to_be_planned(found.last, today)
