"""Reminding bodies whose answers are late: those who answer and publish there get the one digest of the day."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may, roles_for
from consult.accounts.policies.permissions import Act
from consult.consultations.queries.waiting import late_answers
from consult.organisations.queries import by_ids
from consult.organisations.services.reminding import Reminded, remind_bodies
from consult.record.services import append
from consult.shared.errors import NotFoundError

# Who is told that an answer is late: who writes it, and who publishes it.
ANSWERING = roles_for(Act.ANSWER) | roles_for(Act.PUBLISH)


def remind_of_answers(session: Session, *, actor: Actor, now: datetime, zone: tzinfo) -> Reminded:
    """Tell who answers and who publishes for the bodies whose answers are late, each at most once a day.

    Raises NotFoundError where it is not ``actor``'s to do.
    """
    if not may(actor, Act.REMIND_OF_ANSWERS):
        raise NotFoundError
    bodies = list(by_ids(session, late_answers(session, now=now)).values())
    done = remind_bodies(session, now=now, today=now.astimezone(zone).date(), bodies=bodies, roles=ANSWERING)
    if done.told:
        append(
            session, now=now, kind="answers-reminded", subject="consultations", role=Role.COORDINATOR.value,
            details={"bodies": sorted(body.slug for body in bodies if body not in done.without)},
        )  # fmt: skip
    return done
