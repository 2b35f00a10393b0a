"""Publishing: what the desk wrote becomes an edition, which never changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.initiative import queries
from consult.initiative.errors import DraftMovedError, NothingToPublishError
from consult.initiative.models import InitiativeEdition
from consult.initiative.services.keeping import either, require
from consult.record.services import append
from consult.shared.errors import DomainError, raise_any
from consult.shared.text import clean

MOST_REASON = 1000


def publish(
    session: Session, *, actor: Actor, now: datetime, reason: tuple[str, str], seen: str
) -> InitiativeEdition:
    """Publish the draft as the next edition, with its public reason; ``seen`` is the mark of what was shown.

    The same press again is the same edition. Raises ``write-either`` at the reason, ``initiative-empty`` where nothing
    is said, ``nothing-changed`` where the edition that stands says it all, ``initiative-moved`` where the draft is
    another than was shown.
    """
    require(actor)
    reason = clean(reason[0]), clean(reason[1])
    raise_any(either("reason", reason, most=MOST_REASON))
    every = queries.draft(session)
    words, facts = queries.ids_of(every)
    if not words:
        raise NothingToPublishError
    before = queries.newest_edition(session)
    if before is not None and (before.words, before.facts) == (words, facts):
        if (before.reason_ar, before.reason_en) == reason:
            return before
        raise DomainError("nothing-changed")
    if queries.mark_of(every) != seen:
        raise DraftMovedError
    number = before.number + 1 if before else 1
    try:
        with session.begin_nested():
            return _add(session, actor, now, number, (words, facts), reason)
    except IntegrityError:
        if (after := queries.newest_edition(session)) is None or after.number < number:
            raise
        # Somebody published at the same moment: it is looked at anew, as if they had come before.
        return publish(session, actor=actor, now=now, reason=reason, seen=seen)


def put_edition(session: Session, *, now: datetime, reason: tuple[str, str]) -> InitiativeEdition:
    """Publish the draft that the command line loaded, as the first edition."""
    return _add(session, None, now, 1, queries.ids_of(queries.draft(session)), reason)


def _add(
    session: Session, actor: Actor | None, now: datetime, number: int, ids: tuple[list[int], list[int]],
    reason: tuple[str, str],
) -> InitiativeEdition:  # fmt: skip
    """Add an edition that shows these words and facts, and tell the log."""
    row = InitiativeEdition(
        number=number, words=ids[0], facts=ids[1], reason_ar=reason[0], reason_en=reason[1], published_at=now,
        published_by_id=actor.user_id if actor else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(
        session, now=now, kind="initiative-published", subject="initiative",
        role=Role.COORDINATOR.value if actor else "operator",
        details={"edition": number, "reason_ar": row.reason_ar, "reason_en": row.reason_en},
    )  # fmt: skip
    return row
