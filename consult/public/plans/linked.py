"""What other subjects say of the plan record: documents, the voices behind milestones, and consultations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.queries import AskedAbout
from consult.outcomes import queries as outcomes
from consult.outcomes.queries import NamedOutcome
from consult.presenters.consultations import standing
from consult.public.plans import presenters
from consult.public.plans.presenters import worded
from consult.web.locale import language


def links_to_voices(session: Session, found: Mapping[int, tuple[NamedOutcome, int]]) -> presenters.Links:
    """Return the links to the voices behind the newest answer that named each milestone, by milestone id."""
    if not found:
        return {}
    themes = outcomes.themes_in(session, outcome_ids={outcome.id for outcome, _theme in found.values()})
    return {
        milestone_id: (
            url_for("public.theme", slug=outcome.slug, theme_id=theme_id, version=outcome.number),
            presenters.voices_behind(themes[outcome.id], theme_id),
        )
        for milestone_id, (outcome, theme_id) in found.items()
    }


def asked_about(
    pairs: Iterable[tuple[int, AskedAbout]], now: datetime, notes: Mapping[int, str]
) -> dict[int, list[presenters.AskedRow]]:
    """Return the consultations about each commitment, by its id, with these ``notes`` by their own ids."""
    found: dict[int, list[presenters.AskedRow]] = defaultdict(list)
    lang = language()
    for commitment_id, consultation in pairs:
        where = standing(consultation, now)
        answered = where.state == "answered"
        title, title_lang = worded(lang, consultation.title_ar, consultation.title_en)
        row = presenters.AskedRow(
            state=where.state,
            state_text=where.text,
            note=notes.get(consultation.id, where.note),
            title=title,
            lang=title_lang,
            url=url_for("public.outcome" if answered else "public.consultation", slug=consultation.slug),
            meta=_("Illustrative: asked for this demonstration, not by the body itself.")
            if consultation.illustrative
            else None,
        )
        found[commitment_id].append(row)
    return found
