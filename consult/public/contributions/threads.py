"""Voices in their threads, with votes and what the reader may do: the text, the list and a voice's own page use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows
from consult.contributions import queries
from consult.contributions.models import Contribution, ContributionRow, Translation
from consult.contributions.policies import may_clarify, may_reply, speaks_for_the_body, translates
from consult.contributions.queries import OwnVotes
from consult.moderation.models import ModerationDecision
from consult.moderation.queries import latest
from consult.organisations.queries import by_slugs
from consult.public.contributions.replies import (
    IN_A_LIST,
    ON_ITS_PAGE,
    MoreReplies,
    Replies,
    Room,
    following,
    gathered,
)
from consult.public.contributions.translations import Translations, for_readers
from consult.public.outcomes.presenters import Voice, voice
from consult.shared.text import paragraphs
from consult.web.locale import language
from consult.web.rendering import localized


@dataclass(frozen=True, slots=True)
class Permissions:
    """What ``actor`` may do with voices beside speaking and voting: what staff may is offered where it is read."""

    clarifies: bool
    replies: bool
    translates: bool

    @classmethod
    def of(cls, actor: Actor | None, asked: Consultation, now: datetime) -> Permissions:
        """Return what the consultation's state and the actor's roles open."""
        takes = allows(asked, Act.CONTRIBUTE, now) or allows(asked, Act.CONTRIBUTE_LATE, now)
        speaks = speaks_for_the_body(actor, asked)
        return cls(
            clarifies=may_clarify(actor, asked, now),
            replies=takes and not speaks,
            translates=translates(actor, asked, now),
        )

    def reply_url(self, row: Contribution | ContributionRow) -> str | None:
        """Return where one replies to this, None where that is shut; so with the two below."""
        return _url("public.reply", row) if self.replies and may_reply(row) else None

    def clarify_url(self, row: Contribution | ContributionRow) -> str | None:
        """Return where the asking body clarifies this."""
        return _url("desk.clarify", row) if self.clarifies and may_reply(row) else None

    def translate_url(self, row: Contribution | ContributionRow) -> str | None:
        """Return where staff translate this."""
        return _url("desk.translate", row) if self.translates and row.is_published else None


@dataclass(frozen=True, slots=True)
class Node:
    """A voice in its thread: its votes with the reader's own, what the reader may do, and its first replies.

    ``official``: it is the asking body's own word. ``translated`` are the translations that were read, by language.
    """

    voice: Voice
    official: bool
    illustrative: bool
    votes: dict[str, int]
    mine: str | None
    translated: Mapping[str, Translation]
    vote_url: str | None
    reply_url: str | None
    clarify_url: str | None
    translate_url: str | None
    replies: list[Node]
    more_replies: MoreReplies | None


class Gathered(NamedTuple):
    """What all voices of a page need, fetched at once."""

    consultation: Consultation
    votes_open: bool
    replies: Replies
    decisions: Mapping[int, ModerationDecision]
    votes: Mapping[int, Counter[str]]
    mine: Mapping[int, str]
    translations: Translations
    permissions: Permissions


def threads(
    session: Session,
    consultation: Consultation,
    rows: Sequence[Contribution | ContributionRow],
    actor: Actor | None,
    now: datetime,
    *,
    room: Room = IN_A_LIST,
    after_id: int | None = None,
    mine: OwnVotes | None = None,
) -> list[Node]:
    """Return ``rows`` with the first of their replies, each ready for the voice's component.

    Nine statements for any number. Replies follow ``after_id``; ``room`` says how many stand below each. ``mine`` are
    the actor's own votes, where the page has read them.
    """
    replies = gathered(session, rows, room, after_id)
    everyone = [*rows, *(reply for group in replies.shown.values() for reply in group)]
    ids = [row.id for row in everyone]
    gone = [row.id for row in everyone if not row.is_published]
    about = Gathered(
        consultation=consultation,
        votes_open=allows(consultation, Act.VOTE, now),
        replies=replies,
        decisions=latest(session, contribution_ids=gone) if gone else {},
        votes=queries.votes_on(session, consultation_id=consultation.id, contribution_ids=ids) if ids else {},
        mine=(mine or votes_of(session, consultation, actor)).by_contribution,
        # On its own page a voice shows all its translations.
        translations=for_readers(
            session, everyone, whole={row.id for row in rows} if room is ON_ITS_PAGE else ()
        ),
        permissions=Permissions.of(actor, consultation, now),
    )
    return [_node(row, about) for row in rows]


def votes_of(session: Session, asked: Consultation, actor: Actor | None) -> OwnVotes:
    """Return the actor's own votes in a consultation; a reader has none."""
    if actor is None:
        return OwnVotes({}, {})
    return queries.own_votes(session, consultation_id=asked.id, user_id=actor.user_id)


def _node(row: Contribution | ContributionRow, about: Gathered) -> Node:
    votes, may = about.votes.get(row.id, Counter()), about.permissions
    votable = about.votes_open and row.counts_as_voice
    return Node(
        voice=_voice(row, about),
        official=not row.counts_as_voice,
        illustrative=about.consultation.illustrative,
        votes={"agree": votes["agree"], "disagree": votes["disagree"]},
        mine=about.mine.get(row.id),
        translated=about.translations.get(row.id, {}),
        vote_url=_url("public.vote_contribution", row) if votable else None,
        reply_url=may.reply_url(row),
        clarify_url=may.clarify_url(row),
        translate_url=may.translate_url(row),
        replies=[_node(reply, about) for reply in about.replies.shown.get(row.id, [])],
        more_replies=following(row, about.replies),
    )


def _voice(row: Contribution | ContributionRow, about: Gathered) -> Voice:
    """Return what was said with all its words, a proposal's problem too."""
    shown = voice(row, about.decisions.get(row.id), about.translations)
    if not row.is_published:
        return shown
    return replace(
        shown, paragraphs=paragraphs("\n\n".join(part for part in (row.problem, row.body) if part))
    )


def organisations_of(session: Session, actor: Actor | None) -> dict[str, str]:
    """Return the names of the organisations that ``actor`` speaks for, by slug."""
    if actor is None or not actor.organisations:
        return {}
    return {
        row.slug: localized(row, "name") for row in by_slugs(session, actor.organisations, lang=language())
    }


def _url(endpoint: str, row: Contribution | ContributionRow) -> str:
    return url_for(endpoint, reference=row.reference)
