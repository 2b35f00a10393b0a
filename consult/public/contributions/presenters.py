"""What the list of contributions shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.queries import tallies
from consult.contributions import queries
from consult.contributions.models import Status
from consult.plans.models import ClauseText
from consult.plans.queries import words_of
from consult.public.consultations.presenters import Shown, standing
from consult.public.contributions.threads import threads
from consult.public.texts.presenters import WHOLE
from consult.web.pagination import page_of
from consult.web.rendering import lang_of, localized

LONGEST_ID = 18


def listed(
    session: Session,
    asked: Consultation,
    clause: str,
    before_id: int | None,
    actor: Actor | None,
    now: datetime,
) -> Shown:
    """Return one page of what was said, with the clauses to choose from and how many there are by status."""
    clause_id = int(clause) if clause.isdecimal() and len(clause) <= LONGEST_ID else None
    whole = clause == WHOLE
    rows = queries.page(
        session,
        consultation_id=asked.id,
        clause_id=clause_id,
        whole_text=whole,
        before_id=before_id,
        limit=queries.PAGE + 1,
    )
    words = words_of(session, version_ids=[row.version_id for row in asked.texts])
    clauses = [row for text in asked.texts for row in words.values() if row.version_id == text.version_id]
    place: dict[str, Any] = {"slug": asked.slug, "clause": clause or None}
    shown = page_of(
        rows, queries.PAGE, before_id, lambda begun: url_for("public.contributions", **place, before=begun)
    )
    return {
        "consultation": asked,
        "standing": standing(asked, now),
        "counts": tallies(session, consultation_ids=[asked.id], subjects=[queries.ALL])[
            asked.id, queries.ALL
        ],
        "statuses": [each.value for each in Status],
        "filters": _filters(asked, clauses, clause),
        "voices": threads(session, asked, shown.items, actor, now),
        "older_url": shown.older_url,
        "newer_url": shown.newer_url,
    }


def _filters(asked: Consultation, clauses: list[ClauseText], chosen: str) -> list[Shown]:
    """Return the links that keep one clause."""
    options: list[tuple[str, str, str, str | None]] = [("", "", _("Everything"), None)]
    options += [
        (
            str(row.clause_id),
            str(row.position),
            localized(row, "heading"),
            lang_of(row, "heading"),
        )
        for row in clauses
    ]
    options.append((WHOLE, "", _("The whole text"), None))
    return [
        {
            "url": url_for("public.contributions", slug=asked.slug, clause=value or None),
            "number": number,
            "title": title,
            "lang": lang,
            "current": value == chosen,
        }
        for value, number, title, lang in options
    ]
