"""Reminding bodies of what they owe: their people get the one digest of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.services.digests import tell_once_a_day
from consult.organisations.models import Organisation
from consult.organisations.queries.working import working_for


class Reminded(NamedTuple):
    """How many people were told now, how many had been told today, and which late bodies have no officer."""

    told: int
    told_before: int
    without: list[Organisation]


def remind_bodies(
    session: Session, *, now: datetime, today: date, bodies: Sequence[Organisation], roles: Iterable[Role] = (),
    beside: Iterable[int] = (),
) -> Reminded:  # fmt: skip
    """Tell the officers of these bodies, who holds one of ``roles`` there, and the people ``beside`` (ids).

    Each is told at most once a day.
    """
    working = working_for(session, bodies, roles=roles)
    ids = {user.id for each in working for user in each.people} | set(beside)
    told = tell_once_a_day(session, now=now, today=today, user_ids=ids)
    return Reminded(told.now, told.before, [each.body for each in working if not each.officers])
