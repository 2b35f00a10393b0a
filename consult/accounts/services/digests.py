"""One mail a day at most for each person, of all that waits for them, whoever presses and for what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.accounts.queries import hold_users
from consult.outbox.queries import keys_among
from consult.outbox.services import Message, enqueue

# What the key of a day began with when progress alone was reminded of: who was told so before an upgrade is told.
_PREFIX = "progress-reminder"


class Told(NamedTuple):
    """How many people are told now, and how many were told today already."""

    now: int
    before: int


def tell_once_a_day(session: Session, *, now: datetime, today: date, user_ids: Iterable[int]) -> Told:
    """Put a digest in the outbox for each of these people who was not told ``today``; what it says is read when sent.

    They are held meanwhile, so that of two presses at one moment each counts only whom it told.
    """
    ids = sorted(set(user_ids))
    people = [user for user in hold_users(session, ids) if user.email_held_at is None] if ids else []
    keys = {_key(user.id, today): user for user in people}
    before = keys_among(session, keys) if keys else set()
    messages = [
        Message(key, "digest", user.email, user.language, {"user_id": user.id})
        for key, user in keys.items()
        if key not in before
    ]
    enqueue(session, now=now, messages=messages)
    return Told(len(messages), len(before))


def told_on(session: Session, *, day: date, user_ids: Iterable[int]) -> set[int]:
    """Return which of these people were told on ``day``."""
    keys = {_key(user_id, day): user_id for user_id in user_ids}
    return {keys[key] for key in keys_among(session, keys)}


def _key(user_id: int, day: date) -> str:
    return f"{_PREFIX}:{user_id}:{day.isoformat()}"
