"""One voice on its thread: what was said, when it arrived, its theme, the answer, the words, the milestone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.consultations.queries.owners import ClauseWords, words_of
from consult.contributions import queries
from consult.contributions.models import Contribution, ContributionRow
from consult.contributions.policies import is_author, may_read_words, may_revise, may_withdraw
from consult.moderation.models import ModerationDecision
from consult.moderation.policies import may_ask_erasure
from consult.moderation.queries import of_contribution, waiting_request
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Outcome, OutcomeChange
from consult.presenters.addresses import rule_address
from consult.presenters.consultations import Standing, standing
from consult.presenters.contributions import speaker
from consult.presenters.moderation import reason_in_words
from consult.public.contributions.journey_answers import (
    Theme,
    answered_themes,
    carried_on,
    changes_behind,
    working_themes,
)
from consult.public.contributions.replies import gathered
from consult.public.contributions.revised import RevisionShown, changes_of, notes_on_votes
from consult.public.contributions.threads import everyone, shown
from consult.public.contributions.translations import TranslatedWords, for_readers
from consult.public.contributions.voices import Voice
from consult.public.outcomes.presenters import Stub, organisation_url, stub
from consult.shared.state import State
from consult.shared.text import paragraphs
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import localized


@dataclass(frozen=True, slots=True)
class Words:
    """The words, for whoever may read them; ``paragraphs`` follow those of a proposal's ``problem``."""

    name: str | None
    organisation_url: str | None
    title: str | None
    problem: list[str]
    paragraphs: list[str]
    salt: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """What the words are about."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A moderator's decision, with the rule that was broken, if any."""

    heading: str
    day: str
    iso: str
    rule: str | None
    number: int | None
    rule_url: str | None
    reason: str
    lang: str
    url: str
    entry: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """Where the author asks for erasure; ``asked`` is the day since which that waits."""

    url: str
    asked: str | None


@dataclass(frozen=True, slots=True)
class JourneyPage:
    """One contribution on its way; ``awaits`` says whether an answer is still to come."""

    consultation: Consultation
    said: Contribution
    words: Words | None
    voice: Voice
    first_replies_url: str | None
    translations: list[TranslatedWords]
    stub: Stub | None
    place: Place
    standing: Standing
    overdue: bool
    decisions: list[Decision]
    arrived: datetime
    revised: list[RevisionShown]
    vote_notes: list[str]
    change_url: str | None
    withdraw_url: str | None
    erasure: Erasure | None
    outcome: Outcome | None
    themes: list[Theme]
    awaits: bool


def journey(
    session: Session, voice: Contribution, actor: Actor | None, now: datetime, after_id: int | None = None
) -> JourneyPage:
    """Return what the page of one contribution shows to ``actor``, with the replies to it after ``after_id``."""
    asked, state = voice.consultation, state_of(voice.consultation, now)
    decisions = of_contribution(session, contribution_id=voice.id) if voice.is_touched else []
    found = queries.thread(session, contribution_id=voice.id, now=now, after_id=after_id)
    replies = gathered(session, found, queries.ON_ITS_PAGE, after_id)
    # On its own page a voice shows all its translations.
    translations = for_readers(session, everyone(found.voices, replies), whole=(voice.id,))
    (thread,) = shown(session, asked, found.voices, replies, translations, actor, now)
    outcome, places = (
        outcomes.latest_for(session, contribution=voice) if state is State.ANSWERED else (None, [])
    )
    changes = changes_behind(session, outcome, places)
    # Its own clause and the changed ones, read at once.
    words = words_of(session, version_ids=versions) if (versions := _versions(voice, changes)) else {}
    carried = carried_on(session, outcome, places, changes, words, now) if outcome and places else ({}, {})
    themes = (
        answered_themes(voice, outcome, places, *carried)
        if outcome
        else working_themes(session, voice, state)
    )
    first = url_for("public.contribution", reference=voice.reference, _anchor="replies")
    withdraw_url = url_for("public.withdraw", reference=voice.reference)
    change_url = url_for("public.revise", reference=voice.reference)
    anew, arrived = changes_of(session, voice, actor)
    (said,) = found.voices
    return JourneyPage(
        consultation=asked,
        said=voice,
        words=_words(voice) if may_read_words(actor, voice) else None,
        voice=thread,
        first_replies_url=first if after_id is not None else None,
        translations=list(translations.get(voice.id, {}).values()),
        stub=None if voice.is_published else stub(voice, decisions[-1] if decisions else None),
        place=_place(voice, words),
        standing=standing(asked, now),
        overdue=now > asked.answer_due_at,
        decisions=[_decision(row) for row in decisions],
        arrived=arrived,
        revised=anew,
        vote_notes=notes_on_votes(session, voice, actor, _shown_votes(said)) if voice.is_published else [],
        change_url=change_url if may_revise(actor, voice, now) else None,
        withdraw_url=withdraw_url if may_withdraw(actor, voice, now) else None,
        erasure=_erasure(session, voice, actor, now),
        outcome=outcome,
        themes=themes,
        awaits=_has_a_right(voice) and (not themes if outcome else state.awaits_answer),
    )


