"""One voice on its thread: what was said, when it arrived, its theme, the answer, the words, the milestone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.contributions.models import Contribution
from consult.contributions.policies import is_author, may_read_words, may_withdraw
from consult.contributions.queries import translations
from consult.moderation.models import ModerationDecision
from consult.moderation.policies import may_ask_erasure
from consult.moderation.queries import of_contribution, waiting_request
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Outcome
from consult.outcomes.queries.published import milestones_at_home
from consult.plans import queries as plans
from consult.public.consultations.presenters import Shown, standing
from consult.public.contributions.replies import ON_ITS_PAGE
from consult.public.contributions.threads import threads
from consult.public.contributions.translations import shown
from consult.public.outcomes.presenters import Change, change, organisation_url, stub
from consult.public.plans.differences import kept_with
from consult.public.plans.presenters import MilestoneRow, milestone_row, theme_of
from consult.shared.state import State
from consult.shared.text import paragraphs
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized

# The states in which what is shown is still to be answered.
AWAITING = frozenset({State.OPEN, State.CLOSED})


def journey(
    session: Session, voice: Contribution, actor: Actor | None, now: datetime, after_id: int | None = None
) -> Shown:
    """Return what the page of one contribution shows to ``actor``, with the replies to it after ``after_id``."""
    asked = voice.consultation
    # Nothing was decided about what stands as it was posted.
    touched = voice.status_at != voice.posted_at
    decisions = of_contribution(session, contribution_id=voice.id) if touched else []
    readable = may_read_words(actor, voice)
    (node,) = threads(session, asked, [voice], actor, now, room=ON_ITS_PAGE, after_id=after_id)
    return {
        "consultation": asked,
        "said": voice,
        "node": node,
        "first_replies_url": url_for("public.contribution", reference=voice.reference, _anchor="replies")
        if after_id is not None
        else None,
        "name": _name(voice) if readable else None,
        "organisation_url": organisation_url(voice) if readable else None,
        "readable": readable,
        "translations": [
            shown(made) for made in translations(session, ids=[voice.id]).get(voice.id, {}).values()
        ]
        if voice.is_published
        else [],
        "stub": None if voice.is_published else stub(voice, decisions[-1] if decisions else None),
        "title": voice.title if readable else None,
        "problem": paragraphs(voice.problem or "") if readable else [],
        "paragraphs": paragraphs(voice.body or "") if readable else [],
        "salt": voice.salt.hex() if readable and voice.salt else None,
        "place": _place(session, voice),
        "standing": standing(asked, now),
        "overdue": now > asked.answer_due_at,
        "decisions": [_decision(row) for row in decisions],
        "mine": is_author(actor, voice),
        "withdraw_url": url_for("public.withdraw", reference=voice.reference)
        if may_withdraw(actor, voice, now)
        else None,
        **_erasure(session, voice, actor, now),
        **_answered(session, voice, state_of(asked, now)),
    }


def _erasure(session: Session, voice: Contribution, actor: Actor | None, now: datetime) -> Shown:
    """Return where its author asks that it be erased, and since when that waits; nothing for anybody else."""
    scope = voice.consultation.organisation.scope
    if actor is None or not is_author(actor, voice) or not may_ask_erasure(actor, voice, scope, now):
        return {"erasure_url": None, "erasure_asked": None}
    waiting = waiting_request(session, contribution_id=voice.id)
    return {
        "erasure_url": url_for("public.erasure", reference=voice.reference),
        "erasure_asked": dates.day(waiting.at) if waiting else None,
    }


def _name(voice: Contribution) -> str | None:
    return localized(voice.organisation, "name") if voice.organisation else voice.shown_name


def _place(session: Session, voice: Contribution) -> Shown:
    """Return what the words are about: a clause in the version its author saw, or the contribution replied to."""
    slug = voice.consultation.slug
    if voice.parent_id is not None:
        # What a reply is about is the reference of what it replies to.
        text = _("A reply to %(reference)s", reference=f"\u2068{voice.about}\u2069")
        return {"text": text, "url": url_for("public.contribution", reference=voice.about)}
    if voice.clause_id is None:
        return {"text": _("On the whole text"), "url": url_for("public.text", slug=slug, clause="whole")}
    words = plans.words_of(session, version_ids=[voice.version_id])
    clause = words[voice.version_id, voice.clause_id]
    text = _(
        "On clause %(number)s: %(heading)s", number=clause.position, heading=localized(clause, "heading")
    )
    anchor = f"clause-{clause.clause_id}"
    return {"text": text, "url": url_for("public.text", slug=slug, clause=clause.clause_id, _anchor=anchor)}


def _decision(row: ModerationDecision) -> Shown:
    return {
        "heading": label("decision", row.kind),
        "day": dates.day(row.at),
        "iso": dates.iso(row.at),
        "rule": label("rule", row.rule) if row.rule is not None else None,
        "number": row.rule,
        "reason": localized(row, "reason"),
        "lang": lang_of(row, "reason"),
        "url": url_for("public.moderation_log", before=row.id + 1, _anchor=f"entry-{row.id}"),
        "entry": _("Entry %(number)s in the moderation log", number=row.id),
    }


def _answered(session: Session, voice: Contribution, state: State) -> Shown:
    """Return the themes the voice stands under and, once published, their answers with what they changed."""
    asked = voice.consultation
    outcome = outcomes.latest(session, consultation_id=asked.id) if state is State.ANSWERED else None
    if outcome is None:
        working = _working(session, voice) if state is State.CLOSED else []
        return {"outcome": None, "themes": working, "awaits": _has_a_right(voice) and state in AWAITING}
    places = outcomes.places(session, outcome_id=outcome.id, contribution_ids=[voice.id]).get(voice.id, [])
    changes, milestones = _carried(session, outcome, places) if places else ({}, {})
    themes = [theme for theme in (theme_of(outcome, place) for place in places) if theme is not None]
    return {
        "outcome": outcome,
        "awaits": _has_a_right(voice) and not themes,
        "themes": [
            {
                **theme,
                "others": int(str(theme["voices"])) - 1,
                "url": _theme_url(asked, outcome, theme),
                "voices_url": url_for("public.theme", slug=asked.slug, theme_id=theme["id"]),
                "changes": changes.get(int(str(theme["id"])), []),
                "milestones": milestones.get(int(str(theme["id"])), []),
            }
            for theme in themes
        ],
    }


def _has_a_right(voice: Contribution) -> bool:
    """Whether it is to be answered: a voice that is shown. What the asking body says itself answers already."""
    return voice.is_published and voice.counts_as_voice


def _theme_url(asked: Consultation, outcome: Outcome, theme: Mapping[str, object]) -> str:
    anchor = f"theme-{theme['id']}"
    return url_for("public.outcome", slug=asked.slug, version=outcome.number, _anchor=anchor)


def _working(session: Session, voice: Contribution) -> list[Shown]:
    """Return the themes it was put under while the answer is being written."""
    asked = voice.consultation
    places = outcomes.working_places(session, consultation_id=asked.id, ids=[voice.id]).get(voice.id, [])
    if not places:
        return []
    titles = {theme.id: theme for theme in outcomes.themes(session, consultation_id=asked.id)}
    return [
        {"title_ar": titles[place].title_ar, "title_en": titles[place].title_en, "id": place}
        for place in places
    ]


def _carried(
    session: Session, outcome: Outcome, places: Sequence[int]
) -> tuple[dict[int, list[Change]], dict[int, list[MilestoneRow]]]:
    """Return the changed clauses and the milestones of these themes' answers, by theme id."""
    rows = [row for row in outcomes.changes(session, outcome_id=outcome.id) if row.theme_id in places]
    named = milestones_at_home(session, outcome_id=outcome.id)
    ids = {row.from_version_id for row in rows} | {row.to_version_id for row in rows}
    words = plans.words_of(session, version_ids=ids) if rows else {}
    commitments = {version_id: text.version.commitment for (version_id, _clause), text in words.items()}
    kept = kept_with(rows)
    changes: dict[int, list[Change]] = {}
    milestones: dict[int, list[MilestoneRow]] = {}
    for row in rows:
        changes.setdefault(row.theme_id, []).append(change(row, words, commitments, kept))
    for theme_id, milestone, home in named:
        if theme_id not in places:
            continue
        url = url_for("public.commitment", slug=home.plan.slug, number=home.number, _anchor="milestones")
        milestones.setdefault(theme_id, []).append(replace(milestone_row(milestone, {}), url=url))
    return changes, milestones
