"""What the services of the forum share: who keeps it, and a meeting that is held while it is written on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import Meeting
from consult.forum.policies import may_keep
from consult.organisations.models import Organisation, Standing
from consult.organisations.queries import by_slugs
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError

SUBJECT = "forum"
MOST_TITLE, MOST_PLACE, MOST_POST, MOST_NAME, MOST_REASON = 300, 300, 200, 200, 1000

Pair = tuple[str, str]


def require_keeper(actor: Actor) -> None:
    """Raise NotFoundError for whoever does not keep the forum."""
    if not may_keep(actor):
        raise NotFoundError


def role_of(actor: Actor) -> str:
    """Return as what somebody acts here: whoever does not keep the forum speaks as an officer of a body."""
    return next(
        (role for role in (Role.SECRETARY, Role.COORDINATOR) if actor.holds(role)), Role.OFFICER
    ).value


def held_meeting(session: Session, actor: Actor, meeting_id: int) -> Meeting:
    """Return a meeting that is held until the transaction ends, for whoever keeps the forum; else NotFoundError."""
    require_keeper(actor)
    meeting = queries.lock_meeting(session, meeting_id)
    if meeting is None:
        raise NotFoundError
    return meeting


def body_of(
    session: Session, slug: str, field: str, *, before: int | None = None
) -> tuple[Organisation | None, list[DomainError]]:
    """Return a verified body by its slug, or the problem at the field in which it was chosen.

    The one with the id ``before`` stands there already: it may stay whatever became of it since.
    """
    body = next(iter(by_slugs(session, [slug])), None)
    if body is None or (body.standing != Standing.VERIFIED and body.id != before):
        return None, [DomainError("choose-one", field=field)]
    return body, []


def problems_of_due(due_on: date | None, agreed_on: date) -> list[DomainError]:
    """Return that something would be due before the day on which it was agreed."""
    return (
        [DomainError("due-before-agreed", field="due_on")]
        if due_on is not None and due_on < agreed_on
        else []
    )


def log(
    session: Session, actor: Actor, now: datetime, kind: str, meeting: Meeting, **details: object
) -> None:
    """Append what was done with a meeting to the public log."""
    append(
        session, now=now, kind=kind, subject=f"{SUBJECT}/{meeting.slug}", role=role_of(actor), details=details
    )
