"""Voices in their threads, with votes and what the reader may do: the text, the list and a voice's own page use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation, ConsultationRow
from consult.consultations.policies import allows, takes_words
from consult.contributions import queries
from consult.contributions.models import ContributionRow
from consult.contributions.policies import is_own, may_clarify, may_reply, speaks_for_the_body, translates
from consult.moderation.queries import last_decisions
from consult.organisations.queries import by_slugs
from consult.presenters.addresses import addresses
from consult.public.contributions.replies import Replies, following, gathered
from consult.public.contributions.translations import Translations, for_readers
from consult.public.contributions.voices import Acts, Voice, Voices
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.queries import OwnVotes, own_votes
from consult.web.csrf import tokens_for
from consult.web.locale import language
from consult.web.rendering import localized

Address = Callable[[str], str]
_VOTE = "public.vote_contribution"


class Permissions:
    """Where ``actor`` may vote, reply, clarify and translate: asked once for all voices of a page."""

    def __init__(self, actor: Actor | None, asked: Consultation | ConsultationRow, now: datetime) -> None:
        """Ask what the consultation's state and the actor's roles open."""
        takes = takes_words(asked, now)
        self._actor = actor
        self._vote = _where(_VOTE, opened=allows(asked, Act.VOTE, now))
        self._reply = _where("public.reply", opened=takes and not speaks_for_the_body(actor, asked))
        self._clarify = _where("desk.clarify", opened=may_clarify(actor, asked, now))
        self._translate = _where("desk.translate", opened=translates(actor, asked, now))
        self._report = _where("public.report", opened=allows(asked, Act.REPORT, now))
        self._token = tokens_for(_VOTE) if self._vote else None
        self._vote_on = _("Vote on %(reference)s")
        self._agree = cache(lambda number: ngettext("%(num)s agrees", "%(num)s agree", number))
        self._disagree = cache(lambda number: ngettext("%(num)s disagrees", "%(num)s disagree", number))

    def acts(self, row: ContributionRow, mine: str | None) -> Acts:
        """Return what stands under a voice, with the reader's own vote on it."""
        reference, answerable = row.reference, may_reply(row)
        votable = row.counts_as_voice and not is_own(self._actor, row)
        vote_url = self._vote(reference) if self._vote and votable else None
        return Acts(
            agree=_number(row.agree, self._agree, bare=vote_url is not None),
            disagree=_number(row.disagree, self._disagree, bare=vote_url is not None),
            mine=mine,
            vote_url=vote_url,
            vote_label=self._vote_on % {"reference": reference} if vote_url else None,
            token=self._token(vote_url) if self._token and vote_url else None,
            reply_url=self._reply(reference) if self._reply and answerable else None,
            clarify_url=self._clarify(reference) if self._clarify and answerable else None,
            translate_url=self._translate(reference) if self._translate and row.is_published else None,
            report_url=self._report(reference) if self._report and row.is_published else None,
        )


def _number(number: int | None, words: Callable[[int], str], *, bare: bool) -> str | None:
    """Return a number of votes, in words where it stands in no form; None while they are sealed."""
    if number is None:
        return None
    return str(number) if bare else words(number)


def _where(endpoint: str, *, opened: bool) -> Address | None:
    return addresses(endpoint, "reference") if opened else None


def threads(
    session: Session,
    asked: Consultation | ConsultationRow,
    found: queries.Threads,
    actor: Actor | None,
    now: datetime,
    *,
    mine: OwnVotes | None = None,
) -> list[Voice]:
    """Return what was found of a list with the first replies below each, ready for the voice's component.

    ``mine`` are the actor's own votes, where the page has read them.
    """
    replies = gathered(session, found, queries.IN_A_LIST)
    translations = for_readers(session, everyone(found.voices, replies))
    return shown(session, asked, found.voices, replies, translations, actor, now, mine=mine)


def everyone(voices: Sequence[ContributionRow], replies: Replies) -> list[ContributionRow]:
    """Return voices and the replies shown below them."""
    return [*voices, *(reply for group in replies.shown.values() for reply in group)]


def shown(
    session: Session,
    asked: Consultation | ConsultationRow,
    voices: Sequence[ContributionRow],
    replies: Replies,
    translations: Translations,
    actor: Actor | None,
    now: datetime,
    *,
    mine: OwnVotes | None = None,
) -> list[Voice]:
    """Return ``voices`` with their ``replies``, each with its votes and what ``actor`` may do."""
    gone = [row.id for row in everyone(voices, replies) if not row.is_published]
    page = Voices(last_decisions(session, contribution_ids=gone), translations)
    may = Permissions(actor, asked, now)
    chosen = votes_of(session, asked, actor) if mine is None else mine

    def voice(row: ContributionRow, answered: int | None = None) -> Voice:
        below = [voice(reply, row.revision_number) for reply in replies.shown.get(row.id, ())]
        own = chosen.get(Subject(SubjectKind.CONTRIBUTION, row.id))
        return page.shown(row, may.acts(row, own), below, following(row, replies), answered)

    return [voice(row) for row in voices]


def votes_of(session: Session, asked: Consultation | ConsultationRow, actor: Actor | None) -> OwnVotes:
    """Return the actor's own votes in a consultation; a reader has none."""
    if actor is None:
        return {}
    return own_votes(session, consultation_id=asked.id, user_id=actor.user_id)


def organisations_of(session: Session, actor: Actor | None) -> dict[str, str]:
    """Return the names of the organisations that ``actor`` speaks for, by slug."""
    if actor is None or not actor.organisations:
        return {}
    return {
        row.slug: localized(row, "name") for row in by_slugs(session, actor.organisations, lang=language())
    }