def _shown_votes(said: ContributionRow) -> int | None:
    """Return how many votes for and against are shown, None while they are sealed."""
    return None if said.agree is None or said.disagree is None else said.agree + said.disagree


def _words(voice: Contribution) -> Words:
    return Words(
        name=speaker(voice),
        organisation_url=organisation_url(voice),
        title=voice.title,
        problem=paragraphs(voice.problem or ""),
        paragraphs=paragraphs(voice.body or ""),
        salt=voice.salt.hex() if voice.salt else None,
    )


def _erasure(session: Session, voice: Contribution, actor: Actor | None, now: datetime) -> Erasure | None:
    """Return where its author asks that it be erased, None for anybody else."""
    scope = voice.consultation.organisation.scope
    if actor is None or not is_author(actor, voice) or not may_ask_erasure(actor, voice, scope, now):
        return None
    waiting = waiting_request(session, contribution_id=voice.id)
    url = url_for("public.erasure", reference=voice.reference)
    return Erasure(url, dates.day(waiting.at) if waiting else None)


def _place(voice: Contribution, words: Mapping[tuple[int, int], ClauseWords]) -> Place:
    """Return what the words are about: a clause in the version its author saw, or the contribution replied to."""
    slug = voice.consultation.slug
    if voice.parent_id is not None:
        # What a reply is about is the reference of what it replies to.
        text = _("A reply to %(reference)s", reference=f"\u2068{voice.about}\u2069")
        return Place(text, url_for("public.contribution", reference=voice.about))
    if voice.clause_id is None:
        return Place(_("On the whole text"), url_for("public.text", slug=slug, clause="whole"))
    clause = words[voice.version_id, voice.clause_id]
    text = _(
        "On clause %(number)s: %(heading)s", number=clause.position, heading=localized(clause, "heading")
    )
    anchor = f"clause-{clause.clause_id}"
    return Place(text, url_for("public.text", slug=slug, clause=clause.clause_id, _anchor=anchor))


def _decision(row: ModerationDecision) -> Decision:
    reason = reason_in_words(row)
    return Decision(
        heading=label("decision", row.kind),
        day=dates.day(row.at),
        iso=dates.iso(row.at),
        rule=label("rule", row.rule) if row.rule is not None else None,
        number=row.rule,
        rule_url=rule_address(row.rule) if row.rule is not None else None,
        reason=reason.text,
        lang=reason.lang,
        url=url_for("public.moderation_log", before=row.id + 1, _anchor=f"entry-{row.id}"),
        entry=_("Entry %(number)s in the moderation log", number=row.id),
    )


def _has_a_right(voice: Contribution) -> bool:
    """Whether it is to be answered: a voice that is shown. What the asking body says itself answers already."""
    return voice.is_published and voice.counts_as_voice


def _versions(voice: Contribution, changes: Sequence[OutcomeChange]) -> set[int]:
    """Return the ids of the versions whose words are shown."""
    own = {voice.version_id} if voice.clause_id is not None and voice.parent_id is None else set()
    return own | {row.from_version_id for row in changes} | {row.to_version_id for row in changes}
