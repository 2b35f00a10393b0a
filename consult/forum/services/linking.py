"""What the clauses of minutes concern: commitments and bodies, from one version of the minutes until another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import Entry, EntryLink, Linked, Meeting
from consult.organisations.queries import by_slugs
from consult.plans.queries.named_by_ids import commitments_named
from consult.shared.errors import DomainError, NotFoundError
from consult.texts.models import TextVersion

MOST_LINKS = 20


def discard_links(
    session: Session, *, actor: Actor, now: datetime, meeting: Meeting, draft: TextVersion
) -> None:
    """Let the entries of a meeting concern what they did before a draft was begun, which is discarded."""
    for row in queries.entries(session, meeting_id=meeting.id).values():
        before = {
            key_of(each) for each in row.links
            if each.since_version_id != draft.id
            and (each.withdrawn_at is None or each.until_version_id == draft.id)
        }  # fmt: skip
        _let_concern(session, actor, now, draft, row, before)


def link(
    session: Session, actor: Actor, now: datetime, draft: TextVersion, row: Entry, *, commitments: Sequence[int],
    bodies: Sequence[str],
) -> None:  # fmt: skip
    """Let an entry concern these commitments (ids) and bodies (slugs) and nothing else, from a draft on.

    Raises NotFoundError where something is not there, and ``too-many-links``.
    """
    found, promised = by_slugs(session, bodies), commitments_named(session, list(commitments))
    if len(found) != len(set(bodies)) or set(promised) != set(commitments):
        raise NotFoundError
    wanted = {(Linked.COMMITMENT.value, each) for each in promised}
    wanted |= {(Linked.ORGANISATION.value, body.id) for body in found}
    if len(wanted) > MOST_LINKS:
        raise DomainError("too-many-links", field="commitments", most=MOST_LINKS)
    _let_concern(session, actor, now, draft, row, wanted)


def key_of(link: EntryLink) -> tuple[str, int]:
    """Return what a link leads to: its kind, and its id."""
    return link.subject_kind, link.subject_id


def _let_concern(
    session: Session,
    actor: Actor,
    now: datetime,
    draft: TextVersion,
    row: Entry,
    wanted: set[tuple[str, int]],
) -> None:
    """Withdraw and add links until an entry concerns what is wanted, from this draft on."""
    standing = {key_of(each): each for each in row.links if each.withdrawn_at is None}
    for key in standing.keys() - wanted:
        link = standing[key]
        link.withdrawn_at, link.withdrawn_by_id, link.until_version_id = now, actor.user_id, draft.id
    session.flush()
    for kind, subject_id in sorted(wanted - standing.keys()):
        session.add(
            EntryLink(
                entry=row, subject_kind=kind, subject_id=subject_id, recorded_at=now, recorded_by_id=actor.user_id,
                since_version_id=draft.id,
            )
        )  # fmt: skip
    session.flush()
