"""Voices in their threads, with votes and what the reader may do: the text, the list and a voice's own page use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.policies import Action, allows
from consult.contributions import queries
from consult.contributions.models import Contribution
from consult.contributions.policies import may_reply
from consult.moderation.models import ModerationDecision
from consult.moderation.queries import latest
from consult.organisations.queries import by_slugs
from consult.public.showing_consultations import Shown
from consult.public.showing_outcomes import voice
from consult.shared.text import paragraphs
from consult.web.rendering import said


@dataclass(frozen=True)
class Gathered:
    """What all voices of a page need, fetched at once."""

    consultation: Consultation
    votes_open: bool
    replies_open: bool
    replies: Mapping[int, Sequence[Contribution]]
    decisions: Mapping[int, ModerationDecision]
    votes: Mapping[int, Counter[str]]
    mine: Mapping[int, str] = field(default_factory=dict)


def threads(
    session: Session,
    consultation: Consultation,
    rows: Sequence[Contribution],
    actor: Actor | None,
    now: datetime,
) -> list[Shown]:
    """Return ``rows`` with their replies, each ready for the voice's component. Five statements for any number."""
    replies = queries.replies(session, parents=[row.id for row in rows]) if rows else {}
    everyone = [*rows, *(reply for group in replies.values() for reply in group)]
    ids = [row.id for row in everyone]
    gone = [row.id for row in everyone if not row.stands]
    late = allows(consultation, Action.CONTRIBUTE_LATE, now)
    about = Gathered(
        consultation=consultation,
        votes_open=allows(consultation, Action.VOTE, now),
        replies_open=late or allows(consultation, Action.CONTRIBUTE, now),
        replies=replies,
        decisions=latest(session, contribution_ids=gone) if gone else {},
        votes=queries.vote_counts(session, consultation_id=consultation.id, contribution_ids=ids)
        if ids
        else {},
        mine=_own(session, consultation, actor),
    )
    return [_node(row, about) for row in rows]


def _own(session: Session, consultation: Consultation, actor: Actor | None) -> dict[int, str]:
    if actor is None:
        return {}
    return queries.own_votes(session, consultation_id=consultation.id, user_id=actor.user_id)[1]


def _node(row: Contribution, about: Gathered) -> Shown:
    votes = about.votes.get(row.id, Counter())
    reference = row.reference
    return {
        **voice(row, about.decisions.get(row.id)),
        "official": row.organisation_id == about.consultation.organisation_id,
        "label": None,
        "paragraphs": paragraphs("\n\n".join(part for part in (row.problem, row.body) if part))
        if row.stands
        else [],
        "votes": {"agree": votes["agree"], "disagree": votes["disagree"]},
        "mine": about.mine.get(row.id),
        "vote_url": url_for("public.vote_contribution", reference=reference) if about.votes_open else None,
        "reply_url": url_for("public.reply", reference=reference)
        if about.replies_open and may_reply(row)
        else None,
        "replies": [_node(reply, about) for reply in about.replies.get(row.id, [])],
    }


def organisations_of(session: Session, actor: Actor | None) -> dict[str, str]:
    """Return the names of the organisations that ``actor`` speaks for, by slug."""
    if actor is None or not actor.organisations:
        return {}
    return {row.slug: said(row, "name") for row in by_slugs(session, actor.organisations)}
