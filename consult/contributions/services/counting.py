"""Counting what is said.

What is kept, by activity, subject and name: on ``all``, voices by status; on what they are about (``clause:7``,
``text:3``), the voices shown there (``voices``), those among them with a stance, by it, and the asking body's shown
clarifications (``clarified``).
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import String, and_, literal
from sqlalchemy.orm import Session

from consult.contributions.models import Channel, Contribution, Revision, Status
from consult.contributions.queries import CHANNELS, CLARIFIED, VOICES
from consult.tallies.models import ALL, code_of
from consult.tallies.services import Counted, Numbers, count, grouped


def count_contribution(
    session: Session, contribution: Contribution, *, before: str | None, after: str
) -> None:
    """Count that a contribution, whose status was ``before`` (None: it is new), now has the status ``after``."""
    changes = Counter(_shown_as(contribution, after, contribution.stance))
    if before is not None:
        changes.subtract(_shown_as(contribution, before, contribution.stance))
    count(
        session,
        consultation_id=contribution.consultation_id,
        activity_id=contribution.activity_id,
        changes=changes,
    )


def count_stance(session: Session, contribution: Contribution, *, before: str | None) -> None:
    """Count that a contribution, in which its author stood ``before`` where they did, says now where they stand."""
    changes = Counter(_shown_as(contribution, contribution.status, contribution.stance))
    changes.subtract(_shown_as(contribution, contribution.status, before))
    count(
        session,
        consultation_id=contribution.consultation_id,
        activity_id=contribution.activity_id,
        changes=changes,
    )


def _shown_as(contribution: Contribution, status: str, stance: str | None) -> list[Counted]:
    """Return the numbers in which a contribution of this status counts, whose author stands so."""
    shown = status == Status.PUBLISHED
    place = contribution.subject.code
    if not contribution.counts_as_voice:
        return [(place, CLARIFIED)] if shown else []
    counted = [(ALL, str(status))]
    if shown:
        counted.append((place, VOICES))
    if shown and contribution.channel != Channel.SITE:
        counted.append((CHANNELS, contribution.channel))
    if shown and stance is not None:
        counted.append((place, stance))
    return counted


def counted() -> Numbers:
    """Return the queries for each number of contributions as the rows themselves say it."""
    place = code_of(Contribution.subject_kind, Contribution.subject_id)
    shown, voice = Contribution.status == Status.PUBLISHED, Contribution.counts_as_voice
    standing = (Revision.contribution_id == Contribution.id) & (
        Revision.number == Contribution.revision_number
    )
    of = Contribution.consultation_id, Contribution.activity_id
    return (
        grouped(*of, literal(ALL, String), Contribution.status, and_(voice)),
        grouped(*of, place, literal(VOICES, String), shown & voice),
        grouped(*of, place, Revision.stance, shown & voice & standing & Revision.stance.is_not(None)),
        grouped(
            *of,
            literal(CHANNELS, String),
            Contribution.channel,
            shown & voice & (Contribution.channel != Channel.SITE.value),
        ),
        grouped(*of, place, literal(CLARIFIED, String), shown & ~voice),
    )
